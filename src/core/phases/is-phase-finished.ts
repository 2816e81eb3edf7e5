import { isSigned } from "../ledger/signed-phases.js";
import type { Checklist, Completion } from "../model/checklist.js";
import { isComplete } from "../progress/measure-progress.js";
import type { Progress } from "../progress/measure-progress.js";

/**
 * What the state of a section's issue is to be. A phase of which requirements are asked is done when it is signed,
 * any other when everything in it that counts is done; one in which everything was dropped will not be done.
 */
export function sectionCompletion(checklist: Checklist, section: number, progress: Progress): Completion {
  if (isPhaseFinished(checklist, section, progress)) return "done";
  return progress.total === 0 && progress.dropped > 0 ? "dropped" : "open";
}

/** Whether nothing is left to be done, and to be signed, in a section. */
function isPhaseFinished(checklist: Checklist, section: number, progress: Progress): boolean {
  const phase = checklist.sections[section]?.phase;
  return isComplete(progress) && (phase === undefined || isSigned(checklist, phase));
}
