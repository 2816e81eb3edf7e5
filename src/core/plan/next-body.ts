import type { ObservedIssue } from "../model/issue.js";
import { readIssueBody, spliceIssueBody } from "../report/issue-body.js";

/** The body with the app's block as it should be; undefined when it is so already. */
export function nextBody(issue: ObservedIssue, block: string): string | undefined {
  const adopted = !issue.own && readIssueBody(issue.body) === undefined;
  if (adopted && (readIssueBody(block)?.lines.length ?? 0) === 0) return undefined;
  const body = spliceIssueBody(issue.body, block);
  return withoutKey(body) === withoutKey(issue.body) ? undefined : body;
}

/** A marker's key finds an issue that no line references yet. Once one does, the key alone is no reason to write. */
export function withoutKey(body: string): string {
  const key = readIssueBody(body)?.marker?.key;
  return (key === undefined ? body : body.replace(key, "")).replaceAll("\r\n", "\n").trimEnd();
}
