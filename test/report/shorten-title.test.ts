import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import { shorten, shortenTitle } from "../../src/core/report/shorten-title.js";

describe("a title for an issue", () => {
  test("stays as it is when it fits", () => {
    expect(shortenTitle("a".repeat(256))).toBe("a".repeat(256));
  });

  test("ends at a word when it does not fit", () => {
    const title = shortenTitle(`${"word ".repeat(60)}end`);

    expect(title).toMatch(/^(word )+word…$/);
    expect(title.length).toBeLessThanOrEqual(256);
  });

  test("is cut within a word that has no end in sight", () => {
    expect(shortenTitle("a".repeat(1000))).toBe(`${"a".repeat(255)}…`);
  });

  test("keeps what looks like one character whole", () => {
    const family = "👩‍👩‍👧‍👦";

    expect(shorten(family.repeat(3), family.length * 2)).toBe(`${family}…`);
  });

  test("survives a character that is longer than any title", () => {
    const title = shortenTitle(`😀${"\u0301".repeat(2000)}`);

    expect(title.length).toBeLessThanOrEqual(256);
    expect(encodeURIComponent(title)).toBeDefined();
  });

  test("pain 54: fits, is well formed and is a beginning of the text, whatever the text", () => {
    const unit = fc.constantFrom("grapheme" as const, "binary" as const);
    const text = unit.chain((kind) => fc.string({ unit: kind, minLength: 0, maxLength: 90 }));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 60 }), (input, limit) => {
        const short = shorten(input, limit);

        expect(short.length).toBeLessThanOrEqual(limit);
        expect(encodeURIComponent(short)).toBeDefined();
        if (short !== input) expect(input.startsWith(short.slice(0, -1))).toBe(true);
      }),
    );
  });
});
