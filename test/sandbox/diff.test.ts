import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { diffLines, editScript, splitLines } from "../../src/sandbox/git/line-diff.js";
import { mergeTexts } from "../../src/sandbox/git/merge.js";

/** Short texts of few different lines: many equal lines, with and without a last newline. */
const text = fc
  .tuple(fc.array(fc.constantFrom("a", "b", "c", "", "- [ ] x"), { maxLength: 12 }), fc.boolean())
  .map(([lines, isEnded]) => lines.join("\n") + (isEnded && lines.length > 0 ? "\n" : ""));

describe("lines", () => {
  test("an edit script leads from the one text to the other", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edits = editScript(splitLines(before), splitLines(after));
        const kept = (mark: string): string[] =>
          edits.flatMap((edit) => (edit.mark === mark ? [] : [edit.line]));
        expect(kept("+")).toEqual(splitLines(before));
        expect(kept("-")).toEqual(splitLines(after));
      }),
    );
  });

  test("equal texts have no patch, one changed line has one of each", () => {
    expect(diffLines("a\nb\n", "a\nb\n")).toEqual({ patch: "", additions: 0, deletions: 0 });
    expect(diffLines("a\nb", "a\nc")).toEqual({
      patch: "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file",
      additions: 1,
      deletions: 1,
    });
    expect(diffLines("", "a\n").patch).toBe("@@ -0,0 +1 @@\n+a");
  });

  test("a merge with a side that changed nothing is the other side, and both sides may change places", () => {
    fc.assert(
      fc.property(text, text, text, (base, one, other) => {
        expect(mergeTexts(base, base, one)).toBe(one);
        expect(mergeTexts(base, one, base)).toBe(one);
        expect(mergeTexts(base, one, one)).toBe(one);
        expect(mergeTexts(base, one, other)).toBe(mergeTexts(base, other, one));
      }),
    );
  });
});
