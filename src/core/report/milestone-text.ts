import { formatPhaseMarker } from "./phase-marker.js";
import type { PhaseMarker } from "./phase-marker.js";
import { escapePlain } from "./plain-text.js";

/** What a milestone says about itself; the hidden marker finds it again. */
export function formatMilestoneDescription({
  file,
  key,
  fileUrl,
}: PhaseMarker & { readonly fileUrl: string }): string {
  const link = `[${escapePlain(file)}](${fileUrl})`;
  return `A phase of ${link}. It closes when the phase is finished.\n\n${formatPhaseMarker({ file, key }, "milestone")}`;
}
