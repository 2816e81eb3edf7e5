import { findMissing } from "./follow-missing.js";
import { facetsAtBase, matchPhases } from "./match-phases.js";
import type { PhaseMatches } from "./match-phases.js";
import type { Matches } from "./match-tasks.js";
import { phaseCompletions } from "./phase-content.js";
import type { PlacedPhase } from "./place-phases.js";
import type { Attributes } from "./plan-attributes.js";
import { chooseMilestones } from "./plan-milestones.js";
import type { ChosenMilestones } from "./plan-milestones.js";
import type { PlacedTask, PlanInput } from "./plan-input.js";
import { planParents } from "./plan-parents.js";
import type { Parents } from "./plan-parents.js";
import { resolveOwners } from "./resolve-owners.js";
import { sectionTargets } from "./section-targets.js";
import type { SectionTargets } from "./section-targets.js";

/** Where everything belongs at one time. */
export interface Layout {
  readonly parents: Parents;
  readonly sections: SectionTargets;
  ofTask(placed: PlacedTask): Attributes;
  ofPhase(placed: PlacedPhase): Attributes;
}

/** Phases and milestones, and where all issues belong now and as the base says. */
export interface Layouts {
  readonly phases: PhaseMatches;
  readonly milestones: ChosenMilestones;
  readonly head: Layout;
  readonly base: Layout;
}

export function layoutIssues(matches: Matches, input: PlanInput): Layouts {
  const phases = matchPhases(matches, input);
  const completions = phaseCompletions(phases.phases.map(({ placed }) => placed));
  const milestones = chooseMilestones(phases, input, (placed) => completions.get(placed) === "open");
  const targets = phases.phases.map((phase) => ({
    checklist: phase.placed.checklist,
    section: phase.placed.section,
    issue: phase.issue ?? undefined,
    milestone: milestones.targets.get(phase) ?? undefined,
  }));
  const sections = sectionTargets(targets);
  // What is gone takes no sub-issues: what stood below it belongs below the next that is there.
  const there = [...matches.referenced].filter(([number]) => !findMissing(number, input));
  const parents = planParents({ ...matches, referenced: new Map(there) }, sections);
  const head = layout({ parents, sections, owners: input.config.owners });
  return { phases, milestones, head, base: layoutBase(matches, phases, input) };
}

/** What the app wrote then: an app that knew nothing of phases assigned nobody either. */
function layoutBase(matches: Matches, { known }: PhaseMatches, input: PlanInput): Layout {
  const facets = facetsAtBase(input);
  const targets = known.flatMap(({ placed, record: { issue, milestone } }) =>
    placed
      ? [
          {
            checklist: placed.checklist,
            section: placed.section,
            issue: facets.issue ? (issue ?? undefined) : undefined,
            milestone: facets.milestone ? (milestone ?? undefined) : undefined,
          },
        ]
      : [],
  );
  const sections = sectionTargets(targets);
  const parents = planParents({ referenced: matches.base, recovered: new Map(), unissued: [] }, sections);
  const owners = input.base?.phases && (input.base.config ?? input.config).owners;
  return layout({ parents, sections, owners });
}

interface LayoutParts {
  readonly parents: Parents;
  readonly sections: SectionTargets;
  /** Undefined: nobody is assigned. */
  readonly owners: PlanInput["config"]["owners"] | undefined;
}

function layout({ parents, sections, owners }: LayoutParts): Layout {
  const logins = (...[said, checklist]: [Parameters<typeof resolveOwners>[0], PlacedTask["checklist"]]) =>
    owners ? resolveOwners(said, checklist, { owners }).logins : [];
  return {
    parents,
    sections,
    ofTask: (placed) => {
      const { checklist, task } = placed;
      return {
        parent: parents.of(placed),
        milestone: sections.milestone(checklist, task.sectionIndex),
        logins: logins(checklist.metadata.tasks[task.index]?.owners, checklist),
      };
    },
    ofPhase: ({ checklist, section }) => ({
      parent: sections.around(checklist, checklist.sections[section]?.parent)[0],
      milestone: sections.milestone(checklist, section),
      logins: logins(checklist.metadata.sections[section]?.owners, checklist),
    }),
  };
}
