import { selectChecklist } from "../config/select-checklist.js";
import type { Completion } from "../model/checklist.js";
import type { Config } from "../model/config.js";
import type { ObservedIssue } from "../model/issue.js";
import type { SectionKey } from "../model/plan.js";
import { sectionKeys } from "../phases/section-keys.js";
import { readIssueBody } from "../report/issue-body.js";
import { agreedFiles } from "./agreed-state.js";
import type { Matches } from "./match-tasks.js";
import { pairPhases } from "./pair-phases.js";
import type { KnownPhase } from "./pair-phases.js";
import { phaseCompletions, phaseContents } from "./phase-content.js";
import type { PhaseContent } from "./phase-content.js";
import { placePhases, sectionKeyOf } from "./place-phases.js";
import type { PhaseCandidate, PlacedPhase } from "./place-phases.js";
import type { Base, PlacedTask, PlanInput } from "./plan-input.js";

/** A phase at one time. */
export interface PhaseState {
  readonly placed: PlacedPhase;
  readonly content: PhaseContent;
}

/** A phase of the base, and how far it was. */
export interface FormerPhase extends PhaseState {
  readonly completion: Completion;
}

/** A section of the head with all that is known of it. */
export interface MatchedPhase extends PhaseState {
  readonly placed: PhaseCandidate;
  /** The issue that it has, or that this plan creates. `null`: a person deleted it; undefined: it is to have none. */
  readonly issue: number | SectionKey | null | undefined;
  /** What the app remembers; undefined for a new one, and for one whose issue was found by its marker. */
  readonly known: KnownPhase | undefined;
  /** As the base has it; undefined where the base does not. */
  readonly base: FormerPhase | undefined;
}

export interface PhaseMatches {
  /** In the order of the files. */
  readonly phases: readonly MatchedPhase[];
  /** What the app remembers. */
  readonly known: readonly KnownPhase[];
  /** Sections of the base that are gone. */
  readonly gone: readonly FormerSection[];
  /** Sections of the base whose file the config no longer selects, and that are in no other file now. */
  readonly deselected: readonly FormerSection[];
  /** Issues of sections that were made and that no base remembers, while their section is no longer there. */
  readonly strays: readonly ObservedIssue[];
}

type FormerSection = KnownPhase & { readonly placed: PlacedPhase };

/** Which kinds of things phases become, now and as of the base. What is switched off now is left as it is. */
export interface Facets {
  readonly issue: boolean;
  readonly milestone: boolean;
}

export function facetsAtBase({ base, config }: Pick<PlanInput, "base" | "config">): Facets {
  const former = base?.phases && base.config?.issues.phases;
  const { issue, milestone } = config.issues.phases;
  return { issue: issue && (former?.issue ?? false), milestone: milestone && (former?.milestone ?? false) };
}

/** Pairs the sections that are to have an issue with the issues that exist: by memory, then by marker. */
export function matchPhases(matches: Matches, input: PlanInput): PhaseMatches {
  const { config, head, base, issues, missing } = input;
  const facets = config.issues.phases;
  const known = knownPhases(base);
  if (!facets.issue && !facets.milestone) return { phases: [], known, gone: [], deselected: [], strays: [] };
  const records = base?.phases ?? {};
  const mirrored = new Set(
    [...matches.referenced.values(), ...matches.recovered.keys(), ...matches.unissued].map(nameOf),
  );
  const candidates = placePhases(head, {
    isMirrored: (placed) => mirrored.has(nameOf(placed)),
    // A heading may be called "Constructor".
    isKnown: (path, key) => Object.hasOwn(records[path] ?? {}, key),
  });
  const pairs = pairPhases(candidates, known, matches);
  const remembered = new Set(known.flatMap(({ record }) => record.issue ?? []));
  // One that is remembered for another file may have followed it already: the base is known from a commit alone then.
  const kept = new Set(pairs.values());
  const paired = new Set([...kept].flatMap(({ record }) => record.issue ?? []));
  const marked = byMarker(issues, paired);

  const completions = phaseCompletions(candidates);
  /** A phase that was finished before it had an issue is treated as tasks are. */
  const deserves = (placed: PlacedPhase): boolean =>
    placed.rules.completed === "mirror" || completions.get(placed) === "open";

  const chosen = candidates.map((placed) => {
    const former = pairs.get(placed);
    const found = former?.record.issue ?? marked.get(markerName(placed.checklist.path, placed.key))?.number;
    const isGone = former?.record.issue === null || (found !== undefined && missing.has(found));
    const issue = isGone
      ? null
      : (found ?? (deserves(placed) ? sectionKeyOf(placed.checklist.path, placed.section) : undefined));
    return { placed, known: former, issue };
  });
  const present = chosen.filter(({ issue, known: former }) => issue !== undefined || former !== undefined);
  const found = new Set(present.map(({ issue }) => issue));
  const contents = phaseContents(
    present.map(({ placed }) => placed),
    { repository: input.repository, startOf: ({ rules }) => rules.start },
  );
  const baseStates = statesAtBase(known, input);
  const left = known.flatMap((phase) =>
    phase.placed && !kept.has(phase) ? [{ ...phase, placed: phase.placed }] : [],
  );
  const isSelected = ({ file }: KnownPhase): boolean => selectChecklist(file, config) !== undefined;
  return {
    phases: present.flatMap(({ placed, known: former, issue }) => {
      const content = contents.get(placed);
      const own = facets.issue || issue === null ? issue : undefined;
      return content
        ? [{ placed, known: former, issue: own, content, base: former && baseStates.get(former) }]
        : [];
    }),
    known,
    gone: left.filter(isSelected),
    deselected: left.filter((phase) => !isSelected(phase)),
    strays: [...marked.values()].filter(
      (issue) => !found.has(issue.number) && !remembered.has(issue.number) && isAbandoned(issue, config),
    ),
  };
}

function knownPhases(base: Base | undefined): KnownPhase[] {
  const all = base ? [...base.checklists, ...base.deselected] : [];
  const files = new Map(all.map((selected) => [selected.checklist.path, selected]));
  return Object.entries(base?.phases ?? {}).flatMap(([file, sections]) => {
    const selected = files.get(file);
    const keys = selected ? sectionKeys(selected.checklist) : [];
    return Object.entries(sections).map(([key, record]) => {
      const section = keys.indexOf(key);
      return {
        file,
        key,
        record,
        placed: selected && section >= 0 ? { ...selected, section, key } : undefined,
      };
    });
  });
}

/** What the base says of the sections that it knows and kept in step, by the config of that time. */
function statesAtBase(
  known: readonly KnownPhase[],
  { base, repository }: PlanInput,
): ReadonlyMap<KnownPhase, FormerPhase> {
  const config = base?.config;
  const agreed = agreedFiles(base);
  const placed = known.flatMap((phase) => (agreed.has(phase.file) ? (phase.placed ?? []) : []));
  const contents = phaseContents(placed, {
    repository,
    startOf: ({ checklist, rules }) => (config ? selectChecklist(checklist.path, config) : rules)?.start,
  });
  const completions = phaseCompletions(placed);
  return new Map(
    known.flatMap((phase) => {
      const content = phase.placed && contents.get(phase.placed);
      const completion = phase.placed && completions.get(phase.placed);
      if (!phase.placed || !content || !completion) return [];
      return [[phase, { placed: phase.placed, content, completion }] as const];
    }),
  );
}

/** Only issues that this app authored, and that are nobody else's already. The oldest of twins counts. */
function byMarker(
  issues: ReadonlyMap<number, ObservedIssue>,
  remembered: ReadonlySet<number>,
): ReadonlyMap<string, ObservedIssue> {
  const marked = new Map<string, ObservedIssue>();
  for (const issue of [...issues.values()].sort((a, b) => a.number - b.number)) {
    const marker = issue.own && !remembered.has(issue.number) ? readIssueBody(issue.body)?.phase : undefined;
    const name = marker && markerName(marker.file, marker.key);
    if (name !== undefined && !marked.has(name)) marked.set(name, issue);
  }
  return marked;
}

/** Open, of a file that is a checklist, and nobody has opened or closed it by hand. */
function isAbandoned({ body, completion, events }: ObservedIssue, config: Config): boolean {
  const file = readIssueBody(body)?.phase?.file;
  const last = events.findLast(({ change }) => change.what === "state");
  return (
    completion === "open" &&
    file !== undefined &&
    selectChecklist(file, config) !== undefined &&
    (last?.own ?? true)
  );
}

function markerName(file: string, key: string): string {
  return JSON.stringify([file, key]);
}

function nameOf({ checklist, task }: PlacedTask): string {
  return `${checklist.path}#${task.index}`;
}
