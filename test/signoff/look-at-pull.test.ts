import { beforeEach, describe, expect, test } from "@jest/globals";
import { formatPhaseMarker } from "../../src/core/report/phase-marker.js";
import { FILE, lost, MemorySignoffs } from "./memory-signoffs.js";

let stage: MemorySignoffs;
beforeEach(() => {
  stage = new MemorySignoffs();
});

describe("a look at a pull request", () => {
  test("on which nobody said anything writes nothing", async () => {
    const { replies, record, watch } = await stage.look();

    expect([replies, record, watch, stage.writes]).toEqual([[], [], undefined, []]);
  });

  test("shows what somebody signs; once more, nothing is left to do", async () => {
    const reply = await stage.ask("writer", "/signoff phase-1 security");
    const writes = [...stage.writes];
    await stage.look();

    expect(reply).toMatchObject({ result: "signed", text: "", isDone: true });
    expect(writes).toEqual(["create aaa", "comment"]);
    expect(stage.writes).toEqual(writes);
    expect(stage.shown()).toMatchObject({ name: "Sign-off: phase-1", conclusion: "action_required" });
  });

  test.each(["create", "comment"])("signs once when the answer to %s was lost", async (write) => {
    stage.afterwards = lost(write);
    const at = stage.now();
    await expect(stage.ask("writer", "/signoff phase-1 security", at)).rejects.toThrow("no answer");
    const reply = await stage.ask("writer", "/signoff phase-1 security", at);

    expect(reply).toMatchObject({ isDone: true });
    expect(stage.checks.get("aaa")).toHaveLength(1);
    expect(stage.comments).toHaveLength(1);
  });

  test("loses no word where two processes wrote at the same time", async () => {
    await stage.ask("writer", "/signoff phase-1 security");
    const first = stage.checks.get("aaa") ?? [];
    stage.checks.delete("aaa");
    await stage.ask("lead", "/signoff phase-1 load");
    const second = stage.checks.get("aaa") ?? [];
    stage.checks.set("aaa", [...first, ...second.map((check) => ({ ...check, id: 2 }))]);
    await stage.look();

    expect(stage.shown()?.summary).toContain("| Security | ✅ writer |");
    expect(stage.shown()?.summary).toContain("| Load test | ✅ lead |");
    expect(stage.shown()?.conclusion).toBe("success");
  });

  test("leaves one table where two processes made one at the same moment", async () => {
    stage.afterwards = (write) => {
      if (write === "comment" && stage.comments.length === 1)
        stage.comments.push({ id: 2, body: stage.comments[0]?.body ?? "" });
    };
    await stage.ask("writer", "/signoff phase-1 security");
    await stage.ask("lead", "/signoff phase-1 load");

    expect(stage.comments.map(({ body }) => body.split("\n")[0])).toEqual([
      "<!-- tickmark:signoffs -->",
      "The sign-offs of this pull request are shown in another comment, further up.",
    ]);
    expect(stage.comments[0]?.body).toContain("| Load test | ✅ lead |");
  });

  test("obeys an older comment no more that somebody took back since", async () => {
    const at = stage.now();
    await stage.ask("writer", "/signoff phase-1 security", at);
    await stage.ask("writer", "/signoff phase-1 cancel");
    await stage.ask("writer", "/signoff phase-1 security", at);

    expect(stage.shown()?.summary).toContain("| Security | missing;");
  });

  test("knows nothing of the check runs of another pull request with the same head", async () => {
    await stage.ask("writer", "/signoff phase-1 security");
    stage.pull = { ...stage.pull, number: 13 };
    await stage.look();
    await stage.ask("lead", "/signoff phase-1 load");

    expect(stage.shown()?.summary).toContain("| Security | missing;");
  });
});

describe("new commits", () => {
  beforeEach(async () => {
    await stage.ask("writer", "/signoff phase-1 security");
  });

  test("make it stale, and the new head shows that", async () => {
    await stage.look([], [stage.push("bbb")]);

    expect(stage.shown()?.summary).toContain("| Security | ⚠ stale: writer;");
  });

  test("make it stale also when no event told of them, and over several pushes", async () => {
    stage.push("bbb");
    stage.push("ccc");
    await stage.look();

    expect(stage.shown()?.summary).toContain("| Security | ⚠ stale: writer;");
  });

  test("that only merge the base leave it", async () => {
    stage.baseMerges.add("aaa bbb");
    await stage.look([], [stage.push("bbb")]);

    expect(stage.shown()?.summary).toContain("| Security | ✅ writer |");
  });

  test("that came after a comment was written are not what was signed, whichever event is first", async () => {
    const at = stage.now();
    const push = stage.push("bbb");
    await stage.ask("lead", "/signoff phase-1 load", at);
    await stage.look([], [push]);

    expect(stage.shown()?.summary).toContain("| Load test | ⚠ stale: lead;");
  });

  test("that go back to an earlier commit do not bring back what was taken back since", async () => {
    await stage.look([], [stage.push("bbb")]);
    await stage.ask("writer", "/signoff phase-1 security");
    await stage.ask("writer", "/signoff phase-1 cancel");
    await stage.look([], [stage.push("aaa")]);

    expect(stage.shown()?.summary).toContain("| Security | missing;");
  });
});

test("pain 81: a body that is edited after the check to close the last task brings the check up to date", async () => {
  const link = "[#7](https://github.com/acme/app/issues/7)";
  stage = new MemorySignoffs(
    "signoff: { gates: [{ phase: phase-1, paths: ['**'] }] }\n",
    FILE.replace("- [x] Everything", `- [ ] Everything ${link}`),
  );
  stage.repository.addIssue({ title: "Everything" }, 7);
  stage.pull = { ...stage.pull, files: ["a.txt"] };
  await stage.look();
  const before = stage.shown()?.title;
  stage.pull = { ...stage.pull, closes: [7] };
  await stage.look();
  const after = stage.shown()?.title;
  stage.pull = { ...stage.pull, closes: [] };
  await stage.look();

  expect([before, after, stage.shown()?.title]).toEqual([
    "0 of 2 requirements met, 1 task open",
    "0 of 2 requirements met",
    "0 of 2 requirements met, 1 task open",
  ]);
  expect(stage.checks.get("aaa")).toHaveLength(1);
});

describe("the merge", () => {
  test("brings what is not stale, the same each time somebody looks", async () => {
    await stage.ask("writer", "/signoff phase-1 security");
    await stage.look([], [stage.push("bbb")]);
    await stage.ask("lead", "/signoff phase-1 load");
    stage.pull = { ...stage.pull, state: "merged", merged: { by: "owner", at: stage.now() } };
    const first = await stage.look();
    const again = await stage.look();

    expect(first.record.map(({ entry }) => `${entry.kind} ${entry.requirement} ${entry.by}`)).toEqual([
      "sign-off load-test lead",
    ]);
    expect(again.record).toEqual(first.record);
  });

  test("of a pull request that went elsewhere, or was closed, brings nothing", async () => {
    await stage.ask("writer", "/signoff phase-1");
    stage.pull = { ...stage.pull, state: "closed" };
    const closed = await stage.look();
    stage.pull = { ...stage.pull, state: "merged", base: "release" };
    const elsewhere = await stage.look();

    expect([...closed.record, ...elsewhere.record]).toEqual([]);
  });
});

describe("without the permission for checks", () => {
  const withdraw = (): void => {
    stage.isAllowedChecks = false;
  };

  test("whoever wants to sign is told what is missing, and nothing is said to be signed", async () => {
    withdraw();
    const reply = await stage.ask("writer", "/signoff phase-1");

    expect(reply).toMatchObject({ result: "refused", why: ["no-permission"], isDone: false });
    expect(reply?.text).toContain("“Checks: write”");
    expect(stage.writes).toEqual([]);
  });

  test("a pull request on which nobody signed is merged without a word", async () => {
    withdraw();
    stage.pull = { ...stage.pull, state: "merged", merged: { by: "owner", at: stage.now() } };
    await stage.look();

    expect(stage.writes).toEqual([]);
  });

  test("one that was signed before says that this is not written down, once", async () => {
    await stage.ask("writer", "/signoff phase-1 security");
    withdraw();
    stage.pull = { ...stage.pull, state: "merged", merged: { by: "owner", at: stage.now() } };
    const { record } = await stage.look();
    await stage.look();

    expect(record).toEqual([]);
    expect(stage.writes).toEqual(["create aaa", "comment", "edit"]);
    expect(stage.comments[0]?.body).toContain("**What was signed here is not written into the checklist.**");
  });
});

describe("evidence", () => {
  const config =
    "signoff: { requirements: { Security: { evidence: approved-review }, Load test: { evidence: green-checks } }, gates: [{ phase: phase-1, paths: ['**'] }] }\n";
  beforeEach(() => {
    stage = new MemorySignoffs(config);
    stage.pull = { ...stage.pull, files: ["a.txt"] };
  });

  test.each([
    ["an approval of the head", { approvals: [{ by: "lead", head: "aaa" }] }, "✅ approving review by lead"],
    ["an approval of what was there before", { approvals: [{ by: "lead", head: "old" }] }, "missing;"],
    [
      "an approval while somebody wants changes",
      { approvals: [{ by: "lead", head: "aaa" }], objections: ["x"] },
      "missing;",
    ],
    ["the author's own approval", { approvals: [{ by: "author", head: "aaa" }] }, "missing;"],
  ])("of a review: %s", async (_what, facts, shown) => {
    stage.pull = { ...stage.pull, ...facts };
    await stage.look();

    expect(stage.shown()?.summary).toContain(`| Security | ${shown}`);
  });

  test.each([
    ["all of its work is done", FILE, ["evidence security lead"]],
    ["work is left", FILE.replace("[x]", "[ ]"), []],
  ])("is recorded by the merge of what waited for the phase where %s", async (_when, text, expected) => {
    stage = new MemorySignoffs(config, text);
    stage.pull = { ...stage.pull, files: ["a.txt"], approvals: [{ by: "lead", head: "aaa" }] };
    await stage.look();
    stage.pull = { ...stage.pull, state: "merged", merged: { by: "owner", at: stage.now() } };
    const { record } = await stage.look();

    expect(record.map(({ entry }) => `${entry.kind} ${entry.requirement} ${entry.by}`)).toEqual(expected);
  });

  test("of an approval stays over a merge of the base", async () => {
    stage.pull = { ...stage.pull, approvals: [{ by: "lead", head: "old" }] };
    stage.baseMerges.add("old aaa");
    await stage.look();

    expect(stage.shown()?.summary).toContain("| Security | ✅ approving review by lead");
  });

  test.each([
    ["green", "✅ green checks"],
    ["pending", "missing;"],
    ["red", "missing;"],
    ["none", "missing;"],
  ])("pain 73: checks that are %s", async (others, shown) => {
    stage.others = others as MemorySignoffs["others"];
    await stage.look();

    expect(stage.shown()?.summary).toContain(`| Load test | ${shown}`);
  });
});

describe("on an issue, where two checklists have the phase", () => {
  const ask = {
    what: "signoff" as const,
    by: "writer",
    role: "write" as const,
    at: "2026-11-21T10:00:00Z",
    words: ["phase-1", "security"],
    reason: undefined,
  };
  const body = `<!-- tickmark:begin -->\n${formatPhaseMarker({ file: "checklists/launch.md", key: "phase-1" }, "phase")}\n<!-- tickmark:end -->`;

  beforeEach(() => {
    stage.repository.push({ "checklists/other.md": FILE });
  });

  test("of one of them, that one is signed", async () => {
    stage.repository.addIssue({ title: "Phase 1: Setup", body }, 5);

    const { replies, record } = await stage.look([ask], [], 5);

    expect(replies).toMatchObject([{ result: "signed" }]);
    expect(record).toMatchObject([
      { checklist: "checklists/launch.md", entry: { source: { kind: "issue", number: 5 } } },
    ]);
  });

  test.each([
    ["that a person wrote, marker and all", { own: false, body }],
    ["of neither", { own: true, body: "" }],
  ])("%s, the answer asks which one", async (_what, issue) => {
    stage.repository.addIssue({ title: "Phase 1: Setup", ...issue }, 5);

    const { replies, record } = await stage.look([ask], [], 5);

    expect(replies).toMatchObject([{ result: "refused", text: expect.stringContaining("launch/phase-1") }]);
    expect(record).toEqual([]);
  });
});
