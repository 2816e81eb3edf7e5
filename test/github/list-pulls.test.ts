import { afterEach, describe, expect, test } from "@jest/globals";
import nock from "nock";
import { pullLists } from "../../src/github/list-pulls.js";
import { ADDRESS, answerGraphql, plainClient } from "./harness.js";

afterEach(() => nock.cleanAll());

const APP = 7;
const lists = pullLists(plainClient(), ADDRESS, APP);

/** A page of merged pull requests, the last changed first. */
const page = (nodes: readonly (readonly [number, string, string])[], endCursor: string | null) => ({
  data: {
    repository: {
      pullRequests: {
        nodes: nodes.map(([number, mergedAt, updatedAt]) => ({ number, mergedAt, updatedAt })),
        pageInfo: { hasNextPage: endCursor !== null, endCursor },
      },
    },
  },
});

const at = (minute: number): string => `2026-11-21T10:${String(minute).padStart(2, "0")}:00Z`;

describe("what was merged since", () => {
  test("is read to the end, however much it is, oldest first", async () => {
    const hundred = Array.from({ length: 100 }, (_, index) => [1_000 - index, at(30), at(30)] as const);
    const asked = answerGraphql(page(hundred, "more"), page([[7, at(20), at(25)]], null));

    const found = await lists.mergedSince("main", at(20));

    expect(found).toHaveLength(101);
    expect(found[0]).toBe(7);
    expect(asked.map(({ variables }) => variables["after"])).toEqual([null, "more"]);
  });

  test("is looked for no further than what was changed before", async () => {
    answerGraphql(
      page(
        [
          [9, at(30), at(30)],
          [3, at(5), at(25)],
          [2, at(4), at(10)],
        ],
        "more",
      ),
    );

    expect(await lists.mergedSince("main", at(20))).toEqual([9]);
  });

  test("is nothing in a repository that is gone", async () => {
    answerGraphql({ data: { repository: null } });

    expect(await lists.mergedSince("main", at(20))).toEqual([]);
  });
});

test("watched are the open ones with a check run of this app on their head", async () => {
  const node = (number: number, runs: number | null) => ({
    number,
    headRefOid: `head-${number}`,
    commits: {
      nodes: [
        { commit: { checkSuites: { nodes: runs === null ? [] : [{ checkRuns: { totalCount: runs } }] } } },
      ],
    },
  });
  const nodes = [node(1, 2), node(2, 0), node(3, null)];
  const asked = answerGraphql({ data: { repository: { pullRequests: { nodes } } } });

  expect(await lists.watched()).toEqual([{ number: 1, head: "head-1" }]);
  expect(asked[0]?.variables).toMatchObject({ appId: APP });
});
