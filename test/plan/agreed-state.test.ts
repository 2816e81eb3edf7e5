import { describe, expect, test } from "@jest/globals";
import { agreedCompletion, believedCompletion, titleChanges } from "../../src/core/plan/agreed-state.js";
import type { IssueEvent } from "../../src/core/model/issue.js";
import { closed, issueWith, renamed, taskIn } from "./plan-examples.js";

const SINCE = "2026-01-05T12:00:00Z";
const BEFORE = "2026-01-05T11:59:59Z";
const AFTER = "2026-01-05T12:00:01Z";
/** An agreement at noon; events of that very second may belong to it. */
const at = (...included: IssueEvent[]) => ({ since: SINCE, included: new Set(included.map(({ id }) => id)) });

describe("an open issue that both sides had agreed to be closed", () => {
  const believed = (...events: IssueEvent[]) =>
    believedCompletion(issueWith(events), { agreed: "done", base: at() });

  test("was read too early when nobody ever closed or reopened it", () => {
    expect(believed()).toBe("done");
  });

  test("was read too early when it was reopened before", () => {
    expect(believed(closed("done", BEFORE, "app"), closed("open", BEFORE, "person"))).toBe("done");
  });

  test("is open when it was reopened since", () => {
    expect(believed(closed("open", AFTER, "person"))).toBe("open");
  });

  test("is open when so much happened that the reopening may not have been read", () => {
    expect(believed(...Array.from({ length: 10 }, () => renamed("Ship", "Ship it", AFTER, "person")))).toBe(
      "open",
    );
  });
});

describe("the completion on which both sides last agreed", () => {
  const open = taskIn("- [ ] Ship\n");
  const done = taskIn("- [x] Ship\n");

  test("is the base's when the issue has no history", () => {
    expect(agreedCompletion(issueWith([]), { task: done, base: at(), recovered: false })).toBe("done");
  });

  test("is the base's when the issue was not read", () => {
    expect(agreedCompletion(undefined, { task: open, base: at(), recovered: false })).toBe("open");
  });

  test("is the base's when a person changed the issue since", () => {
    const issue = issueWith([closed("done", AFTER, "person")]);
    expect(agreedCompletion(issue, { task: open, base: at(), recovered: false })).toBe("open");
  });

  test("is the base's when the app's own change is older", () => {
    const issue = issueWith([closed("done", BEFORE, "app")]);
    expect(agreedCompletion(issue, { task: open, base: at(), recovered: false })).toBe("open");
  });

  test("is what the app itself wrote after the base was read", () => {
    const issue = issueWith([closed("done", AFTER, "app")]);
    expect(agreedCompletion(issue, { task: open, base: at(), recovered: false })).toBe("done");
  });

  test("is the base's when the app's own change in the same second is part of it", () => {
    const own = closed("done", SINCE, "app");
    expect(agreedCompletion(issueWith([own]), { task: open, base: at(own), recovered: false })).toBe("open");
  });

  test("is what the app wrote in the base's own second, when that is not part of it", () => {
    const own = closed("done", SINCE, "app");
    expect(agreedCompletion(issueWith([own]), { task: open, base: at(), recovered: false })).toBe("done");
  });

  test("is the app's last word, not its first", () => {
    const issue = issueWith([closed("done", AFTER, "app"), closed("open", AFTER, "app")]);
    expect(agreedCompletion(issue, { task: done, base: at(), recovered: false })).toBe("open");
  });

  test("is unknown without a base", () => {
    const issue = issueWith([closed("done", AFTER, "app")]);
    expect(agreedCompletion(issue, { task: undefined, base: undefined, recovered: false })).toBeUndefined();
  });

  test("is the app's word for a line that was removed and came back", () => {
    const issue = issueWith([closed("dropped", BEFORE, "app")]);
    expect(agreedCompletion(issue, { task: undefined, base: at(), recovered: false })).toBe("dropped");
  });

  test("is unknown for an issue that was adopted since the base", () => {
    const issue = issueWith([closed("done", BEFORE, "person")]);
    expect(agreedCompletion(issue, { task: undefined, base: at(), recovered: false })).toBeUndefined();
  });

  test("is open for an issue whose number never reached the file: it was made open", () => {
    const issue = issueWith([closed("done", AFTER, "person")]);
    expect(agreedCompletion(issue, { task: undefined, base: undefined, recovered: true })).toBe("open");
  });

  test("is the app's word on a recovered issue that it had closed already", () => {
    const issue = issueWith([closed("done", AFTER, "app")]);
    expect(agreedCompletion(issue, { task: undefined, base: undefined, recovered: true })).toBe("done");
  });
});

interface TitleRow {
  readonly state: string;
  readonly title: string;
  readonly desired: string;
  readonly base?: string;
  readonly own?: boolean;
  readonly since?: undefined;
  readonly included?: readonly IssueEvent[];
  readonly events?: readonly IssueEvent[];
  readonly byFile: boolean;
  readonly byIssue: boolean;
}

const TITLES: readonly TitleRow[] = [
  { state: "nothing changed", title: "Ship", desired: "Ship", base: "Ship", byFile: false, byIssue: false },
  {
    state: "the file was reworded",
    title: "Ship",
    desired: "Ship it",
    base: "Ship",
    byFile: true,
    byIssue: false,
  },
  {
    state: "the issue was renamed",
    title: "Launch",
    desired: "Ship",
    base: "Ship",
    events: [renamed("Ship", "Launch", AFTER, "person")],
    byFile: false,
    byIssue: true,
  },
  {
    state: "both were changed",
    title: "Launch",
    desired: "Ship it",
    base: "Ship",
    events: [renamed("Ship", "Launch", AFTER, "person")],
    byFile: true,
    byIssue: true,
  },
  {
    state: "the issue was renamed and renamed back",
    title: "Ship",
    desired: "Ship",
    base: "Ship",
    events: [renamed("Ship", "Launch", AFTER, "person"), renamed("Launch", "Ship", AFTER, "person")],
    byFile: false,
    byIssue: false,
  },
  {
    state: "the app renamed the issue after the base was read, and the file was put back",
    title: "Ship it",
    desired: "Ship",
    base: "Ship",
    events: [renamed("Ship", "Ship it", AFTER, "app")],
    byFile: true,
    byIssue: false,
  },
  {
    state: "the issue was renamed before the base: that was agreed as it is",
    title: "Launch",
    desired: "Ship",
    base: "Ship",
    events: [renamed("Ship", "Launch", BEFORE, "person")],
    byFile: false,
    byIssue: false,
  },
  {
    state: "the issue was renamed in the base's own second, and that is news",
    title: "Launch",
    desired: "Ship",
    base: "Ship",
    events: [renamed("Ship", "Launch", SINCE, "person")],
    byFile: false,
    byIssue: true,
  },
  {
    state: "the issue was renamed in the base's own second, and that is part of it",
    title: "Launch",
    desired: "Ship",
    base: "Ship",
    events: [renamed("Ship", "Launch", SINCE, "person")],
    included: [renamed("Ship", "Launch", SINCE, "person")],
    byFile: false,
    byIssue: false,
  },
  {
    state: "an adopted issue was always called differently",
    title: "A person's words",
    desired: "Ship",
    own: false,
    byFile: false,
    byIssue: false,
  },
  {
    state: "an issue of ours without a base was renamed by a person",
    title: "Launch",
    desired: "Ship",
    since: undefined,
    events: [renamed("Ship", "Launch", AFTER, "person")],
    byFile: false,
    byIssue: true,
  },
  {
    state: "an issue of ours without a base, and the file was reworded",
    title: "Ship",
    desired: "Ship it",
    since: undefined,
    byFile: true,
    byIssue: false,
  },
];

describe("who changed the title", () => {
  test.each(TITLES)(
    "$state",
    ({ title, desired, base, own = true, events = [], byFile, byIssue, ...row }) => {
      const issue = { ...issueWith(events), title, own };
      const remembered = { baseTitle: base, base: "since" in row ? undefined : at(...(row.included ?? [])) };
      expect(titleChanges(issue, desired, remembered)).toEqual({ byFile, byIssue });
    },
  );

  test("nobody, when the issue was not read and the file is as the base", () => {
    const changes = titleChanges(undefined, "Ship", { baseTitle: "Ship", base: at() });
    expect(changes).toEqual({ byFile: false, byIssue: false });
  });

  test("the file, when the issue was not read and the line was reworded", () => {
    const changes = titleChanges(undefined, "Ship it", { baseTitle: "Ship", base: at() });
    expect(changes).toEqual({ byFile: true, byIssue: false });
  });
});
