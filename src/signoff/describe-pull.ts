import { listRequirements } from "../core/signoff/list-requirements.js";
import { describeSignoffs } from "../core/signoff/describe-signoffs.js";
import type { Prospect } from "../core/signoff/describe-signoffs.js";
import { findGates } from "../core/signoff/find-gates.js";
import type { Gate } from "../core/signoff/find-gates.js";
import { evidenceEntries, toEntries } from "../core/signoff/pull-approvals.js";
import { approvalsOf } from "../core/signoff/pull-record.js";
import type { PullWord } from "../core/signoff/pull-record.js";
import type { EvidenceEntry, PhaseSignoff } from "../core/model/signoff.js";
import { readIssueBody } from "../core/report/issue-body.js";
import type { PullFacts, SignoffPorts } from "./ports.js";
import { phaseKey } from "./read-pull.js";
import type { Ground, GroundReader } from "./read-pull.js";

/** What a pull request brings to a phase besides people's words. */
export type Evidence = Readonly<Partial<Record<EvidenceEntry["evidence"], string>>>;

/** All that is known where somebody signs. */
export interface Situation {
  readonly ground: Ground;
  /** Undefined on an issue. */
  readonly pull: PullFacts | undefined;
  readonly words: ReadonlyMap<string, readonly PullWord[]>;
  readonly evidence: Evidence;
  /** Numbers of issues that count as closed: the pull request closes them, or the file does not say so yet. */
  readonly closed: ReadonlySet<number>;
  /** Keys of phases whose evidence counts: something was said of them on the pull request, or it waits for them. */
  readonly concerned: ReadonlySet<string>;
}

/** How far every phase is, together with what the pull request brings. */
export function describePhases(situation: Situation): readonly PhaseSignoff[] {
  const { ground } = situation;
  return ground.checklists.flatMap((checklist) => {
    const requirements = listRequirements(checklist, ground.config);
    const bare = describeSignoffs(checklist, requirements, prospect(situation, []));
    const entries = bare.flatMap((phase) => [
      ...toEntries(approvalsOf(situation.words.get(phaseKey(phase)) ?? [])),
      ...evidenceOf(phase, situation).map((entry) => ({ ...entry, stale: false })),
    ]);
    return entries.length === 0
      ? bare
      : describeSignoffs(checklist, requirements, prospect(situation, entries));
  });
}

function prospect({ ground, closed }: Situation, entries: NonNullable<Prospect["entries"]>): Prospect {
  const own = `${ground.head.owner}/${ground.head.name}`.toLowerCase();
  return {
    entries,
    closes: ({ number, repository }) =>
      closed.has(number) && (repository === undefined || repository.toLowerCase() === own),
  };
}

/** What the pull request proves of a phase, as the ledger would say it. */
export function evidenceOf(
  phase: PhaseSignoff,
  { pull, evidence, concerned }: Situation,
): readonly EvidenceEntry[] {
  if (!pull || !concerned.has(phaseKey(phase))) return [];
  const source = { kind: "pull", number: pull.number } as const;
  // An open pull request proves nothing yet: its time is only shown.
  return evidenceEntries(phase, { by: evidence, at: pull.merged?.at ?? "1970-01-01T00:00:00Z", source });
}

/** What the pull request proves now. Checks are asked for only where some requirement wants them. */
export async function readEvidence(
  pull: PullFacts,
  { config }: Ground,
  phases: readonly PhaseSignoff[],
  ports: Pick<SignoffPorts, "pulls" | "checks">,
): Promise<Evidence> {
  const wanted = new Set(
    phases.flatMap(({ requirements }) => requirements.map(({ requirement }) => requirement.rules.evidence)),
  );
  const reviewer = wanted.has("approved-review")
    ? await findReviewer(pull, config.signoff.onPush, ports)
    : undefined;
  const isGreen = wanted.has("green-checks") && (await ports.checks.others(pull.head)) === "green";
  return {
    ...(reviewer !== undefined && { "approved-review": reviewer }),
    ...(isGreen && { "green-checks": pull.merged?.by ?? pull.author }),
  };
}

/** Who approved what is the head now. As long as somebody who may write wants changes, no approval counts. */
async function findReviewer(
  { approvals, objections, author, base, head }: PullFacts,
  onPush: "dismiss" | "keep",
  { pulls }: Pick<SignoffPorts, "pulls">,
): Promise<string | undefined> {
  if (objections.length > 0) return undefined;
  const others = approvals.filter(({ by }) => by.toLowerCase() !== author.toLowerCase());
  const current = others.find((approval) => onPush === "keep" || approval.head === head);
  if (current) return current.by;
  const [latest] = others;
  const stands = latest && (await pulls.isBaseMerge({ base, before: latest.head, after: head }));
  return stands ? latest.by : undefined;
}

/** The gates of the config, as they are for a pull request. */
export function gatesOf(
  pull: PullFacts,
  { config }: Ground,
  phases: readonly PhaseSignoff[],
): readonly Gate[] {
  return findGates(pull, config.signoff.gates, phases);
}

/**
 * Issues that are closed by the pull request, and those of tasks that the pull request itself ticks in a checklist:
 * the merge closes them as well.
 */
export async function readClosed(
  pull: PullFacts,
  ground: Ground,
  { source, reader }: { readonly source: SignoffPorts["source"]; readonly reader: GroundReader },
): Promise<ReadonlySet<number>> {
  const closed = new Set(pull.closes);
  const paths = new Set(ground.checklists.map(({ path }) => path));
  if (!pull.files.some((file) => paths.has(file))) return closed;
  for (const checklist of await reader.checklistsAt(pull.head, ground.config, source)) {
    if (!pull.files.includes(checklist.path)) continue;
    for (const { completion, reference } of checklist.tasks)
      if (completion !== "open" && reference) closed.add(reference.number);
  }
  return closed;
}

/** The checklists that a pull request belongs to: it changes them, or closes issues of their tasks. */
export function nearTo(pull: PullFacts, { checklists }: Ground): ReadonlySet<string> {
  const closes = new Set(pull.closes);
  const near = checklists.filter(
    ({ path, tasks }) =>
      pull.files.includes(path) || tasks.some(({ reference }) => reference && closes.has(reference.number)),
  );
  return new Set(near.map(({ path }) => path));
}

/** What an issue of this app stands for, a task or a phase, and of which checklist: only there its marker counts. */
export async function placeOfIssue(
  number: number,
  { checklists }: Ground,
  issues: SignoffPorts["issues"],
): Promise<{ readonly near: ReadonlySet<string>; readonly own: string | undefined }> {
  const issue = (await issues.read([number])).get(number);
  const body = issue && !("kind" in issue) && issue.own ? readIssueBody(issue.body) : undefined;
  const file = body?.phase?.file ?? body?.marker?.file;
  const near = checklists.filter(({ path }) => path === file).map(({ path }) => path);
  const own = body?.phase && phaseKey({ checklist: body.phase.file, phase: body.phase.key });
  return { near: new Set(near), own };
}
