import { changeBranch } from "./branch-acts.js";
import { readStates, splitLines } from "./document.js";
import type { Documents, Line } from "./document.js";
import { editDraft } from "./edit-documents.js";
import { Refused } from "./github-user.js";
import { changeIssue } from "./issue-acts.js";
import type { Repository } from "./repository.js";
import type { HistoryCommand, PeopleCommand, PushCommand } from "./script.js";
import { signOff } from "./signing-acts.js";

/** Carries out what people do; answers it in words. What GitHub refuses them did not happen. */
export async function act(repository: Repository, command: PeopleCommand): Promise<string> {
  try {
    switch (command.do) {
      case "push":
        return await push(repository, command);
      case "revert":
      case "force":
        return await goBack(repository, command);
      case "issue":
        return await changeIssue(repository, command);
      case "branch":
        return await changeBranch(repository, command);
      case "signing":
        return await signOff(repository, command);
    }
  } catch (error) {
    if (error instanceof Refused) return `${JSON.stringify(command)} is refused: ${error.message}`;
    throw error;
  }
}

async function push(repository: Repository, { edits }: PushCommand): Promise<string> {
  const { documents } = await repository.observe();
  const { newId, removed, foreign } = repository;
  const url = repository.user.issuesUrl;
  const reference = (number: number): string => `[#${number}](${url}/${number})`;
  let files: Documents = documents;
  const done: string[] = [];
  for (const edit of edits) {
    const draft = new Map([...files].map(([path, lines]): [string, Line[]] => [path, [...lines]]));
    const what = editDraft({ files: draft, newId, removed, adoptable: foreign, reference }, edit);
    // Markdown takes some lines for the rest of the one before: then nobody can say what belongs to whom.
    if (what === undefined || readStates(draft).some(({ isOneLine }) => !isOneLine)) continue;
    done.push(what);
    files = draft;
  }
  if (done.length === 0) return "push: nothing to do";
  await repository.push("docs: edit", files);
  return `push: ${done.join("; ")}`;
}

async function goBack(repository: Repository, { do: how, to }: HistoryCommand): Promise<string> {
  // An open pull request still has what a forced push took away: merging itself, it would bring that back.
  if (how === "force" && repository.branch === "merges by itself") return "force: not here";
  // Nor does anybody say what is signed when a merge is gone that brought it.
  if (how === "force" && repository.signing) return "force: not where people sign";
  await repository.observe();
  const { versions } = repository;
  const at = 1 + (to % (versions.length - 1));
  const version = versions[at];
  if (!version || version.head.oid === repository.present.head.oid) return `${how}: already there`;
  if (how === "force") await repository.forceBack(version);
  else await repository.push("revert: back", version.documents);
  return `${how} to version ${at} (${version.head.oid.slice(0, 7)}):\n${showFiles(version.head.files)}`;
}

export function showFiles(files: ReadonlyMap<string, string>): string {
  const show = (text: string): string => `      | ${text.replace("\r\n", "␍").replace("\n", "")}`;
  return [...files]
    .map(([path, text]) => [`    ${path}`, ...splitLines(text).map(show)].join("\n"))
    .join("\n");
}
