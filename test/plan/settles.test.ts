import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { RetryError } from "../../src/errors.js";
import { ACT, play } from "./random-acts.js";
import type { Act } from "./random-acts.js";
import { World } from "./random-world.js";

/** fast-check prints the seed of a run that fails; this is the seed to repeat it with. */
const SEED = Number(process.env["FAST_CHECK_SEED"] ?? Date.now() % 1_000_000);
const RUNS = Number(process.env["FAST_CHECK_RUNS"] ?? 60);

async function checkSettled(acts: readonly Act[]): Promise<void> {
  const world = await play(new World(), acts);
  const text = world.text();
  expect(await world.sync()).toEqual([]);
  world.restart();
  expect(await world.sync()).toEqual([]);
  expect(world.text()).toBe(text);
  expect(world.disagreements()).toEqual([]);
}

/** What random acts found once, in as few acts as show it. */
const FOUND: readonly (readonly [state: string, acts: readonly Act[]])[] = [
  [
    "a renamed issue whose body quoted the task's long text",
    [
      { what: "reword", at: 0, words: `${"long ".repeat(60)}end` },
      { what: "sync" },
      { what: "rename", at: 0, words: "Ship" },
    ],
  ],
  [
    "a commit whose answer was lost, and its line is removed before the next look",
    [
      { what: "sync" },
      { what: "add", at: 0, indent: 0, words: "Ship" },
      { what: "lose", operation: "commit" },
      { what: "sync" },
      { what: "remove", at: 0 },
    ],
  ],
  [
    "a lost reference and a new title for a line that cannot take the title",
    [
      { what: "move", at: 4, to: 0 },
      { what: "add", at: 17, indent: 3, words: "Ship" },
      { what: "sync" },
      { what: "rename", at: 10, words: "Ship" },
      { what: "forget", at: 5 },
    ],
  ],
];

test.each(FOUND)("%s leaves nothing for the next sync", (_state, acts) => checkSettled(acts));

test("what a person changes after a commit whose answer was lost is news for the same process", async () => {
  const world = new World();
  await world.sync();
  const [number] = world.repository.issues.keys();
  world.repository.changeIssue(number ?? 0, { completion: "done" });
  world.lose("commit");
  await expect(world.sync()).rejects.toThrow(RetryError);
  expect(world.text()).toContain("- [x] Ship");

  world.push(world.text().replace("- [x] Ship", "- [ ] Ship"));
  await world.sync();

  expect(world.text()).toContain("- [ ] Ship");
  expect(world.repository.issues.get(number ?? 0)?.completion).toBe("open");
});

describe(`whatever people do on both sides (seed ${SEED})`, () => {
  test("a sync leaves nothing for the next one, with and without memory, and both sides agree", async () => {
    await fc.assert(fc.asyncProperty(fc.array(ACT, { maxLength: 12 }), checkSettled), {
      seed: SEED,
      numRuns: RUNS,
    });
  });

  test("no sync makes two issues for one task, however often its answers are lost", async () => {
    const lines = fc.array(fc.constantFrom("- [ ] Ship", "  - [ ] Test", "- [ ] Write"), {
      minLength: 1,
      maxLength: 8,
    });
    const losses = fc.array(fc.constantFrom("create", "change", "commit", "base.write"), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(lines, losses, async (text, lost) => {
        const world = new World();
        world.push([...text, ""].join("\n"));
        for (const operation of lost) {
          world.lose(operation);
          await world.sync().catch(() => undefined);
          world.restart();
        }
        await world.sync();
        expect(world.repository.issues.size).toBe(text.length);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});
