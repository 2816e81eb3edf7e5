import type { Owners } from "../model/metadata.js";
import { isBlank } from "./placeholder.js";

/** A login, or a team as `organization/team`: what GitHub itself would take for a mention. */
export const MENTION = String.raw`@([a-zA-Z\d](?:[a-zA-Z\d]|-(?=[a-zA-Z\d])){0,38}(?:\/[a-zA-Z\d][\w.-]*)?)`;

const WHOLE_MENTION = new RegExp(`^${MENTION}$`);

/** Reads `DevOps`, `Backend + QA`, `@octocat, @acme/web`. "TBD" and "[Name]" are nobody. */
export function parseOwners(text: string): Owners {
  if (isBlank(text)) return { names: [], logins: [] };
  const words = text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .split(/\s*[,;&+]\s*|\s+and\s+/)
    .flatMap((part) => (part.startsWith("@") ? part.split(/\s+/).filter(isMention) : part.split(/\s*\/\s*/)))
    .map((part) => part.replace(/^[*_`(\s]+|[*_`)\s]+$/g, ""))
    .filter((part) => part !== "" && !isBlank(part));
  return {
    names: words.filter((word) => !isMention(word)),
    logins: words.flatMap((word) => WHOLE_MENTION.exec(word)?.[1] ?? []),
  };
}

/** "@octocat for now" names one person and says something about it. */
function isMention(word: string): boolean {
  return WHOLE_MENTION.test(word);
}
