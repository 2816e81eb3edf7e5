import type { PhaseSignoff } from "../core/model/signoff.js";
import { parseRecord } from "../core/signoff/pull-record.js";
import { describePhases, gatesOf, readClosed, readEvidence } from "./describe-pull.js";
import type { Situation } from "./describe-pull.js";
import type { PullFacts, SignoffPorts } from "./ports.js";
import { phaseKey } from "./read-pull.js";
import type { Ground, GroundReader, PullWords } from "./read-pull.js";

/** What is known on a pull request, before anybody says more. */
export async function readSituation(
  pull: PullFacts,
  ground: Ground,
  { byPhase: words, checks }: PullWords,
  { ports, reader }: { readonly ports: SignoffPorts; readonly reader: GroundReader },
): Promise<Situation> {
  const closed = await readClosed(pull, ground, { source: ports.source, reader });
  const bare: Situation = { ground, pull, words, evidence: {}, closed, concerned: new Set() };
  const phases = describePhases(bare);
  const said = phases.filter((phase) => (words.get(phaseKey(phase)) ?? []).length > 0);
  const waited =
    pull.state === "merged"
      ? phases.filter((phase) => hasWaited(phase, pull, checks))
      : gatesOf(pull, ground, phases).flatMap(({ isClosed, phase }) => (isClosed && phase ? [phase] : []));
  return withConcerned(bare, [...said, ...waited], ports);
}

/** What a merged pull request waited for its checks tell: the gates may be others by now. */
function hasWaited(phase: PhaseSignoff, { number }: PullFacts, checks: PullWords["checks"]): boolean {
  return checks.some(({ text, conclusion }) => {
    const record = parseRecord(text);
    return record?.pull === number && conclusion !== "neutral" && phaseKey(record) === phaseKey(phase);
  });
}

/** A situation in which these phases count as well: their evidence, and the present state of their issues. */
export async function withConcerned(
  situation: Situation,
  phases: readonly PhaseSignoff[],
  ports: Pick<SignoffPorts, "pulls" | "checks" | "issues">,
): Promise<Situation> {
  const { pull, ground } = situation;
  const concerned = new Set([...situation.concerned, ...phases.map(phaseKey)]);
  const evidence = pull ? await readEvidence(pull, ground, phases, ports) : {};
  // The box of an issue that was closed a moment ago is not ticked yet.
  const open = phases.flatMap(({ openTasks }) => openTasks.flatMap(({ issue }) => issue ?? []));
  const issues = open.length > 0 ? await ports.issues.read([...new Set(open)]) : new Map<number, never>();
  const settled = [...issues].flatMap(([number, issue]) =>
    "completion" in issue && issue.completion !== "open" ? [number] : [],
  );
  return {
    ...situation,
    concerned,
    evidence: { ...situation.evidence, ...evidence },
    closed: new Set([...situation.closed, ...settled]),
  };
}
