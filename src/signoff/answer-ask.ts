import { cleanReason } from "../core/ledger/ledger-text.js";
import type { Checklist } from "../core/model/checklist.js";
import type { Permission } from "../core/model/config.js";
import type { PhaseSignoff, Requirement, SignoffEntry, SignoffSource } from "../core/model/signoff.js";
import {
  formatBlocked,
  formatChoices,
  formatRefusals,
  formatUnknown,
  formatWhichPhase,
  listRequirementNames,
} from "../core/report/signoff-answers.js";
import { judgeSignoff, teamsToAsk } from "../core/signoff/judge-signoff.js";
import type { Judgement, Refusal } from "../core/signoff/judge-signoff.js";
import { findMeant } from "../core/signoff/find-meant.js";
import { namePhases } from "../core/signoff/resolve-phase.js";
import { resolveRequirements } from "../core/signoff/resolve-requirements.js";
import type { TeamPort } from "./ports.js";

/** Somebody's wish to sign, to take that back, or to set a requirement aside. */
export interface Ask {
  readonly what: "signoff" | "waive";
  readonly by: string;
  readonly role: Permission | "none";
  /** GitHub's time of the comment, ISO 8601. */
  readonly at: string;
  /** In lower case: the phase, then requirements or "cancel". */
  readonly words: readonly string[];
  readonly reason: string | undefined;
}

/** Where it was said, and what is known there. */
export interface Scene {
  readonly source: SignoffSource;
  readonly phases: readonly PhaseSignoff[];
  /** Paths of the checklists that a phase without one is looked for first. */
  readonly near: ReadonlySet<string>;
  /** Whose issue this is: it need not be named there. */
  readonly own: PhaseSignoff | undefined;
  /** Of which there is work here: they are probably meant where none is named. */
  readonly likely: () => readonly PhaseSignoff[];
  /** Whose work it is. */
  readonly authors: readonly string[];
  readonly checklists: readonly Checklist[];
  /** What this person said of a phase on this pull request, and did not take back. */
  readonly saidBy: (phase: PhaseSignoff, login: string) => readonly string[];
  readonly teams: TeamPort;
}

/** What becomes of it. */
export interface Reply {
  readonly result: "signed" | "waived" | "cancelled" | "nothing" | "refused";
  /** Why not all that was asked for was done, for the log; empty where it was. */
  readonly why: readonly RefusedBecause[];
  readonly phase: PhaseSignoff | undefined;
  /** To be recorded. */
  readonly entries: readonly SignoffEntry[];
  /** For the person; empty when there is nothing to say. */
  readonly text: string;
  readonly isDone: boolean;
}

/** One word each: who accounts for sign-offs looks for them. */
export type RefusedBecause =
  | Refusal["why"]
  | "no-requirements"
  | "which-phase"
  | "which-requirement"
  | "no-reason"
  | "nothing-to-take-back"
  | "open-work"
  | "closed"
  | "other-branch"
  | "wrong-config"
  | "no-permission"
  | "not-written"
  | "asked-too-often";

/** Decides about somebody's wish; nothing is written here. */
export async function answerAsk(ask: Ask, scene: Scene): Promise<Reply> {
  if (scene.phases.length === 0)
    return refuse(
      "no-requirements",
      "No checklist on the default branch has a sign-off section with tasks in it, so there is nothing to sign.",
    );
  const meant = findMeant(ask, scene);
  if (!meant.ok) {
    const written = ask.words[0] ?? "";
    return refuse("which-phase", formatWhichPhase({ ...meant, what: ask.what, written }));
  }
  const { phase, isCancel, requirements } = meant;
  const all = phase.requirements.map(({ requirement }) => requirement);
  const { named, unknown } = resolveRequirements(requirements, all);
  // Who may set nothing aside need not learn first how it is written.
  const refusal = ask.what === "waive" && refuseWaiver(ask, phase, scene);
  if (refusal) return refusal;
  if (unknown.length > 0) return refuse("which-requirement", formatUnknown(unknown), phase);
  if (isCancel) return cancel(ask, phase, named.length > 0 ? named : all, scene);
  return ask.what === "waive" ? waive(ask, phase, named, scene) : sign(ask, phase, named, scene);
}

async function sign(
  ask: Ask,
  phase: PhaseSignoff,
  named: readonly Requirement[],
  scene: Scene,
): Promise<Reply> {
  const asked = named.length > 0 ? named : phase.requirements.map(({ requirement }) => requirement);
  const { granted, already, refused, blocked } = judgeSignoff({
    phase,
    signer: {
      login: ask.by,
      isBot: false,
      role: ask.role,
      teams: await scene.teams.teamsOf(ask.by, teamsToAsk(asked)),
    },
    authors: scene.authors,
    named,
    what: "sign-off",
  });
  const name = nameOf(phase, scene);
  const mayNothing = granted.length + already.length === 0 && refused.length === asked.length;
  if (blocked && !mayNothing && granted.length + already.length < asked.length - refused.length)
    return refuse("open-work", formatBlocked(name, blocked), phase);
  if (mayNothing || (named.length > 0 && refused.length > 0 && granted.length === 0))
    return { ...refuse("author", formatRefusals(name, refused), phase), why: reasonsOf(refused) };
  const entries = granted.map(({ key }): SignoffEntry => ({
    kind: "sign-off",
    ...signed(ask, phase, key, scene),
  }));
  // Of all that was not named, what is somebody else's is theirs to sign; what was named and refused is told.
  const isShort = named.length > 0 && refused.length > 0;
  return {
    result: entries.length > 0 ? "signed" : "nothing",
    why: isShort ? reasonsOf(refused) : [],
    phase,
    entries,
    text: isShort
      ? `Signed: ${listRequirementNames(granted)}.\n\n${formatRefusals(name, refused)}`
      : entries.length === 0
        ? `You have signed this already: ${listRequirementNames(already)}.`
        : "",
    isDone: !isShort,
  };
}

/** Waivers are for maintainers, and not for the author: it is the same for each requirement. */
function refuseWaiver(ask: Ask, phase: PhaseSignoff, scene: Scene): Reply | undefined {
  const { refused } = judgeWaiver(ask, phase, [], scene);
  if (refused.length === 0) return undefined;
  const text = formatRefusals(nameOf(phase, scene), refused);
  return { ...refuse("not-a-maintainer", text, phase), why: reasonsOf(refused) };
}

function judgeWaiver(
  { by, role }: Ask,
  phase: PhaseSignoff,
  named: readonly Requirement[],
  { authors }: Scene,
): Judgement {
  const signer = { login: by, isBot: false, role, teams: new Set<string>() };
  return judgeSignoff({ phase, signer, authors, named, what: "waiver" });
}

function waive(ask: Ask, phase: PhaseSignoff, named: readonly Requirement[], scene: Scene): Reply {
  const usage = `Write it like this: \`/waive ${nameOf(phase, scene)} REQUIREMENT "reason"\`.`;
  if (named.length === 0) {
    const keys = phase.requirements.map(({ requirement }) => requirement.key);
    const text = `Which requirement? ${usage} There are: ${formatChoices(keys)}.`;
    return refuse("which-requirement", text, phase);
  }
  const reason = cleanReason(ask.reason ?? "");
  if (reason === "") return refuse("no-reason", `A waiver needs a reason, in quotes. ${usage}`, phase);
  const { granted, already } = judgeWaiver(ask, phase, named, scene);
  // Waived again, it is for another reason.
  const entries = [...granted, ...already].map(({ key }): SignoffEntry => ({
    kind: "waiver",
    reason,
    ...signed(ask, phase, key, scene),
  }));
  return { result: "waived", why: [], phase, entries, text: "", isDone: true };
}

/** Everybody may take back their own word, at any time. */
function cancel(ask: Ask, phase: PhaseSignoff, asked: readonly Requirement[], scene: Scene): Reply {
  const said = new Set([...scene.saidBy(phase, ask.by), ...recordedBy(phase, ask.by, scene)]);
  const taken = asked.filter(({ key }) => said.has(key));
  const entries = taken.map(({ key }): SignoffEntry => ({
    kind: "cancel",
    ...signed(ask, phase, key, scene),
  }));
  if (entries.length === 0)
    return refuse(
      "nothing-to-take-back",
      `There is nothing of yours to take back: you have signed none of that for \`${nameOf(phase, scene)}\`.`,
      phase,
    );
  return {
    result: "cancelled",
    why: [],
    phase,
    entries,
    text: `Taken back: ${listRequirementNames(taken)}.`,
    isDone: true,
  };
}

/** Keys of the requirements that somebody has signed or waived in the ledger. */
function recordedBy(phase: PhaseSignoff, login: string, { checklists }: Scene): readonly string[] {
  const checklist = checklists.find(({ path }) => path === phase.checklist);
  return (checklist?.ledgers ?? []).flatMap(({ entries }) =>
    entries.flatMap((entry) =>
      entry.phase === phase.phase &&
      entry.by.toLowerCase() === login.toLowerCase() &&
      (entry.kind === "sign-off" || entry.kind === "waiver")
        ? [entry.requirement]
        : [],
    ),
  );
}

function signed({ by, at }: Ask, { phase }: PhaseSignoff, requirement: string, { source }: Scene) {
  return { phase, requirement, by, at, source };
}

/** How people name a phase in commands. */
function nameOf(phase: PhaseSignoff, { phases }: Scene): string {
  return namePhases([phase], phases, new Set())[0] ?? phase.phase;
}

function reasonsOf(refused: Judgement["refused"]): readonly RefusedBecause[] {
  return [...new Set(refused.map(({ refusal }) => refusal.why))];
}

/** Nothing is done; `text` says why and what to do about it. */
export function refuse(why: RefusedBecause, text: string, phase?: PhaseSignoff): Reply {
  return { result: "refused", why: [why], phase, entries: [], text, isDone: false };
}
