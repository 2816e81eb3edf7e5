import type { Root } from "mdast";
import { readMetadata } from "../metadata/read-metadata.js";
import type { Checklist, Completion, Section, Task, TaskKind } from "../model/checklist.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { buildSections } from "./build-sections.js";
import { findLedgers, isInLedger } from "./find-ledgers.js";
import type { FoundLedgers } from "./find-ledgers.js";
import { listMetadataBlocks } from "./metadata-blocks.js";
import { parseTree } from "./markdown-tree.js";
import { readParagraph, readWords } from "./read-task.js";
import type { TaskParagraph } from "./read-task.js";
import { withProse } from "./section-prose.js";
import { decodeSource } from "./source-text.js";
import type { SourceText } from "./source-text.js";
import { isPlaceholder } from "./task-kind.js";
import { walkTasks } from "./walk-tasks.js";
import type { Walk } from "./walk-tasks.js";

/** A checklist together with everything that its diagnostics and edits are computed from. */
export interface ReadChecklist extends FoundLedgers {
  readonly checklist: Checklist;
  readonly source: SourceText;
  readonly root: Root;
  readonly walk: Walk;
  /** One for each task. */
  readonly paragraphs: readonly TaskParagraph[];
  /** What could not be understood in its metadata. */
  readonly remarks: readonly Diagnostic[];
}

export function readChecklist(path: string, bytes: Uint8Array): ReadChecklist {
  const source = decodeSource(bytes);
  const root = parseTree(source.text);
  const walk = walkTasks(root);
  const headings = buildSections(walk.headings, new Set(walk.tasks.flatMap(({ heading }) => heading ?? [])));
  const found = findLedgers(root, source.text, headings);
  // What the app writes into a file is nothing that its author says of a section.
  const parts = walk.parts.filter(({ node }) => !isInLedger(node, found));
  const sections = withProse(headings, parts, source.text);
  const paragraphs = walk.tasks.map((found) => readParagraph(source.text, found));
  const places = sections.map((_, index) => placeOf(sections, index));
  const occurrences = new Map<string, number>();

  const tasks = walk.tasks.map((found, index): Task => {
    const paragraph = paragraphs[index] ?? readParagraph(source.text, found);
    const { hasLink, ...words } = readWords(source.text, paragraph);
    const place = found.heading === undefined ? undefined : places[found.heading];
    const section = place?.titles ?? [];
    const checked = found.item.checked === true;
    return {
      index,
      kind: kindOf(isPlaceholder(words.title, hasLink), place?.signoff ?? false),
      line: found.item.position?.start.line ?? 1,
      endLine: found.item.position?.end.line ?? 1,
      mark: source.byteOffset(found.mark),
      checked,
      completion: completionOf(checked, words.struck),
      depth: found.depth,
      parent: found.parent,
      section,
      sectionIndex: found.heading,
      phase: place?.phase,
      occurrence: countUp(occurrences, JSON.stringify([section, words.text])),
      reference: paragraph.place?.reference,
      untracked: paragraph.place !== undefined && paragraph.place.reference === undefined,
      ...words,
    };
  });
  const { text, byteOffset } = source;
  const blocks = listMetadataBlocks(text, walk, paragraphs);
  const { metadata, diagnostics } = readMetadata({ path, text, byteOffset, sections, tasks, blocks });
  const ledgers = found.ledgers.map(({ start, end, ...ledger }) => ({
    ...ledger,
    range: { start: byteOffset(start), end: byteOffset(end) },
  }));
  return {
    ...found,
    checklist: { path, sections, tasks, metadata, ledgers },
    source,
    root,
    walk,
    paragraphs,
    remarks: diagnostics,
  };
}

interface SectionPlace {
  readonly titles: readonly string[];
  readonly phase: string | undefined;
  readonly signoff: boolean;
}

function placeOf(sections: readonly Section[], index: number): SectionPlace {
  const titles: string[] = [];
  let phase: string | undefined;
  for (let at: number | undefined = index; at !== undefined; at = sections[at]?.parent) {
    titles.unshift(sections[at]?.title ?? "");
    phase ??= sections[at]?.phase;
  }
  return { titles, phase, signoff: sections[index]?.signoff ?? false };
}

function kindOf(placeholder: boolean, signoff: boolean): TaskKind {
  if (placeholder) return "placeholder";
  return signoff ? "requirement" : "task";
}

function completionOf(checked: boolean, struck: boolean): Completion {
  if (checked) return "done";
  return struck ? "dropped" : "open";
}

function countUp(counts: Map<string, number>, key: string): number {
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  return before;
}
