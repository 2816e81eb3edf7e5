import { describe, expect, test } from "@jest/globals";
import { formatReport, missedAims } from "../../src/bench/report.js";
import type { Report, SyncResult } from "../../src/bench/report.js";

function sync(name: string, requests: number, aim: number | undefined): SyncResult {
  return { name, tasks: 50, requests, ofStart: 4, aim, mutations: 3, milliseconds: 410, operations: {} };
}

function report(syncs: readonly SyncResult[], ratio = 1.1): Report {
  return {
    machine: "a machine",
    date: "2026-01-05",
    parsing: {
      folders: ["checklists"],
      files: 4,
      tasks: 120,
      megabytes: 0.02,
      megabytesPerSecond: 2,
      ratio,
      aim: 1.3,
    },
    syncs,
    closeToCommit: { closes: 20, quietMs: 200, p50Ms: 300, p95Ms: 400 },
    memory: [{ when: "at the start", tasks: 50, megabytes: undefined }],
  };
}

describe("the report of the bench", () => {
  test("an aim is met when the requests that are not of the start do not exceed it", () => {
    expect(missedAims(report([sync("one close", 8, 4), sync("a tick", 99, undefined)]))).toEqual([]);
  });

  test("a missed aim is named with what it took", () => {
    expect(missedAims(report([sync("one close", 9, 4)], 1.5))).toEqual([
      "parsing took 1.50 × remark, not 1.3",
      "one close among 50 tasks took 5 requests, not 4",
    ]);
  });

  test("the table marks each aim, and says so when a system does not tell the memory", () => {
    const text = formatReport(report([sync("one close", 9, 4), sync("nothing to do", 5, 1)]));

    expect(text).toMatch(/one close +50 +9 +4 +≤ 4 +MISSED +3 +0\.41/);
    expect(text).toMatch(/nothing to do +50 +5 +4 +≤ 1 +met/);
    expect(text).toMatch(/at the start +50 +unknown here/);
    expect(text).toMatch(/^Missed: one close among 50 tasks took 5 requests, not 4\.$/m);
  });
});
