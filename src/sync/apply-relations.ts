import type { Diagnostic } from "../core/model/diagnostic.js";
import type { IssueTarget, Step } from "../core/model/plan.js";
import { BATCH } from "./ports.js";
import type { IssuePort, Relation } from "./ports.js";
import { refusedStep } from "./refused-step.js";

type RelationStep = Extract<Step, { op: "add-dependency" | "remove-dependency" | "order-sub-issue" }>;

interface RelationOptions {
  readonly port: IssuePort;
  /** The number of an issue; undefined where GitHub refused to make it. */
  readonly numberOf: (target: IssueTarget) => number | undefined;
}

/** Dependencies and the order of sub-issues: last, when every issue of the plan has its number and its parent. */
export async function applyRelations(
  steps: readonly Step[],
  { port, numberOf }: RelationOptions,
): Promise<readonly Diagnostic[]> {
  const wanted = steps.flatMap((step) => {
    const relation = isRelation(step) ? toRelation(step, numberOf) : undefined;
    return relation && isRelation(step) ? [{ step, relation }] : [];
  });
  const diagnostics: Diagnostic[] = [];
  for (let at = 0; at < wanted.length; at += BATCH) {
    const batch = wanted.slice(at, at + BATCH);
    const results = await port.relate(batch.map(({ relation }) => relation));
    for (const [position, { step }] of batch.entries()) {
      const result = results[position];
      if (!result?.ok) diagnostics.push(refusedStep(step, WHAT[step.op], result));
    }
  }
  return diagnostics;
}

const WHAT = {
  "add-dependency": "note that this waits for something",
  "remove-dependency": "note that this no longer waits for something",
  "order-sub-issue": "put this issue in the order of the file",
} as const;

function isRelation(step: Step): step is RelationStep {
  return step.op in WHAT;
}

function toRelation(step: RelationStep, numberOf: RelationOptions["numberOf"]): Relation | undefined {
  const issue = numberOf(step.issue);
  if (step.op !== "order-sub-issue") {
    const other = numberOf(step.on);
    const kind = step.op === "add-dependency" ? "blocked-by" : "not-blocked-by";
    return issue === undefined || other === undefined ? undefined : { kind, issue, other };
  }
  const isBehind = "after" in step.beside;
  const other = numberOf("after" in step.beside ? step.beside.after : step.beside.before);
  const parent = numberOf(step.parent);
  if (issue === undefined || other === undefined || parent === undefined) return undefined;
  return { kind: isBehind ? "behind" : "before", issue, other, parent };
}
