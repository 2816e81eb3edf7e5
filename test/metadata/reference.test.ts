import { describe, expect, test } from "@jest/globals";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import { planSectionDays } from "../../src/core/metadata/plan-days.js";
import type { Checklist } from "../../src/core/model/checklist.js";
import { readCorpus, readReference } from "../markdown/shared-files.js";

const documents = new Map(readReference().map(({ name, source }) => [name, parseChecklist(name, source)]));

function reference(name: string, sentence: string, check: (checklist: Checklist) => void): void {
  const parsed = documents.get(name);
  (parsed === undefined ? test.skip : test)(`${name} ${sentence}`, () => {
    if (parsed === undefined) return;
    const own = parsed.diagnostics.filter(({ rule }) => !["custom-state", "missing-bullet"].includes(rule));
    expect(own).toEqual([]);
    check(parsed.checklist);
  });
}

/** `line: title | said`, for comparison with what a person reads in the file. */
function listTasks({ tasks, metadata }: Checklist): string[] {
  return tasks.flatMap(({ index, line }) => {
    const said = metadata.tasks[index];
    if (said?.owners === undefined) return [];
    return [
      `${line} ${said.owners.value.names.join("+")} ${said.effort?.value.days ?? "?"} ${said.priority?.value ?? "?"}`,
    ];
  });
}

function listSections(
  { sections, metadata }: Checklist,
  show: (section: NonNullable<Checklist["metadata"]["sections"][number]>) => string,
): string[] {
  return sections.flatMap(({ line }, index) => {
    const said = metadata.sections[index];
    const shown = said === undefined ? "" : show(said);
    return shown === "" ? [] : [`${line} ${shown}`];
  });
}

describe("the reference documents", () => {
  reference("data-products.md", "names owner, effort and priority of its 24 bold tasks", (checklist) => {
    expect(listTasks(checklist)).toEqual([
      "13 DevOps 10 P0",
      "21 Backend 5 P0",
      "28 Backend 3 P0",
      "37 Backend+QA 15 P0",
      "46 DevOps 15 P0",
      "56 Security+Backend 5 P0",
      "64 DevOps 5 P1",
      "72 QA+Backend 10 P1",
      "85 DevOps 10 P1",
      "94 Data Engineer 15 P1",
      "103 DevOps+Backend 10 P1",
      "113 QA+Backend 10 P1",
      "127 Backend 15 P1",
      "134 Product+Marketing 5 P1",
      "142 Backend 10 P1",
      "150 Backend 10 P1",
      "159 Backend 20 P2",
      "170 Backend 20 P2",
      "180 Backend 15 P2",
      "194 Frontend+Backend 15 P2",
      "204 Backend+Integration Specialist 20 P2",
      "215 Backend 20 P2",
      "225 DevOps 40 P3",
      "237 DevOps 20 P3",
    ]);
    expect(checklist.metadata.tasks.filter((task) => task !== undefined)).toHaveLength(24);
  });

  reference(
    "data-products.md",
    "has weeks and months, phases in a row, and a team of nobody yet",
    (checklist) => {
      const said = listSections(checklist, ({ schedule, dependsOn }) =>
        [
          schedule === undefined ? "" : `${schedule.unit} ${schedule.from}-${schedule.to}`,
          ...dependsOn.map(({ index }) => `after ${checklist.sections[index]?.phase ?? "?"}`),
        ].join(" "),
      );

      expect(said).toEqual([
        "9 month 1-2",
        "11 week 1-2",
        "35 week 3-5",
        "54 week 4-6",
        "70 week 6-8",
        "81 month 3-4 after phase-1",
        "83 week 8-9",
        "92 week 9-11",
        "101 week 10-11",
        "111 week 12-13",
        "123 month 5-6 after phase-2",
        "125 week 12-14",
        "140 week 14-16",
        "157 week 16-19",
        "168 week 18-21",
        "178 week 20-22",
        "190 month 7-12 after phase-3",
        "192 month 7-7",
        "202 month 7-8",
        "213 month 8-9",
        "223 month 9-11",
        "235 month 11-12",
      ]);
      expect(checklist.metadata.roles.map(({ role, owners }) => [role, owners.names])).toEqual(
        [
          "Tech Lead",
          "Backend Engineer 1",
          "Backend Engineer 2",
          "DevOps Engineer",
          "QA Engineer",
          "Security Engineer",
          "Data Engineer",
          "Product Manager",
        ].map((role) => [role, []]),
      );
    },
  );

  reference("implementation-roadmap.md", "has eight phases in a row, with days", (checklist) => {
    const days = planSectionDays(checklist, "2026-01-05");
    const phases = checklist.sections.flatMap(({ phase }, index) => {
      if (phase === undefined || !/^phase-\d$/.test(phase)) return [];
      const waits = checklist.metadata.sections[index]?.dependsOn ?? [];
      const after = waits.map((one) => checklist.sections[one.index]?.phase?.slice(-1) ?? "?").join("");
      return [`${phase} ${days[index]?.start ?? ""} ${days[index]?.target ?? ""} ${after}`];
    });

    expect(phases).toEqual([
      "phase-1 2026-01-05 2026-01-18 ",
      "phase-2 2026-01-19 2026-02-01 1",
      "phase-3 2026-02-02 2026-02-22 2",
      "phase-4 2026-02-23 2026-03-08 3",
      "phase-5 2026-03-09 2026-03-22 4",
      "phase-6 2026-03-23 2026-04-12 5",
      "phase-7 2026-04-13 2026-04-26 6",
      "phase-8 2026-04-27 2026-05-10 1234567",
    ]);
    expect(checklist.metadata.tasks.filter((task) => task !== undefined)).toEqual([]);
    expect(listSections(checklist, ({ waitsFor }) => waitsFor.join())).toEqual([
      "35 Development environments ready",
      "64 Full test coverage in place",
      "94 Pydantic V2 migration complete",
      "123 API layer stable",
      "152 All code quality checks passing",
      "181 All systems in production",
    ]);
  });

  reference("module-modernization.md", "weighs each phase a quarter, and says nothing else", (checklist) => {
    expect(listSections(checklist, (section) => JSON.stringify(section.weight))).toEqual([
      "9 25",
      "34 25",
      "59 25",
      "84 25",
    ]);
    expect(checklist.metadata).toMatchObject({ start: undefined, roles: [] });
    expect(checklist.metadata.tasks.filter((task) => task !== undefined)).toEqual([]);
  });

  reference("production-readiness.md", "has a priority in each of its twenty sections", (checklist) => {
    const [high, medium, low] = ["P1", "P2", "P3"];
    const expected = [high, high, high, medium, medium, high, medium, medium, high, low];
    expected.push(low, low, medium, low, medium, medium, high, medium, low, medium);

    expect(checklist.metadata.sections.flatMap((section) => section?.priority?.value ?? [])).toEqual(
      expected,
    );
    expect(checklist.metadata.tasks.filter((task) => task !== undefined)).toEqual([]);
  });

  reference(
    "infrastructure-plan.md",
    "has six derived tasks and recurring sections, and nothing else",
    (checklist) => {
      const { sections, tasks, metadata } = checklist;
      const derived = tasks.flatMap(({ index, line }) => {
        const said = metadata.tasks[index];
        if (said === undefined) return [];
        const { derived: goal, ...others } = said;
        expect(
          Object.values(others)
            .flat()
            .filter((value) => value !== undefined),
        ).toEqual([]);
        return [`${line} ${sections[goal?.section ?? 0]?.title ?? ""} ${goal?.percent ?? 0}`];
      });

      expect(derived).toEqual([
        "674 Pre-Implementation Checklist 100",
        "675 Development Checklist 100",
        "676 Testing Checklist 100",
        "677 Security Checklist 100",
        "678 Deployment Checklist 100",
        "679 Post-Deployment Checklist 100",
      ]);
      expect(
        listSections(checklist, ({ recurs, ...others }) => {
          expect(
            Object.values(others)
              .flat()
              .filter((value) => value !== undefined),
          ).toEqual([]);
          return recurs ?? "";
        }),
      ).toEqual(["491 monthly", "502 daily", "509 weekly", "516 biweekly", "526 monthly", "548 quarterly"]);
    },
  );
});

describe("every place that is told", () => {
  const files = [...readReference(), ...readCorpus()];

  (files.length === 0 ? test.skip : test)("holds the words that were read there", () => {
    let places = 0;
    for (const { name, source } of files) {
      const { metadata } = parseChecklist(name, source).checklist;
      const said = [...metadata.sections, ...metadata.tasks].flatMap(
        (one) => Object.values(one ?? {}) as unknown[],
      );
      for (const value of [metadata.start, ...said]) {
        if (typeof value !== "object" || value === null || !("range" in value) || !("text" in value))
          continue;
        const range = value.range as { start: number; end: number } | undefined;
        if (range === undefined) continue;
        places++;
        expect(new TextDecoder().decode(source.slice(range.start, range.end))).toBe(value.text);
      }
    }
    expect(places).toBeGreaterThan(200);
  });
});
