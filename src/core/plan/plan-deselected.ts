import type { Step, StepPlace } from "../model/plan.js";
import { isLetGo, letGoOfIssue } from "../report/issue-body.js";
import { findReferences } from "./find-references.js";
import { facetsAtBase } from "./match-phases.js";
import type { PhaseMatches } from "./match-phases.js";
import type { Matches } from "./match-tasks.js";
import { placeOfPhase } from "./phase-content.js";
import { headLink } from "./plan-leftovers.js";
import type { Leftovers } from "./plan-leftovers.js";
import type { PlanInput } from "./plan-input.js";
import { placeOf } from "./step-place.js";

/** An issue whose file the config no longer selects. */
interface Deselected {
  readonly number: number;
  readonly place: StepPlace;
  readonly what: "task" | "section";
}

/**
 * Open issues whose file the config no longer selects stay as they are, and are told so once: the next base has
 * the present config, and where that was not reached, their body tells.
 */
export function planDeselected(matches: Matches, phases: PhaseMatches, input: PlanInput): Leftovers {
  const steps: Step[] = [];
  const unread: number[] = [];
  for (const deselected of [...deselectedTasks(matches, input), ...deselectedPhases(phases, input)]) {
    const { number } = deselected;
    if (input.missing.has(number)) continue;
    const issue = input.issues.get(number);
    if (!issue) unread.push(number);
    else if (issue.completion === "open" && !isLetGo(issue.body))
      steps.push(letGo(deselected, issue.body, input));
  }
  return { steps, unread };
}

function letGo({ number, place, what }: Deselected, body: string, input: PlanInput): Step {
  const said = letGoOfIssue(body);
  return {
    op: "let-go",
    issue: number,
    place,
    body: said === body ? undefined : said,
    comment: [
      `The config no longer selects \`${place.file}\`, as of ${headLink(input)}.`,
      `This issue stays as it is. When the config selects the file again, it is kept in step with its ${what} again.`,
    ].join("\n"),
    reason: "the config no longer selects its file",
  };
}

function deselectedTasks({ base, referenced, recovered }: Matches, input: PlanInput): Deselected[] {
  const kept = new Set([...referenced.keys(), ...base.keys()]);
  for (const issue of recovered.values()) kept.add(issue.number);
  const gone = findReferences(input.base?.deselected ?? [], input.repository).referenced;
  return [...gone]
    .filter(([number]) => !kept.has(number))
    .map(([number, placed]) => ({ number, place: placeOf(placed), what: "task" }));
}

/** Where phases become no issues, those that some have are left alone anyway. */
function deselectedPhases({ deselected }: PhaseMatches, input: PlanInput): Deselected[] {
  if (!facetsAtBase(input).issue) return [];
  return deselected.flatMap(({ record: { issue: number }, placed }) =>
    typeof number === "number" ? [{ number, place: placeOfPhase(placed), what: "section" as const }] : [],
  );
}
