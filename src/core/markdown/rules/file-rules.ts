import type { Diagnostic } from "../../model/diagnostic.js";
import type { ReadChecklist } from "../read-checklist.js";

/**
 * An item followed by a lone `-` or by `---`: an empty bullet cannot interrupt a paragraph, so the dashes underline
 * the text, which becomes a heading and no task.
 */
export function diagnoseSetextTraps({ checklist, source: { text }, walk }: ReadChecklist): Diagnostic[] {
  return walk.leaves.flatMap((leaf) => {
    const start = leaf.position?.start;
    if (leaf.type !== "heading" || start?.offset === undefined) return [];
    const box = /^\[[ xX]\](?=[ \t])/.exec(text.slice(start.offset, start.offset + 4))?.[0];
    const bullet = /[-*+.)][ \t]+$/.test(text.slice(Math.max(0, start.offset - 8), start.offset));
    if (box === undefined || !bullet) return [];
    return [
      {
        file: checklist.path,
        line: start.line,
        column: start.column,
        rule: "setext-trap",
        severity: "error",
        message: `Unexpected underline below \`${box}\`, expected a task and not a heading, put an empty line between the task and the dashes`,
      } as const,
    ];
  });
}

/** GitHub shows such a file too, but nobody can say which characters are meant. */
export function diagnoseEncoding({ checklist, source: { text, firstBroken } }: ReadChecklist): Diagnostic[] {
  if (firstBroken === undefined) return [];
  const before = text.slice(0, firstBroken).split(/\r\n|\n|\r/);
  return [
    {
      file: checklist.path,
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
      rule: "not-utf8",
      severity: "warning",
      message:
        "Unexpected byte, expected UTF-8, save the file as UTF-8: until then such bytes are shown as `\uFFFD`",
    },
  ];
}
