import { listChanges } from "./commit-message.js";
import type { FileChange } from "./commit-message.js";
import { defusePlain } from "./defuse.js";
import { formatPlain } from "./plain-text.js";
import { shorten } from "./shorten-title.js";

/** GitHub may list every commit that breaks a rule. */
const LONGEST_REASON = 500;

export interface PullRequestInput {
  readonly changes: readonly FileChange[];
  /** The branch that the changes are for. */
  readonly branch: string;
  /** Why they were not simply committed, in words. */
  readonly why: string;
  /** Whether it is merged without a person, where the repository allows that. */
  readonly merge: boolean;
}

/**
 * What the pull request says: what is in it, why it is one, what to do with it. Like a commit message, which a squash
 * may make of it, it closes no issue, refers to none, mentions nobody and skips no workflow.
 */
export function formatPullRequest({ changes, branch, why, merge }: PullRequestInput): string {
  const { files, left } = listChanges(changes);
  const lists = [...files].flatMap(([path, lines]) => [
    `**${plain(path)}**`,
    lines.map((line) => `- ${plain(line)}`).join("\n"),
  ]);
  const merging = merge
    ? "Where the repository allows auto-merge, it is merged as soon as the rules of the branch are met; otherwise merge it as you like."
    : "Merge it as you like.";
  return [
    "What happened on issues, for the checklists.",
    `This is a pull request because ${plain(shorten(why, LONGEST_REASON))}`,
    ...lists,
    ...(left > 0 ? [`… and ${left} more`] : []),
    `Until it is merged, it is kept up to date. ${merging} Closed without merging, it stays closed until there are other changes for ${plain(branch)}. Commits of other people do not belong on its branch.`,
  ].join("\n\n");
}

function plain(text: string): string {
  return formatPlain(defusePlain(text));
}
