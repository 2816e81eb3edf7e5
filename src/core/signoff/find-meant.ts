import type { PhaseSignoff } from "../model/signoff.js";
import { namePhases, resolvePhase } from "./resolve-phase.js";
import { resolveRequirements } from "./resolve-requirements.js";

/** What is known where a command stands. */
interface Surroundings {
  readonly phases: readonly PhaseSignoff[];
  /** Paths of checklists that go first. */
  readonly near: ReadonlySet<string>;
  /** Whose issue it is. */
  readonly own: PhaseSignoff | undefined;
  /** Of which there is work here. */
  readonly likely: () => readonly PhaseSignoff[];
}

/** The phase that somebody means, or what they could have meant. */
export type Meant =
  | {
      readonly ok: true;
      readonly phase: PhaseSignoff;
      readonly isCancel: boolean;
      /** The words that name requirements. */
      readonly requirements: readonly string[];
    }
  | {
      readonly ok: false;
      readonly problem: "missing" | "unknown" | "ambiguous";
      /** As they could be written, those that are probably meant first. */
      readonly choices: readonly string[];
      /** How many of the choices are probably meant. */
      readonly likely: number;
      /** What would have to stand behind the phase. */
      readonly rest: readonly string[];
    };

/** People are polite. */
const COURTESY = new Set(["please", "pls", "thanks", "thank", "you", "thx", "lgtm", "now", "cheers"]);

/**
 * Finds out what phase the words of a command are about. On the issue of a phase it need not be named. Anywhere else
 * nothing is guessed: nobody signs what they did not name.
 */
export function findMeant(
  { what, words }: { readonly what: "signoff" | "waive"; readonly words: readonly string[] },
  { phases, near, own, likely }: Surroundings,
): Meant {
  const found = resolvePhase(words, phases, near);
  if (found.ok) return { ok: true, phase: found.phase, ...readRest(what, found.rest) };
  const rest = words.filter((word) => !COURTESY.has(word));
  const problem = rest.length === 0 ? "missing" : found.problem;
  const whole = readRest(what, words);
  if (own && problem !== "ambiguous" && isAbout(own, whole.requirements))
    return { ok: true, phase: own, ...whole };
  if (problem === "ambiguous") return { ...found, likely: 0, rest: rest.slice(1) };
  const isPhaseLeftOut = phases.some((phase) => isAbout(phase, whole.requirements));
  if (!isPhaseLeftOut) return { ...found, likely: 0, rest: [] };
  const first = namePhases(likely(), phases, new Set());
  const choices = [...new Set([...first, ...namePhases(phases, phases, near)])];
  return { ok: false, problem, choices, likely: first.length, rest };
}

function readRest(
  what: "signoff" | "waive",
  words: readonly string[],
): { readonly isCancel: boolean; readonly requirements: readonly string[] } {
  const rest = words.filter((word) => !COURTESY.has(word));
  const isCancel = what === "signoff" && rest.includes("cancel");
  return { isCancel, requirements: rest.filter((word) => !isCancel || word !== "cancel") };
}

/** Whether all words name requirements of a phase. */
function isAbout({ requirements }: PhaseSignoff, words: readonly string[]): boolean {
  const all = requirements.map(({ requirement }) => requirement);
  return resolveRequirements(words, all).unknown.length === 0;
}
