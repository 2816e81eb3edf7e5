import { beforeEach, describe, expect, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import { formatPlan } from "../../src/core/report/format-plan.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import { MemoryRepository } from "../support/memory-repository.js";
import { ref, startProcess } from "../support/memory-process.js";

/** Phases as issues and milestones: state in, sync, state out. */

const PATH = "checklists/launch.md";
const ON = "issues: { phases: { issue: true, milestone: true } }\n";
const TWO_PHASES = `# Launch

Date Started: 2026-01-05

## Phase 1: Build (Weeks 1-2) (40%)

Objectives: it works for @everybody.

- [ ] Ship
  - [ ] Test

## Phase 2: Tell (Week 3) (60%)

**Dependencies:**
- Phase 1

- [ ] Write
`;

let repository: MemoryRepository;
beforeEach(() => {
  repository = new MemoryRepository();
});

/** A process of its own: nothing is remembered but what GitHub has. Answers what was planned. */
async function sync(): Promise<readonly string[]> {
  const outcome = await startProcess(repository)();
  return "plan" in outcome ? formatPlan(outcome.plan) : [];
}

/** Applied, a plan leaves nothing for the next sync. */
async function syncTwice(): Promise<readonly string[]> {
  const planned = await sync();
  expect(await sync()).toEqual([]);
  return planned;
}

async function die(operation: string): Promise<void> {
  repository.interfere = (asked) => {
    if (asked === operation) throw new RetryError("killed");
  };
  await expect(sync()).rejects.toThrow(RetryError);
  repository.interfere = () => undefined;
}

async function loseAnswer(operation: string): Promise<void> {
  repository.afterwards = (asked) => {
    if (asked === operation) throw new RetryError("the connection broke");
  };
  await expect(sync()).rejects.toThrow(RetryError);
  repository.afterwards = () => undefined;
}

function edit(from: string, to: string): void {
  const text = repository.text(PATH) ?? "";
  if (!text.includes(from)) throw new Error(`${from} is not in\n${text}`);
  repository.tick();
  repository.push({ [PATH]: text.replace(from, to) });
}

function numberOf(title: string): number {
  const found = [...repository.issues.values()].filter((issue) => issue.title === title);
  if (found.length !== 1) throw new Error(`${found.length} issues are called ${title}`);
  return found[0]?.number ?? 0;
}

function issue(title: string) {
  return repository.issues.get(numberOf(title));
}

/** `title < parent [milestone] state`, in the order of the numbers. */
function overview(): string[] {
  const title = (number: number | undefined): string =>
    number === undefined ? "nothing" : (repository.issues.get(number)?.title ?? "?");
  return [...repository.issues.values()].map(({ title: own, parent, milestone, completion }) => {
    const of = milestone === undefined ? "none" : repository.attributes.milestones.get(milestone)?.title;
    return `${own} < ${title(parent)} [${of}] ${completion}`;
  });
}

function milestones(): string[] {
  return [...repository.attributes.milestones.values()].map(
    ({ title, due, isOpen }) => `${title} ${due} ${isOpen ? "open" : "closed"}`,
  );
}

function dependencies(): string[] {
  return repository.attributes.dependencies.map(
    ([one, on]) => `${repository.issues.get(one)?.title} waits for ${repository.issues.get(on)?.title}`,
  );
}

function children(title: string): (string | undefined)[] {
  return (repository.attributes.children.get(numberOf(title)) ?? []).map(
    (number) => repository.issues.get(number)?.title,
  );
}

describe("two phases that are new", () => {
  beforeEach(() => {
    repository.push({ [PATH]: TWO_PHASES, [CONFIG_PATH]: ON });
  });

  test("become issues with their tasks below them, milestones with due days, and one waits for the other", async () => {
    await syncTwice();

    expect(overview()).toEqual([
      "Phase 1: Build < nothing [Phase 1: Build] open",
      "Phase 2: Tell < nothing [Phase 2: Tell] open",
      "Ship < Phase 1: Build [Phase 1: Build] open",
      "Write < Phase 2: Tell [Phase 2: Tell] open",
      "Test < Ship [Phase 1: Build] open",
    ]);
    expect(milestones()).toEqual(["Phase 1: Build 2026-01-18 open", "Phase 2: Tell 2026-01-25 open"]);
    expect(dependencies()).toEqual(["Phase 2: Tell waits for Phase 1: Build"]);
  });

  test("are in the order of the file from the start: nothing is moved", async () => {
    const lines = Array.from({ length: 25 }, (_, at) => `- [ ] Step ${at}\n`).join("");
    edit("- [ ] Write\n", lines);

    expect((await syncTwice()).filter((line) => line.startsWith("~"))).toEqual([]);
    expect(children("Phase 2: Tell")).toEqual(Array.from({ length: 25 }, (_, at) => `Step ${at}`));
  });

  test("say what the section says, and mention nobody", async () => {
    await sync();

    const body = issue("Phase 1: Build")?.body ?? "";
    expect(body).toContain("**Weight:** 40% · **Days:** 2026-01-05 – 2026-01-18");
    expect(body).toContain("Objectives: it works for @&#8203;everybody.");
    expect(body).toContain("checklists/launch.md#phase-1-build-weeks-1-2-40");
  });

  test.each(["createMilestone", "create", "relate", "commit", "base.write"])(
    "have one issue and one milestone each although the answer to %s was lost",
    async (operation) => {
      await loseAnswer(operation);
      await syncTwice();

      expect(repository.issues.size).toBe(5);
      expect(milestones()).toHaveLength(2);
      expect(dependencies()).toHaveLength(1);
    },
  );

  test.each(["createMilestone", "create", "relate", "commit", "base.write"])(
    "are finished by the next sync when the process dies before %s",
    async (operation) => {
      await die(operation);
      await syncTwice();

      expect(overview().map((line) => line.split(" [")[0])).toEqual(
        expect.arrayContaining(["Ship < Phase 1: Build", "Write < Phase 2: Tell", "Test < Ship"]),
      );
      expect(repository.issues.size).toBe(5);
      expect(milestones()).toHaveLength(2);
    },
  );

  test("count for the limit", async () => {
    repository.push({ [CONFIG_PATH]: `${ON}limits: { create: 4 }\n` });

    expect((await startProcess(repository)()).result).toBe("held");
  });

  test("a restarted process that finds nothing new asks for nothing but the head, the base and the files", async () => {
    await sync();
    repository.asked.length = 0;

    await sync();

    expect(repository.asked).toEqual(["readHead", "base.read", "listFiles", "readFiles", "readChanged"]);
  });

  test("milestones that GitHub refuses keep nobody from having an issue", async () => {
    repository.attributes.refusal = "Resource not accessible by integration";
    const outcome = await startProcess(repository)();

    expect(overview()).toContain("Test < Ship [none] open");
    expect("diagnostics" in outcome ? outcome.diagnostics.map(({ message }) => message) : []).toEqual([
      "Unexpected refusal to create a milestone for this phase: Resource not accessible by integration",
      "Unexpected refusal to create a milestone for this phase: Resource not accessible by integration",
    ]);
  });
});

describe("phases that have issues", () => {
  beforeEach(async () => {
    repository.push({ [PATH]: TWO_PHASES, [CONFIG_PATH]: ON });
    await sync();
  });

  test("close with their milestones when their last task is ticked, and open again with it", async () => {
    edit("- [ ] Write", "- [x] Write");
    await syncTwice();
    expect(issue("Phase 2: Tell")?.completion).toBe("done");
    expect(milestones()).toContain("Phase 2: Tell 2026-01-25 closed");

    edit("- [x] Write", "- [ ] Write");
    await syncTwice();
    expect(issue("Phase 2: Tell")?.completion).toBe("open");
    expect(milestones()).toContain("Phase 2: Tell 2026-01-25 open");
  });

  test("close in the same sync when the last task's issue is closed", async () => {
    repository.changeIssue(numberOf("Write"), { completion: "done" });
    await syncTwice();

    expect(repository.text(PATH)).toContain("- [x] Write");
    expect(issue("Phase 2: Tell")?.completion).toBe("done");
  });

  test("stay closed and open as a person wants them", async () => {
    repository.changeIssue(numberOf("Phase 1: Build"), { completion: "done" });
    await syncTwice();
    edit("- [ ] Write", "- [x] Write");
    await syncTwice();
    repository.changeIssue(numberOf("Phase 2: Tell"), { completion: "open" });
    await syncTwice();

    expect(issue("Phase 1: Build")?.completion).toBe("done");
    expect(issue("Phase 2: Tell")?.completion).toBe("open");
  });

  test("follow their heading when it is reworded: title, milestone, text", async () => {
    edit("## Phase 2: Tell (Week 3)", "## Phase 2: Announce (Weeks 3-4)");
    await syncTwice();

    expect(issue("Phase 2: Announce")?.body).toContain("2026-02-01");
    expect(milestones()).toContain("Phase 2: Announce 2026-02-01 open");
    expect(repository.issues.size).toBe(5);
  });

  test("keep the name that a person gave the issue until the heading changes", async () => {
    const number = numberOf("Phase 2: Tell");
    repository.changeIssue(number, { title: "Marketing" });
    await syncTwice();
    expect(repository.issues.get(number)?.title).toBe("Marketing");

    edit("Phase 2: Tell", "Phase 2: Announce");
    await syncTwice();
    expect(repository.issues.get(number)?.title).toBe("Phase 2: Announce");
  });

  test("keep their issues when a new one before them gives them other numbers", async () => {
    const [build, tell] = [numberOf("Phase 1: Build"), numberOf("Phase 2: Tell")];
    edit("## Phase 2: Tell", "## Phase 2: Try\n\n- [ ] Try it\n\n## Phase 3: Tell");
    await syncTwice();

    expect(numberOf("Phase 3: Tell")).toBe(tell);
    expect(numberOf("Phase 1: Build")).toBe(build);
    expect(overview()).toContain("Try it < Phase 2: Try [Phase 2: Try] open");
    expect(overview()).toContain("Write < Phase 3: Tell [Phase 3: Tell] open");
  });

  test("keep their issues when the file is renamed", async () => {
    const text = repository.text(PATH) ?? "";
    repository.tick();
    repository.push({ [PATH]: null, "checklists/release.md": text });
    await syncTwice();

    expect(repository.issues.size).toBe(5);
    expect(issue("Phase 1: Build")?.body).toContain("checklists/release.md");
    expect(milestones()).toHaveLength(2);
  });

  test("may be called like what every object has", async () => {
    const odd = "## Constructor\n\nIt is made here.\n\n## \\_\\_proto\\_\\_\n\n- [ ] Read\n";
    repository.push({ [PATH]: `${TWO_PHASES}\n${odd}`, [CONFIG_PATH]: ON });
    await syncTwice();
    const issues = repository.issues.size;
    edit("- [ ] Read", "- [ ] Read all");

    expect(await syncTwice()).toEqual([expect.stringMatching(/reworded/)]);
    expect(repository.issues.size).toBe(issues);
    expect(Object.hasOwn(repository.base?.phases?.[PATH] ?? {}, "__proto__")).toBe(true);
    expect([...repository.issues.values()].map(({ title }) => title)).not.toContain("Constructor");
  });

  test("are closed as not planned when their section is removed, and come back with it", async () => {
    const text = repository.text(PATH) ?? "";
    const tell = numberOf("Phase 2: Tell");
    edit(text.slice(text.indexOf("## Phase 2")), "");
    await syncTwice();
    expect(issue("Phase 2: Tell")?.completion).toBe("dropped");
    expect(milestones()).toContain("Phase 2: Tell 2026-01-25 closed");
    expect(repository.comments.map(({ issue: on }) => on)).toContain(tell);

    repository.tick();
    repository.push({ [PATH]: text });
    await syncTwice();
    expect(issue("Phase 2: Tell")).toMatchObject({ number: tell, completion: "open" });
    expect(milestones()).toContain("Phase 2: Tell 2026-01-25 open");
    expect(repository.issues.size).toBe(5);
  });

  test("have no new issue when a person deletes theirs", async () => {
    const number = numberOf("Phase 2: Tell");
    repository.issues.delete(number);
    repository.missing.set(number, { kind: "deleted" });
    await startProcess(repository)([number]);

    expect(await sync()).toEqual([]);
    expect(repository.issues.size).toBe(4);
  });

  test("keep people's words around the app's own", async () => {
    const { body = "" } = issue("Phase 2: Tell") ?? {};
    repository.changeIssue(numberOf("Phase 2: Tell"), { body: `${body}\n\nAsk Ann first.` });
    edit("(Week 3) (60%)", "(Week 4) (60%)");
    await syncTwice();

    expect(issue("Phase 2: Tell")?.body).toMatch(/2026-02-01[^]*Ask Ann first\.$/);
  });

  test("a task that moves to another phase takes parent and milestone of that one", async () => {
    const text = repository.text(PATH) ?? "";
    const [line = ""] = /- \[ \] Write .*\n/.exec(text) ?? [];
    repository.tick();
    repository.push({ [PATH]: text.replace(line, "").replace("\n## Phase 2", `${line}\n## Phase 2`) });
    await syncTwice();

    expect(overview()).toContain("Write < Phase 1: Build [Phase 1: Build] open");
  });

  test("a milestone and a parent that a person chose stay, and one that a person took away stays away", async () => {
    repository.attributes.milestones.set(9, {
      number: 9,
      title: "Q1",
      description: "",
      due: undefined,
      isOpen: true,
      own: false,
    });
    const other = repository.addIssue({ title: "Everything", own: false });
    repository.changeIssue(numberOf("Ship"), { milestone: 9, parent: other.number });
    repository.changeIssue(numberOf("Write"), { milestone: undefined });
    edit("Ship", "Ship it");
    edit("Write", "Write it");
    await syncTwice();

    expect(overview()).toContain("Ship it < Everything [Q1] open");
    expect(overview()).toContain("Write it < Phase 2: Tell [none] open");
  });

  test("a milestone that a person deleted stays away, and nothing is refused because of it", async () => {
    await sync();
    const number = issue("Write")?.milestone ?? 0;
    repository.attributes.milestones.delete(number);
    for (const each of repository.issues.values())
      if (each.milestone === number) repository.issues.set(each.number, { ...each, milestone: undefined });
    edit("- [ ] Write ", "- [ ] Print\n- [ ] Write it all ");
    const outcome = await startProcess(repository)();

    expect("diagnostics" in outcome && outcome.diagnostics).toEqual([]);
    expect([issue("Write it all")?.milestone, issue("Print")?.milestone]).toEqual([undefined, undefined]);
    expect(milestones()).toEqual(["Phase 1: Build 2026-01-18 open"]);
    edit("(Week 3)", "(Weeks 3-4)");
    await syncTwice();
    expect(milestones()).toHaveLength(1);
  });

  test("a dependency that the file no longer has is removed, people's stay", async () => {
    repository.attributes.dependencies.push([numberOf("Ship"), numberOf("Write")]);
    edit("- Phase 1\n", "");
    await syncTwice();

    expect(dependencies()).toEqual(["Ship waits for Write"]);
  });

  test("lose nothing when phases are switched off, and take up what is new when they are on again", async () => {
    const before = overview();
    repository.push({ [CONFIG_PATH]: "issues: { phases: { issue: false, milestone: false } }\n" });
    await syncTwice();
    expect(overview()).toEqual(before);

    edit("- [ ] Write", "- [ ] Draw\n- [ ] Write");
    await syncTwice();
    expect(overview()).toContain("Draw < nothing [none] open");

    repository.tick();
    repository.push({ [CONFIG_PATH]: ON });
    await syncTwice();
    expect(overview()).toContain("Draw < Phase 2: Tell [Phase 2: Tell] open");
    expect(repository.issues.size).toBe(6);
    expect(milestones()).toHaveLength(2);
  });

  test("the order of sub-issues follows the file when a line comes in between, and when one moves", async () => {
    edit("  - [ ] Test", "  - [ ] Test\n  - [ ] Count");
    await syncTwice();
    edit("- [ ] Ship", "- [ ] Plan\n- [ ] Ship");
    const planned = await syncTwice();
    expect(children("Phase 1: Build")).toEqual(["Plan", "Ship"]);
    expect(planned.filter((line) => line.startsWith("~ move"))).toHaveLength(1);

    const text = repository.text(PATH) ?? "";
    const [count = ""] = / {2}- \[ \] Count .*\n/.exec(text) ?? [];
    repository.tick();
    repository.push({ [PATH]: text.replace(count, "").replace("  - [ ] Test", `${count}  - [ ] Test`) });
    await syncTwice();
    expect(children("Ship")).toEqual(["Count", "Test"]);
  });
});

describe("a repository that was synced without phases", () => {
  beforeEach(async () => {
    const off = "issues: { phases: { issue: false, milestone: false } }\n";
    repository.push({ [PATH]: TWO_PHASES, [CONFIG_PATH]: off });
    await sync();
  });

  const settled = [
    "Ship < Phase 1: Build [Phase 1: Build] open",
    "Test < Ship [Phase 1: Build] open",
    "Write < Phase 2: Tell [Phase 2: Tell] open",
    "Phase 1: Build < nothing [Phase 1: Build] open",
    "Phase 2: Tell < nothing [Phase 2: Tell] open",
  ];

  test("gets them for its issues when they are switched on", async () => {
    repository.tick();
    repository.push({ [CONFIG_PATH]: ON });
    await syncTwice();

    expect(overview().sort()).toEqual([...settled].sort());
  });

  test("gets them by requests of twenty mutations: more could take GitHub longer than it gives itself", async () => {
    const tasks = Array.from({ length: 30 }, (_, at) => `- [ ] Step ${at}\n`).join("");
    repository.push({
      [PATH]: `# A\n\n## Phase 1: B\n\n${tasks}`,
      [CONFIG_PATH]: "dashboard: false\nissues: { phases: { issue: false, milestone: false } }\n",
    });
    await sync();
    repository.tick();
    repository.push({ [CONFIG_PATH]: ON });
    await sync();

    // A parent and a milestone for each of thirty issues.
    expect(repository.asked.filter((operation) => operation === "change")).toHaveLength(3);
  });

  test("gets them when an app that knew nothing of phases had synced it", async () => {
    repository.tick();
    repository.push({ [CONFIG_PATH]: ON });
    const { commit } = repository.base ?? {};
    await sync();
    repository.issues.delete(numberOf("Phase 1: Build"));
    if (repository.base && commit !== undefined) {
      const { phases, ...former } = repository.base;
      expect(phases).toBeDefined();
      repository.base = former;
    }
    await syncTwice();

    expect(
      overview()
        .map((line) => line.split(" <")[0])
        .sort(),
    ).toEqual(settled.map((line) => line.split(" <")[0]).sort());
  });
});

describe("phases that were complete before they had an issue", () => {
  const done = TWO_PHASES.replace("- [ ] Write", "- [x] Write");

  test("get none, and nobody waits for them", async () => {
    repository.push({
      [PATH]: done.replace(
        "## Phase 2",
        "## Phase 3: Rest\n\nPhase 3 depends on Phase 2\n\n- [ ] Rest\n\n## Phase 2",
      ),
      [CONFIG_PATH]: ON,
    });
    await syncTwice();

    expect(overview().map((line) => line.split(" <")[0])).toEqual([
      "Phase 1: Build",
      "Phase 3: Rest",
      "Ship",
      "Rest",
      "Test",
    ]);
    expect(dependencies()).toEqual([]);
  });

  test("get a closed one where the config mirrors what is complete", async () => {
    repository.push({ [PATH]: done, [CONFIG_PATH]: `${ON}checklists: [{ completed: mirror }]\n` });
    await syncTwice();

    expect(overview()).toContain("Phase 2: Tell < nothing [Phase 2: Tell] done");
    expect(milestones()).toContain("Phase 2: Tell 2026-01-25 closed");
  });
});

describe("two checklists with phases of one name", () => {
  test("have issues and milestones that say which checklist they are of", async () => {
    const text = "# A\n\n## Phase 1: Build\n\n- [ ] Ship\n";
    repository.push({
      [PATH]: text,
      "checklists/billing.md": text.replace("Ship", "Bill"),
      [CONFIG_PATH]: ON,
    });
    await syncTwice();

    expect(milestones().map((line) => line.split(" undefined")[0])).toEqual([
      "Phase 1: Build (billing)",
      "Phase 1: Build (launch)",
    ]);
    expect(overview()).toContain("Bill < Phase 1: Build (billing) [Phase 1: Build (billing)] open");
  });

  test("leave a milestone alone that a person has called so", async () => {
    repository.attributes.milestones.set(1, {
      number: 1,
      title: "Phase 1: Build",
      description: "",
      due: "2026-03-01",
      isOpen: true,
      own: false,
    });
    repository.push({ [PATH]: "# A\n\n## Phase 1: Build\n\n- [ ] Ship\n", [CONFIG_PATH]: ON });
    await syncTwice();

    expect(milestones()).toEqual([
      "Phase 1: Build 2026-03-01 open",
      "Phase 1: Build (checklists/launch.md phase-1) undefined open",
    ]);
  });
});

describe("phases inside of phases, and phases with many tasks", () => {
  test("a phase inside of another one is its sub-issue; what only holds phases has no milestone", async () => {
    repository.push({
      [PATH]: "# A\n\n## Development\n\n### Phase 2.1: Setup\n\n- [ ] Ship\n\n## Rest\n\n- [ ] Write\n",
      [CONFIG_PATH]: ON,
    });
    await syncTwice();

    expect(overview()).toEqual([
      "Development < nothing [none] open",
      "Rest < nothing [Rest] open",
      "Phase 2.1: Setup < Development [Phase 2.1: Setup] open",
      "Write < Rest [Rest] open",
      "Ship < Phase 2.1: Setup [Phase 2.1: Setup] open",
    ]);
  });

  test("more than 100 tasks are spread over the sections of the phase, and stay so when one goes", async () => {
    const tasks = (name: string): string =>
      Array.from({ length: 51 }, (_, at) => `- [ ] ${name} ${at}`).join("\n");
    const text = `# A\n\n## Phase 1: Build\n\n### Front\n\n${tasks("front")}\n\n### Back\n\n${tasks("back")}\n\n## Phase 2: Tell\n\n- [ ] Write\n`;
    repository.push({
      [PATH]: text,
      [CONFIG_PATH]: `${ON}limits: { create: 500, close: 100 }\n`,
    });
    await syncTwice();
    expect(children("Phase 1: Build")).toEqual(["Front", "Back"]);
    expect(children("Front")).toHaveLength(51);
    expect(issue("front 3")?.milestone).toBe(issue("Phase 1: Build")?.milestone);

    const now = repository.text(PATH) ?? "";
    const [line = ""] = /- \[ \] front 7 .*\n/.exec(now) ?? [];
    edit(line, "");
    const planned = await syncTwice();
    expect(planned).toHaveLength(1);
  });
});

describe("owners", () => {
  const OWNERS = `${ON}owners: { DevOps: [octocat], Web: ["@acme/web", hubot] }\n`;
  const text = (owner: string): string => `# A\n\n- [ ] Ship\n  - **Owner:** ${owner}\n`;

  beforeEach(() => {
    for (const login of ["octocat", "hubot"]) repository.attributes.assignable.add(login);
  });

  test("who can be assigned is assigned when the issue is made; a team is nobody", async () => {
    repository.push({ [PATH]: text("DevOps + Web"), [CONFIG_PATH]: OWNERS });
    await syncTwice();

    expect(issue("Ship")?.assignees).toEqual(["octocat", "hubot"]);
  });

  test("an issue follows the owner in the file; whom a person assigned stays", async () => {
    repository.push({ [PATH]: text("DevOps"), [CONFIG_PATH]: OWNERS });
    await sync();
    repository.changeIssue(numberOf("Ship"), { assignees: ["octocat", "ann"] });
    edit("**Owner:** DevOps", "**Owner:** Web");
    await syncTwice();

    expect(issue("Ship")?.assignees).toEqual(["ann", "hubot"]);
  });

  test("an issue follows the config's idea of who is behind a name", async () => {
    repository.push({ [PATH]: text("DevOps"), [CONFIG_PATH]: OWNERS });
    await sync();
    repository.tick();
    repository.push({ [CONFIG_PATH]: OWNERS.replace("octocat", "hubot") });
    await syncTwice();

    expect(issue("Ship")?.assignees).toEqual(["hubot"]);
  });

  test("whom a person takes away stays away", async () => {
    repository.push({ [PATH]: text("DevOps"), [CONFIG_PATH]: OWNERS });
    await sync();
    repository.changeIssue(numberOf("Ship"), { assignees: [] });
    edit("Ship", "Ship it");
    await syncTwice();

    expect(issue("Ship it")?.assignees).toEqual([]);
  });

  test("who cannot be assigned, and a name that the config does not know, are told at their places", async () => {
    repository.push({ [PATH]: text("@stranger + Sales"), [CONFIG_PATH]: OWNERS });
    const outcome = await startProcess(repository)();

    const remarks = "diagnostics" in outcome ? outcome.diagnostics : [];
    expect(remarks.map(({ line, rule, severity }) => `${line} ${rule} ${severity}`).sort()).toEqual([
      "3 unknown-owner warning",
      "4 unknown-owner info",
    ]);
    expect(issue("Ship")?.assignees).toEqual([]);
  });
});

describe("issue types", () => {
  const TYPES = `${ON}`.replace("issues: {", "issues: { types: { phase: epic, task: Chore },");

  test("are given to new issues where the organization has them, and one remark tells what it has not", async () => {
    repository.attributes.types.push("Epic", "Task");
    repository.push({ [PATH]: TWO_PHASES, [CONFIG_PATH]: TYPES });
    const outcome = await startProcess(repository)();

    expect(typed()).toEqual({ "Phase 1: Build": "Epic", "Phase 2: Tell": "Epic" });
    const remarks = "diagnostics" in outcome ? outcome.diagnostics : [];
    expect(remarks.filter(({ rule }) => rule === "unknown-issue-type")).toHaveLength(1);
  });

  test("are given to issues that the app made without, once; what people chose or took away stays", async () => {
    repository.attributes.types.push("Epic", "Chore", "Bug");
    repository.push({ [PATH]: TWO_PHASES, [CONFIG_PATH]: ON });
    const process = startProcess(repository);
    await process();
    repository.changeIssue(numberOf("Ship"), { type: "Bug" });
    repository.changeIssue(numberOf("Test"), { type: "Bug" });
    repository.changeIssue(numberOf("Test"), { type: undefined });
    repository.push({ [CONFIG_PATH]: TYPES });
    await process();

    const expected = { "Phase 1: Build": "Epic", "Phase 2: Tell": "Epic", Ship: "Bug", Write: "Chore" };
    expect(typed()).toEqual(expected);
    expect((await process()).result).toBe("unchanged");
    expect(repository.asked).toEqual(["readHead"]);

    repository.changeIssue(numberOf("Write"), { type: undefined, title: "Write it" });
    await process();
    expect(typed()).toEqual({ ...expected, Write: undefined });
  });

  test("leave an issue alone that a person made", async () => {
    repository.attributes.types.push("Epic", "Chore");
    repository.addIssue({ title: "Ship", own: false }, 7);
    repository.push({ [PATH]: `# A\n\n- [ ] Ship ${ref(7)}\n`, [CONFIG_PATH]: TYPES });
    await syncTwice();

    expect(typed()).toEqual({ A: "Epic" });
  });

  /** By the title of the issue. */
  function typed(): Record<string, string> {
    return Object.fromEntries(
      [...repository.issues.values()].flatMap(({ title, type }) =>
        type === undefined ? [] : [[title, type]],
      ),
    );
  }
});

describe("tasks that wait for each other", () => {
  test("wait for each other on GitHub as well, and no longer when the file says so no more", async () => {
    repository.push({
      [PATH]: "# A\n\n- [ ] T001 Dig\n- [ ] T002 Build, depends on T001\n- [ ] T003 Paint (dep: T001-T002)\n",
      [CONFIG_PATH]: ON,
    });
    await syncTwice();
    expect(repository.attributes.dependencies).toHaveLength(3);

    edit(", depends on T001", "");
    await syncTwice();
    expect(dependencies().map((line) => line.replace(/ \w+, .*? waits/, " waits").slice(0, 4))).toEqual([
      "T003",
      "T003",
    ]);
  });
});
