import type { NewSignoff, PhaseSignoff } from "../core/model/signoff.js";
import { listRequirements } from "../core/signoff/list-requirements.js";
import { mergedSignoffs } from "../core/signoff/pull-approvals.js";
import { approvalsOf } from "../core/signoff/pull-record.js";
import { code } from "../core/report/pull-signoff.js";
import { answerAsk, refuse } from "./answer-ask.js";
import type { Ask, RefusedBecause, Reply } from "./answer-ask.js";
import { answerAll, sceneOf } from "./answer-asks.js";
import type { Place } from "./answer-asks.js";
import { describePhases, evidenceOf, gatesOf, nearTo, placeOfIssue } from "./describe-pull.js";
import type { Situation } from "./describe-pull.js";
import type { PullFacts, SignoffPorts } from "./ports.js";
import { phaseKey, readWords } from "./read-pull.js";
import type { Ground, GroundReader, Push } from "./read-pull.js";
import { readSituation, withConcerned } from "./read-situation.js";
import { showPull, showUnrecorded } from "./show-pull.js";

/** What became of a look at a pull request or an issue. */
export interface Looked {
  /** In the order of the asks. */
  readonly replies: readonly Reply[];
  /** To be written into the ledgers at once. */
  readonly record: readonly NewSignoff[];
  /** The commit at the head of an open pull request on which something was said or is waited for. */
  readonly watch: string | undefined;
}

interface LookOptions {
  readonly ports: SignoffPorts;
  readonly reader: GroundReader;
  readonly pushes: readonly Push[];
  readonly asks: readonly Ask[];
}

/**
 * Looks at a pull request, or at an issue where somebody signs: what was said, what is wanted now, what is missing; and
 * shows it. Asked twice for the same, it does it once.
 */
export async function lookAt(number: number, { ports, reader, pushes, asks }: LookOptions): Promise<Looked> {
  const ground = await reader.read(ports);
  if (!ground)
    return refuseAll(asks, "wrong-config", "Nothing can be signed here until the config is mended.");
  if (asks.length === 0 && !isSignedHere(ground)) return NOTHING;
  const pull = await ports.pulls.read(number);
  if (!pull) return lookAtIssue(number, ground, asks, ports);
  const hindrance = hindranceOf(pull, ground);
  if (hindrance) return refuseAll(asks, ...hindrance);
  const said = await readWords(pull, pushes, { config: ground.config, ports });
  if (!said) return lookWithoutChecks(pull, asks, ports);
  const { checks } = said;
  const read = await readSituation(pull, ground, said, { ports, reader });
  const place: Place = { source: { kind: "pull", number }, near: nearTo(pull, ground), own: undefined };
  const { replies, situation, now } = await answerAll(asks, read, place, ports);
  const phases = describePhases(situation);
  await showPull({ situation, pull, phases, checks, gates: gatesOf(pull, ground, phases) }, ports);
  const isMerged = pull.state === "merged";
  return {
    replies,
    record: [...now, ...(isMerged ? settle(situation, phases) : [])],
    watch: isMerged || situation.concerned.size === 0 ? undefined : pull.head,
  };
}

/** Why nothing can be signed on a pull request. */
function hindranceOf(
  { base, state }: PullFacts,
  { head }: Ground,
): readonly [RefusedBecause, string] | undefined {
  if (base !== head.branch)
    return [
      "other-branch",
      `This pull request does not go into \`${code(head.branch)}\`, where the checklists are, so nothing is signed here.`,
    ];
  return state === "closed"
    ? ["closed", "This pull request is closed: what is signed here would go nowhere."]
    : undefined;
}

/** The record cannot be read or written: nobody is to believe that it was. */
async function lookWithoutChecks(
  pull: PullFacts,
  asks: readonly Ask[],
  { comments }: SignoffPorts,
): Promise<Looked> {
  if (pull.state === "merged") await showUnrecorded(pull, comments);
  return refuseAll(
    asks,
    "no-permission",
    "I may not write checks in this repository, and that is where sign-offs are kept: the app needs the permission “Checks: write”. An owner of the installation can accept it in its settings.",
  );
}

const NOTHING: Looked = { replies: [], record: [], watch: undefined };

/** Most repositories have neither a sign-off section nor a gate: no pull request of theirs is looked at. */
function isSignedHere({ checklists, config }: Ground): boolean {
  return (
    config.signoff.gates.length > 0 ||
    checklists.some((checklist) => listRequirements(checklist, config).length > 0)
  );
}

/** What pull requests have to say to the ledgers that were merged into a branch since a time. */
export async function readMerged(
  branch: string,
  since: string,
  { ports, reader }: Pick<LookOptions, "ports" | "reader">,
): Promise<readonly NewSignoff[]> {
  const found: NewSignoff[] = [];
  for (const number of await ports.pulls.mergedSince(branch, since)) {
    const { record } = await lookAt(number, { ports, reader, pushes: [], asks: [] });
    found.push(...record);
  }
  return found;
}

/** On an issue a sign-off is effective at once. */
async function lookAtIssue(
  number: number,
  ground: Ground,
  asks: readonly Ask[],
  ports: SignoffPorts,
): Promise<Looked> {
  let situation: Situation = {
    ground,
    pull: undefined,
    words: new Map(),
    evidence: {},
    closed: new Set(),
    concerned: new Set(),
  };
  const replies: Reply[] = [];
  const record: NewSignoff[] = [];
  const place: Place = {
    source: { kind: "issue", number },
    ...(await placeOfIssue(number, ground, ports.issues)),
  };
  for (const ask of asks) {
    const { phase } = await answerAsk(ask, sceneOf(situation, ports, place));
    if (phase) situation = await withConcerned(situation, [phase], ports);
    const reply = await answerAsk(ask, sceneOf(situation, ports, place));
    replies.push(reply);
    const { checklist = "" } = reply.phase ?? {};
    record.push(...reply.entries.map((entry) => ({ checklist, entry })));
  }
  return { replies, record, watch: undefined };
}

/** What the merge brings into the ledgers. */
function settle(situation: Situation, phases: readonly PhaseSignoff[]): readonly NewSignoff[] {
  return phases.flatMap((phase) => {
    const words = situation.words.get(phaseKey(phase)) ?? [];
    if (words.length === 0 && !situation.concerned.has(phaseKey(phase))) return [];
    // Of a phase whose work is not all there, one review says as little as one signature.
    const isReady = phase.openTasks.length === 0 && phase.unsigned.length === 0;
    const evidence = isReady ? evidenceOf(phase, situation) : [];
    return mergedSignoffs(phase.checklist, approvalsOf(words), evidence);
  });
}

function refuseAll(asks: readonly Ask[], why: RefusedBecause, text: string): Looked {
  return { replies: asks.map(() => refuse(why, text)), record: [], watch: undefined };
}
