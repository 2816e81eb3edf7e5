import { describe, expect, test } from "@jest/globals";
import { onProjectItem } from "../../src/events/project-item.js";
import { delivery } from "./payloads.js";

type ItemEvent = Parameters<typeof onProjectItem>[0];

const change = (action: string, rest: object = {}, sender = "octocat") =>
  onProjectItem(
    delivery<ItemEvent>("projects_v2_item", {
      action,
      projects_v2_item: {
        node_id: "PVTI_1",
        project_node_id: "PVT_7",
        content_node_id: "I_1",
        content_type: "Issue",
        ...rest,
      },
      organization: { login: "acme" },
      sender: { login: sender },
    }),
    "tickmark",
  );

describe("a change of an item", () => {
  test.each(["edited", "archived", "deleted"])("%s names the board and the item", (action) => {
    expect(change(action)).toEqual({ board: "PVT_7", item: "PVTI_1", isNew: false });
  });

  test.each(["created", "restored"])("%s says that nobody knows the item yet", (action) => {
    expect(change(action)?.isNew).toBe(true);
  });
});

test("what the app itself wrote is left out: every value comes back as an event", () => {
  expect(change("edited", {}, "tickmark[bot]")).toBeUndefined();
  expect(change("edited", {}, "github-project-automation[bot]")).toBeDefined();
});

test.each(["PullRequest", "DraftIssue"])("a %s on a board is nothing to the app", (type) => {
  expect(change("edited", { content_type: type })).toBeUndefined();
});
