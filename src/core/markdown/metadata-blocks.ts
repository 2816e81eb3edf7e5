import type { MetadataInput, TextBlock } from "../metadata/metadata-input.js";
import type { TaskParagraph } from "./read-task.js";
import type { Walk } from "./walk-tasks.js";

/** The paragraphs and tables of a file, the way the readers of metadata want them. */
export function listMetadataBlocks(
  text: string,
  walk: Walk,
  paragraphs: readonly TaskParagraph[],
): MetadataInput["blocks"] {
  return walk.blocks.map(({ node, heading, task, depth }) => {
    if (node.type === "table") return { kind: "table", node };
    const own = task !== undefined && walk.tasks[task]?.paragraph === node ? paragraphs[task] : undefined;
    const place = { node, section: heading, task, depth };
    const line = node.position?.start.line ?? 1;
    const from = node.position?.start.offset ?? 0;
    const end = node.position?.end.offset ?? 0;
    if (own === undefined) return { kind: "prose", ...place, start: from, end, line, reference: undefined };
    const start = own.runs[0]?.start ?? from;
    return {
      kind: "task",
      ...place,
      start,
      end,
      line: line + countLineEnds(text, from, start),
      reference: own.place?.start,
    } satisfies TextBlock;
  });
}

/** A task's text may start on the line below its box. */
function countLineEnds(text: string, from: number, to: number): number {
  return from >= to ? 0 : (text.slice(from, to).match(/\r\n|\n|\r/g)?.length ?? 0);
}
