import { describe, expect, test } from "@jest/globals";
import type { ObservedIssue } from "../../src/core/model/issue.js";
import { hasLostIssues } from "../../src/sync/lost-issues.js";
import { MemoryRepository } from "../support/memory-repository.js";

const issue = (number: number): ObservedIssue => new MemoryRepository().addIssue({ title: "Ship" }, number);
const BEFORE = { total: 3, newest: 5 };

describe("issues are gone", () => {
  test.each([
    ["no: as many as before", BEFORE, [], false],
    ["yes: one less", { total: 2, newest: 5 }, [], true],
    ["no: a new one", { total: 4, newest: 6 }, [6], false],
    ["yes: a new one, and an old one less", { total: 3, newest: 6 }, [6], true],
    ["no: only an old one changed", BEFORE, [5], false],
    ["yes: of two new ones one is told and an old one is missing", { total: 3, newest: 7 }, [7], true],
  ])("%s", (_, now, changed, isLost) => {
    expect(hasLostIssues(BEFORE, now, changed.map(issue))).toBe(isLost);
  });

  test("nobody knows, where they were never counted", () => {
    expect(hasLostIssues(undefined, BEFORE, [])).toBe(false);
  });
});
