import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { Completion } from "../../src/core/model/checklist.js";
import { StaleHeadError } from "../../src/errors.js";
import { ChecklistCache } from "../../src/sync/checklist-cache.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import type { RepositoryMemory } from "../../src/sync/repository-memory.js";
import { syncRepository } from "../../src/sync/sync-repository.js";
import type { Outcome } from "../../src/sync/sync-repository.js";
import { MemoryRepository } from "../support/memory-repository.js";

const PATH = "checklists/launch.md";

type Edit =
  { readonly do: "add" } | { readonly do: "tick" | "remove" | "reword" | "move"; readonly task: number };

type Act =
  | Edit
  | { readonly do: "sync" | "restart" | "merge" | "decline" | "refuse" | "allow" }
  | { readonly do: "set"; readonly issue: number; readonly completion: Completion };

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("sync" as const) }) },
  fc.record({ do: fc.constantFrom("restart", "merge", "decline", "refuse", "allow") }),
  fc.record({ do: fc.constant("add" as const) }),
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom("tick", "remove", "reword", "move"), task: fc.nat(9) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("set" as const),
      issue: fc.nat(9),
      completion: fc.constantFrom("open", "done", "dropped"),
    }),
  },
);

/** People, the app, and a branch that takes commits at times. */
class Story {
  readonly repository = new MemoryRepository();
  #memory: RepositoryMemory | undefined;
  #cache = new ChecklistCache();
  #added = 3;

  constructor() {
    this.repository.refusal = "Changes must be made through a pull request.";
    this.repository.push({
      [PATH]: "- [ ] Task 1\n- [ ] Task 2\n- [ ] Task 3\n",
      [CONFIG_PATH]: "dashboard: false\n",
    });
  }

  async play(each: Act): Promise<void> {
    const { repository } = this;
    const pull = repository.pulls.at(-1);
    switch (each.do) {
      case "sync":
        return void (await this.sync());
      case "restart":
        this.#memory = undefined;
        this.#cache = new ChecklistCache();
        return;
      case "merge":
        // GitHub merges by lines; here only what is up to date is merged.
        if (pull?.state === "open" && pull.head === repository.head().oid) repository.merge();
        return;
      case "decline":
        if (pull?.state === "open") repository.decline();
        return;
      case "refuse":
      case "allow":
        repository.refusal = each.do === "allow" ? undefined : "Changes must be made through a pull request.";
        return;
      case "set": {
        const numbers = [...repository.issues.keys()];
        const number = numbers[each.issue % Math.max(1, numbers.length)];
        if (number !== undefined) repository.changeIssue(number, { completion: each.completion });
        return;
      }
      case "add":
      case "tick":
      case "remove":
      case "reword":
      case "move":
        this.#edit(each);
    }
  }

  async sync(attempts = 3): Promise<Outcome> {
    try {
      return await this.#sync();
    } catch (error) {
      // As the queue does: it is read again, and time has passed.
      if (!(error instanceof StaleHeadError) || attempts === 1) throw error;
      this.repository.tick();
      return this.sync(attempts - 1);
    }
  }

  async #sync(): Promise<Outcome> {
    const synced = await syncRepository({
      ports: this.repository.ports(),
      cache: this.#cache,
      memory: this.#memory,
      dashboard: undefined,
      release: true,
      suspects: [],
      record: [],
      mode: "apply",
      progress: () => undefined,
    });
    this.#memory = synced.memory ?? this.#memory;
    return synced.outcome;
  }

  #edit(each: Edit): void {
    const lines = (this.repository.text(PATH) ?? "").split("\n").filter((line) => line !== "");
    if (each.do === "add") lines.push(`- [ ] Task ${(this.#added += 1)}`);
    else {
      const at = each.task % Math.max(1, lines.length);
      const line = lines[at];
      if (line === undefined) return;
      const toggled = line.includes("[x]") ? line.replace("[x]", "[ ]") : line.replace("[ ]", "[x]");
      if (each.do === "tick") lines[at] = toggled;
      if (each.do === "reword") lines[at] = line.replace(/(Task \d+)/, "$1 again");
      if (each.do === "remove") lines.splice(at, 1);
      if (each.do === "move") lines.push(...lines.splice(at, 1));
    }
    this.repository.push({ [PATH]: lines.map((line) => `${line}\n`).join("") });
  }

  /** Nobody does anything any more, and every pull request is merged. */
  async settle(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      await this.sync();
      await this.play({ do: "merge" });
    }
    this.repository.refusal = undefined;
    // What a person has declined waits until there is something new.
    await this.play({ do: "add" });
    await this.sync();
    await this.sync();
  }
}

test("whatever happens while a pull request waits, in the end both sides agree, with one issue for each task", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
      const story = new Story();
      const { repository } = story;
      for (const each of acts) await story.play(each);
      await story.settle();

      const { tasks } = parseChecklist(PATH, repository.head().files.get(PATH) ?? new Uint8Array()).checklist;
      const referenced = tasks.flatMap(({ reference }) => reference?.number ?? []);
      expect(new Set(referenced).size).toBe(referenced.length);
      // A task that was ticked before it had an issue gets none.
      expect(tasks.filter(({ reference, checked }) => !reference && !checked)).toEqual([]);
      for (const { reference, completion, title } of tasks) {
        if (!reference) continue;
        expect(repository.issues.get(reference.number)).toMatchObject({ completion, title });
      }
      const loose = [...repository.issues.values()].filter(({ number }) => !referenced.includes(number));
      // A person may reopen an issue whose line is gone: that is theirs.
      const left = loose.filter(
        ({ completion, events }) => completion === "open" && events.at(-1)?.own !== false,
      );
      expect(left).toEqual([]);
      expect(repository.base?.proposal).toBeUndefined();
      expect(repository.pulls.filter(({ state }) => state === "open")).toEqual([]);
      await story.play({ do: "restart" });
      const again = await story.sync();
      expect("plan" in again ? again.plan.steps : []).toEqual([]);
    }),
    { numRuns: Number(process.env["PULL_REQUEST_RUNS"] ?? 60) },
  );
}, 60_000);
