import type { SeenIssue } from "./github-user.js";
import type { Repository } from "./repository.js";
import type { IssueCommand } from "./script.js";

const TITLES = ["Renamed one", "Renamed two", "Ship it", "Write tests", "Stars *here* and [x] there"];

/** What people do to an issue. */
export async function changeIssue(repository: Repository, { edit, at, to }: IssueCommand): Promise<string> {
  const { user, ledger } = repository;
  const all = await user.issues();
  const issue = all[at % Math.max(all.length, 1)];
  if (!issue) return `${edit}: there is no issue yet`;
  const update = (body: unknown): Promise<unknown> =>
    user.inRepository("PATCH", `/issues/${issue.number}`, body);
  const close = async (reason: string, value: string): Promise<void> => {
    await update({ state: "closed", state_reason: reason });
    if (issue.completion !== value) ledger.issueChanged(issue.number, "completion", value);
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
        { id: issue.id },
      );
      repository.gone.add(issue.number);
      break;
    case "transfer":
      await user.graphql(
        "mutation Transfer($issue: ID!, $to: ID!) { transferIssue(input: { issueId: $issue, repositoryId: $to }) { clientMutationId } }",
        { issue: issue.id, to: await user.elsewhere() },
      );
      repository.gone.add(issue.number);
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

/** The label that the app gives its issues. */
const LABEL = "checklist";

type Decided =
  | "complete"
  | "drop"
  | "close as duplicate"
  | "reopen"
  | "rename"
  | "write around the block"
  | "write into the block"
  | "delete"
  | "transfer";

/** What the app has no say in. */
async function changeAround(
  repository: Repository,
  issue: SeenIssue,
  edit: Exclude<IssueCommand["edit"], Decided>,
  other: SeenIssue,
): Promise<string> {
  const { user } = repository;
  const path = `/issues/${issue.number}`;
  switch (edit) {
    case "label":
      await user.inRepository("POST", `${path}/labels`, { labels: ["help wanted"] });
      repository.labels.set(issue.number, ["help wanted"]);
      break;
    case "take its labels away":
      await user.inRepository("DELETE", `${path}/labels`);
      repository.labels.delete(issue.number);
      repository.bare.add(issue.number);
      break;
    case "rename a label":
      await user.inRepository("PATCH", `/labels/${LABEL}`, { new_name: `${LABEL}-${other.number}` });
      return `rename the label ${LABEL}`;
    case "delete a label":
      await user.inRepository("DELETE", `/labels/${LABEL}`);
      return `delete the label ${LABEL}`;
    case "lock":
      await user.inRepository("PUT", `${path}/lock`, {});
      break;
    case "comment":
      await user.inRepository("POST", `${path}/comments`, { body: "What about this?" });
      break;
    case "set another parent":
      repository.regrouped.add(issue.number).add(other.number);
      await user.graphql(
        "mutation Nest($parent: ID!, $child: ID!) { addSubIssue(input: { issueId: $parent, subIssueId: $child, replaceParent: true }) { clientMutationId } }",
        { parent: other.id, child: issue.id },
      );
      return `make #${issue.number} a sub-issue of #${other.number}`;
  }
  return `${edit} #${issue.number}`;
}
