import type { Day } from "../model/metadata.js";
import { withAbsoluteLinks } from "./absolute-links.js";
import { defuse } from "./defuse.js";
import { formatOrigin, TASKS_BELOW, wrapBlock } from "./issue-body.js";
import { formatPhaseMarker } from "./phase-marker.js";
import type { PhaseMarker } from "./phase-marker.js";
import { formatPlain } from "./plain-text.js";

/** What the issue of a phase, or of a section of one, says. Titles and names are plain text. */
export interface PhaseBodyInput extends PhaseMarker {
  readonly fileUrl: string;
  /** The headings around it and its own, outermost first. */
  readonly section: readonly string[];
  /** Percent of the whole. */
  readonly weight: number | undefined;
  readonly start: Day | undefined;
  readonly target: Day | undefined;
  readonly owners: readonly string[];
  readonly priority: string | undefined;
  /** A line for each requirement. */
  readonly signoff: readonly string[];
  /** Markdown of the section, block by block. */
  readonly prose: readonly string[];
}

/** More is not context but the document itself, which is linked. */
const MOST_PROSE = 6_000;

/** The block that the app owns in the body of a phase's issue. */
export function formatPhaseBody(input: PhaseBodyInput): string {
  const origin = `${formatOrigin("a phase", input)} ${TASKS_BELOW}`;
  const facts = formatFacts(input);
  const prose = boundProse(input.prose);
  return wrapBlock([
    origin,
    ...(facts === "" ? [] : ["", facts]),
    ...(input.signoff.length === 0 ? [] : ["", "**Sign-off:**", ""]),
    ...input.signoff.map((line) => `- ${formatPlain(line)}`),
    ...prose.flatMap((block) => ["", defuse(withAbsoluteLinks(block, input.fileUrl))]),
    "",
    formatPhaseMarker(input, "phase"),
  ]);
}

function formatFacts({ weight, start, target, owners, priority }: PhaseBodyInput): string {
  const days = start !== undefined && target !== undefined ? `${start} – ${target}` : undefined;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Weight", weight === undefined ? undefined : `${weight}%`],
    ["Days", days],
    ["Start", days === undefined ? start : undefined],
    ["Due", days === undefined ? target : undefined],
    ["Owner", owners.length === 0 ? undefined : formatPlain(owners.join(", "))],
    ["Priority", priority],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [`**${name}:** ${value}`])).join(" · ");
}

/** Whole blocks only: a fence that is cut would swallow what follows. */
function boundProse(blocks: readonly string[]): readonly string[] {
  let room = MOST_PROSE;
  const cut = blocks.findIndex((block) => (room -= block.length) < 0);
  return cut < 0 ? blocks : [...blocks.slice(0, cut), "…"];
}
