import { beforeEach, describe, expect, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import { PATH, Team } from "../support/board-team.js";
import { ref, startProcess } from "../support/memory-process.js";
import { MemoryRepository, WITHOUT_PHASES } from "../support/memory-repository.js";

/** Whom people assign comes back into the file, with a board and without one. */

const OWNERS = `owners: { DevOps: [octocat], QA: [triager] }\n${WITHOUT_PHASES}`;
const TEXT = "# Launch\n\n- [ ] Ship\n  - **Owner:** DevOps | **Effort:** 2 days\n- [ ] Tell\n";

let repository: MemoryRepository;
beforeEach(() => {
  repository = new MemoryRepository();
  for (const login of ["octocat", "triager", "ann", "bob"]) repository.attributes.assignable.add(login);
});

async function settled(text = TEXT): Promise<ReturnType<typeof startProcess>> {
  repository.push({ [PATH]: text, [CONFIG_PATH]: OWNERS });
  const sync = startProcess(repository);
  await sync();
  return sync;
}

const assign = (...assignees: string[]) => repository.changeIssue(1, { assignees });
const assignees = () => repository.issues.get(1)?.assignees;
const text = () => repository.text(PATH) ?? "";

function edit(from: string, to: string): void {
  expect(text()).toContain(from);
  repository.tick();
  repository.push({ [PATH]: text().replace(from, to) });
}

describe("somebody else is assigned in the place of the owner", () => {
  test("and comes into the file by one commit; then there is nothing to do", async () => {
    const sync = await settled();

    assign("triager");
    const outcome = await sync();

    expect(outcome).toMatchObject({ result: "applied", commit: repository.head().oid, changed: 0 });
    expect(text()).toContain(`- [ ] Ship ${ref(1)}\n  - **Owner:** QA | **Effort:** 2 days\n`);
    expect((await sync()).result).toBe("unchanged");
    const [commits, again] = [repository.commits.length, startProcess(repository)];
    await again();
    expect([repository.commits.length, assignees()]).toEqual([commits, ["triager"]]);
  });

  test("found by a process that missed the event", async () => {
    await settled();

    assign("triager");
    await startProcess(repository)();

    expect(text()).toContain("**Owner:** QA |");
  });

  test("then the file is obeyed as before", async () => {
    const sync = await settled();
    assign("triager");
    await sync();

    edit("**Owner:** QA", "**Owner:** DevOps");
    await sync();

    expect(assignees()).toEqual(["octocat"]);
    expect((await sync()).result).toBe("unchanged");
  });

  test("while the file names another: the issue counts, and a remark says so", async () => {
    const sync = await settled();

    assign("ann");
    edit("**Owner:** DevOps", "**Owner:** QA");
    const outcome = await sync();

    expect(text()).toContain("**Owner:** @ann |");
    expect(assignees()).toEqual(["ann"]);
    expect("diagnostics" in outcome && outcome.diagnostics.map(({ rule }) => rule)).toEqual([
      "owner-conflict",
    ]);
    expect((await sync()).result).toBe("unchanged");
  });

  test.each(["commit", "base.write"])(
    "whose answer to %s was lost: once, and nobody else",
    async (operation) => {
      await settled();
      assign("triager");
      repository.afterwards = (asked) => {
        if (asked === operation) throw new RetryError("the connection broke");
      };
      await expect(startProcess(repository)()).rejects.toThrow(RetryError);
      repository.afterwards = () => undefined;
      const sync = startProcess(repository);
      await sync();

      expect(text()).toContain("**Owner:** QA | **Effort:** 2 days");
      expect(assignees()).toEqual(["triager"]);
      expect((await sync()).result).toBe("unchanged");
    },
  );

  test("in the text of the task: its title follows as well", async () => {
    const sync = await settled("- [ ] Ship @octocat\n");

    assign("triager");
    await sync();

    expect(text()).toBe(`- [ ] Ship @triager ${ref(1)}\n`);
    expect(repository.issues.get(1)?.title).toBe("Ship @triager");
    expect((await sync()).result).toBe("unchanged");
  });
});

describe("a person renames an issue whose title names its owner", () => {
  test.each([
    ["nobody any more", "Ship", []],
    ["somebody else", "Ship @triager", ["triager"]],
    ["the same in other words", "Ship it @octocat", ["octocat"]],
  ])("so that it names %s: the assignees follow in the same sync", async (_who, title, expected) => {
    const sync = await settled("- [ ] Ship @octocat\n");
    expect(assignees()).toEqual(["octocat"]);

    repository.changeIssue(1, { title });
    await sync();

    expect(text()).toBe(`- [ ] ${title} ${ref(1)}\n`);
    expect(assignees()).toEqual(expected);
    expect((await sync()).result).toBe("unchanged");
    expect(repository.issues.get(1)?.title).toBe(title);
  });
});

describe("what is nobody's word about the owner", () => {
  test("a person besides: nothing is written, and they stay when the owner changes in the file", async () => {
    const sync = await settled();
    const before = repository.commits.length;

    assign("octocat", "ann");
    await sync();
    expect(repository.commits).toHaveLength(before);
    edit("**Owner:** DevOps", "**Owner:** QA");
    await sync();

    expect(assignees()).toEqual(["ann", "triager"]);
  });

  test("where the file has no place: nothing is written, and they stay", async () => {
    const sync = await settled("- [ ] Ship\n");
    const before = repository.commits.length;

    assign("ann");
    const outcome = await sync();
    await startProcess(repository)();

    expect(outcome).toMatchObject({ result: "applied", diagnostics: [] });
    expect([repository.commits.length, assignees()]).toEqual([before, ["ann"]]);
  });

  test("somebody who can no longer be assigned", async () => {
    const sync = await settled();
    const before = repository.commits.length;

    repository.attributes.assignable.delete("octocat");
    assign();
    await sync();

    expect(repository.commits).toHaveLength(before);
  });
});

describe("beside a board", () => {
  const CONFIG = `project: { number: 7 }\nowners: { DevOps: [octocat], QA: [triager] }\ndashboard: false\n`;

  async function team(config = CONFIG, checklist = TEXT): Promise<Team> {
    const made = new Team(checklist, config);
    for (const login of ["octocat", "triager", "ann"]) made.repository.attributes.assignable.add(login);
    await made.sync();
    return made;
  }

  test("its Owner follows in the same sync", async () => {
    const made = await team();

    made.repository.changeIssue(1, { assignees: ["triager"] });
    await made.sync();

    expect(made.text).toContain("**Owner:** QA |");
    expect(made.board.shown(1)).toMatchObject({ Owner: "QA" });
    await made.sync(true);
    expect(made.writes()).toEqual([]);
  });

  test("where somebody says something else at the same time: the board counts", async () => {
    const made = await team();

    made.repository.changeIssue(1, { assignees: ["ann"] });
    made.board.set(1, "Owner", "QA");
    await made.sync(true);
    await made.sync(true);

    expect(made.text).toContain("**Owner:** QA |");
    expect(made.repository.issues.get(1)?.assignees).toEqual(["ann", "triager"]);
    expect(made.board.shown(1)).toMatchObject({ Owner: "QA" });
    expect(made.writes()).toEqual([]);
  });

  test("a line is added where the config allows it", async () => {
    const made = await team(CONFIG.replace("7", "7, add-metadata: true"));

    made.repository.changeIssue(2, { assignees: ["ann"] });
    await made.sync();

    expect(made.text).toContain(`- [ ] Tell ${ref(2)}\n  - **Owner:** @ann\n`);
  });
});
