import { describe, expect, test } from "@jest/globals";
import type { AttributeEvent, ObservedIssue } from "../../src/core/model/issue.js";
import type { Facts, PlanInput } from "../../src/core/plan/plan-input.js";
import { planOwnerNews } from "../../src/core/plan/plan-owner-news.js";
import { resolveOwners } from "../../src/core/plan/resolve-owners.js";
import { config, issueWith, planInput, ref, selected } from "./plan-examples.js";

const OWNERS = `owners:
  DevOps: [octocat]
  QA: [triager]
  Web: [hubot, writer]
  Sales: ["@acme/sales", seller]
  One: [twice]
  Two: [twice]
`;
const BASE_TIME = "2026-01-05T12:00:00.000Z";
const EARLIER = "2026-01-04T09:00:00Z";
const LATER = "2026-01-05T15:00:00Z";

/** What people did on the issue, in order: `+ann` assigns, `-ann` takes away. */
interface Case {
  /** Of the task's line of fields, or with a mention in its text. */
  readonly base: string;
  /** As the base, unless it says something else. */
  readonly file?: string;
  readonly earlier?: string;
  readonly since?: string;
  readonly addMetadata?: boolean;
  readonly cannot?: string;
}

/** A mention stands before the reference, which is always last on the first line. */
function checklistOf(said: string): string {
  if (said.startsWith("@ ")) return `# Launch\n\n- [ ] Ship ${said.slice(2)} ${ref(1)}\n`;
  return `# Launch\n\n- [ ] Ship ${ref(1)}\n${said === "" ? "" : `  - ${said}\n`}`;
}

function act(said: string | undefined, at: string): AttributeEvent[] {
  return (said ?? "")
    .split(" ")
    .filter((each) => each !== "")
    .map((each) => ({
      id: `${at} ${each}`,
      at,
      own: false,
      change: { what: "assignee", login: each.slice(1), isAssigned: each.startsWith("+") },
    }));
}

function arrange({ base, file = base, earlier, since, cannot }: Case): PlanInput {
  const rules = config(OWNERS);
  const before = selected(checklistOf(base));
  const owners = before.checklist.metadata.tasks[0]?.owners;
  let assignees = new Set(resolveOwners(owners, before.checklist, rules).logins);
  const attributeEvents = [...act(earlier, EARLIER), ...act(since, LATER)];
  for (const { change } of attributeEvents) {
    if (change.what !== "assignee") continue;
    const others = [...assignees].filter((login) => login.toLowerCase() !== change.login);
    assignees = new Set(change.isAssigned ? [...others, change.login] : others);
  }
  const issue: ObservedIssue = issueWith([], { attributeEvents, assignees: [...assignees] });
  const people = ["octocat", "triager", "hubot", "writer", "seller", "twice", "ann", "bob"];
  const facts: Facts = {
    assignable: new Map(people.map((login) => [login, login !== cannot])),
    milestones: undefined,
    types: undefined,
  };
  return planInput([selected(checklistOf(file))], {
    config: rules,
    base: {
      checklists: [before],
      deselected: [],
      since: BASE_TIME,
      included: new Set(),
      config: rules,
      phases: {},
    },
    issues: new Map([[1, issue]]),
    facts,
  });
}

/** `= value` is written, `nothing` leaves the file alone, `out` takes the owner out, `!` says that both sides changed. */
function outcome(given: Case): string {
  const { edits, diagnostics } = planOwnerNews(arrange(given), given.addMetadata ?? false);
  const conflict = diagnostics.some(({ rule }) => rule === "owner-conflict") ? " !" : "";
  const [edit] = edits.map((step) => step.edit);
  if (edit === undefined) return `nothing${conflict}`;
  if (edit.op !== "set-field") throw new Error(`Unexpected edit ${edit.op}`);
  return `${edit.value === undefined ? "out" : `= ${edit.value}`}${conflict}`;
}

describe("what the file takes over of whom people assign", () => {
  test.each<[string, Case, string]>([
    ["nothing to do", { base: "Owner: DevOps" }, "nothing"],
    ["another person by name", { base: "Owner: DevOps", since: "-octocat +triager" }, "= QA"],
    ["somebody without a name", { base: "Owner: DevOps", since: "-octocat +ann" }, "= @ann"],
    ["somebody with two names", { base: "Owner: DevOps", since: "-octocat +twice" }, "= @twice"],
    ["half of those behind a name", { base: "Owner: DevOps", since: "-octocat +hubot" }, "= @hubot"],
    ["all behind a name", { base: "Owner: DevOps", since: "-octocat +hubot +writer" }, "= Web"],
    ["a person behind a name with a team", { base: "Owner: DevOps", since: "-octocat +seller" }, "= @seller"],
    ["several", { base: "Owner: DevOps", since: "-octocat +ann +bob" }, "= @ann, @bob"],
    [
      "in the style of the file: a login",
      { base: "Owner: @octocat", since: "-octocat +triager" },
      "= @triager",
    ],
    ["in the task's text", { base: "@ @octocat", since: "-octocat +triager" }, "= @triager"],
    ["capitals do not matter", { base: "Owner: @Octocat", since: "-octocat +ann" }, "= @ann"],
    ["one of two", { base: "Owner: DevOps + QA", since: "-triager +ann" }, "= DevOps, @ann"],
    ["one of two, for nobody", { base: "Owner: DevOps + QA", since: "-triager" }, "= DevOps"],
    ["nobody any more", { base: "Owner: DevOps", since: "-octocat" }, "out"],
    ["nobody any more, in the text", { base: "@ @octocat", since: "-octocat" }, "out"],
  ])("the owner changed: %s", (_, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });

  test.each<[string, Case, string]>([
    ["a person besides the owner", { base: "Owner: DevOps", since: "+ann" }, "nothing"],
    [
      "who came before is no successor",
      { base: "Owner: DevOps", earlier: "+bob", since: "-octocat +ann" },
      "= @ann",
    ],
    [
      "who is left when the owner goes is the owner",
      { base: "Owner: DevOps", earlier: "+bob", since: "-octocat" },
      "= @bob",
    ],
    [
      "who is left besides another owner is none",
      { base: "Owner: DevOps + QA", earlier: "+bob", since: "-octocat" },
      "= QA",
    ],
    ["and goes again", { base: "Owner: DevOps", earlier: "+bob", since: "-bob" }, "nothing"],
    ["one of those behind a name goes", { base: "Owner: Web", since: "-hubot" }, "nothing"],
    [
      "the last of those behind a name goes",
      { base: "Owner: Web", earlier: "-hubot", since: "-writer +ann" },
      "= @ann",
    ],
    ["a person goes, their team does not", { base: "Owner: Sales", since: "-seller +ann" }, "nothing"],
    ["a name that nobody explains stays", { base: "Owner: Legal", since: "+ann" }, "nothing"],
    [
      "beside a name that nobody explains",
      { base: "Owner: Legal, @octocat", since: "-octocat +ann" },
      "= Legal, @ann",
    ],
    ["assigned and taken away again", { base: "Owner: DevOps", since: "+ann -ann" }, "nothing"],
    ["taken away and assigned again", { base: "Owner: DevOps", since: "-octocat +octocat" }, "nothing"],
    ["taken away long ago", { base: "Owner: DevOps", earlier: "-octocat", since: "+ann" }, "nothing"],
    [
      "who cannot be assigned any more has left",
      { base: "Owner: DevOps", since: "-octocat", cannot: "octocat" },
      "nothing",
    ],
  ])("several people: %s", (_, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });

  test.each<[string, Case, string]>([
    ["a line of fields has room", { base: "Effort: 2 days", since: "+triager" }, "= QA"],
    ["there is none", { base: "", since: "+ann" }, "nothing"],
    ["the config allows a line", { base: "", since: "+ann", addMetadata: true }, "= @ann"],
    [
      "a mention in a sentence is a word of it",
      { base: "@ after @octocat agreed", since: "-octocat +ann" },
      "nothing",
    ],
    [
      "two mentions with words between",
      { base: "@ for @octocat and tell @triager", since: "-octocat +ann" },
      "nothing",
    ],
    [
      "what is still to be filled in counts as not said",
      { base: "Owner: TBD | Effort: 1 day", since: "+ann" },
      "= @ann",
    ],
  ])("the place: %s", (_, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });

  test.each<[string, Case, string]>([
    ["alike", { base: "Owner: DevOps", file: "Owner: QA", since: "-octocat +triager" }, "nothing"],
    [
      "apart: the issue counts",
      { base: "Owner: DevOps", file: "Owner: QA", since: "-octocat +ann" },
      "= @ann !",
    ],
    [
      "the file adds one, the issue another",
      { base: "Owner: DevOps", file: "Owner: DevOps + QA", since: "-octocat +ann" },
      "= @ann !",
    ],
    ["only the file", { base: "Owner: DevOps", file: "Owner: QA", since: "+ann" }, "nothing"],
    [
      "the file names nobody any more and has no place",
      { base: "Owner: DevOps", file: "", since: "-octocat +ann" },
      "nothing",
    ],
    [
      "order and case are no change",
      { base: "Owner: QA + DevOps", file: "Owner: devops, QA", since: "-octocat +ann" },
      "= QA, @ann",
    ],
  ])("both sides changed: %s", (_, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });

  test("an issue that the base does not know gives no news", () => {
    const input = arrange({ base: "Owner: DevOps", since: "-octocat +ann" });

    expect(planOwnerNews({ ...input, base: undefined }, true).edits).toEqual([]);
  });

  test("what the app did itself is no news", () => {
    const input = arrange({ base: "Owner: DevOps", since: "-octocat +ann" });
    const issue = input.issues.get(1);
    const own = issue?.attributeEvents.map((event) => ({ ...event, own: true })) ?? [];
    const issues = new Map(issue && [[1, { ...issue, attributeEvents: own }]]);

    expect(planOwnerNews({ ...input, issues }, true).edits).toEqual([]);
  });

  test("whether somebody left is asked before anything is decided", () => {
    const input = arrange({ base: "Owner: DevOps", since: "-octocat +ann" });
    const facts: Facts = { assignable: new Map(), milestones: undefined, types: undefined };

    expect(planOwnerNews({ ...input, facts }, false)).toEqual({
      edits: [],
      diagnostics: [],
      questions: ["octocat"],
    });
  });
});
