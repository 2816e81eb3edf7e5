import type { NewSignoff, PhaseSignoff, SignoffEntry } from "../core/model/signoff.js";
import { approvalsOf, lastWords } from "../core/signoff/pull-record.js";
import type { PullWord } from "../core/signoff/pull-record.js";
import { answerAsk } from "./answer-ask.js";
import type { Ask, Reply, Scene } from "./answer-ask.js";
import { describePhases } from "./describe-pull.js";
import type { Situation } from "./describe-pull.js";
import type { SignoffPorts } from "./ports.js";
import { phaseKey } from "./read-pull.js";
import type { Ground } from "./read-pull.js";
import { withConcerned } from "./read-situation.js";

/** Where people sign, and what they mean when they do not say it. */
export type Place = Pick<Scene, "source" | "near"> & {
  /** Key of the phase whose issue it is. */
  readonly own: string | undefined;
};

interface Answered {
  readonly replies: readonly Reply[];
  readonly situation: Situation;
  /** What goes into the ledger without waiting for a merge. */
  readonly now: readonly NewSignoff[];
}

/** Answers one after the other: what somebody says counts for the next one. */
export async function answerAll(
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

/** All that an answer depends on. */
export function sceneOf(situation: Situation, ports: SignoffPorts, { source, near, own }: Place): Scene {
  const { pull, ground, words } = situation;
  const phases = describePhases(situation);
  return {
    source,
    phases,
    near,
    own: phases.find((phase) => phaseKey(phase) === own),
    likely: () => (pull ? completedBy(situation) : phases.filter((phase) => isOpenIn(phase, source.number))),
    authors: pull ? [pull.author] : [],
    checklists: ground.checklists,
    saidBy: (phase, login) =>
      approvalsOf(words.get(phaseKey(phase)) ?? [])
        .filter(({ entry }) => entry.by.toLowerCase() === login.toLowerCase())
        .map(({ entry }) => entry.requirement),
    teams: ports.teams,
  };
}

/** Phases of which the pull request closes tasks: there are fewer open ones with it than without. */
function completedBy(situation: Situation): readonly PhaseSignoff[] {
  const without = describePhases({ ...situation, closed: new Set() });
  return describePhases(situation).filter(
    ({ openTasks }, at) => openTasks.length < (without[at]?.openTasks.length ?? 0),
  );
}

/** Whether the issue of a number stands for an open task of a phase. */
function isOpenIn({ openTasks }: PhaseSignoff, issue: number): boolean {
  return openTasks.some((task) => task.issue === issue);
}
