import { readHiddenJson, writeHiddenJson } from "./hidden-json.js";

/** What the body of an issue says about the task it mirrors. */
export interface Marker {
  /** The identity of the task at the time the issue was made. */
  readonly key: string;
  /** Path of the checklist at that time. */
  readonly file: string;
}

export function formatMarker({ key, file }: Marker): string {
  return writeHiddenJson("issue", { key, file });
}

/** Undefined for no marker, a damaged one, and one of a version that is not ours. */
export function readMarker(text: string): Marker | undefined {
  const { key, file } = readHiddenJson("issue", text) ?? {};
  return typeof key === "string" && typeof file === "string" ? { key, file } : undefined;
}
