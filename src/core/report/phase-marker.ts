import { readHiddenJson, writeHiddenJson } from "./hidden-json.js";

/** What an issue or a milestone says about the section that it stands for. */
export interface PhaseMarker {
  /** Path of the checklist at the time when it was made. */
  readonly file: string;
  /** Phase key, or `#` and the anchor of a section inside of a phase. */
  readonly key: string;
}

export function formatPhaseMarker({ file, key }: PhaseMarker, kind: "phase" | "milestone"): string {
  return writeHiddenJson(kind, { key, file });
}

/** Undefined for no marker, a damaged one, and one of a version that is not ours. */
export function readPhaseMarker(text: string, kind: "phase" | "milestone"): PhaseMarker | undefined {
  const { key, file } = readHiddenJson(kind, text) ?? {};
  return typeof key === "string" && typeof file === "string" ? { key, file } : undefined;
}
