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

describe("the phases of a file that the config no longer selects", () => {
  const PHASES = "## Phase 1: Build\n\n- [ ] Ship\n\n## Phase 2: Sell\n\n- [x] Announce\n";
  const ALL = 'checklists: [{ paths: ["plans/**/*.md", "checklists/**/*.md"], completed: mirror }]\n';
  const MOVED = "checklists/moved.md";

  /** 1 and 2 are the phases, the second of them closed; 3 is Rest; 4 and 5 are the tasks. */
  beforeEach(async () => {
    repository = new MemoryRepository();
    repository.push({ [CONFIG_PATH]: ALL, [PLAN]: PHASES, [OTHER]: "- [ ] Rest\n" });
    sync = startProcess(repository);
    await sync();
  });

  const titles = (): string[] =>
    [...repository.issues.values()].map(
      ({ number, title, completion }) => `${number} ${title} ${completion}`,
    );
  const milestones = (): string[] =>
    [...repository.attributes.milestones.values()].map(
      ({ title, isOpen }) => `${title} ${isOpen ? "open" : "closed"}`,
    );
  const edit = (from: string, to: string): string => {
    const text = repository.text(PLAN) ?? "";
    expect(text).toContain(from);
    return text.replace(from, to);
  };

  /** Applied, a plan leaves nothing, for this process and for the next. */
  async function settle(): Promise<void> {
    await sync();
    for (const look of [sync, startProcess(repository)]) {
      const outcome = await look();
      expect("plan" in outcome ? outcome.plan.steps : []).toEqual([]);
    }
  }

  test("are told so as well, once, where they are open, and their milestones stay", async () => {
    const before = [titles(), milestones()];
    const commit = repository.push({ [CONFIG_PATH]: ONE });
    await settle();

    expect([titles(), milestones()]).toEqual(before);
    expect(titles()).toEqual([
      "1 Phase 1: Build open",
      "2 Phase 2: Sell done",
      "3 Rest open",
      "4 Ship open",
      "5 Announce done",
    ]);
    expect(told()).toEqual([4, 1]);
    const said = repository.comments.find(({ issue }) => issue === 1)?.body;
    expect(said).toContain(`as of [${commit.slice(0, 7)}]`);
    expect(said).toContain("in step with its section again");
    expect(repository.issues.get(1)?.body).toContain(
      "Its tasks are the sub-issues. The config no longer selects that file",
    );
    expect(repository.issues.get(2)?.body).not.toContain("no longer");
  });

  test("are as before when it is selected again, and nobody is told anything", async () => {
    const bodies = [...repository.issues.values()].map(({ body }) => body);
    repository.push({ [CONFIG_PATH]: ONE });
    await settle();
    repository.push({ [CONFIG_PATH]: ALL });
    await settle();

    expect([...repository.issues.values()].map(({ body }) => body)).toEqual(bodies);
    expect(told()).toEqual([4, 1]);

    repository.push({ [PLAN]: edit("[ ] Ship", "[x] Ship") });
    await settle();
    expect(repository.issues.get(1)?.completion).toBe("done");
    expect(milestones()).toEqual(["Phase 1: Build closed", "Phase 2: Sell closed"]);
  });

  test.each(["change", "base.write"])("are told once although the process dies at %s", async (operation) => {
    repository.push({ [CONFIG_PATH]: ONE });
    repository.interfere = (asked) => {
      if (asked === operation) throw new RetryError("killed");
    };
    await expect(sync()).rejects.toThrow("killed");
    repository.interfere = () => undefined;
    sync = startProcess(repository);
    await settle();

    expect(told()).toEqual([4, 1]);
  });

  test("are told nothing where phases have no issues any more: those are left alone anyway", async () => {
    repository.push({ [CONFIG_PATH]: `${ALL}issues: { phases: { issue: false } }\n` });
    await settle();
    repository.push({ [CONFIG_PATH]: `${ONE}issues: { phases: { issue: false } }\n` });
    await settle();

    expect(told()).toEqual([4]);
    expect(repository.issues.get(1)?.completion).toBe("open");
  });

  test("count for the limit of what one sync may let go", async () => {
    repository.push({ [CONFIG_PATH]: `${ONE}limits: { close: 1 }\n` });

    expect(await sync()).toMatchObject({
      result: "held",
      why: expect.stringContaining("let go of 2 issues"),
    });
    expect(told()).toEqual([]);
  });

  test("follow it when it is renamed and the config names the new place, with what else was changed", async () => {
    repository.push({
      [CONFIG_PATH]: ONE,
      [PLAN]: null,
      [MOVED]: edit("[ ] Ship", "[x] Ship").replace("Phase 1: Build", "Phase 1: Make"),
    });
    await settle();

    expect(told()).toEqual([]);
    expect(titles()).toEqual([
      "1 Phase 1: Make done",
      "2 Phase 2: Sell done",
      "3 Rest open",
      "4 Ship done",
      "5 Announce done",
    ]);
    expect(repository.text(MOVED)).toContain("[x] Ship");
    expect(milestones()).toEqual(["Phase 1: Make closed", "Phase 2: Sell closed"]);
  });

  test("get what people did meanwhile in the file and in its issues when it is selected again", async () => {
    repository.push({ [PLAN]: edit("Phase 2: Sell\n", "Phase 2: Sell\n\n- [ ] Celebrate") });
    await settle();
    repository.push({ [CONFIG_PATH]: ONE });
    await settle();
    repository.push({
      [PLAN]: edit("[ ] Ship", "[x] Ship it").replace("Phase 1: Build", "Phase 1: Make"),
      [OTHER]: `${repository.text(OTHER) ?? ""}\nThe base moves.\n`,
    });
    await settle();
    repository.changeIssue(6, { completion: "done" });
    repository.push({ [CONFIG_PATH]: ALL });
    await settle();

    expect(titles()).toEqual([
      "1 Phase 1: Make done",
      "2 Phase 2: Sell done",
      "3 Rest open",
      "4 Ship it done",
      "5 Announce done",
      "6 Celebrate done",
    ]);
    expect(repository.text(PLAN)?.match(/\[x\]/g)).toHaveLength(3);
  });
});
