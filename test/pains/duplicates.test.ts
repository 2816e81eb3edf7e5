import { describe, expect, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import { ref, startProcess } from "../support/memory-process.js";
import { MemoryRepository, statesOf } from "../support/memory-repository.js";

const PATH = "checklists/launch.md";

async function launched(text: string, others: Readonly<Record<string, string>> = {}) {
  const repository = new MemoryRepository();
  repository.push({ [PATH]: text, ...others });
  const sync = startProcess(repository);
  await sync();
  return { repository, sync };
}

const titles = (repository: MemoryRepository): string[] =>
  [...repository.issues.values()].map(({ title }) => title);

describe("every task has an issue, and no other has it", () => {
  test("pain 6: tasks with the same number in two files are two tasks", async () => {
    const { repository } = await launched("## Setup\n- [ ] T001 Create the schema\n", {
      "checklists/search.md": "## Setup\n- [ ] T001 Create the schema\n",
    });

    expect(titles(repository)).toEqual(["T001 Create the schema", "T001 Create the schema"]);
    expect(repository.text("checklists/search.md")).toContain(ref(2));
  });

  test("pain 7: a title that mentions another task's number is not taken for it", async () => {
    const { repository } = await launched("- [ ] T001 Blocked on T002\n- [ ] T002 Decide\n");

    expect(titles(repository)).toEqual(["T001 Blocked on T002", "T002 Decide"]);
  });

  test("tasks with the same text in one section have one issue each, also when the answer is lost", async () => {
    const repository = new MemoryRepository();
    repository.push({ [PATH]: "- [ ] Review\n- [ ] Review\n- [ ] Review\n" });
    repository.afterwards = (operation) => {
      if (operation !== "create") return;
      repository.afterwards = () => undefined;
      throw new RetryError("the connection broke");
    };
    const sync = startProcess(repository);
    await expect(sync()).rejects.toThrow(RetryError);
    await sync();

    expect(repository.issues.size).toBe(3);
    expect(repository.text(PATH)).toBe([1, 2, 3].map((number) => `- [ ] Review ${ref(number)}\n`).join(""));
  });

  test("pain 21: what stands in code, a quote of code or an HTML comment is no task", async () => {
    const text = [
      "```md\n- [ ] In a fence\n```",
      "    - [ ] In indented code",
      "<!--\n- [ ] In a comment\n-->",
      "Write `- [ ] in a span`.",
      "- [ ] A task",
    ].join("\n\n");
    const { repository } = await launched(`${text}\n`);

    expect(titles(repository)).toEqual(["A task"]);
  });

  test("pain 34: a number in a task's words is a number: no reference, and its issue says so harmlessly", async () => {
    const repository = new MemoryRepository();
    repository.addIssue({ title: "Somebody's", own: false }, 5);
    repository.push({ [PATH]: "- [ ] Follow up on #5, closes #5, Ref #5\n" });
    await startProcess(repository)();

    expect(repository.issues.get(5)).toMatchObject({ completion: "open", body: "" });
    expect(repository.text(PATH)).toBe(`- [ ] Follow up on #5, closes #5, Ref #5 ${ref(6)}\n`);
    expect(repository.issues.get(6)?.body).not.toMatch(/(?:closes|Ref) #5/);
  });

  test("pain 30: issues of people are neither read one by one nor changed", async () => {
    const repository = new MemoryRepository();
    const theirs = Array.from({ length: 30 }, (_, at) =>
      repository.addIssue({ title: `Their issue ${at}`, own: false, body: "Words." }),
    );
    repository.push({ [PATH]: "- [ ] Ship\n" });
    await startProcess(repository)();

    expect(repository.asked).not.toContain("read");
    expect(theirs.map(({ number }) => repository.issues.get(number))).toEqual(theirs);
  });
});

describe("people rearrange their lines", () => {
  test("a line is split: the part with the reference keeps the issue, the other is a new task", async () => {
    const { repository, sync } = await launched("- [ ] Design and build\n");
    repository.push({ [PATH]: `- [ ] Design ${ref(1)}\n- [ ] Build\n` });
    await sync();

    expect(titles(repository)).toEqual(["Design", "Build"]);
    expect(repository.text(PATH)).toBe(`- [ ] Design ${ref(1)}\n- [ ] Build ${ref(2)}\n`);
  });

  test("two lines are merged: the last reference counts, and the other issue is closed with a word", async () => {
    const { repository, sync } = await launched("- [ ] Design\n- [ ] Build\n");
    repository.push({ [PATH]: `- [ ] Design ${ref(1)} and build ${ref(2)}\n` });
    await sync();

    expect(statesOf(repository.issues)).toEqual({ 1: "dropped", 2: "open" });
    expect(repository.comments.map(({ issue }) => issue)).toEqual([1]);
  });

  test("pain 17: a line that goes, comes back and goes is told of once each time, however often it is looked", async () => {
    const { repository, sync } = await launched("- [ ] Ship\n- [ ] Rest\n");
    const whole = repository.text(PATH) ?? "";
    const without = `- [ ] Rest ${ref(2)}\n`;
    for (const text of [without, whole, without]) {
      repository.push({ [PATH]: text });
      await sync();
      await sync();
      await startProcess(repository)();
    }

    expect(statesOf(repository.issues)).toEqual({ 1: "dropped", 2: "open" });
    expect(repository.comments.map(({ issue }) => issue)).toEqual([1, 1]);
  });

  test("the app's commit is reverted: the references come back, and nothing else happens", async () => {
    const source = "- [ ] Ship\n- [ ] Rest\n";
    const { repository, sync } = await launched(source);
    const linked = repository.text(PATH) ?? "";
    repository.push({ [PATH]: source });
    await sync();

    expect(repository.text(PATH)).toBe(linked);
    expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "open" });
    expect(repository.comments).toEqual([]);
  });

  test("a forced push takes the last commits away: what was ticked there is as on the issues", async () => {
    const { repository, sync } = await launched("- [ ] Ship\n- [ ] Rest\n");
    const before = repository.text(PATH) ?? "";
    repository.changeIssue(1, { completion: "done" });
    await sync();
    repository.push({ [PATH]: before });
    await sync();

    // Back to the open box is a change of the file: the issue follows it.
    expect(repository.text(PATH)).toBe(before);
    expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "open" });
  });

  test("a checklist is deleted: its issues are closed as not planned, and reopened when it comes back", async () => {
    const { repository, sync } = await launched("- [ ] Ship\n- [ ] Rest\n");
    const whole = repository.text(PATH) ?? "";
    repository.push({ [PATH]: null });
    await sync();
    const closed = statesOf(repository.issues);
    repository.push({ [PATH]: whole });
    await sync();

    expect(closed).toEqual({ 1: "dropped", 2: "dropped" });
    expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "open" });
    expect(repository.text(PATH)).toBe(whole);
  });

  test("a checklist with more tasks than may be closed is deleted: a person is asked first", async () => {
    const text = Array.from({ length: 21 }, (_, at) => `- [ ] Task ${at}\n`).join("");
    const { repository, sync } = await launched(text);
    repository.push({ [PATH]: null });

    expect(await sync()).toMatchObject({ result: "held" });
    expect(new Set(Object.values(statesOf(repository.issues)))).toEqual(new Set(["open"]));
  });
});
