import fc from "fast-check";
import { BRANCH_ACTS, FILE_EDITS, ISSUE_EDITS, OPERATIONS, SIGNING_ACTS } from "./script.js";
import type { Command, Fault, FileSeed, PeopleCommand, Script, SyncCommand } from "./script.js";

const choice = fc.nat({ max: 99 });
const operation = fc.constantFrom(...OPERATIONS);

/** Ticks, removals and the like come more often than what is rare among people too. */
const fileEdit = fc.record({
  edit: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("tick", "untick", "reword", "add", "remove", "move") },
    { weight: 2, arbitrary: fc.constantFrom(...FILE_EDITS) },
  ),
  at: choice,
  to: choice,
});

const issueEdit = fc.record({
  do: fc.constant("issue"),
  edit: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("complete", "drop", "reopen", "rename") },
    { weight: 2, arbitrary: fc.constantFrom(...ISSUE_EDITS) },
  ),
  at: choice,
  to: choice,
});

const busy: readonly fc.WeightedArbitrary<PeopleCommand>[] = [
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("push"),
      edits: fc.array(fileEdit, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("revert", "force"), to: choice }) },
  { weight: 6, arbitrary: issueEdit },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("branch"), act: fc.constantFrom(...BRANCH_ACTS), to: choice }),
  },
];

/** A phase is signed by several in turn: pull request, word, merge. */
const signing: fc.WeightedArbitrary<PeopleCommand> = {
  weight: 12,
  arbitrary: fc.record({
    do: fc.constant("signing"),
    act: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom("sign", "sign", "merge") },
      { weight: 1, arbitrary: fc.constantFrom(...SIGNING_ACTS) },
    ),
    at: choice,
    to: choice,
  }),
};

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant("status"),
    status: fc.constantFrom(500, 502, 504),
    when: fc.constantFrom("before", "after"),
    operation,
  }),
  fc.record({ kind: fc.constantFrom("drop", "secondary-limit", "primary-limit", "slow"), operation }),
  fc.record({
    kind: fc.constant("partial"),
    fail: fc.integer({ min: 1, max: 3 }),
    operation: fc.constantFrom("CreateIssues", "ChangeIssues", "CreateLabels"),
  }),
  fc.record({
    kind: fc.constant("stale-list"),
    ms: fc.constantFrom(1_000, 3_000),
    count: fc.integer({ min: 1, max: 5 }),
    operation: fc.constantFrom("ReadHead", "ReadChanged", "ReadOwn"),
  }),
);

const syncOf = (people: fc.Arbitrary<PeopleCommand>): fc.Arbitrary<SyncCommand> =>
  fc.record({
    do: fc.constant("sync"),
    deliveries: fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constant("once") },
        { weight: 2, arbitrary: fc.constantFrom("twice", "swapped", "late", "lost") },
      ),
      { minLength: 1, maxLength: 4 },
    ),
    faults: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(fault, { minLength: 1, maxLength: 2 }) },
    ),
    kill: fc.option(
      fc.record({ at: fc.integer({ min: 1, max: 16 }), effect: fc.constantFrom("before", "after") }),
      { nil: undefined, freq: 2 },
    ),
    meanwhile: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.array(fc.record({ at: fc.integer({ min: 1, max: 12 }), command: people }), {
          minLength: 1,
          maxLength: 2,
        }),
      },
    ),
    onFailure: fc.oneof(
      { weight: 3, arbitrary: fc.constant("restart") },
      { weight: 1, arbitrary: fc.constant("wait") },
    ),
  });

const commandOf = (people: fc.Arbitrary<PeopleCommand>): fc.Arbitrary<Command> =>
  fc.oneof(
    { weight: 10, arbitrary: people },
    { weight: 7, arbitrary: syncOf(people) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("restart") }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("wait") }) },
  );

const file: fc.Arbitrary<FileSeed> = fc.record({
  lineEnding: fc.constantFrom("\n", "\r\n"),
  lastLineEnds: fc.boolean(),
  tasks: fc.array(
    fc.record({
      words: choice,
      depth: fc.constantFrom(0, 0, 1, 2),
      box: fc.constantFrom(" ", " ", " ", " ", "x", "~"),
      section: fc.constantFrom(false, false, false, true),
    }),
    { minLength: 2, maxLength: 8 },
  ),
});

/**
 * All that may happen to a repository and to the processes of the app that look after it: so many, or, where it is
 * left open, now one and now two.
 */
export function arbitraryScript(processes: 1 | 2 | undefined): fc.Arbitrary<Script> {
  return fc.oneof(
    { weight: 3, arbitrary: scriptOf(processes, false) },
    { weight: 1, arbitrary: scriptOf(processes, true) },
  );
}

function scriptOf(processes: 1 | 2 | undefined, signs: boolean): fc.Arbitrary<Script> {
  const people = fc.oneof(...busy, ...(signs ? [signing] : []));
  return fc.record({
    files: fc.array(file, { minLength: 1, maxLength: 2 }),
    reference: fc.constantFrom("link", "link", "comment"),
    completed: fc.constantFrom("skip", "skip", "mirror"),
    phases: fc.constantFrom(false, false, false, true),
    commands: fc.array(commandOf(people), { minLength: 3, maxLength: 25, size: "max" }),
    endsFresh: fc.boolean(),
    branch: fc.oneof(
      { weight: 3, arbitrary: fc.constant("takes commits") },
      {
        weight: 2,
        arbitrary: fc.constantFrom("wants pull requests", "merges by itself", "is spared by config"),
      },
    ),
    signs: fc.constant(signs),
    processes: processes === undefined ? fc.constantFrom(1, 1, 1, 2) : fc.constant(processes),
  });
}
