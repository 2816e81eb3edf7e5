import { describe, expect, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import { describeOutcome } from "../../src/sync/describe-outcome.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import { ref, startProcess } from "../support/memory-process.js";
import { MemoryRepository, statesOf, WITHOUT_PHASES } from "../support/memory-repository.js";

const PATH = "checklists/launch.md";
const RULE = "Changes must be made through a pull request.";

type Sync = ReturnType<typeof startProcess>;

function refusing(text: string, config = ""): MemoryRepository {
  const repository = new MemoryRepository();
  repository.refusal = RULE;
  repository.push({ [PATH]: text, [CONFIG_PATH]: `${config}${WITHOUT_PHASES}` });
  return repository;
}

/** What the file will be once the pull request is merged. */
function proposed(repository: MemoryRepository, path = PATH): string | undefined {
  const bytes = repository.pulls.at(-1)?.files.get(path);
  return bytes && new TextDecoder().decode(bytes);
}

async function pending(text: string): Promise<{ repository: MemoryRepository; sync: Sync }> {
  const repository = refusing(text);
  const sync = startProcess(repository);
  await sync();
  return { repository, sync };
}

const WRITES = ["create", "change", "commit", "propose", "withdraw", "base.write"];

/** Every state is looked at by the process that knows what it did, and by one that was started just now. */
describe.each([
  ["the same process", (_repository: MemoryRepository, sync: Sync): Sync => sync],
  ["another process", (repository: MemoryRepository): Sync => startProcess(repository)],
])("a branch that refuses commits, seen by %s", (_name, next) => {
  test("the edits come as one pull request, and a second look writes nothing", async () => {
    const { repository, sync } = await pending("- [ ] Ship\n- [ ] Write\n");

    const outcome = await next(repository, sync)();

    expect(repository.text(PATH)).toBe("- [ ] Ship\n- [ ] Write\n");
    expect(proposed(repository)).toBe(`- [ ] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n`);
    expect(repository.pulls).toHaveLength(1);
    expect("plan" in outcome ? outcome.plan.steps : []).toEqual([]);
    expect(repository.asked.filter((asked) => WRITES.includes(asked))).toEqual([]);
    expect(describeOutcome(outcome)).toBe(
      `nothing to do, pull request #3 is open: https://github.com/acme/app/pull/3 (${RULE})`,
    );
  });

  test("an issue that closes meanwhile is in it, too; reopened, it is not", async () => {
    const { repository, sync } = await pending("- [ ] Ship\n- [ ] Write\n");
    repository.changeIssue(1, { completion: "done" });
    await next(repository, sync)();
    const ticked = proposed(repository);
    repository.changeIssue(1, { completion: "open" });
    await next(repository, sync)();

    expect(ticked).toBe(`- [x] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n`);
    expect(proposed(repository)).toBe(`- [ ] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n`);
    expect(repository.pulls).toHaveLength(1);
    expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "open" });
  });

  test("somebody's issue that is deleted meanwhile makes nobody forget what waits", async () => {
    const { repository, sync } = await pending("- [ ] Ship\n");
    const { number } = repository.addIssue({ title: "Somebody's own" });
    repository.push({ [PATH]: "- [ ] Ship\n- [ ] Write\n" });
    await sync();
    repository.issues.delete(number);
    await next(repository, sync)();
    repository.push({ [PATH]: "- [ ] Ship today\n- [ ] Write\n" });
    await next(repository, sync)();

    expect([...repository.issues.values()].map(({ title }) => title)).toEqual(["Ship today", "Write"]);
  });

  test("tasks that are pushed meanwhile get one issue each", async () => {
    const { repository, sync } = await pending("- [ ] Ship\n");
    repository.push({ [PATH]: "- [ ] Before\n- [ ] Ship\n- [ ] After\n" });
    await next(repository, sync)();
    await next(repository, sync)();

    expect([...repository.issues.values()].map(({ title }) => title)).toEqual(["Ship", "Before", "After"]);
    expect(proposed(repository)).toBe(
      `- [ ] Before ${ref(3)}\n- [ ] Ship ${ref(1)}\n- [ ] After ${ref(4)}\n`,
    );
  });

  test("a tick that is pushed meanwhile closes the issue, taken back it opens it", async () => {
    const { repository, sync } = await pending("- [ ] Ship\n");
    repository.push({ [PATH]: "- [x] Ship\n" });
    await next(repository, sync)();
    const ticked = repository.issues.get(1)?.completion;
    repository.push({ [PATH]: "- [ ] Ship\n" });
    await next(repository, sync)();

    expect([ticked, repository.issues.get(1)?.completion]).toEqual(["done", "open"]);
    expect(proposed(repository)).toBe(`- [ ] Ship ${ref(1)}\n`);
  });

  test("a task that is reworded, moved and renamed before it has its reference keeps its issue", async () => {
    const { repository, sync } = await pending("# A\n\n- [ ] Ship\n- [ ] Write\n- [ ] Test\n");
    repository.changeIssue(2, { completion: "done" });
    await next(repository, sync)();
    repository.push({
      [PATH]: "# A\n\n- [ ] Ship it\n",
      "checklists/other.md": "# B\n\n- [ ] Write\n- [ ] Test\n",
    });
    await next(repository, sync)();

    expect(repository.issues.size).toBe(3);
    expect(repository.issues.get(1)?.title).toBe("Ship it");
    expect(proposed(repository)).toBe(`# A\n\n- [ ] Ship it ${ref(1)}\n`);
    expect(proposed(repository, "checklists/other.md")).toBe(
      `# B\n\n- [x] Write ${ref(2)}\n- [ ] Test ${ref(3)}\n`,
    );
  });

  test("a line that is removed before it has its reference closes its issue as not planned", async () => {
    const { repository, sync } = await pending("- [ ] Ship\n- [ ] Write\n");
    repository.push({ [PATH]: "- [ ] Ship\n" });
    await next(repository, sync)();

    expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "dropped" });
    expect(proposed(repository)).toBe(`- [ ] Ship ${ref(1)}\n`);
  });

  test("once it is merged, all is as after a commit", async () => {
    const { repository, sync } = await pending("- [ ] Ship\n- [ ] Write\n");
    repository.merge();
    const merged = await next(repository, sync)();
    const again = await next(repository, sync)();

    expect("plan" in merged ? merged.plan.steps : undefined).toEqual([]);
    expect(repository.base).toMatchObject({ commit: repository.head().oid, proposal: undefined });
    expect(repository.asked.filter((asked) => WRITES.includes(asked))).toEqual([]);
    expect(describeOutcome(again)).toBe("nothing to do");
    expect(repository.issues.size).toBe(2);
  });

  test("what people do between the merge and the next look counts", async () => {
    const { repository, sync } = await pending("- [ ] Ship\n- [ ] Write\n- [ ] Test\n");
    repository.changeIssue(1, { completion: "done" });
    await next(repository, sync)();
    repository.merge();
    repository.changeIssue(1, { completion: "open" });
    repository.changeIssue(2, { completion: "done" });
    repository.push({ [PATH]: repository.text(PATH)?.replace("[ ] Test", "[x] Test") ?? "" });
    await next(repository, sync)();

    expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "done", 3: "done" });
    expect(proposed(repository)).toBe(`- [ ] Ship ${ref(1)}\n- [x] Write ${ref(2)}\n- [x] Test ${ref(3)}\n`);
  });

  test("closed by a person, it stays closed until there are other edits", async () => {
    const { repository, sync } = await pending("- [ ] Ship\n- [ ] Write\n");
    repository.decline();
    const quiet = await next(repository, sync)();
    repository.push({ [PATH]: "Some words.\n\n- [ ] Ship\n- [ ] Write\n" });
    const moved = await next(repository, sync)();
    const states = repository.pulls.map(({ state }) => state);
    repository.changeIssue(2, { completion: "done" });
    await next(repository, sync)();

    expect("plan" in quiet ? quiet.plan.steps : []).toEqual([]);
    expect(states).toEqual(["declined"]);
    expect(describeOutcome(moved)).toMatch(/pull request #3 was closed and stays so/);
    expect(repository.pulls.map(({ state }) => state)).toEqual(["declined", "open"]);
    expect(proposed(repository)).toBe(`Some words.\n\n- [ ] Ship ${ref(1)}\n- [x] Write ${ref(2)}\n`);
    expect(repository.issues.size).toBe(2);
  });

  test("when the branch takes commits again, they are committed, and the pull request is closed", async () => {
    const { repository, sync } = await pending("- [ ] Ship\n");
    repository.refusal = undefined;
    repository.changeIssue(1, { completion: "done" });
    await next(repository, sync)();

    expect(repository.text(PATH)).toBe(`- [x] Ship ${ref(1)}\n`);
    expect(repository.pulls.map(({ state }) => state)).toEqual(["withdrawn"]);
    expect(repository.base?.proposal).toBeUndefined();
  });

  test("when nothing is left to bring, the pull request is closed", async () => {
    const { repository, sync } = await pending(`- [ ] Ship ${ref(7)}\n`);
    repository.addIssue({ title: "Ship" }, 7);
    repository.changeIssue(7, { completion: "done" });
    await next(repository, sync)();
    const opened = repository.pulls.map(({ state }) => state);
    repository.changeIssue(7, { completion: "open" });
    await next(repository, sync)();

    repository.changeIssue(7, { completion: "done" });
    repository.refusal = undefined;
    await next(repository, sync)();

    expect(repository.text(PATH)).toBe(`- [x] Ship ${ref(7)}\n`);
    expect(opened).toEqual(["open"]);
    expect(repository.pulls.map(({ state }) => state)).toEqual(["withdrawn"]);
    expect(repository.issues.get(7)?.completion).toBe("done");
  });
});

test("merged just before it was brought up to date, what is left comes by another one", async () => {
  const { repository, sync } = await pending("- [ ] Ship\n- [ ] Write\n");
  const first = repository.pulls[0]?.files ?? new Map<string, Uint8Array>();
  repository.changeIssue(1, { completion: "done" });
  await sync();
  repository.push(Object.fromEntries(first));
  repository.merge();
  repository.commits.pop();
  await sync();

  expect(repository.pulls.map(({ state }) => state)).toEqual(["merged", "open"]);
  expect(proposed(repository)).toBe(`- [x] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n`);
});

describe("a pull request and a crash", () => {
  test.each(["propose", "base.write"])("the answer to %s is lost: nothing is doubled", async (operation) => {
    const repository = refusing("- [ ] Ship\n- [ ] Write\n");
    repository.afterwards = (asked) => {
      if (asked !== operation) return;
      repository.afterwards = () => undefined;
      throw new RetryError("the connection broke");
    };
    await expect(startProcess(repository)()).rejects.toThrow(RetryError);
    await startProcess(repository)();

    expect(repository.issues.size).toBe(2);
    expect(repository.pulls.map(({ state }) => state)).toEqual(["open"]);
    expect(proposed(repository)).toBe(`- [ ] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n`);
  });

  test("it is merged before the base is written: nothing is doubled", async () => {
    const repository = refusing("- [ ] Ship\n- [ ] Write\n");
    repository.interfere = (asked) => {
      if (asked === "base.write") throw new RetryError("killed");
    };
    await expect(startProcess(repository)()).rejects.toThrow(RetryError);
    repository.interfere = () => undefined;
    repository.merge();
    await startProcess(repository)();

    expect(repository.issues.size).toBe(2);
    expect(repository.pulls.map(({ state }) => state)).toEqual(["merged"]);
    expect(repository.base?.commit).toBe(repository.head().oid);
  });
});

describe("the mode of the config", () => {
  test("`commit`: the refusal is told with its reason, and nothing is lost when the branch gives in", async () => {
    const repository = refusing("- [ ] Ship\n", "commit: { mode: commit }\ndashboard: false\n");
    const sync = startProcess(repository);
    const outcome = await sync();
    await sync();

    expect(repository.pulls).toEqual([]);
    expect("diagnostics" in outcome ? outcome.diagnostics : []).toMatchObject([
      { rule: "refused-by-github", severity: "error", message: expect.stringContaining(RULE) },
    ]);
    repository.refusal = undefined;
    await sync();
    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n`);
    expect(repository.issues.size).toBe(1);
  });

  test("`pull-request`: a commit is not even tried", async () => {
    const repository = refusing("- [ ] Ship\n", "commit: { mode: pull-request }\n");
    repository.refusal = undefined;
    const outcome = await startProcess(repository)();

    expect(repository.asked).not.toContain("commit");
    expect(proposed(repository)).toBe(`- [ ] Ship ${ref(1)}\n`);
    expect(describeOutcome(outcome)).toBe(
      "created 1 issue, pull request #2 is open: https://github.com/acme/app/pull/2 (the config says so (`commit.mode: pull-request`).)",
    );
  });
});

test("a look at a pending pull request is one request, a closed issue more is what a commit costs, a look at the base, and no list", async () => {
  const { repository, sync } = await pending("- [ ] Ship\n- [ ] Write\n");
  await sync();
  expect(repository.asked).toEqual(["readHead"]);

  repository.changeIssue(1, { completion: "done" });
  await sync();
  expect(repository.asked.filter((asked) => !asked.startsWith("lease"))).toEqual([
    "readHead",
    "base.read",
    "commit",
    "propose",
    "base.write",
  ]);
});

test("two processes knew of a title that waited; it was merged and taken back: both leave it so", async () => {
  const { repository, sync: first } = await pending("- [ ] Ship\n");
  repository.changeIssue(1, { title: "Ship it" });
  await first();
  const second = startProcess(repository);
  await second();
  repository.merge();
  await first();
  repository.push({ [PATH]: `- [ ] Ship ${ref(1)}\n` });
  await first();

  await second();

  expect(repository.issues.get(1)?.title).toBe("Ship");
  expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n`);
});
