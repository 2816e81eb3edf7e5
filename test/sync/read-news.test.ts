import { describe, expect, test } from "@jest/globals";
import type { ObservedIssue } from "../../src/core/model/issue.js";
import type { HeadReading, IssuePage, IssuePort } from "../../src/sync/ports.js";
import { readNews } from "../../src/sync/read-issues.js";
import { toSeen } from "../../src/sync/repository-memory.js";
import type { RepositoryMemory } from "../../src/sync/repository-memory.js";
import { MemoryRepository } from "../support/memory-repository.js";

const repository = new MemoryRepository();
const issues = Array.from({ length: 300 }, (_, at) => repository.addIssue({ title: `Part ${at + 1}` }));
const page = (from: number, next: string | undefined): IssuePage => {
  return { issues: issues.slice(from, from + 100), newest: 300 - from / 100, next, readAt: repository.now() };
};

/** Three pages of issues of which all but these (by their place in the list) are as the last sync left them. */
async function read(
  news: readonly number[],
): Promise<{ found: readonly ObservedIssue[]; newest: number; pages: number }> {
  const known = issues.filter((_, at) => !news.includes(at));
  const seen = new Map(known.map((issue) => [issue.number, toSeen(issue)]));
  const memory = { seen, base: { since: repository.now() } } as unknown as RepositoryMemory;
  const asked: (string | undefined)[] = [];
  const readChanged: IssuePort["readChanged"] = (_, next) => {
    asked.push(next);
    return Promise.resolve(next === "second" ? page(100, "third") : page(200, undefined));
  };
  const head = { changed: page(0, "second") } as unknown as HeadReading;
  const { issues: found, newest } = await readNews(head, memory, { readChanged } as unknown as IssuePort);
  return { newest, found, pages: asked.length + 1 };
}

describe("what changed since the last sync", () => {
  test("is known as far as the page that lags most", async () => {
    expect((await read([0])).newest).toBe(300);
    expect((await read([60, 199, 299])).newest).toBe(298);
  });

  test("ends with a page at whose end nothing is new", async () => {
    expect(await read([0, 10])).toMatchObject({ found: [issues[0], issues[10]], pages: 1 });
  });

  test("goes on as long as something near the end of a page is new", async () => {
    expect(await read([60, 199, 299])).toMatchObject({
      found: [issues[60], issues[199], issues[299]],
      pages: 3,
    });
  });
});
