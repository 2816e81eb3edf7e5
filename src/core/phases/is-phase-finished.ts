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
export function isPhaseFinished(checklist: Checklist, section: number, progress: Progress): boolean {
  return isComplete(progress) && !asksForSignature(checklist, section);
}

/** Requirements inside of a phase are asked of that phase, all others of every phase. */
function asksForSignature({ tasks, sections }: Checklist, section: number): boolean {
  if (sections[section]?.phase === undefined) return false;
  return tasks.some(({ kind, sectionIndex }) => {
    const own = phaseAround(sectionIndex, sections);
    return kind === "requirement" && (own === undefined || own === section);
  });
}

function phaseAround(from: number | undefined, sections: Checklist["sections"]): number | undefined {
  for (let at = from; at !== undefined; at = sections[at]?.parent) {
    const section = sections[at];
    if (section?.phase !== undefined && !section.signoff) return at;
  }
  return undefined;
}
