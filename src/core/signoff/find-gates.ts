import picomatch from "picomatch";
import type { SignoffGate } from "../model/config.js";

/** What decides whether a gate is in the way of a pull request. */
export interface Gated {
  readonly files: readonly string[];
  readonly labels: readonly string[];
}

/** Whether a pull request waits for the gate's phase: it touches one of the paths, or carries one of the labels. */
export function isGated({ files, labels }: Gated, { paths, labels: wanted }: SignoffGate): boolean {
  const matches = paths.length > 0 ? picomatch([...paths], { dot: true }) : () => false;
  const names = new Set(labels.map((label) => label.toLowerCase()));
  return files.some((file) => matches(file)) || wanted.some((label) => names.has(label.toLowerCase()));
}
