import { describe, expect, test } from "@jest/globals";
import { onPush } from "../../src/events/push.js";
import { delivery, installation, key, repository } from "./payloads.js";

type PushEvent = Parameters<typeof onPush>[0];

const AFTER = "b".repeat(40);
const commit = (paths: { added?: string[]; modified?: string[]; removed?: string[] } = {}) => ({
  added: [],
  modified: [],
  removed: [],
  ...paths,
});
const code = commit({ modified: ["src/main.ts"] });

const push = (payload: object) =>
  onPush(
    delivery<PushEvent>("push", {
      ref: "refs/heads/main",
      after: AFTER,
      created: false,
      deleted: false,
      forced: false,
      commits: [code],
      repository,
      installation,
      ...payload,
    }),
  );

const looked = [{ key, hint: { head: AFTER } }];

describe("a push is a reason to look", () => {
  test.each([
    ["it adds a Markdown file", { commits: [commit({ added: ["checklists/new.md"] })] }],
    ["it changes one", { commits: [commit({ modified: ["checklists/new.md"] })] }],
    ["it removes one", { commits: [commit({ removed: ["checklists/new.md"] })] }],
    ["pain 80: it changes one in an earlier commit", { commits: [commit({ modified: ["PLAN.MD"] }), code] }],
    ["it changes a .markdown file", { commits: [commit({ modified: ["docs/plan.markdown"] })] }],
    ["it changes the config", { commits: [commit({ modified: [".github/tickmark.yml"] })] }],
    ["it is forced: it does not say what it takes away", { forced: true }],
    ["it makes the default branch", { created: true }],
    ["it has no commits, as a branch that is reset has", { commits: [] }],
    ["it has as many commits as GitHub lists at most", { commits: Array<object>(2_048).fill(code) }],
    ["a commit does not say what it changed", { commits: [{ added: [], modified: [] }] }],
  ])("when %s", (_state, payload) => {
    expect(push(payload)).toEqual(looked);
  });
});

describe("a push is no reason to look", () => {
  test.each([
    ["it touches neither Markdown nor the config", {}],
    ["it only mentions md in a name", { commits: [commit({ modified: ["src/md.ts", "a.md/b.png"] })] }],
    ["it touches another file of the same name", { commits: [commit({ modified: ["docs/tickmark.yml"] })] }],
    ["it has one commit less than GitHub lists at most", { commits: Array<object>(2_047).fill(code) }],
    [
      "pain 79: it goes to another branch",
      { ref: "refs/heads/topic", commits: [commit({ added: ["a.md"] })] },
    ],
    ["it goes to a branch that ends alike", { ref: "refs/heads/x/main", forced: true }],
    ["it makes a tag of that name", { ref: "refs/tags/main", created: true, commits: [] }],
    ["it deletes the branch", { deleted: true, forced: true, after: "0".repeat(40), commits: [] }],
    ["the app is not installed there", { installation: undefined, forced: true }],
  ])("when %s", (_state, payload) => {
    expect(push(payload)).toEqual([]);
  });
});
