import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import nock from "nock";
import type { Board } from "../../src/core/model/board.js";
import { IssueReader } from "../../src/github/issue-reader.js";
import { ProjectBoard } from "../../src/github/project-board.js";
import { ADDRESS, answerGraphql, plainClient } from "./harness.js";
import type { GraphqlReply } from "./harness.js";

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const port = (): ProjectBoard =>
  new ProjectBoard(plainClient(), ADDRESS, new IssueReader("tickmark"), new Map());

const fields = { nodes: [{ id: "F_T", name: "Target", dataType: "DATE" }] };
const project = {
  id: "PVT_7",
  title: "Plans",
  url: "https://github.com/orgs/acme/projects/7",
  closed: false,
};

function item(id: string, content: object | null, rest: object = {}): object {
  const at = { createdAt: "2026-01-05T12:00:00Z", isArchived: false };
  return { id, ...at, content, fieldValues: { nodes: [] }, ...rest };
}

function issue(number: number, rest: object = {}): object {
  return {
    id: `I_${number}`,
    number,
    stateReason: null,
    author: { __typename: "Bot", login: "tickmark" },
    repository: { nameWithOwner: "acme/app" },
    ...rest,
  };
}

function page(nodes: readonly (object | null)[], next: string | null): object {
  return { ...project, fields, items: { nodes, pageInfo: { hasNextPage: next !== null, endCursor: next } } };
}

const first = (nodes: readonly (object | null)[], next: string | null = null): GraphqlReply => ({
  data: { repositoryOwner: { __typename: "Organization", projectV2: page(nodes, next) } },
});

async function read(): Promise<Board> {
  const reading = await port().read({ number: 7 }, undefined);
  if (reading.state !== "read") throw new Error(JSON.stringify(reading));
  return reading.board;
}

describe("what is on a board", () => {
  test("is read to its end, a hundred at a time", async () => {
    const all = Array.from({ length: 1_250 }, (_, at) => item(`PVTI_${at + 1}`, issue(at + 1)));
    const pages = Array.from({ length: 13 }, (_, at) => all.slice(at * 100, at * 100 + 100));
    const asked = answerGraphql(
      first(pages[0] ?? [], "page 1"),
      ...pages.slice(1).map((nodes, at) => ({
        data: { node: page(nodes, at === 11 ? null : `page ${at + 2}`) },
      })),
    );

    const board = await read();

    expect(board.items.size).toBe(1_250);
    expect(board.items.get(1_250)?.id).toBe("PVTI_1250");
    expect(asked.map(({ variables }) => variables["after"])).toEqual([
      undefined,
      ...Array.from({ length: 12 }, (_, at) => `page ${at + 1}`),
    ]);
  });

  test("and is no issue of this repository is left alone: notes, pull requests, other repositories, the archive", async () => {
    answerGraphql(
      first([
        // A note, or something that the app may not see; a pull request; nothing at all.
        item("PVTI_1", null),
        item("PVTI_2", {}),
        null,
        item("PVTI_3", issue(1, { repository: { nameWithOwner: "acme/other" } })),
        item("PVTI_4", issue(2), { isArchived: true }),
        item("PVTI_5", issue(3, { repository: { nameWithOwner: "Acme/App" } })),
      ]),
    );

    expect([...(await read()).items].map(([number, { id }]) => [number, id])).toEqual([[3, "PVTI_5"]]);
  });

  test("knows whose issue was closed as not planned: only the app's own are its business", async () => {
    const stranger = { author: { __typename: "User", login: "octocat" } };
    answerGraphql(
      first([
        item("PVTI_1", issue(1)),
        item("PVTI_2", issue(2, { stateReason: "COMPLETED" })),
        item("PVTI_3", issue(3, { stateReason: "NOT_PLANNED" })),
        item("PVTI_4", issue(4, { stateReason: "DUPLICATE" })),
        item("PVTI_5", issue(5, { stateReason: "REOPENED" })),
        item("PVTI_6", issue(6, { stateReason: "NOT_PLANNED", ...stranger })),
      ]),
    );

    const dropped = [...(await read()).items].filter(([, { isDropped }]) => isDropped);
    expect(dropped.map(([number]) => number)).toEqual([3, 4]);
  });

  test("a day is the same day wherever the app runs", async () => {
    const value = { date: "2026-03-29", field: { id: "F_T" } };
    answerGraphql(first([item("PVTI_1", issue(1), { fieldValues: { nodes: [value, {}, null] } })]));

    expect([...((await read()).items.get(1)?.values ?? [])]).toEqual([["F_T", "2026-03-29"]]);
  });
});

test("a board of another organization is named without asking: the app's token could not reach it", async () => {
  const url = "https://github.com/orgs/Beta/projects/7";

  expect(await port().read({ url }, undefined)).toEqual({
    state: "unusable",
    rule: "project-elsewhere",
    why: "Unexpected board of Beta, expected one of acme: the app reaches the boards of the organization that the repository belongs to, name one of those in `project`",
  });
});

test.each([[{ number: 7 }], [{ create: "Plans" }]])(
  "%j of a person can be reached by no app",
  async (wanted) => {
    answerGraphql({ data: { repositoryOwner: { __typename: "User", id: "U_1" } } });

    expect(await port().read(wanted, undefined)).toMatchObject({
      state: "unusable",
      rule: "project-of-a-user",
    });
  },
);

describe("a board that is looked for by its title", () => {
  const titled = (id: string, number: number, title = "Plans: 2026", closed = false): object => ({
    id,
    number,
    title,
    closed,
  });

  test.each([
    ["the search has it", [titled("PVT_7", 7)], []],
    ["the search lags behind", [], [titled("PVT_9", 9, "Other"), titled("PVT_7", 7)]],
    [
      "of two the older one counts, and closed ones do not",
      [titled("PVT_8", 8)],
      [
        titled("PVT_8", 8),
        titled("PVT_7", 7),
        titled("PVT_3", 3, "Plans: 2026", true),
        titled("PVT_2", 2, "plans: 2026"),
      ],
    ],
  ])("%s", async (_, named, newest) => {
    const owner = {
      __typename: "Organization",
      id: "O_1",
      named: { nodes: named },
      newest: { nodes: newest },
    };
    const asked = answerGraphql({ data: { repositoryOwner: owner } }, { data: { node: page([], null) } });

    const reading = await port().read({ create: "Plans: 2026" }, undefined);

    expect(reading.state).toBe("read");
    expect(asked.map(({ variables }) => variables)).toEqual([
      // What stands before a colon would be the name of a filter.
      { login: "acme", words: "Plans 2026" },
      { id: "PVT_7" },
    ]);
  });
});
