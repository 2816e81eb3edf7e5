import type { Checklist } from "../core/model/checklist.js";
import type { Permission } from "../core/model/config.js";
import type { PhaseSignoff, Requirement, SignoffEntry, SignoffSource } from "../core/model/signoff.js";
import { escapePlain } from "../core/report/plain-text.js";
import {
  formatBlocked,
  formatChoices,
  formatRefusals,
  listRequirementNames,
} from "../core/report/signoff-answers.js";
import { judgeSignoff, teamsToAsk } from "../core/signoff/judge-signoff.js";
import { namePhases, resolvePhase } from "../core/signoff/resolve-phase.js";
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
  readonly phase: PhaseSignoff | undefined;
  /** To be recorded. */
  readonly entries: readonly SignoffEntry[];
  /** For the person; empty when there is nothing to say. */
  readonly text: string;
  readonly isDone: boolean;
}

/** People are polite. */
const COURTESY = new Set(["please", "pls", "thanks", "thank", "you", "thx", "lgtm", "now", "cheers"]);

/** Decides about somebody's wish; nothing is written here. */
export async function answerAsk(ask: Ask, scene: Scene): Promise<Reply> {
  if (scene.phases.length === 0)
    return refuse(
      undefined,
      "No checklist on the default branch has a sign-off section with tasks in it, so there is nothing to sign.",
    );
  const found = resolvePhase(ask.words, scene.phases, scene.near);
  if (!found.ok) return refuse(undefined, whichPhase(ask, found));
  const { phase } = found;
  const rest = found.rest.filter((word) => !COURTESY.has(word));
  const isCancel = ask.what === "signoff" && rest.includes("cancel");
  const all = phase.requirements.map(({ requirement }) => requirement);
  const { named, unknown } = resolveRequirements(
    rest.filter((word) => !isCancel || word !== "cancel"),
    all,
  );
  if (unknown.length > 0) return refuse(phase, whichRequirement(unknown));
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
    return refuse(phase, formatBlocked(name, blocked));
  if (mayNothing || (named.length > 0 && refused.length > 0 && granted.length === 0))
    return refuse(phase, formatRefusals(name, refused));
  const entries = granted.map(({ key }): SignoffEntry => ({
    kind: "sign-off",
    ...signed(ask, phase, key, scene),
  }));
  // Of all that was not named, what is somebody else's is theirs to sign; what was named and refused is told.
  const isShort = named.length > 0 && refused.length > 0;
  return {
    result: entries.length > 0 ? "signed" : "nothing",
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

function waive(ask: Ask, phase: PhaseSignoff, named: readonly Requirement[], scene: Scene): Reply {
  const name = nameOf(phase, scene);
  const usage = `Write it like this: \`/waive ${name} REQUIREMENT "reason"\`.`;
  if (named.length === 0) {
    const keys = phase.requirements.map(({ requirement }) => requirement.key);
    return refuse(phase, `Which requirement? ${usage} There are: ${formatChoices(keys)}.`);
  }
  const reason = ask.reason ?? "";
  if (reason === "") return refuse(phase, `A waiver needs a reason, in quotes. ${usage}`);
  const signer = { login: ask.by, isBot: false, role: ask.role, teams: new Set<string>() };
  const { authors } = scene;
  const { granted, already, refused } = judgeSignoff({ phase, signer, authors, named, what: "waiver" });
  if (refused.length > 0) return refuse(phase, formatRefusals(name, refused));
  // Waived again, it is for another reason.
  const entries = [...granted, ...already].map(({ key }): SignoffEntry => ({
    kind: "waiver",
    reason,
    ...signed(ask, phase, key, scene),
  }));
  return { result: "waived", phase, entries, text: "", isDone: true };
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
      phase,
      `There is nothing of yours to take back: you have signed none of that for \`${nameOf(phase, scene)}\`.`,
    );
  return {
    result: "cancelled",
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

function whichPhase(
  { what, words }: Ask,
  found: Extract<ReturnType<typeof resolvePhase>, { readonly ok: false }>,
): string {
  const choices = `${found.problem === "ambiguous" ? "It could be" : "There are"}: ${formatChoices(found.choices)}.`;
  if (found.problem === "missing") return `Which phase? Write \`/${what} PHASE\`. ${choices}`;
  const written = escapePlain((words[0] ?? "").slice(0, 80));
  return `I ${found.problem === "ambiguous" ? "am not sure which phase" : "know no phase"} “${written}”${found.problem === "ambiguous" ? " is" : ""}. ${choices}`;
}

function whichRequirement(
  unknown: readonly { readonly word: string; readonly choices: readonly string[] }[],
) {
  return unknown
    .slice(0, 5)
    .map(
      ({ word, choices }) =>
        `I know no single requirement “${escapePlain(word.slice(0, 80))}”, so I did nothing. There are: ${formatChoices(choices)}.`,
    )
    .join("\n\n");
}

function refuse(phase: PhaseSignoff | undefined, text: string): Reply {
  return { result: "refused", phase, entries: [], text, isDone: false };
}
