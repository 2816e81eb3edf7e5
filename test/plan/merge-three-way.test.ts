import { describe, expect, test } from "@jest/globals";
import { mergeThreeWay } from "../../src/core/plan/merge-three-way.js";

type State = "open" | "done" | "dropped";
type Row = readonly [
  state: string,
  base: State | undefined,
  file: State,
  issue: State,
  tie: "file" | "issue",
  expected: ReturnType<typeof mergeThreeWay<State>>,
];

const NEITHER = { to: "neither" } as const;
const toFile = (value: State, conflict = false) => ({ to: "file", value, conflict }) as const;
const toIssue = (value: State, conflict = false) => ({ to: "issue", value, conflict }) as const;

const ROWS: readonly Row[] = [
  ["nothing changed", "open", "open", "open", "issue", NEITHER],
  ["both changed alike", "open", "done", "done", "issue", NEITHER],
  ["both say the same and nobody remembers a base", undefined, "done", "done", "issue", NEITHER],
  ["only the issue changed", "open", "open", "done", "issue", toFile("done")],
  ["only the issue changed, and the file wins ties", "open", "open", "done", "file", toFile("done")],
  ["only the file changed", "open", "done", "open", "issue", toIssue("done")],
  ["only the file changed, and the file wins ties", "open", "done", "open", "file", toIssue("done")],
  ["the issue went back", "done", "done", "open", "issue", toFile("open")],
  ["the file went back", "done", "open", "done", "issue", toIssue("open")],
  [
    "both changed apart, and the issue wins ties",
    "open",
    "done",
    "dropped",
    "issue",
    toFile("dropped", true),
  ],
  ["both changed apart, and the file wins ties", "open", "done", "dropped", "file", toIssue("done", true)],
  [
    "they differ without a base: the issue counts, no conflict",
    undefined,
    "open",
    "done",
    "issue",
    toFile("done"),
  ],
  [
    "they differ without a base: the file counts, no conflict",
    undefined,
    "open",
    "done",
    "file",
    toIssue("open"),
  ],
];

describe("a three-way merge", () => {
  test.each(ROWS)("%s", (_state, base, file, issue, tie, expected) => {
    expect(mergeThreeWay({ base, file, issue, tie })).toEqual(expected);
  });
});
