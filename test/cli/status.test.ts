import { describe, expect, test } from "@jest/globals";
import stringWidth from "string-width";
import { BILLING, entry, written } from "../signoff/examples.js";
import { runCli } from "./run-cli.js";

const LIST = `# Billing

## Phase 1: Setup (Weeks 1-2) (40%)

**Priority: HIGH**

- [x] One
- [ ] T001 Two @octocat due: 2026-01-10

## Phase 2: Launch (Week 3) (60%)

**Dependencies:**
- Completion of Phase 1

- [ ] ~~Three~~
- [ ] Four (depends on T001)
  - **Owner:** DevOps
`;

const files = { "a.md": LIST };
const at = ["--start", "2026-01-05", "--today", "2026-01-20"];

describe("tickmark status", () => {
  test("shows phases, what is late and what waits, on 80 columns and without colors", async () => {
    const { status, stdout } = await runCli(["status", "a.md", ...at], { files });

    expect(status).toBe(0);
    expect(stdout).toBe(`a.md
  20% by weight, 1 of 3 tasks done, 1 dropped, from 2026-01-05

  Phase 1: Setup                                        #####.....  50%     1/2
    phase-1 · weight 40% · P1 · 2026-01-05 to 2026-01-18 · @octocat
    overdue
  Phase 2: Launch                                       ..........   0%     0/1
    phase-2 · weight 60% · 2026-01-19 to 2026-01-25 · DevOps
    blocked by phase-1

  Overdue
  8  T001 Two @octocat due: 2026-01-10  due 2026-01-10, @octocat

  Blocked
  16  Four (depends on T001)  waits for T001
`);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("takes the start from the file, the command or the config, in this order", async () => {
    const config = 'checklists: [{ paths: ["*.md"], start: 2026-03-02 }]\n';
    const started = LIST.replace("# Billing\n", "# Billing\n\nDate Started: 2026-02-02\n");
    const first = async (typed: string[], list = LIST): Promise<unknown> => {
      const all = { "a.md": list, ".github/tickmark.yml": config };
      const { stdout } = await runCli(["status", "a.md", "--json", ...typed], { files: all });
      return (JSON.parse(stdout) as { files: { phases: { start: string }[] }[] }).files[0]?.phases[0]?.start;
    };

    expect(await first([])).toBe("2026-03-02");
    expect(await first(["--start", "2026-01-05"])).toBe("2026-01-05");
    expect(await first(["--start", "2026-01-05"], started)).toBe("2026-02-02");
  });

  test("gives programs the same as JSON", async () => {
    const { stdout } = await runCli(["status", "a.md", "--json", ...at], { files });

    expect(JSON.parse(stdout)).toEqual({
      today: "2026-01-20",
      files: [
        {
          path: "a.md",
          start: "2026-01-05",
          progress: { done: 1, total: 3, dropped: 1, percent: 20 },
          phases: [
            {
              phase: "phase-1",
              title: "Phase 1: Setup (Weeks 1-2) (40%)",
              line: 3,
              progress: { done: 1, total: 2, dropped: 0, percent: 50 },
              weight: 40,
              start: "2026-01-05",
              target: "2026-01-18",
              priority: "P1",
              owners: ["@octocat"],
              blockedBy: [],
              overdue: true,
              signoff: null,
            },
            {
              phase: "phase-2",
              title: "Phase 2: Launch (Week 3) (60%)",
              line: 10,
              progress: { done: 0, total: 1, dropped: 1, percent: 0 },
              weight: 60,
              start: "2026-01-19",
              target: "2026-01-25",
              priority: null,
              owners: ["DevOps"],
              blockedBy: ["phase-1"],
              overdue: false,
              signoff: null,
            },
          ],
          tasks: [
            {
              line: 8,
              title: "T001 Two @octocat due: 2026-01-10",
              due: "2026-01-10",
              owners: ["@octocat"],
              blockedBy: [],
              overdue: true,
            },
            {
              line: 16,
              title: "Four (depends on T001)",
              due: "2026-01-25",
              owners: ["DevOps"],
              blockedBy: ["T001"],
              overdue: false,
            },
          ],
        },
      ],
    });
  });

  test("refuses a day that is none", async () => {
    for (const typed of [
      ["--start", "2026-02-30"],
      ["--today", "tomorrow"],
    ]) {
      const { status, stderr } = await runCli(["status", "a.md", ...typed], { files });

      expect(status).toBe(2);
      expect(stderr).toBe(`tickmark: ${typed.join(" ")} is no day, write it as YYYY-MM-DD\n`);
    }
  });

  test("is for files without tasks and without phases, too", async () => {
    const plain = { "a.md": "# A\n", "b.md": "- [x] One\n- [ ] Two\n" };

    expect((await runCli(["status", "a.md", "b.md"], { files: plain })).stdout).toBe(
      "a.md\n  no tasks\n\nb.md\n  50%, 1 of 2 tasks done\n",
    );
  });

  test("says why weeks have no days, as long as nobody gave a start", async () => {
    const hint = "weeks and months have no days: give --start";

    expect((await runCli(["status", "a.md"], { files })).stdout).toContain(hint);
    expect((await runCli(["status", "a.md", ...at], { files })).stdout).not.toContain(hint);
    const without = { "a.md": "## Phase 1: One\n\n- [ ] a\n" };
    expect((await runCli(["status", "a.md"], { files: without })).stdout).not.toContain(hint);
  });

  test("keeps its columns where characters are two columns wide", async () => {
    const wide = { "a.md": `## Phase 1: ${"設計".repeat(20)}\n\n- [ ] a\n\n## Phase 2: 🚀 Go\n\n- [ ] b\n` };
    const { stdout } = await runCli(["status", "a.md"], { files: wide });
    const columns = stdout
      .split("\n")
      .filter((line) => line.includes(".....") && line.includes("Phase"))
      .map((line) => stringWidth(line.slice(0, line.indexOf("....."))));

    expect(columns).toEqual([56, 56]);
  });

  test("reads standard input", async () => {
    const { status, stdout } = await runCli(["status", "-", ...at], { input: LIST });

    expect(status).toBe(0);
    expect(stdout).toContain("stdin\n  20% by weight, 1 of 3 tasks done");
  });

  test("shows how far the sign-off of a phase is", async () => {
    const signed = written(BILLING, [
      entry(),
      entry({ requirement: "security-assessment", kind: "waiver", reason: "later" }),
      entry({ phase: "phase-2", stale: true }),
    ]);
    const { stdout } = await runCli(["status", "a.md"], { files: { "a.md": signed } });
    const json = await runCli(["status", "a.md", "--json"], { files: { "a.md": signed } });

    expect(stdout).toContain("    2 of 3 signed; 1 waived; missing: Team lead sign-off\n");
    expect(stdout).toContain("    0 of 3 signed; stale: Code review\n");
    expect(JSON.parse(json.stdout)).toMatchObject({
      files: [
        {
          phases: [
            {
              phase: "phase-1",
              signoff: {
                finished: false,
                waitsFor: [],
                requirements: [
                  { key: "code-review", state: "signed", by: ["alice"] },
                  { key: "security-assessment", state: "waived", by: ["alice"] },
                  { key: "team-lead-sign-off", state: "missing", by: [] },
                ],
              },
            },
            { phase: "phase-2", signoff: { waitsFor: ["phase-1"] } },
          ],
        },
      ],
    });
  });
});
