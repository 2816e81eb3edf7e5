import { layoutLedgers } from "../ledger/layout-ledgers.js";
import { entriesOf } from "../ledger/ledger-entries.js";
import { isMet, judgeCell } from "../ledger/signed-phases.js";
import { phaseTitle } from "../metadata/phase-title.js";
import { planPhaseDays, planSectionDays } from "../metadata/plan-days.js";
import type { Checklist } from "../model/checklist.js";
import type { IssueTarget } from "../model/plan.js";
import { sectionCompletion } from "../phases/is-phase-finished.js";
import { sectionKeys } from "../phases/section-keys.js";
import type { SelectedChecklist } from "../plan/plan-input.js";
import { measureProgress, percentOf } from "../progress/measure-progress.js";
import { said, sayOwners } from "./board-rows.js";
import type { BoardRow } from "./board-rows.js";

/** A section by the name that the app knows it by, and its issue. */
export interface PhaseIssue {
  readonly file: string;
  readonly key: string;
  readonly issue: IssueTarget;
}

/** The rows of the phases that have an issue. No edit reaches a heading, so the file cannot follow the board here. */
export function phaseRows(selected: readonly SelectedChecklist[], phases: readonly PhaseIssue[]): BoardRow[] {
  return selected.flatMap((each) => {
    const { checklist } = each;
    const own = phases.filter(({ file }) => file === checklist.path);
    if (own.length === 0) return [];
    const keys = sectionKeys(checklist);
    const describe = describeSections(each);
    return own.flatMap(({ key, issue }) => {
      const section = keys.indexOf(key);
      return section === -1 ? [] : [describe(section, issue)];
    });
  });
}

function describeSections({
  checklist,
  rules,
}: SelectedChecklist): (section: number, issue: IssueTarget) => BoardRow {
  const days = planSectionDays(checklist, rules.start);
  const progress = measureProgress(checklist);
  const { sections, metadata } = checklist;
  return (section, issue) => {
    const { title = "", line = 1, phase } = sections[section] ?? {};
    const own = metadata.sections[section];
    const { start, target } = planPhaseDays(checklist, section, days);
    const measured = progress.sections[section] ?? progress;
    const around = <Value>(pick: (at: number) => Value | undefined): Value | undefined => {
      for (let at: number | undefined = section; at !== undefined; at = sections[at]?.parent) {
        const value = pick(at);
        if (value !== undefined) return value;
      }
      return undefined;
    };
    return {
      issue,
      place: { file: checklist.path, line, title },
      task: undefined,
      completion: sectionCompletion(checklist, section, measured),
      values: said({
        phase: phaseTitle(title),
        checklist: checklist.path,
        priority: around((at) => metadata.sections[at]?.priority?.value),
        owner: around((at) => sayOwners(metadata.sections[at]?.owners?.value)),
        effort: own?.effort?.value.days,
        effortText: own?.effort?.text,
        weight: own?.weight,
        start,
        target,
        progress: percentOf(measured),
        signoff: phase === undefined ? undefined : describeSignoff(checklist, phase),
      }),
      places: new Map(),
    };
  };
}

/** How much of what is asked of a phase is signed, waived or proved; nothing where nothing is asked. */
function describeSignoff(checklist: Checklist, phase: string): string | undefined {
  const entries = entriesOf(checklist);
  const asked = layoutLedgers(checklist)
    .flatMap(({ requirements }) => requirements)
    .filter(({ phases }) => phases.includes(phase));
  const met = asked.filter(({ key }) =>
    isMet(judgeCell(entries.filter((entry) => entry.requirement === key && entry.phase === phase)).state),
  );
  if (asked.length === 0) return undefined;
  return met.length === asked.length ? "Signed" : `${met.length} of ${asked.length} signed`;
}
