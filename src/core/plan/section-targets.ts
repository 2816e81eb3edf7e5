import type { Checklist } from "../model/checklist.js";
import type { IssueTarget, MilestoneTarget } from "../model/plan.js";

/** What sections are on GitHub. */
export interface SectionTargets {
  /** The issues of the sections around a place, innermost first. */
  around(checklist: Checklist, section: number | undefined): readonly IssueTarget[];
  of(checklist: Checklist, section: number): IssueTarget | undefined;
  /** The milestone of the innermost section that has one. */
  milestone(checklist: Checklist, section: number | undefined): MilestoneTarget | undefined;
  /** The parents of the sections' issues, each as often as it is one. */
  parents(): readonly IssueTarget[];
}

/** A section of a checklist and what it is. */
export interface SectionTarget {
  readonly checklist: Checklist;
  readonly section: number;
  readonly issue: IssueTarget | undefined;
  readonly milestone: MilestoneTarget | undefined;
}

export function sectionTargets(targets: readonly SectionTarget[]): SectionTargets {
  const byName = new Map(targets.map((target) => [nameOf(target.checklist, target.section), target]));
  const listAround = (checklist: Checklist, section: number | undefined): SectionTarget[] => {
    const found: SectionTarget[] = [];
    for (let at = section; at !== undefined; at = checklist.sections[at]?.parent) {
      const target = byName.get(nameOf(checklist, at));
      if (target) found.push(target);
    }
    return found;
  };
  const around = (checklist: Checklist, section: number | undefined): IssueTarget[] =>
    listAround(checklist, section).flatMap(({ issue }) => issue ?? []);
  return {
    around,
    of: (checklist, section) => byName.get(nameOf(checklist, section))?.issue,
    milestone: (checklist, section) =>
      listAround(checklist, section).find(({ milestone }) => milestone !== undefined)?.milestone,
    parents: () =>
      targets.flatMap(({ checklist, section, issue }) =>
        issue === undefined ? [] : around(checklist, checklist.sections[section]?.parent).slice(0, 1),
      ),
  };
}

export const NO_SECTIONS: SectionTargets = sectionTargets([]);

function nameOf({ path }: Checklist, section: number): string {
  return `${path}§${section}`;
}
