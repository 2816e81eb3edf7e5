import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";

const OURS = "table.test.ts";
const NUMBERS = Array.from({ length: 85 }, (_, at) => at + 1);

/** The names of tests are strings; those of cases are headings. */
const NAMES: readonly (readonly [ending: string, line: RegExp])[] = [
  [".test.ts", /["`[].*\bpain \d/],
  [".md", /^#+ .*\bpain \d/],
];

function numbersInNames(): ReadonlySet<number> {
  const files = readdirSync("test", { recursive: true, encoding: "utf8" });
  const lines = files.flatMap((file) => {
    const line = NAMES.find(([ending]) => file.endsWith(ending) && !file.endsWith(OURS))?.[1];
    if (!line) return [];
    return readFileSync(path.join("test", file), "utf8")
      .split(/\r?\n/)
      .filter((text) => line.test(text));
  });
  return new Set(
    lines.flatMap((text) => [...text.matchAll(/\bpain (\d+)/g)].map((match) => Number(match[1]))),
  );
}

const rows = readFileSync("test/pains/README.md", "utf8")
  .split("\n")
  .flatMap((line) => {
    const [, number, , reason] = /^\| (\d+) +\| (.+?) +\| (.*?) *\|$/.exec(line) ?? [];
    return number === undefined ? [] : [{ number: Number(number), reason }];
  });

test("the table has every complaint, each once", () => {
  expect(rows.map(({ number }) => number)).toEqual(NUMBERS);
});

test("every complaint has a test, or a reason why it cannot arise", () => {
  const tested = numbersInNames();
  const wrong = rows.filter(({ number, reason }) => tested.has(number) === (reason !== ""));
  expect(wrong).toEqual([]);
});
