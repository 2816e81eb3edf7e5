import { layoutLedgers } from "../ledger/layout-ledgers.js";
import { entriesOf, withEntries } from "../ledger/ledger-entries.js";
import type { Checklist } from "../model/checklist.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Step } from "../model/plan.js";
import type { LedgerChange, NewSignoff, PhaseSignoff } from "../model/signoff.js";
import { describeEntry } from "../signoff/describe-entry.js";
import { describeSignoffs } from "../signoff/describe-signoffs.js";
import { keepLedger } from "../signoff/keep-ledger.js";
import { listRequirements } from "../signoff/list-requirements.js";
import { findFormer } from "./find-former.js";
import type { PlanInput } from "./plan-input.js";

export interface LedgerPlan {
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
  /** The checklists with what their ledgers say once the plan is applied, by their paths. */
  readonly signed: ReadonlyMap<string, Checklist>;
  /** How far the sign-offs are by then. */
  readonly phases: readonly PhaseSignoff[];
}

/**
 * Plans what the ledgers are to say, and which requirements' boxes are ticked by that. `settled` are the checklists
 * at the head as the rest of the plan leaves their tasks.
 */
export function planLedgers(input: PlanInput, settled: readonly Checklist[]): LedgerPlan {
  const steps: Step[] = [];
  const diagnostics: Diagnostic[] = [];
  const signed = new Map<string, Checklist>();
  const signoffs: PhaseSignoff[] = [];
  const asking = settled.filter((checklist) => layoutLedgers(checklist).length > 0);
  const record = input.record.map((each) => ({ ...each, home: homeOf(each, asking, input) }));
  diagnostics.push(...record.filter(({ home }) => home === undefined).map(lost));
  const former = findFormer(input);
  for (const checklist of asking) {
    const base = former.get(checklist.path);
    const { changes, after, isEdited } = keepLedger({
      checklist,
      base,
      trusted: input.base && (base ? entriesOf(base) : []),
      record: record.filter(({ home }) => home === checklist).map(({ entry }) => entry),
      config: input.config,
    });
    const next = withEntries(checklist, after);
    const phases = describeSignoffs(next, listRequirements(next, input.config));
    steps.push(...changes.map(({ change, reason }) => editLedger(checklist, change, reason)));
    if (after.length > 0) steps.push(...planBoxes(checklist, phases));
    if (isEdited) diagnostics.push(edited(checklist));
    signed.set(checklist.path, next);
    signoffs.push(...phases);
  }
  return { steps, diagnostics, signed, phases: signoffs };
}

/** A pull request may have renamed the file that it was signed for: then it is the new one that asks for the same. */
function homeOf(
  { checklist: path, entry }: NewSignoff,
  asking: readonly Checklist[],
  { head, base }: PlanInput,
): Checklist | undefined {
  const isThere = head.some(({ checklist }) => checklist.path === path);
  const former = new Set(base?.checklists.map(({ checklist }) => checklist.path));
  if (isThere || !former.has(path)) return asking.find((each) => each.path === path);
  const heirs = asking.filter(
    (each) =>
      !former.has(each.path) &&
      layoutLedgers(each).some(({ requirements }) =>
        requirements.some(({ key, phases }) => key === entry.requirement && phases.includes(entry.phase)),
      ),
  );
  return heirs.length === 1 ? heirs[0] : undefined;
}

/** A requirement is ticked when every phase that it is asked of has met it; where nothing was signed yet, people tick. */
function planBoxes(checklist: Checklist, phases: readonly PhaseSignoff[]): readonly Step[] {
  const unmet = new Map<number, string>();
  const asked = new Set<number>();
  for (const { phase, requirements } of phases) {
    for (const { requirement, state } of requirements) {
      for (const task of requirement.tasks) {
        asked.add(task);
        if ((state === "missing" || state === "stale") && !unmet.has(task)) unmet.set(task, phase);
      }
    }
  }
  return checklist.tasks.flatMap(({ index, checked, line, title }): Step[] => {
    const without = unmet.get(index);
    if (!asked.has(index) || checked === (without === undefined)) return [];
    return [
      {
        op: "edit-task",
        place: { file: checklist.path, line, title },
        edit: { op: without === undefined ? "tick" : "untick", task: index },
        issue: undefined,
        reason: without === undefined ? "signed for every phase" : `not signed for ${without}`,
      },
    ];
  });
}

function editLedger(checklist: Checklist, change: LedgerChange, reason: string): Step {
  const requirement = change.kind === "put" ? change.entry.requirement : undefined;
  const task = layoutLedgers(checklist)
    .flatMap(({ requirements }) => requirements)
    .find(({ key }) => key === requirement)?.tasks[0];
  const { line, title } = (task === undefined ? undefined : checklist.tasks[task]) ?? {
    line: lineOf(checklist),
    title: requirement ?? "ledger",
  };
  return { op: "edit-ledger", place: { file: checklist.path, line, title }, change, reason };
}

function edited(checklist: Checklist): Diagnostic {
  return {
    file: checklist.path,
    line: lineOf(checklist),
    column: 1,
    rule: "ledger-edited",
    severity: "warning",
    message:
      "Unexpected change of the ledger, expected what people signed with `/signoff`, sign or cancel there: what was changed by hand is put back",
  };
}

/** Of the ledger, or of the section that has none (any more). */
function lineOf({ ledgers, sections, tasks }: Checklist): number {
  const section = layoutLedgers({ sections, tasks })[0]?.section;
  return ledgers[0]?.line ?? sections[section ?? 0]?.line ?? 1;
}

function lost({ checklist, entry }: NewSignoff): Diagnostic {
  return {
    file: checklist,
    line: 1,
    column: 1,
    rule: "signoff-lost",
    severity: "error",
    message: `Unexpected sign-off for a file without requirements (${entry.requirement}, ${describeEntry(entry)}), expected a checklist with a sign-off section, sign again where its requirements are now`,
  };
}
