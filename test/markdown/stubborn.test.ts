import { describe, expect, test } from "@jest/globals";
import { editChecklist } from "../../src/core/markdown/edit-checklist.js";
import type { Edit } from "../../src/core/model/edit.js";

/** A comment that nobody closes: a hidden reference behind it would become a part of it. */
const OPEN_COMMENT = "- [ ] one <!-- two";
const PLAIN = "- [ ] three";

/** Gives each task a hidden reference. Answers the lines that it cannot be written into. */
function refer(lines: readonly string[], tasks = lines.length): readonly number[] {
  const edits = Array.from({ length: tasks }, (_, task): Edit => {
    return { op: "set-reference", task, reference: { style: "comment", number: task + 1 } };
  });
  const result = editChecklist("a.md", new TextEncoder().encode(lines.join("\n")), edits);
  return result.ok ? [] : result.diagnostics.map(({ line }) => line).sort((a, b) => a - b);
}

describe("lines that cannot be edited", () => {
  test("are named, and only they", () => {
    expect(refer([PLAIN, OPEN_COMMENT, PLAIN, PLAIN, OPEN_COMMENT])).toEqual([2, 5]);
  });

  test("are named when there are hundreds of them, each by itself", () => {
    const lines = Array.from({ length: 600 }, (_, at) => (at % 3 === 0 ? PLAIN : OPEN_COMMENT));
    const expected = lines.flatMap((line, at) => (line === PLAIN ? [] : [at + 1]));
    expect(refer(lines)).toEqual(expected);
  });

  test("are named where they are quoted and go on in the next line", () => {
    expect(refer(["> - [ ] one <!-- two", ">   three", "> - [ ] four"], 2)).toEqual([1]);
  });
});
