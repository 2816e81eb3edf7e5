import type { Config } from "../model/config.js";
import type { IssueContent, RepositoryRef } from "../model/issue.js";
import { formatIssueBody } from "../report/issue-body.js";
import type { BodyLine } from "../report/issue-body.js";
import { shortenTitle } from "../report/shorten-title.js";
import { deepTasks } from "./body-lines.js";
import type { PlacedTask } from "./plan-input.js";
import { markerKey } from "./task-key.js";

/** What the issue of a task is to say. */
export function issueContent(placed: PlacedTask, config: Config, repository: RepositoryRef): IssueContent {
  return {
    title: issueTitle(placed),
    body: issueBody(
      placed,
      repository,
      deepTasks(placed).map(({ line }) => line),
    ),
    labels: [...new Set([...config.issues.labels, ...placed.rules.labels])],
  };
}

/** The title the issue of a task is to have: the task's, shortened to what GitHub takes. */
export function issueTitle({ task }: PlacedTask): string {
  return shortenTitle(task.title);
}

/** The part of the issue's body that the app owns. */
export function issueBody(placed: PlacedTask, repository: RepositoryRef, lines: readonly BodyLine[]): string {
  const { checklist, task } = placed;
  const section = task.sectionIndex === undefined ? undefined : checklist.sections[task.sectionIndex];
  return formatIssueBody({
    file: checklist.path,
    fileUrl: fileUrl(repository, checklist.path, section?.slug ?? ""),
    section: task.section,
    title: issueTitle(placed),
    text: task.title,
    key: markerKey(checklist.path, task),
    lines,
  });
}

/** Where a section of a file is shown. */
export function fileUrl({ url, branch }: RepositoryRef, path: string, slug: string): string {
  const encode = (text: string): string => text.split("/").map(encodeURIComponent).join("/");
  const anchor = slug === "" ? "" : `#${encodeURIComponent(slug)}`;
  return `${url}/blob/${encode(branch)}/${encode(path)}${anchor}`;
}
