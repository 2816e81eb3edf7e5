import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { editChecklist } from "../../src/core/markdown/edit-checklist.js";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { Task } from "../../src/core/model/checklist.js";
import type { Edit } from "../../src/core/model/edit.js";

/** fast-check prints the seed of a run that fails; this is the seed to repeat it with. */
const seed = Number(process.env["FAST_CHECK_SEED"] ?? Date.now() % 1_000_000);

/** Nobody writes such files, and every construct that somebody writes is in one of them. */
function anyMarkdown(): fc.Arbitrary<string> {
  const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
  const indent = fc.constantFrom("", "", "  ", "    ", "> ", "\t");
  const start = fc.constantFrom("- [ ] ", "* [x] ", "1. [ ] ", "+ [X]\t", "- ", "# ", "", "- [ ]\n  ");
  const inline = fc.constantFrom(
    ...[
      "word",
      "**bold**",
      "*open",
      "`code`",
      "~~gone~~",
      "~",
      "~~",
      "[l](u)",
      "&amp;",
      "\\*",
      "\\",
      "<b>",
      "<br>",
    ],
    ...[
      "[#7](https://x.y/o/r/issues/7)",
      "<!-- #8 -->",
      "<!-- no issue -->",
      "<!-- c -->",
      "[x]",
      "[d]",
      "é",
      "🎉",
    ],
    ...["http://e.com/a_b", "me@x.org", "\u00A0", "![i](p)", "|", "_", "  \n  ", "\\\n  ", "\n  ", "\n> "],
  );
  const text = fc.array(fc.tuple(inline, fc.constantFrom("", " ")), { minLength: 1, maxLength: 5 });
  const line = fc
    .tuple(indent, start, text)
    .map(([before, bullet, parts]) => before + bullet + parts.flat().join(""));
  return fc
    .tuple(
      fc.array(line, { minLength: 1, maxLength: 5 }),
      lineEnd,
      fc.constantFrom("", "\uFEFF"),
      fc.boolean(),
    )
    .map(
      ([lines, end, mark, last]) =>
        mark + (lines.join("\n") + (last ? "\n\n[d]: /u\n" : "")).replace(/\n/g, end),
    );
}

function editsOf(task: Task, wishes: readonly boolean[], title: string): Edit[] {
  const { index } = task;
  const reference = {
    style: "link",
    number: 99,
    url: "https://x.y/o/r/issues/99",
    repository: "o/r",
  } as const;
  const all: Edit[] = [
    { op: task.checked ? "untick" : "tick", task: index },
    { op: task.struck ? "unstrike" : "strike", task: index },
    task.reference === undefined
      ? { op: "set-reference", task: index, reference }
      : { op: "remove-reference", task: index },
    { op: "set-title", task: index, title },
  ];
  return all.filter((_, position) => wishes[position] === true);
}

describe("whatever the Markdown is", () => {
  test("edits either mean what they say or are refused with the lines that stand in the way", () => {
    const scenario = fc.record({
      text: anyMarkdown(),
      wishes: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      title: fc.constantFrom("new", "*new* [d]", "~new~ `x`"),
    });
    fc.assert(
      fc.property(scenario, ({ text, wishes, title }) => {
        const source = new TextEncoder().encode(text);
        const { tasks } = parseChecklist("list.md", source).checklist;
        const edits = tasks.flatMap((task) => editsOf(task, wishes, title));
        const result = editChecklist("list.md", source, edits);
        if (result.ok) {
          expect(result.checklist.tasks.map(({ checked }) => checked)).toEqual(
            tasks.map(({ checked }) => checked !== wishes[0]),
          );
          return;
        }
        const blamed = new Set(result.diagnostics.map(({ line }) => line));
        const rest = edits.filter(({ task }) => !blamed.has(tasks[task]?.line ?? 0));
        expect(rest.length).toBeLessThan(edits.length);
        expect(editChecklist("list.md", source, rest).ok).toBe(true);
      }),
      { numRuns: 400, seed },
    );
  });

  test("a reference or a strikethrough that is taken back leaves the bytes as they were", () => {
    fc.assert(
      fc.property(anyMarkdown(), (text) => {
        const source = new TextEncoder().encode(text);
        const plain = parseChecklist("list.md", source).checklist.tasks.filter(
          (task) => !task.struck && task.reference === undefined && !task.untracked,
        );
        for (const { index: task } of plain) {
          const added = editChecklist("list.md", source, [
            { op: "strike", task },
            { op: "set-untracked", task },
          ]);
          if (!added.ok) continue;
          const back = editChecklist("list.md", added.source, [
            { op: "unstrike", task },
            { op: "remove-reference", task },
          ]);
          expect(back).toMatchObject({ ok: true, source });
        }
      }),
      { numRuns: 200, seed },
    );
  });
});
