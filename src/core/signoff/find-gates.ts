import { globMatcher } from "../config/glob.js";
import type { SignoffGate } from "../model/config.js";
import type { PhaseSignoff } from "../model/signoff.js";
import { resolvePhase } from "./resolve-phase.js";

/** A phase that pull requests may have to wait for. */
export interface Gate {
  /** As the config names it. */
  readonly name: string;
  /** Undefined: no checklist has it, or several have. */
  readonly phase: PhaseSignoff | undefined;
  /** Whether this pull request waits for it. */
  readonly isClosed: boolean;
}

/** What decides whether a gate is in the way of a pull request. */
interface Gated {
  readonly files: readonly string[];
  readonly labels: readonly string[];
}

/** The gates of a config, each phase once: a pull request waits that touches one of the paths or carries a label. */
export function findGates(
  pull: Gated,
  gates: readonly SignoffGate[],
  phases: readonly PhaseSignoff[],
): readonly Gate[] {
  const found = new Map<string, Gate>();
  for (const gate of gates) {
    const name = gate.phase;
    const resolved = resolvePhase(name.split(/\s+/), phases, new Set());
    const isClosed = isInTheWay(pull, gate) || (found.get(name)?.isClosed ?? false);
    found.set(name, { name, phase: resolved.ok ? resolved.phase : undefined, isClosed });
  }
  return [...found.values()];
}

function isInTheWay({ files, labels }: Gated, { paths, labels: wanted }: SignoffGate): boolean {
  const matches = paths.length > 0 ? globMatcher(paths, { dot: true }) : () => false;
  const names = new Set(labels.map((label) => label.toLowerCase()));
  return files.some((file) => matches(file)) || wanted.some((label) => names.has(label.toLowerCase()));
}
