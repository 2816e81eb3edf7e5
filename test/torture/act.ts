import { readStates, splitLines } from "./document.js";
import type { Documents, Line } from "./document.js";
import { editDraft } from "./edit-documents.js";
import { Refused } from "./github-user.js";
import type { SeenIssue } from "./github-user.js";
import type { Repository } from "./repository.js";
import type { HistoryCommand, IssueCommand, PeopleCommand, PushCommand } from "./script.js";

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

const TITLES = ["Renamed one", "Renamed two", "Ship it", "Write tests", "Stars *here* and [x] there"];

async function changeIssue(repository: Repository, { edit, at, to }: IssueCommand): Promise<string> {
  const { user, ledger } = repository;
  const all = await user.issues();
  const issue = all[at % Math.max(all.length, 1)];
  if (!issue) return `${edit}: there is no issue yet`;
  const update = (body: unknown): Promise<unknown> =>
    user.inRepository("PATCH", `/issues/${issue.number}`, body);
  const close = async (reason: string, value: string): Promise<void> => {
    await update({ state: "closed", state_reason: reason });
    if (issue.completion === value) return;
    ledger.issueChanged(issue.number, "completion", value);
    repository.closed.add(issue.number);
  };
  repository.acts += 1;
  switch (edit) {
    case "complete":
      await close("completed", "done");
      break;
    case "drop":
      await close("not_planned", "dropped");
      break;
    case "close as duplicate":
      await close("duplicate", "dropped");
      break;
    case "reopen":
      await update({ state: "open" });
      if (issue.completion !== "open") {
        ledger.issueChanged(issue.number, "completion", "open");
        repository.reopened.add(issue.number);
      }
      break;
    case "rename": {
      const title = TITLES[to % TITLES.length] ?? "";
      await update({ title });
      if (issue.title !== title) {
        ledger.issueChanged(issue.number, "title", title);
        repository.renamed.add(issue.number);
      }
      return `rename #${issue.number} from “${issue.title}” to “${title}”`;
    }
    case "write around the block":
      await writeAround(repository, issue, to);
      break;
    case "write into the block":
      await update({ body: issue.body.replace(to % 2 === 0 ? /mirrors/ : /<!-- tickmark:issue.*-->/, "is") });
      repository.damaged.add(issue.number);
      break;
    case "delete":
      await user.graphql(
        "mutation Delete($id: ID!) { deleteIssue(input: { issueId: $id }) { clientMutationId } }",
        {
          id: issue.id,
        },
      );
      repository.deleted.add(issue.number);
      break;
    default:
      return changeAround(repository, issue, edit, all[to % all.length] ?? issue);
  }
  return `${edit} #${issue.number} “${issue.title}”`;
}

async function writeAround({ user, words }: Repository, issue: SeenIssue, to: number): Promise<void> {
  const mine = `Words of a person, number ${to}.`;
  const body = to % 2 === 0 ? `${mine}\n\n${issue.body}` : `${issue.body}\n\n${mine}`;
  await user.inRepository("PATCH", `/issues/${issue.number}`, { body });
  words.set(issue.number, [...(words.get(issue.number) ?? []), mine]);
}

/** What the app has no say in. */
async function changeAround(
  repository: Repository,
  issue: SeenIssue,
  edit: "label" | "lock" | "comment" | "set another parent",
  other: SeenIssue,
): Promise<string> {
  const { user } = repository;
  const path = `/issues/${issue.number}`;
  switch (edit) {
    case "label":
      await user.inRepository("POST", `${path}/labels`, { labels: ["help wanted"] });
      repository.labels.set(issue.number, ["help wanted"]);
      break;
    case "lock":
      await user.inRepository("PUT", `${path}/lock`, {});
      break;
    case "comment":
      await user.inRepository("POST", `${path}/comments`, { body: "What about this?" });
      break;
    case "set another parent":
      repository.hasMovedParents = true;
      await user.graphql(
        "mutation Nest($parent: ID!, $child: ID!) { addSubIssue(input: { issueId: $parent, subIssueId: $child, replaceParent: true }) { clientMutationId } }",
        { parent: other.id, child: issue.id },
      );
      return `make #${issue.number} a sub-issue of #${other.number}`;
  }
  return `${edit} #${issue.number}`;
}
