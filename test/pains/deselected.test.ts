import { beforeEach, describe, expect, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import { ref, startProcess } from "../support/memory-process.js";
import { MemoryRepository, statesOf } from "../support/memory-repository.js";

const PLAN = "plans/launch.md";
const OTHER = "checklists/other.md";
const BOTH = 'checklists: [{ paths: ["plans/**/*.md", "checklists/**/*.md"] }]\n';
const ONE = 'checklists: [{ paths: ["checklists/**/*.md"] }]\n';
const SOURCE = "- [ ] Ship\n- [ ] Announce\n- [ ] Celebrate\n";

let repository: MemoryRepository;
let sync: ReturnType<typeof startProcess>;

beforeEach(async () => {
  repository = new MemoryRepository();
  repository.push({ [CONFIG_PATH]: BOTH, [PLAN]: SOURCE, [OTHER]: "- [ ] Rest\n" });
  sync = startProcess(repository);
  await sync();
  // 1 is Rest; then come the tasks of the plan.
  repository.changeIssue(3, { completion: "done" });
  await sync();
});

const told = (): number[] => repository.comments.map(({ issue }) => issue);

describe.each([
  ["in the same process", () => sync],
  ["after a restart", () => startProcess(repository)],
])("a file that the config no longer selects, %s", (_when, process) => {
  test("keeps its issues, and the open ones are told so once, with the commit", async () => {
    const commit = repository.push({ [CONFIG_PATH]: ONE });
    const look = process();
    await look();
    await look();
    await startProcess(repository)();

    expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "open", 3: "done", 4: "open" });
    expect(told()).toEqual([2, 4]);
    expect(repository.comments[0]?.body).toContain(`as of [${commit.slice(0, 7)}]`);
    expect(repository.issues.get(2)?.body).toContain("The config no longer selects that file");
    expect(repository.issues.get(3)?.body).not.toContain("no longer");
  });

  test("changes nothing any more, whatever happens on either side", async () => {
    repository.push({ [CONFIG_PATH]: ONE });
    const look = process();
    await look();
    repository.changeIssue(2, { completion: "done" });
    const text = `- [ ] Ship ${ref(2)}\n- [x] Celebrate ${ref(4)}\n`;
    repository.push({ [PLAN]: text });
    await look();

    expect(repository.text(PLAN)).toBe(text);
    expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "done", 3: "done", 4: "open" });
  });

  test("goes on when it is selected again: nobody's work is lost, and nothing is told", async () => {
    repository.push({ [CONFIG_PATH]: ONE });
    const look = process();
    await look();
    repository.changeIssue(2, { completion: "done" });
    repository.push({ [CONFIG_PATH]: BOTH });
    await look();
    repository.changeIssue(4, { completion: "done" });
    await look();

    expect(repository.text(PLAN)).toBe(
      `- [x] Ship ${ref(2)}\n- [x] Announce ${ref(3)}\n- [x] Celebrate ${ref(4)}\n`,
    );
    expect(repository.issues.get(4)?.body).toContain("Closing it ticks the task's box");
    expect(repository.issues.size).toBe(4);
    expect(told()).toEqual([2, 4]);
  });
});

test("a crash after its issues were told tells nobody twice", async () => {
  repository.push({ [CONFIG_PATH]: ONE });
  repository.interfere = (operation) => {
    if (operation === "base.write") throw new RetryError("the connection broke");
  };
  await expect(sync()).rejects.toThrow("the connection broke");
  repository.interfere = () => undefined;
  await startProcess(repository)();

  expect(told()).toEqual([2, 4]);
});

test("an adopted issue is told as well, and its words stay as they are", async () => {
  repository.addIssue({ title: "Login is broken", own: false, body: "Since Monday." }, 9);
  repository.push({ [PLAN]: `${repository.text(PLAN) ?? ""}- [ ] Login ${ref(9)}\n` });
  await sync();
  repository.push({ [CONFIG_PATH]: ONE });
  await sync();

  expect(told()).toEqual([2, 4, 9]);
  expect(repository.issues.get(9)).toMatchObject({ body: "Since Monday.", completion: "open" });
});

test("a task that moves to a file that stays is not let go", async () => {
  repository.push({ [CONFIG_PATH]: ONE, [OTHER]: `- [ ] Rest ${ref(1)}\n- [ ] Ship ${ref(2)}\n` });
  await sync();

  expect(told()).toEqual([4]);
  expect(repository.issues.get(2)?.body).toContain(OTHER);
});

test("phases keep their issues as well, and have no others when the file is selected again", async () => {
  const phased = new MemoryRepository();
  const text = "## Phase 1: Build\n\n- [ ] Ship\n\n## Phase 2: Sell\n\n- [ ] Announce\n";
  phased.push({ [CONFIG_PATH]: BOTH, [PLAN]: text, [OTHER]: "- [ ] Rest\n" });
  const look = startProcess(phased);
  await look();
  const before = [...phased.issues.values()].map(({ number, title }) => `${number} ${title}`);
  for (const config of [ONE, BOTH]) {
    phased.push({ [CONFIG_PATH]: config });
    await look();
    await startProcess(phased)();
  }

  expect([...phased.issues.values()].map(({ number, title }) => `${number} ${title}`)).toEqual(before);
  expect(new Set(Object.values(statesOf(phased.issues)))).toEqual(new Set(["open"]));
});

test("letting go of more issues than may be closed waits for a person", async () => {
  repository.push({ [CONFIG_PATH]: `${ONE}limits: { close: 1 }\n` });

  expect(await sync()).toMatchObject({
    result: "held",
    why: expect.stringContaining(
      "let go of 2 issues whose files the config no longer selects (limits.close is 1)",
    ),
  });
  expect(told()).toEqual([]);
});
