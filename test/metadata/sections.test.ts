import { describe, expect, test } from "@jest/globals";
import { read, readSection } from "./read.js";

/** The heading among phases, so that percentages are weights. */
function readHeading(title: string): Record<string, unknown> {
  return readSection(`# Plan\n## ${title}\n- [ ] One\n`, title);
}

describe("the heading of a section", () => {
  const weeks = (from: number, to: number): unknown => ({ unit: "week", from, to });

  test.each([
    ["Phase 1: Setup (25%)", { weight: 25 }],
    ["Phase 1: Setup (Weeks 1-2) (30%)", { weight: 30, schedule: weeks(1, 2) }],
    ["Phase 1: Setup (30%) (Weeks 1–2)", { weight: 30, schedule: weeks(1, 2) }],
    ["Phase 1: Setup (Weeks 1-2, 12.5%)", { weight: 12.5, schedule: weeks(1, 2) }],
    ["Week 3-5: Testing", { schedule: weeks(3, 5) }],
    ["Week 4, 5, 6, 7: Tracking", { schedule: weeks(4, 7) }],
    ["Weeks 1 to 3", { schedule: weeks(1, 3) }],
    ["Around Docs Freeze (~Week 12)", { schedule: weeks(12, 12) }],
    ["Month 7-8: Zapier", { schedule: { unit: "month", from: 7, to: 8 } }],
    ["Phase 1 (Months 1-2)", { schedule: { unit: "month", from: 1, to: 2 } }],
    ["Day 1", { schedule: { unit: "day", from: 1, to: 1 } }],
    ["DAY 2: Deploy", { schedule: { unit: "day", from: 2, to: 2 } }],
    ["Q3", { schedule: { unit: "quarter", from: 3, to: 3 } }],
    ["Phase 2 (Q3)", { schedule: { unit: "quarter", from: 3, to: 3 } }],
    ["Q3 2026", { schedule: { unit: "dates", from: "2026-07-01", to: "2026-09-30" } }],
    ["Phase 2 (Q1-Q2 2026)", { schedule: { unit: "dates", from: "2026-01-01", to: "2026-06-30" } }],
    ["2026 Q4: Launch", { schedule: { unit: "dates", from: "2026-10-01", to: "2026-12-31" } }],
    [
      "Sprint (2026-01-05 - 2026-01-16)",
      { schedule: { unit: "dates", from: "2026-01-05", to: "2026-01-16" } },
    ],
    ["Launch (by 2026-03-01)", { schedule: { unit: "dates", from: "2026-03-01", to: "2026-03-01" } }],
    ["Login (Priority: P1)", { priority: "P1" }],
    ["Login [P0]", { priority: "P0" }],
    ["🟡 Medium Priority (Should Have)", { priority: "P2" }],
    ["High Priority", { priority: "P1" }],
    ["Daily Tasks", { recurs: "daily" }],
    ["Bi-Weekly Tasks", { recurs: "biweekly" }],
    ["📅 Quarterly", { recurs: "quarterly" }],
    ["Daily standup", { recurs: "daily" }],
    ["Monthly…", { recurs: "monthly" }],
    ["7. Weekly maintenance tasks (every Monday)", { recurs: "weekly" }],
    ["Ongoing", { recurs: "ongoing" }],
    ["Recurring Tasks", { recurs: "ongoing" }],
  ])("says what it says: %s", (title, expected) => {
    expect(readHeading(title)).toEqual(expected);
  });

  test.each([
    "Payment Gateway - 100% Complete",
    "Coverage (≥ 80%)",
    "Backend (80%)",
    "Medium-term (6 months):",
    "2 Weeks Before Go-Live",
    "30-Day Review",
    "Immediate Post-Deployment (0-24 hours)",
    "APRIL Week 2",
    "Week of Docs Freeze",
    "Week 0.5",
    "Q1: How do we deploy?",
    "Team Lead Approval (2026-01-19)",
    "v1.2.0 (2026-01-19)",
    "Priority Levels",
    "Behavior of the Priority Field",
    "Work in parallel (P)",
    "Weekly Status Report Template",
    "Ongoing Migration to Postgres",
    "Weekly Coverage Goals",
    "Quarterly Goals Met",
    "Annual Report",
    "Post-Go-Live (Week 1)",
  ])("says nothing else: %s", (title) => {
    expect(readHeading(title)).toEqual({});
  });

  test("has a percentage that is a weight when the headings beside it make a hundred with it", () => {
    const source = "# Plan\n## Backend (60%)\n- [ ] One\n## Frontend (40%)\n- [ ] Two\n";

    expect(readSection(source, "Backend (60%)")).toEqual({ weight: 60 });
    expect(readSection(source.replace("60", "80"), "Backend (80%)")).toEqual({});
  });

  test("counts from an event when it stands below one", () => {
    const source = "# Plan\n## Post-Deployment\n### Week 1\n- [ ] One\n## Build\n### Week 1\n- [ ] Two\n";
    const { sections } = read(source).checklist.metadata;

    expect(sections.map((section) => section?.schedule?.unit)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      "week",
    ]);
  });
});

describe("fields below a heading", () => {
  test.each([
    ["**Priority: HIGH**", { priority: "P1" }],
    ["**Priority: LOW (if needed)", { priority: "P3" }],
    ["**Priority: LOW-MEDIUM**", { priority: "P2" }],
    ["**Priority:** P0", { priority: "P0" }],
    ["Priority: Critical", { priority: "P0" }],
    ["**Prioridad:** 🔴 CRÍTICA | **Esfuerzo:** 3 días", { priority: "P0", effort: 3 }],
    ["**Owner:** Ann\n**Estimated Effort:** 4-5 days", { owners: "Ann", effort: 5 }],
    ["- **Owner:** Ann\n- **Deadline:** 2026-02-01", { owners: "Ann", due: "2026-02-01" }],
    ["**Start Date:** 2026-01-05", { start: "2026-01-05" }],
    ["**Timeline:** Weeks 3-4", { schedule: { unit: "week", from: 3, to: 4 } }],
    ["**Duration:** 2 weeks", {}],
    ["**Owner:** @octocat for now", { owners: "@octocat" }],
  ])("are about the section: %s", (fields, expected) => {
    expect(readSection(`# Plan\n## Part\n\n${fields}\n\n- [ ] One\n`, "Part")).toEqual(expected);
  });

  test("are about something else when there are several, or deeper in a list", () => {
    const several = "# Plan\n## Part\n**One**\n\nPriority: high\n\n**Two**\n\nPriority: low\n\n- [ ] One\n";
    const risks = "# Plan\n## Part\n1. Risk\n   - Owner: Ann\n   - Timeline: Week 5-6\n\n- [ ] One\n";

    expect(readSection(several, "Part")).toEqual({});
    expect(readSection(risks, "Part")).toEqual({});
  });
});

describe("the start of a checklist", () => {
  test.each([
    "# Plan\nDate Started: 2026-01-05\n## A\n- [ ] One\n",
    "# Plan\n## About\n**Start Date:** January 5, 2026\n## A\n- [ ] One\n",
    "Start: 2026-01-05\n\n- [ ] One\n",
  ])("is read: %j", (source) => {
    expect(read(source).checklist.metadata.start?.value).toBe("2026-01-05");
  });

  test("is not the start of one part", () => {
    const source = "# Plan\n## A\nStart Date: 2026-01-05\n\n- [ ] One\n";

    expect(read(source).checklist.metadata.start).toBeUndefined();
    expect(readSection(source, "A")).toEqual({ start: "2026-01-05" });
  });

  test("is open in a template", () => {
    const { checklist, diagnostics } = read("# Plan\nDate Started: [YYYY-MM-DD]\n\n- [ ] One\n");

    expect([checklist.metadata.start, diagnostics]).toEqual([undefined, []]);
  });
});

describe("dependencies of phases", () => {
  const phases = (first: string, second: string, third = ""): unknown => {
    const source = `## Phase 1: A\n${first}\n\n- [ ] a\n## Phase 2: B\n${second}\n\n- [ ] b\n## Phase 3: C\n${third}\n\n- [ ] c\n`;
    return read(source).checklist.metadata.sections.map((section) => [
      ...(section?.dependsOn.map(({ index }) => index + 1) ?? []),
      ...(section?.waitsFor ?? []),
    ]);
  };

  test.each([
    ["**Dependencies:**\n- Completion of Phase 1\n- Keys are there", [[], [1, "Keys are there"], []]],
    ["**Dependencies**:\n\n- Completion of Phase 1", [[], [1], []]],
    ["**Dependencies:** Phase 1", [[], [1], []]],
    ["### Dependencies\n- Phase 1", [[], [1], [], []]],
    ["Dependencies: None", [[], [], []]],
    ["**Objectives:**\n- Completion of Phase 1", [[], [], []]],
  ])("are a list below a field: %j", (second, expected) => {
    const found = phases("", second) as unknown[];

    expect(found).toEqual(expected);
  });

  test.each([
    ["Completion of all technical phases", [1, 2]],
    ["Phases 1 and 2", [1, 2]],
    ["Phases 1-2", [1, 2]],
    ["Phase 1, Phase 2 done", [1, 2]],
  ])("may be several: %s", (entry, expected) => {
    expect(phases("", "", `**Dependencies:**\n- ${entry}`)).toEqual([[], [], expected]);
  });

  test("are sentences wherever they stand", () => {
    const source = "- Phase 2 depends on Phase 1 (logging requires CI/CD)\n- Phase 3 depends on Phase 2";

    expect(phases("", "", `**Dependencies:**\n${source}`)).toEqual([[], [1], [2]]);
  });
});

describe("dependencies on sections by their names", () => {
  const HEADINGS = [
    "4. Observability",
    "Phase 1: Foundation & Assessment (Weeks 1-2)",
    "Step 2 - Security",
    "🚀 Data and Backups (25%)",
    "5. Tests",
    "6. Tests",
    "Last",
  ];
  const waiting = (entry: string, inField = false): unknown => {
    const sections = HEADINGS.map((title) => `## ${title}\n\n- [ ] a\n`).join("\n");
    const said = inField ? `Dependencies: ${entry}` : `**Dependencies:**\n- ${entry}`;
    const { checklist, diagnostics } = read(`# Plan\n\n${sections}\n${said}\n`);
    const last = checklist.metadata.sections.at(-1);
    return [
      ...(last?.dependsOn ?? []).map(({ index }) => checklist.sections[index]?.title),
      ...(last?.waitsFor ?? []).map((text) => `? ${text}`),
      ...diagnostics.map(({ rule }) => `! ${rule}`),
    ];
  };
  const [observability, foundation, security, backups] = HEADINGS;

  test.each([
    ["Observability", [observability]],
    ["Completion of Observability", [observability]],
    ["**Completion of** the `observability` phase", [observability]],
    ["4. Observability", [observability]],
    ["Observability complete", [observability]],
    ["Observability is done (with alerts)", [observability]],
    ["Foundation and Assessment", [foundation]],
    ["Completion of Foundation & Assessment", [foundation]],
    ["Phase 1 complete", [foundation]],
    ["Completion of Data & backups", [backups]],
    ["Security, Observability", [security, observability]],
    ["Completion of Security and Observability", [security, observability]],
  ])("are found: %s", (entry, expected) => {
    expect([waiting(entry), waiting(entry, true)]).toEqual([expected, expected]);
  });

  test.each([
    "Observability tools are bought",
    "Security review by the vendor",
    "The team knows about backups",
    "Tests",
    "Last",
    "Data",
    "4",
    "Security and a budget",
    "Complete the contract",
  ])("are not taken from other words: %s", (entry) => {
    expect(waiting(entry)).toEqual([`? ${entry}`]);
  });

  test.each(["Completion of Monitoring", "Completion of Tests", "Completion of Last"])(
    "are remarked on where the name is none, or of two: %s",
    (entry) => {
      expect(waiting(entry)).toEqual([`? ${entry}`, "! unknown-dependency"]);
    },
  );
});

describe("a table of roles and names", () => {
  test("is read, and TBD is nobody", () => {
    const source =
      "| Role | Name | GitHub |\n| - | - | - |\n| Backend | Ann | @octocat |\n| QA | TBD | |\n| Web | Bob | |\n";

    expect(read(source).checklist.metadata.roles).toEqual([
      { role: "Backend", owners: { names: [], logins: ["octocat"] }, line: 3 },
      { role: "QA", owners: { names: [], logins: [] }, line: 4 },
      { role: "Web", owners: { names: ["Bob"], logins: [] }, line: 5 },
    ]);
  });

  test("is no table of metrics", () => {
    const source = "| Metric | Target |\n| - | - |\n| Uptime | 99% |\n";

    expect(read(source).checklist.metadata.roles).toEqual([]);
  });
});

describe("what recurs is no phase", () => {
  const phases = (source: string): (string | undefined)[] =>
    read(source).checklist.sections.map(({ phase }) => phase);

  test.each([
    ["a main section", "# Plan\n## Build\n- [ ] a\n## Weekly\n- [ ] b\n", [undefined, "build", undefined]],
    [
      "a section in which everything recurs",
      "# Plan\n## Build\n- [ ] a\n## Care\n### Daily\n- [ ] b\n### Weekly\n- [ ] c\n",
      [undefined, "build", undefined, undefined, undefined],
    ],
    [
      "not one in which something ends",
      "# Plan\n## Build\n- [ ] a\n## Care\n### Week 1\n- [ ] b\n### Monthly\n- [ ] c\n",
      [undefined, "build", "care", undefined, undefined],
    ],
    [
      "what is inside of one",
      "# Weekly Checklist\n## Servers\n- [ ] a\n## Backups\n- [ ] b\n",
      [undefined, undefined, undefined],
    ],
    [
      "not one that has a number",
      "# Plan\n## Phase 1: Ongoing\n- [ ] a\n## Ongoing\n- [ ] b\n",
      [undefined, "phase-1", undefined],
    ],
    ["not one without tasks", "# Plan\n## Build\n- [ ] a\n## About\ntext\n", [undefined, "build", "about"]],
  ])("%s", (_, source, expected) => {
    expect(phases(source)).toEqual(expected);
  });
});

describe("the key of a main section", () => {
  const keyOf = (title: string): string | undefined =>
    read(`# Plan\n## ${title}\n- [ ] a\n## Other\n- [ ] b\n`).checklist.sections[1]?.phase;

  test.each([
    "Preparation",
    "Preparation (Weeks 1-2)",
    "Preparation (Weeks 3-5) (40%)",
    "Preparation (P1)",
    "1. Preparation",
    "🧰 Preparation (25%)",
    "ðŸŽ¯ Preparation",
  ])("stays the same whatever else the heading says: %s", (title) => {
    expect(keyOf(title)).toBe("preparation");
  });

  test("says what the name says", () => {
    expect(keyOf("Preparation (Linux)")).toBe("preparation-linux");
    expect(keyOf("30-Day Review")).toBe("30-day-review");
    expect(keyOf("Über uns & Größe")).toBe("über-uns-größe");
  });
});
