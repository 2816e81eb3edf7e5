import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { mergeRepeated, mergeValue } from "../../src/core/board/merge-value.js";
import type { ValueSides } from "../../src/core/board/merge-value.js";

const sides = (given: Partial<ValueSides>): ValueSides => ({
  isKnown: true,
  base: undefined,
  file: undefined,
  board: undefined,
  hasPlace: true,
  hadPlace: true,
  ...given,
});

describe("a value in the file and on the board", () => {
  test.each<[string, Partial<ValueSides>, ReturnType<typeof mergeValue>]>([
    ["nothing to do", { base: "a", file: "a", board: "a" }, { to: "neither" }],
    ["both changed alike", { base: "a", file: "b", board: "b" }, { to: "neither" }],
    ["the file changed", { base: "a", file: "b", board: "a" }, { to: "board", conflict: false }],
    ["the file says nothing any more", { base: "a", board: "a" }, { to: "board", conflict: false }],
    ["the board changed", { base: "a", file: "a", board: "b" }, { to: "file", conflict: false }],
    ["the board was emptied", { base: "a", file: "a" }, { to: "file", conflict: false }],
    ["the board has it and the file has no place", { board: "b", hasPlace: false }, { to: "keep" }],
    ["both changed apart", { base: "a", file: "b", board: "c" }, { to: "file", conflict: true }],
    [
      "changed apart, and the file cannot say what the board says",
      { base: "a", file: "b", board: "c", hasPlace: false },
      { to: "board", conflict: true },
    ],
    ["one changed it and the other emptied it", { base: "a", file: "b" }, { to: "board", conflict: true }],
    [
      "the file has a place since, and says something else",
      { file: "b", board: "c", hadPlace: false },
      { to: "board", conflict: true },
    ],
  ])("%s", (_, given, expected) => {
    expect(mergeValue(sides(given))).toEqual(expected);
  });

  test.each<[string, Partial<ValueSides>, ReturnType<typeof mergeValue>]>([
    ["the board is empty", { file: "a" }, { to: "board", conflict: false }],
    ["the file is", { board: "a" }, { to: "file", conflict: false }],
    ["both say something", { file: "a", board: "b" }, { to: "file", conflict: true }],
    ["and the file has no place", { file: "a", board: "b", hasPlace: false }, { to: "keep" }],
  ])("when they meet: %s", (_, given, expected) => {
    expect(mergeValue(sides({ isKnown: false, ...given }))).toEqual(expected);
  });

  test.each<[string, Partial<ValueSides>, ReturnType<typeof mergeRepeated>["to"]]>([
    ["nothing to do", { base: "a", file: "a", board: "a" }, "neither"],
    ["the file changed", { base: "a", file: "b", board: "a" }, "board"],
    ["the board changed: it is put back", { base: "a", file: "a", board: "b" }, "board"],
    ["the board was emptied", { base: "a", file: "a" }, "board"],
    ["both changed apart", { base: "a", file: "b", board: "c" }, "board"],
    ["both say something when they meet", { isKnown: false, file: "a", board: "b" }, "board"],
    ["the file says nothing any more", { base: "a", board: "a" }, "board"],
    ["nor does it, and the board something else", { base: "a", board: "b" }, "neither"],
    ["the file never said anything", { board: "b" }, "neither"],
    ["nor when they meet", { isKnown: false, board: "b" }, "neither"],
  ])("that only repeats the file: %s", (_, given, to) => {
    expect(mergeRepeated(sides(given)).to).toBe(to);
  });

  test("once one has followed the other, there is nothing left to do", () => {
    const value = fc.option(fc.constantFrom("a", "b", "c"), { nil: undefined });
    fc.assert(
      fc.property(
        fc.record({
          isKnown: fc.boolean(),
          base: value,
          file: value,
          board: value,
          hasPlace: fc.boolean(),
          hadPlace: fc.boolean(),
        }),
        (given) => {
          const { to } = mergeValue(given);
          const file = to === "file" ? given.board : given.file;
          const board = to === "board" ? given.file : given.board;
          const settled = { ...given, isKnown: true, base: file, file, board };
          expect(mergeValue(settled).to).toBe(to === "keep" && !given.hasPlace ? "keep" : "neither");
        },
      ),
    );
  });
});
