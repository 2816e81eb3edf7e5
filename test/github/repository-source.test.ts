import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { RetryError, StaleHeadError } from "../../src/errors.js";
import type { GitHubClient } from "../../src/github/client.js";
import { IssueReader } from "../../src/github/issue-reader.js";
import { RepositoryNames } from "../../src/github/repository-names.js";
import { repositorySource } from "../../src/github/repository-source.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import type { CommitRequest, FileEntry, SourcePort } from "../../src/sync/ports.js";
import { addFaults, person } from "../sandbox/harness.js";
import { ADDRESS, answerGraphql, plainClient, sandboxClient } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
const LINK = "120000";
const SUBMODULE = "160000";

let sandbox: Sandbox;
let client: GitHubClient;
let sent: string[];
let source: SourcePort;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  ({ client, sent } = await sandboxClient(sandbox));
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sent.length = 0;
  source = at(ADDRESS);
});

const owner = () => person(sandbox, "owner").rest.rest;
const at = (address: { owner: string; name: string }) =>
  repositorySource(client, address, new IssueReader("tickmark"), new RepositoryNames(client));
const readHead = () => source.readHead({ since: undefined });

interface PushedEntry {
  readonly path: string;
  readonly content?: Uint8Array;
  readonly mode?: "100755" | typeof LINK | typeof SUBMODULE;
}

/** Pushes a commit with exactly these files; answers its id. */
async function push(entries: readonly PushedEntry[], message = "docs: edit"): Promise<string> {
  const tree = await Promise.all(
    entries.map(async ({ path, content, mode }) => {
      const blob = { content: Buffer.from(content ?? []).toString("base64"), encoding: "base64" };
      const sha =
        mode === SUBMODULE
          ? "5".repeat(40)
          : (await owner().git.createBlob({ ...REPOSITORY, ...blob })).data.sha;
      const type = mode === SUBMODULE ? ("commit" as const) : ("blob" as const);
      return { path, mode: mode ?? ("100644" as const), type, sha };
    }),
  );
  const { data: made } = await owner().git.createTree({ ...REPOSITORY, tree });
  const { data: ref } = await owner().git.getRef({ ...REPOSITORY, ref: "heads/main" });
  const commit = { message, tree: made.sha, parents: [ref.object.sha] };
  const { data: done } = await owner().git.createCommit({ ...REPOSITORY, ...commit });
  await owner().git.updateRef({ ...REPOSITORY, ref: "heads/main", sha: done.sha });
  return done.sha;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const paths = (entries: readonly FileEntry[]): string[] => entries.map(({ path }) => path).sort();

describe("the files below some folders", () => {
  test("are ordinary files, at any depth; links and submodules are left out", async () => {
    const deep = "checklists/a/b/c/d/e/f/g/h/i/deep.md";
    const head = await push([
      { path: "checklists/plan.md", content: bytes("- [ ] Ship\n") },
      { path: "checklists/run.md", content: bytes("- [ ] Run\n"), mode: "100755" },
      { path: "checklists/link.md", content: bytes("plan.md"), mode: LINK },
      { path: "checklists/module", mode: SUBMODULE },
      { path: deep, content: bytes("- [ ] Dig\n") },
      { path: "other/plan.md", content: bytes("- [ ] No\n") },
      { path: "README.md", content: bytes("# App\n") },
    ]);

    expect(paths(await source.listFiles(head, ["checklists"]))).toEqual([
      deep,
      "checklists/plan.md",
      "checklists/run.md",
    ]);
    expect(paths(await source.listFiles(head, [""]))).toContain("README.md");
    expect(paths(await source.listFiles(head, ["checklists/a/b", "other"]))).toEqual([deep, "other/plan.md"]);
  });

  test("are none where a folder is not there, or is a file", async () => {
    const head = await push([{ path: "README.md", content: bytes("# App\n") }]);
    expect(await source.listFiles(head, ["checklists", "README.md"])).toEqual([]);
  });

  test("are those of the asked commit, not of the head", async () => {
    const before = await push([{ path: "checklists/old.md", content: bytes("- [ ] Old\n") }]);
    await push([{ path: "checklists/new.md", content: bytes("- [ ] New\n") }]);
    expect(paths(await source.listFiles(before, ["checklists"]))).toEqual(["checklists/old.md"]);
  });

  test("are unknown for a commit that GitHub does not know (yet): none would close every issue", async () => {
    await expect(source.listFiles("d".repeat(40), ["checklists"])).rejects.toThrow(RetryError);
  });

  test("are unknown when the repository is gone", async () => {
    await expect(at({ owner: "acme", name: "gone" }).listFiles("d".repeat(40), [""])).rejects.toThrow(
      RetryError,
    );
  });
});

describe("the bytes of a file", () => {
  const read = async (content: Uint8Array): Promise<Uint8Array | undefined> => {
    const head = await push([{ path: "checklists/plan.md", content }]);
    const [entry] = await source.listFiles(head, ["checklists"]);
    if (!entry) throw new Error("not listed");
    sent.length = 0;
    return (await source.readFiles([entry])).get(entry);
  };

  test.each([
    ["plain text", bytes("- [ ] Ship\n")],
    ["nothing at all", bytes("")],
    ["a byte order mark and CRLF", bytes("\uFEFF- [ ] Ship\r\n")],
    ["characters of every length", bytes("- [ ] Ünïcödé ☃ 𝒳\n")],
    ["the replacement character itself", bytes("- [ ] \uFFFD\n")],
  ])("come by GraphQL when they are %s", async (_state, content) => {
    expect(await read(content)).toEqual(content);
    expect(sent).toEqual(["POST /graphql"]);
  });

  test.each([
    ["no UTF-8", Uint8Array.from([0x2d, 0x20, 0xff, 0xe9, 0x0a])],
    ["half a character", Uint8Array.from([0x2d, 0x20, 0xe2, 0x98])],
    ["taken for binary", Uint8Array.from([0x2d, 0x00, 0x0a])],
    ["longer than GraphQL's text", bytes(`${"- [ ] Ship\n".repeat(60_000)}end ☃`)],
  ])("come by REST, exactly, when they are %s", async (_state, content) => {
    expect(Buffer.compare((await read(content)) ?? new Uint8Array(), content)).toBe(0);
    expect(sent).toEqual(["POST /graphql", "GET /repos/{owner}/{repo}/git/blobs/{file_sha}"]);
  });

  test("come fifty files at a time", async () => {
    const files = Array.from({ length: 120 }, (_, n) => ({
      path: `checklists/${n}.md`,
      content: bytes(`- [ ] Task ${n}\n`),
    }));
    const entries = await source.listFiles(await push(files), ["checklists"]);
    sent.length = 0;

    const contents = await source.readFiles(entries);

    expect(sent).toHaveLength(3);
    const texts = new Map(
      [...contents].map(([{ path }, content]) => [path, new TextDecoder().decode(content)]),
    );
    expect(texts).toEqual(new Map(files.map(({ path }, n) => [path, `- [ ] Task ${n}\n`])));
  });

  test("may be asked for under two names", async () => {
    const content = bytes("- [ ] Same\n");
    const head = await push([
      { path: "checklists/a.md", content },
      { path: "checklists/b.md", content },
    ]);
    const contents = await source.readFiles(await source.listFiles(head, ["checklists"]));
    expect([...contents.values()]).toEqual([content, content]);
  });
});

describe("the head", () => {
  test("tells the branch, its commit, the config and GitHub's time", async () => {
    const config = 'checklists: [{ paths: ["*.md"] }]\n';
    const head = await push(
      [{ path: ".github/tickmark.yml", content: bytes(config) }],
      "feat: config\n\nWhy",
    );

    expect(await readHead()).toMatchObject({
      owner: "acme",
      name: "app",
      branch: "main",
      oid: head,
      config,
      unusable: undefined,
      changed: undefined,
      readAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
    });
    expect((await readHead()).headlines[0]).toBe("feat: config");
  });

  test("has no config where there is no file", async () => {
    await push([{ path: "README.md", content: bytes("# App\n") }]);
    expect((await readHead()).config).toBeUndefined();
  });

  test("of a repository that is gone or hidden is unusable", async () => {
    const { unusable } = await at({ owner: "acme", name: "gone" }).readHead({ since: undefined });
    expect(unusable).toBe("the repository is gone, or the app may not see it");
  });

  test.each([
    ["archived", { isArchived: true }, "the repository is archived"],
    ["without issues", { hasIssuesEnabled: false }, "issues are switched off in the repository's settings"],
    ["empty", { defaultBranchRef: null }, "the repository is empty, or its default branch does not exist"],
  ])("of a repository that is %s is unusable", async (_state, differs, why) => {
    const target = { oid: "a".repeat(40), file: null, history: { nodes: [] } };
    const usable = { isArchived: false, hasIssuesEnabled: true, defaultBranchRef: { name: "main", target } };
    const newest = { totalCount: 0, nodes: [] };
    const counts = { newest, newestPull: { nodes: [] } };
    const repository = { id: "R_1", name: "app", owner: { login: "acme" }, url: "", ...counts, ...usable };
    answerGraphql({ data: { repository } }, { data: { repository: { ...repository, ...differs } } });
    const reader = new IssueReader("tickmark");
    const scripted = repositorySource(plainClient(), ADDRESS, reader, new RepositoryNames(plainClient()));

    expect((await scripted.readHead({ since: undefined })).unusable).toBeUndefined();
    expect((await scripted.readHead({ since: undefined })).unusable).toBe(why);
  });

  test("tells how many issues there are, pull requests aside", async () => {
    const { count } = await source.readHead({ since: undefined });
    const { data: issue } = await owner().issues.create({ ...REPOSITORY, title: "One more" });

    expect((await source.readHead({ since: undefined })).count).toEqual({
      total: count.total + 1,
      newest: issue.number,
    });
  });

  test("counts the number of an issue among the latest that was transferred, and is older than others", async () => {
    const none = { nodes: [] };
    const days = { createdAt: "2020-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z" };
    const moved = {
      id: "I_8",
      number: 8,
      title: "Ship",
      body: "",
      state: "OPEN",
      stateReason: null,
      ...days,
    };
    const belongs = {
      author: null,
      parent: null,
      repository: { nameWithOwner: "acme/app" },
      milestone: null,
    };
    const rest = { issueType: null, assignees: none, attributeItems: none, timelineItems: none };
    const issues = { nodes: [{ ...moved, ...belongs, ...rest }], pageInfo: { hasNextPage: false } };
    const counts = { newest: { totalCount: 2, nodes: [{ number: 7 }] }, newestPull: { nodes: [] } };
    const repository = { id: "R_1", name: "app", owner: { login: "acme" }, url: "", ...counts, issues };
    answerGraphql({ data: { repository } });
    const reader = new IssueReader("tickmark");
    const scripted = repositorySource(plainClient(), ADDRESS, reader, new RepositoryNames(plainClient()));
    const { count, changed } = await scripted.readHead({ since: "2026-01-01T00:00:00Z" });

    expect(count).toEqual({ total: 2, newest: 8 });
    expect(changed?.newest).toBe(8);
  });

  test("tells which issues changed since a time, when it is asked", async () => {
    const { data: issue } = await owner().issues.create({ ...REPOSITORY, title: "By hand" });
    const { changed } = await source.readHead({ since: issue.updated_at });
    // Times have whole seconds: what else happened in this one is told of as well.
    expect(changed?.issues.map(({ title, own }) => ({ title, own }))).toContainEqual({
      title: "By hand",
      own: false,
    });
    expect((await source.readHead({ since: "2099-01-01T00:00:00Z" })).changed?.issues).toEqual([]);
  });
});

describe("issues beyond a number", () => {
  const lag = (operation: string) =>
    addFaults(sandbox, { kind: "stale-list", ms: 60_000, match: { operation }, count: 1 });
  const make = async (title: string): Promise<number> =>
    (await owner().issues.create({ ...REPOSITORY, title })).data.number;
  const titles = async (beyond: number) =>
    (await source.readHead({ since: undefined, beyond })).younger.map(({ title }) => title);

  test("are none when it is the highest, and cost nothing", async () => {
    const newest = await make("The last one");
    sent.length = 0;

    expect(await titles(newest)).toEqual([]);
    expect(sent).toHaveLength(1);
  });

  test("are found although every list lags", async () => {
    const newest = await make("Old");
    await make("Young");
    await lag("ReadHead");
    const head = await source.readHead({ since: "2026-01-01T00:00:00Z", beyond: newest });

    expect(head.younger.map(({ title }) => title)).toEqual(["Young"]);
    expect(head.changed?.issues.map(({ title }) => title)).not.toContain("Young");
    expect(head.changed?.newest).toBeLessThan(newest);
  });

  test("are not those that were transferred, whose numbers lead elsewhere", async () => {
    const elsewhere = { __typename: "Issue", number: 8, repository: { nameWithOwner: "acme/other" } };
    const counts = { newest: { totalCount: 0, nodes: [] }, newestPull: { nodes: [] } };
    const repository = { id: "R_1", name: "app", owner: { login: "Acme" }, url: "", ...counts };
    answerGraphql(
      { data: { repository: { ...repository, n8: elsewhere, n9: null } } },
      { data: { repository: { ...repository, n9: null } } },
    );
    const reader = new IssueReader("tickmark");
    const scripted = repositorySource(plainClient(), ADDRESS, reader, new RepositoryNames(plainClient()));

    expect((await scripted.readHead({ since: undefined, beyond: 7 })).younger).toEqual([]);
  });

  test("are found behind pull requests and gaps, however many there are", async () => {
    const newest = await make("Old");
    for (let at = 0; at < 45; at += 1) await make(`Young ${at}`);
    await push([{ path: "README.md", content: bytes("# Other\n") }]);
    const { data: ref } = await owner().git.getRef({ ...REPOSITORY, ref: "heads/main" });
    const head = await source.readHead({ since: undefined });
    const branch = `other-${newest}`;
    await owner().git.createRef({ ...REPOSITORY, ref: `refs/heads/${branch}`, sha: ref.object.sha });
    const content = Buffer.from("# One\n").toString("base64");
    await owner().repos.createOrUpdateFileContents({
      ...REPOSITORY,
      path: "one.md",
      branch,
      content,
      message: "one",
    });
    const { data: pull } = await owner().pulls.create({
      ...REPOSITORY,
      head: branch,
      base: head.branch,
      title: "Pull",
    });
    await make("Behind the pull request");

    const found = await titles(newest);
    expect(found).toHaveLength(46);
    expect(found.at(-1)).toBe("Behind the pull request");
    const { changed } = await source.readHead({ since: "2099-01-01T00:00:00Z" });
    expect(changed?.newest).toBe(pull.number + 1);
  });
});

describe("a write-back commit", () => {
  const request = (expectedHead: string, rest: Partial<CommitRequest> = {}): CommitRequest => ({
    branch: "main",
    expectedHead,
    base: undefined,
    since: "2026-01-05T12:00:00.000Z",
    headline: "docs: tick Ship",
    body: "Because #1 is closed",
    files: new Map([["checklists/plan.md", Uint8Array.from([0x2d, 0xff, 0x0d, 0x0a])]]),
    ...rest,
  });

  test("puts exactly the bytes on the branch, and is known as the app's own", async () => {
    const base = await push([{ path: "README.md", content: bytes("# App\n") }]);

    const result = await source.commit(request(base, { base }));

    if (!result.ok) throw new Error(result.refusal);
    const head = await readHead();
    expect(head.oid).toBe(result.value.oid);
    expect(head.ownCommit).toEqual({ oid: result.value.oid, base, since: "2026-01-05T12:00:00.000Z" });
    const listed = await source.listFiles(head.oid, ["checklists"]);
    expect(listed.map(({ path, oid }) => ({ path, oid }))).toEqual(result.value.files);
    const [entry] = result.value.files;
    if (!entry) throw new Error("no file");
    expect((await source.readFiles([entry])).get(entry)).toEqual(Uint8Array.from([0x2d, 0xff, 0x0d, 0x0a]));
  });

  test("of a first sync has no base", async () => {
    const before = await push([{ path: "README.md", content: bytes("# App\n") }]);
    await source.commit(request(before));
    expect((await readHead()).ownCommit).toMatchObject({ base: undefined });
  });

  test("is not known as the app's when a person copied its message", async () => {
    await push(
      [{ path: "README.md", content: bytes("# App\n") }],
      `docs: tick Ship\n\nTickmark-Base: none 2026-01-05T12:00:00.000Z`,
    );
    const { ownCommit, oid } = await readHead();
    expect(ownCommit?.oid).not.toBe(oid);
  });

  test("is not known as the app's when a person wrote the app's address into it as well", async () => {
    const before = await push([{ path: "README.md", content: bytes("# App\n") }]);
    const { git } = person(sandbox, "owner").rest.rest;
    const place = { owner: "acme", repo: "app" };
    const { data: parent } = await git.getCommit({ ...place, commit_sha: before });
    const { data: forged } = await git.createCommit({
      ...place,
      message: `docs: tick Ship\n\nTickmark-Base: ${before} 2026-01-05T12:00:00.000Z`,
      tree: parent.tree.sha,
      parents: [before],
      author: { name: "tickmark[bot]", email: "1+tickmark[bot]@users.noreply.github.com" },
    });
    await git.updateRef({ ...place, ref: "heads/main", sha: forged.sha });

    const { ownCommit, oid } = await readHead();
    expect(oid).toBe(forged.sha);
    expect(ownCommit?.oid).not.toBe(forged.sha);
  });

  test("never lands on somebody's push", async () => {
    const before = await push([{ path: "README.md", content: bytes("# App\n") }]);
    const after = await push([{ path: "README.md", content: bytes("# Our app\n") }]);

    await expect(source.commit(request(before))).rejects.toThrow(StaleHeadError);

    expect((await readHead()).oid).toBe(after);
  });

  test("whose answer is lost is not sent again, and is there", async () => {
    const before = await push([{ path: "README.md", content: bytes("# App\n") }]);
    await addFaults(sandbox, { kind: "drop", match: { operation: "createCommitOnBranch" } });
    sent.length = 0;

    await expect(source.commit(request(before))).rejects.toThrow(RetryError);

    expect(sent).toHaveLength(1);
    expect((await readHead()).ownCommit).toMatchObject({ since: "2026-01-05T12:00:00.000Z" });
  });
});
