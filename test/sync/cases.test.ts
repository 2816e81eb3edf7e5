import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { parseCase, play } from "../support/sync-case.js";

const folder = path.resolve("test/cases/sync");

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

describe("a sync", () => {
  for (const file of readdirSync(folder).sort()) {
    const example = parseCase(readFileSync(path.join(folder, file), "utf8"));

    test(`${file}: ${example.title}`, async () => {
      const { repository, outcome, planned, again } = await play(example);

      for (const [name, expected] of example.blocks) {
        if (name === "plan") expect(planned).toEqual(lines(expected));
        if (name === "outcome") expect(outcome.result).toBe(expected.trim());
        if (name === "remarks" && "diagnostics" in outcome) {
          const remarks = outcome.diagnostics.map(({ file: at, line, rule }) => `${at}:${line} ${rule}`);
          expect(remarks).toEqual(lines(expected));
        }
        if (name === "comments")
          expect(repository.comments.map(({ issue, body }) => `#${issue} ${body.split("\n")[0]}`)).toEqual(
            lines(expected),
          );
        if (name === "after issues") {
          for (const [number, state] of Object.entries(
            parse(expected) as Record<string, Record<string, unknown>>,
          )) {
            expect(repository.issues.get(Number(number))).toMatchObject(state);
          }
        } else if (name.startsWith("after "))
          expect(repository.text(name.slice("after ".length))).toBe(expected);
      }
      const settled = again.result === "applied" ? again.plan.steps : [];
      if (outcome.result !== "held") expect(settled).toEqual([]);
    });
  }
});
