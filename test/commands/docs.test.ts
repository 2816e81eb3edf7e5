import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";

import { COMMANDS } from "../../src/commands/commands.js";
import { formatCommandReference } from "../../src/commands/format-commands.js";

describe("docs/commands.md", () => {
  const page = readFileSync("docs/commands.md", "utf8");

  test("ends with the reference that is made from the commands themselves", () => {
    expect(page.slice(page.indexOf("### "))).toBe(`${formatCommandReference(COMMANDS)}\n`);
  });

  test("shows only commands that exist", () => {
    const shown = [...page.matchAll(/`(\/tickmark \w+|\/(?!tickmark)\w+)/g)].map(([, call]) => call);

    expect(COMMANDS.map(({ call }) => call)).toEqual(expect.arrayContaining(shown));
  });
});

describe("a command", () => {
  test.each(COMMANDS.map((command) => [command.name, command] as const))(
    "%s says how it is used, and its examples use it",
    (_name, { call, usage, examples, description }) => {
      expect(usage).toMatch(new RegExp(`^${call}\\b`));
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) expect(example).toContain(call);
      expect(description).toMatch(/^[A-Z].*\.$/);
    },
  );
});
