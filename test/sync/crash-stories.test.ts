import { beforeEach, describe, expect, test } from "@jest/globals";
import { RetryError, StaleHeadError } from "../../src/errors.js";
import { ChecklistCache } from "../../src/sync/checklist-cache.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import type { RepositoryPorts } from "../../src/sync/ports.js";
import type { RepositoryMemory } from "../../src/sync/repository-memory.js";
import { syncRepository } from "../../src/sync/sync-repository.js";
import { MemoryRepository, statesOf } from "../support/memory-repository.js";

/** Stories that the torture test found: what people do between a crash and the next sync. */

const PATH = "checklists/launch.md";
const ref = (number: number): string => `[#${number}](https://github.com/acme/app/issues/${number})`;

let repository: MemoryRepository;
beforeEach(() => {
  repository = new MemoryRepository();
});

/** Unless something is given to it, a sync is a process of its own: nothing is remembered but what GitHub has. */
async function sync(
  ports: RepositoryPorts = repository.ports(),
  memory?: RepositoryMemory,
): Promise<RepositoryMemory | undefined> {
  const synced = await syncRepository({
    ports,
    cache: new ChecklistCache(),
    memory,
    suspects: [],
    record: [],
    dashboard: undefined,
    release: false,
    mode: "apply",
    progress: () => undefined,
  });
  return synced.memory;
}

async function dieBefore(operation: string): Promise<void> {
  repository.interfere = (asked) => {
    if (asked === operation) throw new RetryError("killed");
  };
  await expect(sync()).rejects.toThrow(RetryError);
  repository.interfere = () => undefined;
}

describe("issues were made, and before their numbers reach the file", () => {
  test("a line is moved to another file: it keeps its issue", async () => {
    repository.push({ [PATH]: "- [ ] Ship\n- [ ] Write\n" });
    await dieBefore("commit");
    repository.push({ [PATH]: "- [ ] Ship\n", "checklists/later.md": "- [ ] Write\n" });

    await sync();

    expect(repository.issues.size).toBe(2);
    expect(repository.text("checklists/later.md")).toBe(`- [ ] Write ${ref(2)}\n`);
  });

  test("the file is renamed: no task gets a second issue", async () => {
    repository.push({ [PATH]: "- [ ] Ship\n  - [ ] Test\n" });
    await dieBefore("commit");
    repository.push({ [PATH]: null, "checklists/release.md": "- [ ] Ship\n  - [ ] Test\n" });

    await sync();

    expect(repository.issues.size).toBe(2);
    expect(repository.text("checklists/release.md")).toBe(`- [ ] Ship ${ref(1)}\n  - [ ] Test ${ref(2)}\n`);
  });

  test("a line is moved and ticked: its issue is closed as completed", async () => {
    repository.push({ [PATH]: "- [ ] Ship\n\n## Later\n" });
    await dieBefore("commit");
    repository.push({ [PATH]: "## Later\n\n- [x] Ship\n" });

    await sync();

    expect(statesOf(repository.issues)).toEqual({ 1: "done" });
    expect(repository.text(PATH)).toBe(`## Later\n\n- [x] Ship ${ref(1)}\n`);
  });

  test("a line is reworded: the old issue is closed and says why, the new words get their own", async () => {
    repository.push({ [PATH]: "- [ ] Ship\n- [ ] Write\n" });
    await dieBefore("commit");
    repository.push({ [PATH]: "- [ ] Ship\n- [ ] Review\n" });

    await sync();

    expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "dropped", 3: "open" });
    expect(repository.comments.map(({ issue }) => issue)).toEqual([2]);
    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n- [ ] Review ${ref(3)}\n`);
  });

  test("a line is removed, and its issue is reopened by a person afterwards: that stays so", async () => {
    repository.push({ [PATH]: "- [ ] Ship\n- [ ] Write\n" });
    await dieBefore("commit");
    repository.push({ [PATH]: "- [ ] Ship\n" });
    await sync();
    repository.changeIssue(2, { completion: "open" });

    await sync();

    expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "open" });
  });

  test("a parent is deleted: its sub-issues go below the issue that the task gets next", async () => {
    repository.push({ [PATH]: "- [ ] Ship\n  - [ ] Test\n" });
    await dieBefore("commit");
    repository.issues.delete(1);
    const orphan = repository.issues.get(2);
    if (orphan) repository.issues.set(2, { ...orphan, parent: undefined });

    await sync();

    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(3)}\n  - [ ] Test ${ref(2)}\n`);
    expect(repository.issues.get(2)?.parent).toBe(3);
  });

  test("a sub-issue is taken out of its parent by a person: it stays out", async () => {
    repository.push({ [PATH]: "- [ ] Ship\n  - [ ] Test\n" });
    await dieBefore("commit");
    repository.changeIssue(2, { parent: undefined });

    await sync();

    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n  - [ ] Test ${ref(2)}\n`);
    expect(repository.issues.get(2)?.parent).toBeUndefined();
  });

  test("a task is ticked: its subtasks stay under it", async () => {
    repository.push({ [PATH]: "- [ ] Ship\n  - [ ] Test\n" });
    await dieBefore("commit");
    repository.push({ [PATH]: "- [x] Ship\n  - [ ] Test\n" });

    await sync();

    expect(repository.issues.get(2)?.parent).toBe(1);
  });

  test("a subtask is taken out of its task: its issue follows", async () => {
    repository.push({ [PATH]: "- [ ] Ship\n  - [ ] Test\n" });
    await dieBefore("commit");
    repository.push({ [PATH]: "- [ ] Ship\n- [ ] Test\n" });

    await sync();

    expect(repository.issues.get(2)?.parent).toBeUndefined();
  });
});

test("an issue was nested, the base did not move, and its line goes back: the issue follows", async () => {
  repository.push({ [PATH]: "- [ ] Ship\n- [ ] Test\n" });
  await sync();
  repository.push({ [PATH]: `- [ ] Ship ${ref(1)}\n  - [ ] Test ${ref(2)}\n` });
  await dieBefore("base.write");
  expect(repository.issues.get(2)?.parent).toBe(1);
  repository.push({ [PATH]: `- [ ] Ship ${ref(1)}\n- [ ] Test ${ref(2)}\n` });

  await sync();

  expect(repository.issues.get(2)?.parent).toBeUndefined();
});

test("a nested line comes back without its place: the issue is no longer a sub-issue", async () => {
  repository.push({ [PATH]: "- [ ] Ship\n  - [ ] Test\n" });
  await sync();
  repository.push({ [PATH]: `- [ ] Ship ${ref(1)}\n` });
  await sync();
  repository.push({ [PATH]: `- [ ] Test ${ref(2)}\n- [ ] Ship ${ref(1)}\n` });

  await sync();

  expect(repository.issues.get(2)?.parent).toBeUndefined();
});

test("a person nests an issue elsewhere: it stays there", async () => {
  repository.push({ [PATH]: "- [ ] Ship\n- [ ] Test\n" });
  await sync();
  repository.changeIssue(2, { parent: 1 });

  await sync();

  expect(repository.issues.get(2)?.parent).toBe(1);
});

test("a renamed issue loses its line, and gets it back without a reference: both have one title", async () => {
  repository.push({ [PATH]: "- [ ] Ship\n- [ ] Write\n" });
  await sync();
  repository.changeIssue(2, { title: "Write it down" });
  repository.push({ [PATH]: `- [ ] Ship ${ref(1)}\n` });
  await sync();
  repository.push({ [PATH]: `- [ ] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n` });

  await sync();

  expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n- [ ] Write it down ${ref(2)}\n`);
});

test("pain 8: an issue is closed, and people go back to before it had a number: it is found again, and reopened", async () => {
  repository.push({ [PATH]: "- [ ] Ship\n" });
  await sync();
  repository.changeIssue(1, { completion: "done" });
  await sync();
  expect(repository.text(PATH)).toBe(`- [x] Ship ${ref(1)}\n`);
  repository.push({ [PATH]: "- [ ] Ship\n" });

  await sync();

  expect(statesOf(repository.issues)).toEqual({ 1: "open" });
  expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n`);
});

test("an issue is dropped, and its line comes back without its number, but ticked: it is found again, and completed", async () => {
  repository.push({ [PATH]: "- [ ] Ship\n" });
  await sync();
  repository.changeIssue(1, { completion: "dropped" });
  await sync();
  repository.push({ [PATH]: "- [x] Ship\n" });

  await sync();

  expect(statesOf(repository.issues)).toEqual({ 1: "done" });
  expect(repository.text(PATH)).toBe(`- [x] Ship ${ref(1)}\n`);
});

test("a line that was removed comes back, and the process dies when it has made another issue: that one is found again", async () => {
  repository.push({ [PATH]: "- [ ] Write\n- [ ] Ship\n" });
  const memory = await sync();
  repository.push({ [PATH]: `- [ ] Write ${ref(1)}\n` });
  const later = await sync(repository.ports(), memory);
  expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "dropped" });
  repository.tick();
  repository.push({ [PATH]: `- [ ] Write ${ref(1)}\n- [ ] Ship\n` });
  repository.interfere = (asked) => {
    if (asked === "commit") throw new RetryError("killed");
  };
  await expect(sync(repository.ports(), later)).rejects.toThrow(RetryError);
  repository.interfere = () => undefined;

  repository.base = repository.base && { ...repository.base, since: "2026-01-01T00:00:00.000Z" };
  await sync();

  expect(repository.text(PATH)).toBe(`- [ ] Write ${ref(1)}\n- [ ] Ship ${ref(3)}\n`);
  expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "dropped", 3: "open" });
});

test("a list lags behind when an issue was renamed: the next look sees it", async () => {
  repository.push({ [PATH]: "- [ ] Ship\n" });
  const memory = await sync();
  const before = repository.issues.get(1);
  repository.changeIssue(1, { title: "Ship it" });
  if (before) repository.outdated.set(1, before);

  const later = await sync(repository.ports(), memory);
  expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n`);
  repository.outdated.clear();
  await sync(repository.ports(), later);

  expect(repository.text(PATH)).toBe(`- [ ] Ship it ${ref(1)}\n`);
});

test("a person writes into an issue between the reading and the writing: it is read again, and the words stay", async () => {
  repository.push({ [PATH]: "- [ ] Ship\n" });
  await sync();
  repository.push({ [PATH]: null, "checklists/release.md": `- [ ] Ship ${ref(1)}\n` });
  const { body } = repository.issues.get(1) ?? {};
  // The list of what changed has it, so that the only look at its number is the one before the writing.
  repository.interfere = (asked) => {
    if (asked === "read") repository.changeIssue(1, { body: `${body}\n\nMind the gap.` });
  };

  await expect(sync()).rejects.toThrow(StaleHeadError);
  repository.interfere = () => undefined;
  await sync();

  expect(repository.issues.get(1)?.body).toContain("release.md");
  expect(repository.issues.get(1)?.body).toContain("Mind the gap.");
});

test("GitHub refuses what another process has done already: it is read again, and nobody is told of a refusal", async () => {
  repository.push({ [PATH]: "- [ ] Ship\n  - [ ] Test\n" });
  await sync();
  repository.push({ [PATH]: `- [ ] Ship ${ref(1)}\n- [ ] Test ${ref(2)}\n` });
  const ports = repository.ports();
  const slower: RepositoryPorts = {
    ...ports,
    issues: {
      ...ports.issues,
      change: (changes) => {
        repository.changeIssue(2, { parent: undefined });
        return Promise.resolve(changes.map(() => ({ ok: false, refusal: "not a sub-issue" })));
      },
    },
  };

  await expect(sync(slower)).rejects.toThrow(StaleHeadError);
});

test("a file is renamed, and the process dies between the commit and the base: its phase keeps its issue", async () => {
  const config = { [CONFIG_PATH]: "issues: { phases: { issue: true, milestone: false } }\n" };
  repository.push({ ...config, [PATH]: "# Plan\n\n- [ ] Ship\n" });
  await sync();
  const text = repository.text(PATH) ?? "";
  repository.push({ [PATH]: null, "checklists/release.md": `${text}- [ ] Write\n` });
  await dieBefore("base.write");

  await sync();

  expect([...repository.issues.values()].map(({ title }) => title)).toEqual(["Plan", "Ship", "Write"]);
});
