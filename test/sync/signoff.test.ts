import { describe, expect, test } from "@jest/globals";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import { writeLedgers } from "../../src/core/markdown/write-ledgers.js";
import type { LedgerEntry, NewSignoff, SignoffEntry } from "../../src/core/model/signoff.js";
import { RetryError } from "../../src/errors.js";
import { formatPlan } from "../../src/core/report/format-plan.js";
import { ChecklistCache } from "../../src/sync/checklist-cache.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import type { RepositoryMemory } from "../../src/sync/repository-memory.js";
import { syncRepository } from "../../src/sync/sync-repository.js";
import type { Outcome } from "../../src/sync/sync-repository.js";
import { MemoryRepository } from "../support/memory-repository.js";
import { ref } from "../support/memory-process.js";

const PATH = "checklists/launch.md";
const PHASES = `# Launch
## Phase 1: Build
- [x] Models ${ref(1)}
- [x] Routes ${ref(2)}
## Phase 2: Run
- [ ] Deploy ${ref(3)}
## Sign-off
- [ ] Code review
- [ ] Security
`;

/** Signs, on pull request 12 unless told otherwise. */
function signing(requirement: string, over: Partial<LedgerEntry> = {}): NewSignoff {
  const entry = {
    kind: "sign-off",
    phase: "phase-1",
    requirement,
    by: "alice",
    at: "2026-01-02T10:03:27Z",
    source: { kind: "pull", number: 12 },
    ...over,
  } as SignoffEntry;
  return { checklist: PATH, entry };
}

const BOTH = [signing("code-review"), signing("security", { by: "bob" })];

/** One process, which has a memory until it dies. */
function startProcess(repository: MemoryRepository) {
  const cache = new ChecklistCache();
  let memory: RepositoryMemory | undefined;
  return async (record: readonly NewSignoff[] = []): Promise<Outcome> => {
    repository.asked.length = 0;
    const synced = await syncRepository({
      ports: repository.ports(),
      cache,
      memory,
      suspects: [],
      record,
      dashboard: undefined,
      release: false,
      mode: "apply",
      progress: () => undefined,
    });
    memory = synced.memory ?? memory;
    return synced.outcome;
  };
}

type Sync = ReturnType<typeof startProcess>;

/** A repository in which both sides agree about this file. */
async function agreed(text = PHASES, config = ""): Promise<{ repository: MemoryRepository; sync: Sync }> {
  const repository = new MemoryRepository();
  const whole = config.includes("issues:")
    ? config
    : `issues: { phases: { issue: false, milestone: false } }\n${config}`;
  repository.push({ [PATH]: text, [CONFIG_PATH]: whole });
  for (const [title, completion] of [
    ["Models", "done"],
    ["Routes", "done"],
    ["Deploy", "open"],
  ] as const)
    repository.addIssue({ title, completion });
  const sync = startProcess(repository);
  await sync();
  return { repository, sync };
}

const textOf = (repository: MemoryRepository): string => repository.text(PATH) ?? "";

function checklistOf(repository: MemoryRepository) {
  return parseChecklist(PATH, new TextEncoder().encode(textOf(repository))).checklist;
}

/** What the ledger says: `phase-1 code-review sign-off alice`, with `stale` where it is so. */
function ledgerOf(repository: MemoryRepository): string[] {
  return checklistOf(repository)
    .ledgers.flatMap(({ entries }) => entries)
    .map(({ phase, requirement, kind, by, stale }) =>
      [phase, requirement, kind, by, ...(stale ? ["stale"] : [])].join(" "),
    )
    .sort();
}

function boxesOf(repository: MemoryRepository): string {
  return checklistOf(repository)
    .tasks.filter(({ kind }) => kind === "requirement")
    .map(({ checked }) => (checked ? "x" : " "))
    .join("");
}

function remarksOf(outcome: Outcome): string[] {
  return "diagnostics" in outcome ? outcome.diagnostics.map(({ rule }) => rule) : [outcome.result];
}

function stepsOf(outcome: Outcome): readonly string[] {
  return "plan" in outcome ? formatPlan(outcome.plan) : [outcome.result];
}

const SIGNED = ["phase-1 code-review sign-off alice", "phase-1 security sign-off bob"];

/** By the process that did it, and by one that was started just now, nothing is left to do. */
async function expectRest(repository: MemoryRepository, sync: Sync): Promise<void> {
  const before = textOf(repository);
  for (const each of [sync, startProcess(repository)]) {
    const outcome = await each();
    expect(outcome.result === "applied" ? stepsOf(outcome) : []).toEqual([]);
  }
  expect(textOf(repository)).toBe(before);
}

describe("what somebody signs", () => {
  test("nothing signed: one request, nothing written", async () => {
    const { repository, sync } = await agreed();

    expect((await sync()).result).toBe("unchanged");
    expect(repository.asked).toEqual(["readHead"]);
    expect(ledgerOf(repository)).toEqual([]);
  });

  test("is written into the ledger by one commit that says who signed what, and nothing else changes", async () => {
    const { repository, sync } = await agreed();
    const outcome = await sync(BOTH);

    expect(ledgerOf(repository)).toEqual(SIGNED);
    expect(textOf(repository).startsWith(PHASES.trimEnd())).toBe(true);
    expect(repository.asked.filter((each) => each === "commit")).toHaveLength(1);
    expect(stepsOf(outcome)).toEqual([
      `~ note in the ledger ${PATH}:8 "Code review": signed by alice for phase-1 on pull request 12, 2026-01-02 10:03:27 UTC`,
      `~ note in the ledger ${PATH}:9 "Security": signed by bob for phase-1 on pull request 12, 2026-01-02 10:03:27 UTC`,
    ]);
    await expectRest(repository, sync);
  });

  test("once more, as after a lost answer: nothing", async () => {
    const { repository, sync } = await agreed();
    await sync(BOTH);
    const outcome = await sync(BOTH);

    expect(stepsOf(outcome)).toEqual([]);
    expect(ledgerOf(repository)).toEqual(SIGNED);
  });

  test("a commit whose answer was lost is not made twice", async () => {
    const { repository, sync } = await agreed();
    repository.afterwards = (operation) => {
      if (operation === "commit") throw new RetryError("no answer");
    };
    await expect(sync(BOTH)).rejects.toThrow("no answer");
    repository.afterwards = () => undefined;
    const commits = repository.commits.length;
    await sync(BOTH);

    expect(repository.commits).toHaveLength(commits);
    expect(ledgerOf(repository)).toEqual(SIGNED);
    await expectRest(repository, sync);
  });

  test("somebody pushes in between: it is written on top of that", async () => {
    const { repository, sync } = await agreed();
    let pushes = 0;
    repository.interfere = (operation) => {
      if (operation === "commit" && pushes++ === 0)
        repository.push({ [PATH]: textOf(repository).replace("# Launch", "# Launch day") });
    };
    await expect(sync(BOTH)).rejects.toThrow();
    await sync(BOTH);

    expect(ledgerOf(repository)).toEqual(SIGNED);
    expect(textOf(repository)).toContain("# Launch day");
  });

  test("taken back and signed again: the ledger shows the latest word", async () => {
    const { repository, sync } = await agreed();
    await sync(BOTH);
    await sync([signing("security", { by: "bob", kind: "cancel", at: "2026-01-03T00:00:00Z" })]);
    expect(ledgerOf(repository)).toEqual([SIGNED[0], "phase-1 security cancel bob"]);

    await sync([signing("security", { by: "bob", at: "2026-01-04T00:00:00Z" })]);
    expect(ledgerOf(repository)).toEqual(SIGNED);
    await expectRest(repository, sync);
  });

  test("a requirement is ticked when every phase has it, and only then", async () => {
    const { repository, sync } = await agreed();
    await sync(BOTH);
    expect(boxesOf(repository)).toBe("  ");

    await sync([signing("security", { phase: "phase-2" })]);
    expect(boxesOf(repository)).toBe(" x");
    await sync([
      signing("security", {
        phase: "phase-2",
        kind: "cancel",
        at: "2026-01-05T00:00:00Z",
      }),
    ]);
    expect(boxesOf(repository)).toBe("  ");
    await expectRest(repository, sync);
  });

  test("a waiver is as good as a signature", async () => {
    const { repository, sync } = await agreed();
    const waive = { kind: "waiver", reason: "no | users" } as Partial<LedgerEntry>;
    await sync([signing("security", waive), signing("security", { ...waive, phase: "phase-2" })]);

    expect(boxesOf(repository)).toBe(" x");
    expect(textOf(repository)).toContain("“no \\| users”");
  });

  test("boxes that people ticked stay theirs until somebody signs", async () => {
    const { repository, sync } = await agreed(PHASES.replace("[ ] Code", "[x] Code"));
    expect(boxesOf(repository)).toBe("x ");

    await sync([signing("security")]);
    expect(boxesOf(repository)).toBe("  ");
  });

  test("for a file without requirements it is said that it is lost", async () => {
    const { sync } = await agreed(PHASES.replace("## Sign-off", "## Other"));

    expect(remarksOf(await sync([signing("code-review")]))).toContain("signoff-lost");
  });
});

describe("what was signed on pull requests", () => {
  test("is found after the merge, although no event told of it", async () => {
    const { repository, sync } = await agreed();
    repository.signed = BOTH;
    expect((await sync()).result).toBe("unchanged");

    repository.push({ "src/app.ts": "merged" });
    await sync();
    expect(ledgerOf(repository)).toEqual(SIGNED);
    await expectRest(repository, sync);
  });

  test("is found by a process that was down at the merge", async () => {
    const { repository } = await agreed();
    repository.signed = BOTH;
    repository.push({ "src/app.ts": "merged" });
    await startProcess(repository)();

    expect(ledgerOf(repository)).toEqual(SIGNED);
  });

  test("withdrawn since, it does not come back", async () => {
    const { repository, sync } = await agreed();
    await sync(BOTH);
    await sync([signing("code-review", { kind: "cancel", at: "2026-01-03T00:00:00Z" })]);
    repository.signed = BOTH;
    repository.push({ "src/app.ts": "merged" });
    await sync();

    expect(ledgerOf(repository)[0]).toBe("phase-1 code-review cancel alice");
  });

  test("is signed for the file by its former name, when they rename it", async () => {
    const { repository, sync } = await agreed();
    repository.signed = BOTH;
    repository.push({ [PATH]: null, "checklists/renamed.md": textOf(repository) });
    await sync();

    expect(repository.text("checklists/renamed.md")).toContain("✅ alice");
    await expectRest(repository, sync);
  });

  test("where nothing can be signed nobody asks", async () => {
    const { repository, sync } = await agreed(PHASES.slice(0, PHASES.indexOf("## Sign-off")));
    repository.push({ "src/app.ts": "merged" });
    await sync();

    expect(repository.asked).not.toContain("readMerged");
  });
});

describe("work that goes on in a signed phase", () => {
  async function signed(config = "") {
    const { repository, sync } = await agreed(PHASES, config);
    await sync(BOTH);
    return { repository, sync };
  }
  const STALE = SIGNED.map((line) => `${line} stale`);

  test("an issue reopened: its sign-offs are stale, in the same commit that opens the box", async () => {
    const { repository, sync } = await signed();
    repository.changeIssue(2, { completion: "open" });
    await sync();

    expect(ledgerOf(repository)).toEqual(STALE);
    expect(textOf(repository)).toContain("- [ ] Routes");
    expect(repository.asked.filter((each) => each === "commit")).toHaveLength(1);
    await expectRest(repository, sync);
  });

  test("a box opened in the file, or a task added to it: stale", async () => {
    for (const change of [
      (text: string) => text.replace("[x] Routes", "[ ] Routes"),
      (text: string) => text.replace("- [x] Routes", "- [ ] One more\n- [x] Routes"),
    ]) {
      const { repository, sync } = await signed();
      repository.push({ [PATH]: change(textOf(repository)) });
      await sync();
      expect(ledgerOf(repository)).toEqual(STALE);
      await expectRest(repository, sync);
    }
  });

  test("closed again, it takes a new signature", async () => {
    const { repository, sync } = await signed();
    repository.changeIssue(2, { completion: "open" });
    await sync();
    repository.changeIssue(2, { completion: "done" });
    await sync();
    expect(ledgerOf(repository)).toEqual(STALE);

    await sync([signing("security", { by: "bob", at: "2026-02-01T00:00:00Z" })]);
    expect(ledgerOf(repository)).toEqual([STALE[0], SIGNED[1]]);
    await expectRest(repository, sync);
  });

  test("closed again, with `on-push: keep` the signature counts again", async () => {
    const { repository, sync } = await signed("signoff: { on-push: keep }");
    repository.changeIssue(2, { completion: "open" });
    await sync();
    expect(ledgerOf(repository)).toEqual(STALE);

    repository.changeIssue(2, { completion: "done" });
    await sync();
    expect(ledgerOf(repository)).toEqual(SIGNED);
    await expectRest(repository, sync);
  });

  test("signed for a phase whose last issue GitHub is about to close: not stale", async () => {
    const { repository, sync } = await agreed();
    await sync([signing("security", { phase: "phase-2" })]);
    repository.changeIssue(3, { completion: "done" });
    await sync();

    expect(ledgerOf(repository)).toEqual(["phase-2 security sign-off alice"]);
    expect(textOf(repository)).toContain("- [x] Deploy");
  });

  test("a waiver is not about the work, and stays", async () => {
    const { repository, sync } = await agreed();
    await sync([signing("security", { kind: "waiver", reason: "later" })]);
    repository.changeIssue(2, { completion: "open" });
    await sync();

    expect(ledgerOf(repository)).toEqual(["phase-1 security waiver alice"]);
  });

  test("a box of a requirement that was ticked opens", async () => {
    const { repository, sync } = await signed();
    await sync([signing("security", { phase: "phase-2" })]);
    expect(boxesOf(repository)).toBe(" x");
    repository.changeIssue(2, { completion: "open" });
    await sync();

    expect(boxesOf(repository)).toBe("  ");
  });
});

describe("a ledger that somebody edits by hand", () => {
  const forge = (text: string): string => text.replace("✅ alice", "✅ mallory");

  test.each([
    ["another name", forge],
    [
      "one more signature",
      (text: string) => text.replace(/\| {2,}\|$/m, "| ✅ mallory, 2026-01-02 10:03:27Z, #12 |"),
    ],
    ["a word", (text: string) => text.replace("#12", "#12!")],
    ["taken out", (text: string) => text.replace(/\n<!-- tickmark:ledger[^]*\/tickmark:ledger -->/, "")],
    ["the markers taken out", (text: string) => text.replace(/<!-- .?tickmark:ledger.*-->/g, "")],
  ])("%s: it is put back, and said", async (_, change) => {
    const { repository, sync } = await agreed();
    await sync(BOTH);
    const before = textOf(repository);
    repository.push({ [PATH]: change(before) });
    expect(textOf(repository)).not.toBe(before);
    const outcome = await sync();

    expect(ledgerOf(repository)).toEqual(SIGNED);
    expect(remarksOf(outcome)).toContain("ledger-edited");
    await expectRest(repository, sync);
  });

  test("spaced otherwise, as by a formatter: nobody is told, nothing is written", async () => {
    const { repository, sync } = await agreed();
    await sync(BOTH);
    const respaced = textOf(repository)
      .replace(/ {2,}\|/g, " |")
      .replace(/-{4,}/g, "---");
    repository.push({ [PATH]: respaced });
    const outcome = await sync();

    expect(textOf(repository)).toBe(respaced);
    expect(remarksOf(outcome)).toEqual([]);
  });

  test("a new file that comes with a ledger has signed nothing", async () => {
    const { repository, sync } = await agreed();
    const forged = writeLedgers(PATH, new TextEncoder().encode(PHASES.replace(/ \[#\d\].*/g, "")), [
      { ...signing("code-review").entry, stale: false },
    ]);
    if (!forged.ok) throw new Error("not written");
    repository.push({ "checklists/copy.md": forged.source });
    const outcome = await sync();

    expect(remarksOf(outcome)).toContain("ledger-edited");
    expect(repository.text("checklists/copy.md")).not.toContain("alice");
  });

  test("a file that is renamed takes its ledger along; a copy of it does not", async () => {
    const { repository, sync } = await agreed();
    await sync(BOTH);
    const text = textOf(repository);
    repository.push({ [PATH]: null, "checklists/renamed.md": text });
    await sync();
    expect(repository.text("checklists/renamed.md")).toBe(text);

    repository.push({ "checklists/copy.md": text.replace(/ \[#\d\].*/g, "") });
    await sync();
    expect(repository.text("checklists/copy.md")).not.toContain("✅");
    expect(repository.text("checklists/renamed.md")).toBe(text);
  });

  test("renamed, and worked on in the same push: stale", async () => {
    const { repository, sync } = await agreed();
    await sync(BOTH);
    const text = textOf(repository).replace("[x] Routes", "[ ] Routes");
    repository.push({ [PATH]: null, "checklists/renamed.md": text });
    await sync();

    expect(repository.text("checklists/renamed.md")).toContain("⚠ stale: alice");
  });

  test("filed away, with a fresh file in its place: the sign-offs go along, the fresh file has none", async () => {
    const { repository, sync } = await agreed();
    await sync(BOTH);
    const text = textOf(repository);
    const fresh = PHASES.replace(/ \[#\d\].*/g, "");
    repository.push({ [PATH]: fresh, "checklists/2026/launch.md": text });
    const outcome = await sync();

    expect(repository.text("checklists/2026/launch.md")).toBe(text);
    expect(textOf(repository)).not.toContain("tickmark:ledger");
    expect(remarksOf(outcome)).toEqual([]);
  });

  test("a requirement more, or a phase: the table grows, nobody is told off", async () => {
    const { repository, sync } = await agreed();
    await sync(BOTH);
    repository.push({
      [PATH]: textOf(repository).replace("- [ ] Security\n", "- [ ] Security\n- [ ] Docs\n"),
    });
    const outcome = await sync();

    expect(textOf(repository)).toMatch(/^\| Docs +\|/m);
    expect(ledgerOf(repository)).toEqual(SIGNED);
    expect(remarksOf(outcome)).toEqual([]);
    await expectRest(repository, sync);
  });
});

describe("a branch that refuses commits", () => {
  test("the ledger waits in the pull request, grows there, and is merged", async () => {
    const { repository, sync } = await agreed();
    repository.refusal = "Changes must be made through a pull request.";
    await sync([BOTH[0] as NewSignoff]);
    expect(repository.pulls).toHaveLength(1);
    await expectRest(repository, sync);

    await sync([BOTH[1] as NewSignoff]);
    expect(repository.pulls.at(-1)?.text).toContain("signed by bob");
    expect(ledgerOf(repository)).toEqual([]);
    repository.merge();
    await sync();

    expect(ledgerOf(repository)).toEqual(SIGNED);
    await expectRest(repository, sync);
  });

  test("it follows what people push to the file meanwhile", async () => {
    const { repository, sync } = await agreed();
    repository.refusal = "Changes must be made through a pull request.";
    await sync(BOTH);
    repository.push({ [PATH]: textOf(repository).replace("# Launch", "# Launch day") });
    const outcome = await sync();
    expect(remarksOf(outcome)).toEqual([]);
    repository.merge();
    await sync();

    expect(ledgerOf(repository)).toEqual(SIGNED);
    expect(textOf(repository)).toContain("# Launch day");
  });
});

describe("the issue of a phase that has to be signed", () => {
  const WITH_PHASES = "issues: { phases: { issue: true, milestone: true } }";

  function phaseIssue(repository: MemoryRepository) {
    const issue = [...repository.issues.values()].find(({ title }) => title.includes("Build"));
    if (!issue) throw new Error("no issue");
    return issue;
  }

  test("stays open when its tasks are done, and says what is missing", async () => {
    const { repository, sync } = await agreed(PHASES.replace("[x] Routes", "[ ] Routes"), WITH_PHASES);
    repository.changeIssue(2, { completion: "done" });
    await sync();

    expect(phaseIssue(repository).completion).toBe("open");
    expect(phaseIssue(repository).body).toContain("- Security: missing");
    await expectRest(repository, sync);
  });

  test("closes with the last signature, opens when work is reopened, and tells of both", async () => {
    const { repository, sync } = await agreed(PHASES.replace("[x] Routes", "[ ] Routes"), WITH_PHASES);
    repository.changeIssue(2, { completion: "done" });
    await sync();
    await sync(BOTH);
    expect(phaseIssue(repository).completion).toBe("done");
    expect(phaseIssue(repository).body).toContain("- Security: signed by bob for phase-1");
    await expectRest(repository, sync);

    repository.changeIssue(2, { completion: "open" });
    await sync();
    expect(phaseIssue(repository).completion).toBe("open");
    expect(phaseIssue(repository).body).toContain("- Security: no longer valid, signed by bob");
    await expectRest(repository, sync);
  });
});

describe("what people are told", () => {
  function dashboardOf(repository: MemoryRepository) {
    const [issue] = [...repository.issues.values()].filter(
      ({ title }) => title === "Tickmark needs a person",
    );
    return issue && { ...issue, section: issue.body.split("## Sign-offs\n\n")[1]?.split("\n\n")[0] };
  }

  test("as long as all that was signed counts, there is no dashboard", async () => {
    const { repository, sync } = await agreed();
    await sync(BOTH);

    expect(dashboardOf(repository)).toBeUndefined();
  });

  test("sign-offs that went stale wait for somebody, until all are signed again", async () => {
    const { repository, sync } = await agreed();
    await sync(BOTH);
    repository.changeIssue(2, { completion: "open" });
    await sync();
    const place =
      "[checklists/launch.md phase-1](https://github.com/acme/app/blob/main/checklists/launch.md?plain=1#L2)";
    expect(dashboardOf(repository)).toMatchObject({
      completion: "open",
      section: `- ${place}: 0 of 2 signed; stale: Code review, Security`,
    });

    repository.changeIssue(2, { completion: "done" });
    await sync(
      BOTH.map(({ checklist, entry }) => ({ checklist, entry: { ...entry, at: "2026-02-01T00:00:00Z" } })),
    );
    expect(dashboardOf(repository)).toMatchObject({ completion: "done", section: `- ${place}: signed` });
  });

  test("a requirement that the config names and no file has", async () => {
    const { repository } = await agreed(
      PHASES,
      "signoff: { requirements: { Performance: { permission: write } } }",
    );
    repository.push({ "README.md": "news" });

    expect(remarksOf(await startProcess(repository)())).toEqual(["config-unknown-requirement"]);
  });
});
