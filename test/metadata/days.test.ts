import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { addDays, addMonths, dayOf } from "../../src/core/metadata/calendar.js";
import { parseDay } from "../../src/core/metadata/parse-day.js";
import { planPhaseDays, planSectionDays, planTaskDays } from "../../src/core/metadata/plan-days.js";
import { resolveSchedule } from "../../src/core/metadata/resolve-schedule.js";
import type { Schedule } from "../../src/core/model/metadata.js";
import { read } from "./read.js";

const MONDAY = "2026-01-05";

function resolve(unit: Exclude<Schedule["unit"], "dates">, from: number, to: number, start = MONDAY): string {
  const range = resolveSchedule({ unit, from, to }, start);
  return range === undefined ? "nothing" : `${range.start} to ${range.target}`;
}

describe("a schedule with a start", () => {
  test("has weeks of seven days from the start on", () => {
    expect(resolve("week", 1, 1)).toBe("2026-01-05 to 2026-01-11");
    expect(resolve("week", 1, 2)).toBe("2026-01-05 to 2026-01-18");
    expect(resolve("week", 3, 5)).toBe("2026-01-19 to 2026-02-08");
    expect(resolve("week", 1, 1, "2026-01-07")).toBe("2026-01-07 to 2026-01-13");
  });

  test("has months from the start's date on, or to the end of a shorter one", () => {
    expect(resolve("month", 1, 2)).toBe("2026-01-05 to 2026-03-04");
    expect(resolve("month", 12, 12)).toBe("2026-12-05 to 2027-01-04");
    expect(resolve("month", 1, 1, "2026-01-31")).toBe("2026-01-31 to 2026-02-27");
    expect(resolve("month", 2, 2, "2026-01-31")).toBe("2026-02-28 to 2026-03-30");
    expect(resolve("month", 2, 2, "2024-01-30")).toBe("2024-02-29 to 2024-03-29");
  });

  test("has the first quarter of that number that is not over", () => {
    expect(resolve("quarter", 3, 3)).toBe("2026-07-01 to 2026-09-30");
    expect(resolve("quarter", 1, 1, "2026-03-31")).toBe("2026-01-01 to 2026-03-31");
    expect(resolve("quarter", 1, 1, "2026-04-01")).toBe("2027-01-01 to 2027-03-31");
    expect(resolve("quarter", 4, 4)).toBe("2026-10-01 to 2026-12-31");
  });

  test("has days, and nothing where it runs backward", () => {
    expect(resolve("day", 1, 1)).toBe("2026-01-05 to 2026-01-05");
    expect(resolve("day", 30, 31)).toBe("2026-02-03 to 2026-02-04");
    expect(resolve("week", 5, 3)).toBe("nothing");
  });

  test("needs the start only where it counts", () => {
    const dates: Schedule = { unit: "dates", from: "2026-02-01", to: "2026-02-03" };

    expect(resolveSchedule(dates, undefined)).toEqual({ start: "2026-02-01", target: "2026-02-03" });
    expect(resolveSchedule({ unit: "week", from: 1, to: 1 }, undefined)).toBeUndefined();
  });
});

describe("days", () => {
  const days = fc.date({ min: new Date("1950-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });

  test("do not move with the time zone of the machine", () => {
    const zone = process.env["TZ"];
    try {
      for (const name of ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Asia/Kolkata"]) {
        process.env["TZ"] = name;
        expect(addDays("2026-03-07", 2)).toBe("2026-03-09");
        expect(addMonths("2026-10-25", 1)).toBe("2026-11-25");
        expect(dayOf(2026, 3, 8)).toBe("2026-03-08");
        expect(resolve("week", 10, 12)).toBe("2026-03-09 to 2026-03-29");
      }
    } finally {
      process.env["TZ"] = zone;
    }
  });

  test("add up: there and back is the same day", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -4000, max: 4000 }), (date, count) => {
        const day = date.toISOString().slice(0, 10);
        expect(addDays(addDays(day, count), -count)).toBe(day);
      }),
    );
  });

  test.each([
    ["2026-02-01", "2026-02-01"],
    ["2026-2-1", "2026-02-01"],
    ["2026/02/01", "2026-02-01"],
    ["June 2, 2026", "2026-06-02"],
    ["2 June 2026", "2026-06-02"],
    ["Jun 2nd 2026", "2026-06-02"],
    ["31.12.2026", "2026-12-31"],
    ["05/21/2026", "2026-05-21"],
    ["21/05/2026", "2026-05-21"],
    ["05/05/2026", "2026-05-05"],
    ["2026-02-30", "none"],
    ["2026-13-01", "none"],
    ["next week", "none"],
    ["05/06/2026", "ambiguous"],
    ["05/21", "ambiguous"],
    ["Dec 24", "ambiguous"],
    ["YYYY-MM-DD", "open"],
    ["[MM/DD]", "open"],
    ["MM/DD", "open"],
    ["TBD", "open"],
  ])("are read where only one can be meant: %s is %s", (text, expected) => {
    const parsed = parseDay(text);

    expect(parsed.kind === "day" ? parsed.day : parsed.kind).toBe(expected);
  });
});

describe("the days of sections and tasks", () => {
  const plan = (source: string, start: string | undefined = MONDAY): unknown => {
    const { checklist } = read(source);
    return planSectionDays(checklist, start).map(
      ({ start: from, target }) => `${from ?? ""}..${target ?? ""}`,
    );
  };

  test("count from the file's own start before any other", () => {
    expect(plan("# Plan\nDate Started: 2026-02-02\n## Week 1\n- [ ] a\n")).toEqual([
      "2026-02-02..2026-02-08",
      "2026-02-02..2026-02-08",
    ]);
  });

  test("overlap as people write them, and span what is inside", () => {
    expect(plan("# Plan\n## Week 3-5\n- [ ] a\n## Week 4-6\n- [ ] b\n")).toEqual([
      "2026-01-19..2026-02-15",
      "2026-01-19..2026-02-08",
      "2026-01-26..2026-02-15",
    ]);
  });

  test("count from the start inside of a phase, too, unless only the phase can be meant", () => {
    expect(plan("# Plan\n## Months 3-4\n### Week 10\n- [ ] a\n### Week 1\n- [ ] b\n")).toEqual([
      "2026-03-05..2026-05-04",
      "2026-03-05..2026-05-04",
      "2026-03-09..2026-03-15",
      "2026-03-05..2026-03-11",
    ]);
  });

  test("are what a field says, before the heading", () => {
    expect(plan("## Week 1\n**Deadline:** 2026-01-09\n\n- [ ] a\n")).toEqual(["2026-01-05..2026-01-09"]);
  });

  test("are open without a start", () => {
    const { checklist } = read("## Week 1\n- [ ] a\n");

    expect(planSectionDays(checklist)).toEqual([{ start: undefined, target: undefined, isSaid: false }]);
  });

  test("pass to tasks that have none of their own", () => {
    const { checklist } = read("## Week 1-2\n- [ ] a\n- [ ] b\n  - [ ] c\n  - Due: 2026-01-07\n");
    const days = planSectionDays(checklist, MONDAY);

    expect([0, 1, 2].map((task) => planTaskDays(checklist, task, days))).toEqual([
      { start: MONDAY, target: "2026-01-18" },
      { start: MONDAY, target: "2026-01-07" },
      { start: MONDAY, target: "2026-01-07" },
    ]);
  });

  describe("of other phases say nothing of a phase without any", () => {
    const source = "# Plan\n## Phase 1: Make (Week 1)\n- [ ] a\n## Phase 2: Sell\n- [ ] b\n";
    const phaseDays = (text: string, section: number) => {
      const { checklist } = read(text);
      return planPhaseDays(checklist, section, planSectionDays(checklist, MONDAY));
    };

    test("nor of its tasks", () => {
      const { checklist } = read(source);
      const days = planSectionDays(checklist, MONDAY);

      expect(phaseDays(source, 2)).toEqual({ start: undefined, target: undefined });
      expect(planTaskDays(checklist, 1, days)).toEqual({ start: undefined, target: undefined });
    });

    test("but what is said of both passes to both", () => {
      const dated = source.replace("# Plan\n", "# Plan\n**Due:** 2026-03-31\n\n");

      expect(phaseDays(dated, 2)).toEqual({ start: undefined, target: "2026-03-31" });
    });

    test("and the weeks of one phase make the days of its other tasks", () => {
      const text = "## Phase 1: Make\n- [ ] a\n### Week 1\n- [ ] b\n### Week 2\n- [ ] c\n";
      const { checklist } = read(text);
      const days = planSectionDays(checklist, MONDAY);

      expect(phaseDays(text, 0)).toEqual({ start: MONDAY, target: "2026-01-18" });
      expect(planTaskDays(checklist, 0, days)).toEqual({ start: MONDAY, target: "2026-01-18" });
    });
  });
});
