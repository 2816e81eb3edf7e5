import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import {
  formatIssueBody,
  readIssueBody,
  spliceIssueBody,
  type BodyLine,
  type IssueBodyInput,
} from "../../src/core/report/issue-body.js";
import { formatPlain, oneLine, readPlain } from "../../src/core/report/plain-text.js";
import { hostileLine, hostileText } from "./texts.js";

const input: IssueBodyInput = {
  file: "checklists/billing.md",
  fileUrl: "https://github.com/acme/app/blob/main/checklists/billing.md#L3",
  section: ["Billing", "Phase 2: Security (25%)"],
  title: "Implement OAuth2/JWT",
  text: "Implement OAuth2/JWT",
  key: "4f2a",
  lines: [
    { key: "a1", text: "Rotate keys", checked: true, struck: false, depth: 0 },
    { key: "a2", text: "Every 90 days", checked: false, struck: true, depth: 1 },
  ],
};

const key = fc
  .oneof(fc.stringMatching(/^[0-9a-f]{1,16}$/), fc.string({ minLength: 1, unit: "binary" }))
  .filter((text) => !/\0/.test(text));
const bodyLine: fc.Arbitrary<BodyLine> = fc.record({
  key,
  text: hostileLine.filter((text) => oneLine(text) !== ""),
  checked: fc.boolean(),
  struck: fc.boolean(),
  depth: fc.nat(4),
});
const anyInput: fc.Arbitrary<IssueBodyInput> = fc.record({
  file: hostileLine,
  fileUrl: fc.webUrl(),
  section: fc.array(hostileLine, { maxLength: 3 }),
  title: hostileLine,
  text: hostileText,
  key,
  lines: fc.uniqueArray(bodyLine, { maxLength: 6, selector: (line) => line.key }),
});

describe("the body of an issue", () => {
  test("pain 19: says where its task is, what is below it, and hides its marker", () => {
    expect(formatIssueBody(input)).toBe(
      [
        "<!-- tickmark:begin -->",
        "This issue mirrors a task of [checklists/billing.md](https://github.com/acme/app/blob/main/checklists/billing.md#L3) › Billing › Phase 2: Security (25%). Closing it ticks the task's box, and ticking the box closes it.",
        "",
        "- [x] Rotate keys <!-- tickmark:task a1 -->",
        "  - [ ] ~~Every 90 days~~ <!-- tickmark:task a2 -->",
        "",
        '<!-- tickmark:issue {"v":1,"key":"4f2a","file":"checklists/billing.md"} -->',
        "<!-- tickmark:end -->",
      ].join("\n"),
    );
  });

  test("quotes the text that its title has no room for, harmlessly", () => {
    const body = formatIssueBody({ ...input, title: "# Ask…", text: "# Ask @octocat\nabout <T> in #12" });

    expect(body).toContain("\n\n> \\# Ask @&#8203;octocat about &lt;T> in #&#8203;12\n\n");
  });

  test("pain 27: does not let a file name end the marker", () => {
    const body = formatIssueBody({ ...input, file: "a --> <b>@mona #1.md" });

    expect(body).toContain('"file":"a \\u002d\\u002d\\u003e \\u003cb\\u003e\\u0040mona \\u00231.md"');
    expect(readIssueBody(body)?.marker?.file).toBe("a --> <b>@mona #1.md");
  });

  test("reads back a line with a line separator of Unicode, which ends no line of Markdown", () => {
    const line = { key: "a", text: "one\u2028two", checked: false, struck: false };

    const read = readIssueBody(formatIssueBody({ ...input, lines: [{ ...line, depth: 0 }] }));

    expect(read?.lines).toEqual([line]);
  });

  test("reads back as what was written", () => {
    fc.assert(
      fc.property(anyInput, (any) => {
        const read = readIssueBody(formatIssueBody(any));

        expect(read?.marker).toEqual({ key: any.key, file: any.file });
        expect(read?.lines).toEqual(
          any.lines.map(({ key, text, checked, struck }) => ({ key, text: oneLine(text), checked, struck })),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("pain 53: is never longer than GitHub accepts, and says how many tasks it leaves out", () => {
    const lines = Array.from({ length: 2000 }, (_, n) => ({
      key: `k${n}`,
      text: "x".repeat(80),
      checked: false,
      struck: false,
      depth: 0,
    }));
    const body = formatIssueBody({ ...input, text: "y".repeat(70_000), lines });
    const listed = formatIssueBody({ ...input, lines });

    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toContain("- … and 2000 more");
    expect(listed.length).toBeLessThanOrEqual(65_536);
    expect(listed.length).toBeGreaterThan(65_000);
    const shown = readIssueBody(listed)?.lines.length ?? 0;
    expect(listed).toContain(`- … and ${2000 - shown} more`);
    expect(readIssueBody(body)?.marker?.key).toBe("4f2a");
  });
});

describe("a new block in a body that people have edited", () => {
  const next = formatIssueBody({ ...input, title: "New", text: "New", lines: [] });

  test("leaves their words before and after as they are", () => {
    const current = `Hello\r\n  \r\n${formatIssueBody(input)}\r\nBye \t\n\n`;

    expect(spliceIssueBody(current, next)).toBe(`Hello\r\n  \r\n${next}\r\nBye \t\n\n`);
  });

  test("pain 26: goes to the end when the block was deleted", () => {
    expect(spliceIssueBody("Mine", next)).toBe(`Mine\n\n${next}`);
    expect(spliceIssueBody("Mine\n\n", next)).toBe(`Mine\n\n${next}`);
    expect(spliceIssueBody("", next)).toBe(next);
  });

  test("replaces the first of two", () => {
    const block = formatIssueBody(input);

    expect(spliceIssueBody(`a ${block} b ${block} c`, next)).toBe(`a ${next} b ${block} c`);
    expect(spliceIssueBody(`<!-- tickmark:begin --> mine ${block}`, next)).toBe(
      `<!-- tickmark:begin --> mine ${next}`,
    );
  });

  test("changes nothing when only the line endings differ", () => {
    const current = `x\r\n${next.replaceAll("\n", "\r\n")}`;

    expect(spliceIssueBody(current, next)).toBe(current);
  });

  test("gives way to long words of people", () => {
    const lines = Array.from({ length: 700 }, (_, n) => ({
      key: `k${n}`,
      text: "x".repeat(50),
      checked: false,
      struck: false,
      depth: 0,
    }));
    const block = formatIssueBody({ ...input, lines });
    const words = "w".repeat(60_000);
    const spliced = spliceIssueBody(words, block);

    expect(spliced.length).toBeLessThanOrEqual(65_536);
    expect(spliced.startsWith(words)).toBe(true);
    const shown = readIssueBody(spliced)?.lines.length ?? 0;
    expect(spliced).toContain(`and ${700 - shown} more`);
    expect(spliceIssueBody(spliced, block)).toBe(spliced);
    expect(spliceIssueBody("w".repeat(65_500), block)).toBe("w".repeat(65_500));
  });

  test("settles at once, whatever stands around it", () => {
    fc.assert(
      fc.property(hostileText, hostileText, anyInput, (before, after, any) => {
        const block = formatIssueBody(any);
        const once = spliceIssueBody(before + formatIssueBody(input) + after, block);

        expect(spliceIssueBody(once, block)).toBe(once);
      }),
    );
    fc.assert(
      fc.property(hostileText, anyInput, (text, any) => {
        const block = formatIssueBody(any);
        const once = spliceIssueBody(text, block);

        expect(once.startsWith(text.split("<!-- tickmark:begin -->")[0] ?? "")).toBe(true);
        expect(spliceIssueBody(once, block)).toBe(once);
      }),
    );
  });
});

describe("a body that people have edited", () => {
  test("is read with what they ticked, renamed, added and deleted", () => {
    const body = formatIssueBody(input)
      .replace("- [x] Rotate keys", "* [ ] Rotate <b>**all**</b> `keys`")
      .replace("a2 -->", "a2 --> typed behind it\n- [ ] somebody's own");

    expect(readIssueBody(body)?.lines).toEqual([
      { key: "a1", text: "Rotate all keys", checked: false, struck: false },
      { key: "a2", text: "Every 90 days typed behind it", checked: false, struck: false },
    ]);
  });

  test("has no meaning for us without a block", () => {
    expect(readIssueBody('x <!-- tickmark:issue {"v":1,"key":"a","file":"b"} -->')).toBeUndefined();
  });

  test("has no marker when it is damaged", () => {
    const body = formatIssueBody(input);

    expect(readIssueBody(body.replace('"v":1', '"v":2'))?.marker).toBeUndefined();
    expect(readIssueBody(body.replace('"key":', '"key"'))?.marker).toBeUndefined();
    expect(readIssueBody(body.replace('"4f2a"', "7"))?.marker).toBeUndefined();
  });
});

describe("plain text as Markdown", () => {
  test.each([
    "snake_case and a * b",
    "Implement OAuth2/JWT",
    "p95 < 200 ms",
    "100% of $5",
    "see https://example.com/a_b",
  ])("%s stays readable and reads back", (text) => {
    expect(readPlain(formatPlain(text)).text).toBe(text);
  });

  test("is not escaped without need", () => {
    expect(formatPlain("snake_case [x] at https://example.com/a_b")).toBe(
      "snake_case [x] at https://example.com/a_b",
    );
  });
});
