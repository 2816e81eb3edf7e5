import type { NewSignoff, PhaseSignoff, SignoffEntry } from "../core/model/signoff.js";
import { listRequirements } from "../core/signoff/list-requirements.js";
import { mergedSignoffs } from "../core/signoff/pull-approvals.js";
import { approvalsOf, lastWords, parseRecord } from "../core/signoff/pull-record.js";
import type { PullWord } from "../core/signoff/pull-record.js";
import { answerAsk } from "./answer-ask.js";
import type { Ask, Reply, Scene } from "./answer-ask.js";
import {
  describePhases,
  evidenceOf,
  gatesOf,
  nearTo,
  nearToIssue,
  readClosed,
  readEvidence,
} from "./describe-pull.js";
import type { Situation } from "./describe-pull.js";
import type { PullFacts, SignoffPorts } from "./ports.js";
import { phaseKey, readWords } from "./read-pull.js";
import type { Ground, GroundReader, PullWords, Push } from "./read-pull.js";
import { showPull } from "./show-pull.js";

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
  if (!ground) return refuseAll(asks, "Nothing can be signed here until the config is mended.");
  if (asks.length === 0 && !isSignedHere(ground)) return NOTHING;
  const pull = await ports.pulls.read(number);
  if (!pull) return lookAtIssue(number, ground, asks, ports);
  if (pull.base !== ground.head.branch)
    return refuseAll(
      asks,
      `This pull request does not go into \`${ground.head.branch}\`, where the checklists are, so nothing is signed here.`,
    );
  if (pull.state === "closed")
    return refuseAll(asks, "This pull request is closed: what is signed here would go nowhere.");
  const said = await readWords(pull, pushes, { config: ground.config, ports });
  const { checks } = said;
  const read = await readSituation(pull, ground, said, { ports, reader });
  const place: Place = { source: { kind: "pull", number }, near: nearTo(pull, ground) };
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

async function readSituation(
  pull: PullFacts,
  ground: Ground,
  { byPhase: words, checks }: PullWords,
  { ports, reader }: Pick<LookOptions, "ports" | "reader">,
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
async function withConcerned(
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

/** Where people sign, and which checklists they mean when they name none. */
type Place = Pick<Scene, "source" | "near">;

interface Answered {
  readonly replies: readonly Reply[];
  readonly situation: Situation;
  /** What goes into the ledger without waiting for a merge. */
  readonly now: readonly NewSignoff[];
}

async function answerAll(
  asks: readonly Ask[],
  read: Situation,
  place: Place,
  ports: SignoffPorts,
): Promise<Answered> {
  const replies: Reply[] = [];
  const now: NewSignoff[] = [];
  let situation = read;
  for (const ask of asks) {
    const first = await answerAsk(ask, sceneOf(situation, ports, place));
    const { phase } = first;
    const isNew = phase !== undefined && !situation.concerned.has(phaseKey(phase));
    if (isNew) situation = await withConcerned(situation, [phase], ports);
    const reply = isNew ? await answerAsk(ask, sceneOf(situation, ports, place)) : first;
    replies.push(reply);
    if (!reply.phase) continue;
    const { checklist } = reply.phase;
    const { pull } = situation;
    const isOpen = pull?.state === "open";
    const atOnce = isOpen
      ? reply.entries.filter((entry) => isInLedger(entry, checklist, situation.ground))
      : reply.entries;
    now.push(...atOnce.map((entry) => ({ checklist, entry })));
    if (isOpen) situation = withWords(situation, reply.phase, reply.entries, pull.head);
  }
  return { replies, situation, now };
}

/** Something recorded earlier can only be taken back in the ledger itself. */
function isInLedger(entry: SignoffEntry, path: string, { checklists }: Ground): boolean {
  const checklist = checklists.find((each) => each.path === path);
  return (
    entry.kind === "cancel" && (checklist?.ledgers ?? []).some(({ entries }) => entries.some(isSameCell))
  );

  function isSameCell({ by, phase, requirement }: SignoffEntry): boolean {
    return (
      phase === entry.phase &&
      requirement === entry.requirement &&
      by.toLowerCase() === entry.by.toLowerCase()
    );
  }
}

function withWords(
  situation: Situation,
  phase: PhaseSignoff,
  entries: readonly SignoffEntry[],
  head: string,
): Situation {
  const key = phaseKey(phase);
  const said = entries.flatMap((entry): PullWord[] => {
    if (entry.kind === "evidence") return [];
    return entry.kind === "cancel" ? [{ entry, head, stale: false }] : [{ entry, head, stale: false }];
  });
  const words = lastWords([...(situation.words.get(key) ?? []), ...said]);
  return { ...situation, words: new Map([...situation.words, [key, words]]) };
}

function sceneOf(situation: Situation, ports: SignoffPorts, { source, near }: Place): Scene {
  const { pull, ground, words } = situation;
  return {
    source,
    phases: describePhases(situation),
    near,
    authors: pull ? [pull.author] : [],
    checklists: ground.checklists,
    saidBy: (phase, login) =>
      approvalsOf(words.get(phaseKey(phase)) ?? [])
        .filter(({ entry }) => entry.by.toLowerCase() === login.toLowerCase())
        .map(({ entry }) => entry.requirement),
    teams: ports.teams,
  };
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
  const near = await nearToIssue(number, ground, ports.issues);
  const place: Place = { source: { kind: "issue", number }, near };
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

function refuseAll(asks: readonly Ask[], text: string): Looked {
  return {
    replies: asks.map(() => ({ result: "refused", phase: undefined, entries: [], text, isDone: false })),
    record: [],
    watch: undefined,
  };
}
