import type { Nodes, Root } from "mdast";
import type { FoundTask } from "./walk-tasks.js";
import { readChecklist } from "./read-checklist.js";
import { spliceText } from "./splice.js";
import type { Splice } from "./splice.js";
import { titleSplices } from "./title-splices.js";
import type { TaskParagraph } from "./read-task.js";

interface TitledTask {
  readonly text: string;
  readonly root: Root;
  readonly found: FoundTask;
  readonly paragraph: TaskParagraph;
}

/**
 * Finds the smallest change that makes the parser read the new title, by trying it on the task alone: a whole file
 * for each attempt would be too slow. Undefined when no way of writing it has the wanted meaning.
 */
export function chooseTitleSplices(task: TitledTask, wanted: string): readonly Splice[] | undefined {
  const { text, root, found, paragraph } = task;
  const title = wanted.replace(/\s+/g, " ").trim();
  const definitions = wanted.includes("[") || text.includes("]:") ? formatDefinitions(root) : "";
  const before = preview(task, [], definitions);
  for (const splices of titleSplices({ text, paragraph, quoteDepth: found.quoteDepth, title })) {
    const after = preview(task, splices, definitions);
    const kept = after?.struck === before?.struck && after?.untracked === before?.untracked;
    if (after?.title === title && kept && after.reference?.number === before?.reference?.number)
      return splices;
  }
  return undefined;
}

function preview({ text, found, paragraph }: TitledTask, splices: readonly Splice[], definitions: string) {
  const start = found.mark - 1;
  const end = paragraph.nodes.at(-1)?.position?.end.offset ?? paragraph.runs.at(-1)?.end ?? start;
  const local = splices.map((splice) => ({
    ...splice,
    start: splice.start - start,
    end: splice.end - start,
  }));
  const written = spellAlone(spliceText(text.slice(start, end), local));
  const source = new TextEncoder().encode(`${written}\n\n${definitions}`);
  const { tasks } = readChecklist("", source).checklist;
  return tasks.length === 1 ? tasks[0] : undefined;
}

/** A document of one task, from its box on. */
export function spellAlone(text: string): string {
  return `- ${text.replace(/(\r\n|\n|\r)[ \t>]*/g, "\n  ")}`;
}

/** What `[text]` may refer to: a title in brackets must not become a link. */
function formatDefinitions(root: Root): string {
  const lines: string[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === "definition") lines.push(`[${node.label ?? node.identifier}]: <x>\n`);
    else if (node.type === "footnoteDefinition") lines.push(`[^${node.label ?? node.identifier}]: x\n\n`);
    else if ("children" in node) node.children.forEach(visit);
  };
  visit(root);
  return lines.join("");
}
