import { parseConfig } from "../../src/core/config/parse-config.js";
import { selectChecklist } from "../../src/core/config/select-checklist.js";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { Completion, Task } from "../../src/core/model/checklist.js";
import type { Config } from "../../src/core/model/config.js";
import type { IssueEvent, ObservedIssue } from "../../src/core/model/issue.js";
import type { PlanInput, SelectedChecklist } from "../../src/core/plan/plan-input.js";

export const PATH = "checklists/launch.md";
export const REPOSITORY = {
  owner: "acme",
  name: "app",
  formerNames: [],
  url: "https://github.com/acme/app",
  branch: "main",
};
export const HEAD = "a".repeat(40);

/** The reference to an issue as the app writes it. */
export const ref = (number: number): string => `[#${number}](https://github.com/acme/app/issues/${number})`;

export function config(yaml = ""): Config {
  const parsed = parseConfig(".github/tickmark.yml", yaml);
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(({ message }) => message).join("; "));
  return parsed.config;
}

export function selected(text: string, path = PATH, rules = config()): SelectedChecklist {
  const entry = selectChecklist(path, rules);
  if (!entry) throw new Error(`${path} is no checklist`);
  return { checklist: parseChecklist(path, new TextEncoder().encode(text)).checklist, rules: entry };
}

/** The first task of a text. */
export function taskIn(text: string): Task {
  const task = selected(text).checklist.tasks[0];
  if (!task) throw new Error(`No task in ${JSON.stringify(text)}`);
  return task;
}

/** What a plan is made from, when only some of it matters. */
export function planInput(head: readonly SelectedChecklist[], rest: Partial<PlanInput> = {}): PlanInput {
  return {
    repository: REPOSITORY,
    headOid: HEAD,
    config: config(),
    head,
    base: undefined,
    issues: new Map(),
    missing: new Map(),
    record: [],
    ...rest,
  };
}

export function issueWith(events: readonly IssueEvent[], rest: Partial<ObservedIssue> = {}): ObservedIssue {
  return {
    number: 1,
    title: "Ship",
    body: "",
    completion: "open",
    own: true,
    parent: undefined,
    milestone: undefined,
    assignees: [],
    type: undefined,
    updatedAt: "2026-01-05T12:00:00Z",
    events,
    attributeEvents: [],
    ...rest,
  };
}

/** A change of state; reopened when it is `open`. */
export function closed(completion: Completion, at: string, by: "app" | "person"): IssueEvent {
  return { id: `${by} ${completion} ${at}`, at, own: by === "app", change: { what: "state", completion } };
}

export function renamed(previous: string, title: string, at: string, by: "app" | "person"): IssueEvent {
  const id = `${by} ${previous} ${title} ${at}`;
  return { id, at, own: by === "app", change: { what: "title", title, previous } };
}
