import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  blobObject,
  commitObject,
  hashObject,
  tagObject,
  treeObject,
} from "../../src/sandbox/git/objects.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { installedApp, person, problems, refusal, violations } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const hasGit = spawnSync("git", ["--version"]).status === 0;

describe("object ids", () => {
  const person_ = { name: "A B", email: "a@b.c", time: 1_700_000_000, zone: "+0100" };
  const blob = hashObject(blobObject(Buffer.from("hello\n")));
  const folder = hashObject(treeObject([{ mode: "100644", name: "x", oid: blob }]));
  const tree = treeObject([
    { mode: "40000", name: "a", oid: folder },
    { mode: "100644", name: "a.md", oid: blob },
    { mode: "100755", name: "a0", oid: blob },
  ]);
  const commit = commitObject({
    tree: hashObject(tree),
    parents: [],
    author: person_,
    committer: person_,
    signature: null,
    message: "one\n\ntwö\n",
  });
  const tag = tagObject({
    object: hashObject(commit),
    type: "commit",
    tag: "v1",
    tagger: person_,
    message: "m\n",
  });

  test("a known blob and the empty tree have their known ids", () => {
    expect(blob).toBe("ce013625030ba8dba906f756967f9e9ca394464a");
    expect(hashObject(treeObject([]))).toBe("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  });

  test(
    hasGit
      ? "the git binary computes the same ids"
      : "the git binary is absent: ids are compared with known ones only",
    () => {
      if (!hasGit) return;
      const folder_ = mkdtempSync(join(tmpdir(), "sandbox-git-"));
      try {
        const git = (args: string[], input: Buffer): string =>
          spawnSync("git", args, { cwd: folder_, input }).stdout.toString().trim();
        git(["init", "-q"], Buffer.alloc(0));
        for (const object of [
          blobObject(Buffer.from("hello\n")),
          treeObject([{ mode: "100644", name: "x", oid: blob }]),
          tree,
          commit,
          tag,
        ]) {
          expect(git(["hash-object", "-w", "-t", object.type, "--stdin"], object.bytes)).toBe(
            hashObject(object),
          );
        }
        expect(git(["fsck", "--no-dangling"], Buffer.alloc(0))).toBe("");
      } finally {
        rmSync(folder_, { recursive: true });
      }
    },
  );
});

describe("the repository", () => {
  let sandbox: Sandbox;
  let owner: ReturnType<typeof person>;
  let app: Awaited<ReturnType<typeof installedApp>>;

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    owner = person(sandbox, "owner");
    app = await installedApp(sandbox);
  });
  afterAll(() => sandbox.close());

  const head = async (): Promise<string> =>
    (await owner.rest.rest.git.getRef({ ...REPOSITORY, ref: "heads/main" })).data.object.sha;

  async function commitFile(path: string, text: string | Buffer): Promise<string> {
    const { data } = await owner.rest.rest.repos.createOrUpdateFileContents({
      ...REPOSITORY,
      path,
      message: `write ${path}`,
      content: base64(text),
    });
    return data.commit.sha ?? "";
  }

  test("contents: a stale sha is a conflict, a missing one is invalid, the right one writes", async () => {
    await commitFile("a.md", "one\n");
    const { data } = await owner.rest.rest.repos.getContent({ ...REPOSITORY, path: "a.md" });
    const sha = "sha" in data ? data.sha : "";
    const write = (given: object) =>
      owner.rest.rest.repos.createOrUpdateFileContents({
        ...REPOSITORY,
        path: "a.md",
        message: "m",
        content: base64("two\n"),
        ...given,
      });
    expect(await refusal(write({ sha: "0".repeat(40) }))).toMatchObject({
      status: 409,
      message: `a.md does not match ${"0".repeat(40)}`,
    });
    expect(await refusal(write({}))).toMatchObject({ status: 422 });
    expect((await write({ sha })).status).toBe(200);
    const raw = await owner.rest.rest.repos.getContent({
      ...REPOSITORY,
      path: "a.md",
      mediaType: { format: "raw" },
    });
    expect(raw.data as unknown).toBe("two\n");
    expect(
      await refusal(
        person(sandbox, "reader").rest.rest.repos.createOrUpdateFileContents({
          ...REPOSITORY,
          path: "z",
          message: "m",
          content: "",
        }),
      ),
    ).toMatchObject({ status: 403 });
  });

  test("bytes that are no UTF-8 come back exact by REST and with U+FFFD by GraphQL", async () => {
    const bytes = Buffer.from([0x2d, 0xff, 0xfe, 0x0d, 0x0a]);
    await commitFile("bytes.md", bytes);
    const { repository } = await app.graphql<{
      repository: { object: { oid: string; text: string; isBinary: boolean } };
    }>(
      `{ repository(owner: "acme", name: "app") { object(expression: "HEAD:bytes.md") { ... on Blob { oid text isBinary byteSize } } } }`,
    );
    expect(repository.object.text).toBe("-\uFFFD\uFFFD\r\n");
    const { data } = await app.rest.rest.git.getBlob({ ...REPOSITORY, file_sha: repository.object.oid });
    expect(Buffer.from(data.content, "base64")).toEqual(bytes);
    await commitFile("binary.bin", Buffer.from([0, 1, 2]));
    const binary = await app.graphql<{ repository: { object: { text: null; isBinary: boolean } } }>(
      `{ repository(owner: "acme", name: "app") { object(expression: "main:binary.bin") { ... on Blob { text isBinary } } } }`,
    );
    expect(binary.repository.object).toEqual({ text: null, isBinary: true });
  });

  test("createCommitOnBranch: a stale head is refused in GitHub's words and changes nothing; nested deletes and adds work", async () => {
    const stale = await head();
    const fresh = await commitFile("deep/er/x.md", "x\n");
    const commit = (expectedHeadOid: string, fileChanges: object) =>
      app.graphql<{
        createCommitOnBranch: {
          commit: { oid: string; author: { name: string; email: string }; committer: { name: string } };
        };
      }>(
        `mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid author { name email } committer { name } } ref { name } } }`,
        {
          input: {
            branch: { repositoryNameWithOwner: "acme/app", branchName: "main" },
            expectedHeadOid,
            message: { headline: "h", body: "b" },
            fileChanges,
          },
        },
      );
    const { errors, data } = await problems(
      commit(stale, { additions: [{ path: "y.md", contents: base64("y") }] }),
    );
    expect(errors[0]).toMatchObject({
      type: "STALE_DATA",
      message: `Expected branch to point to "${stale}" but it did not.  Pull and try again.`,
    });
    expect(data).toEqual({ createCommitOnBranch: null });
    expect(await head()).toBe(fresh);
    const done = await commit(fresh, {
      additions: [{ path: "deep/y.md", contents: base64("y") }],
      deletions: [{ path: "deep/er/x.md" }],
    });
    expect(done.createCommitOnBranch.commit).toMatchObject({
      author: { name: "tickmark[bot]" },
      committer: { name: "GitHub" },
    });
    expect(done.createCommitOnBranch.commit.author.email).toMatch(
      /^\d+\+tickmark\[bot\]@users\.noreply\.github\.com$/,
    );
    const { data: tree } = await owner.rest.rest.git.getTree({
      ...REPOSITORY,
      tree_sha: "main",
      recursive: "1",
    });
    expect(tree.tree.map(({ path }) => path)).toEqual(expect.arrayContaining(["deep", "deep/y.md"]));
    expect(tree.tree.map(({ path }) => path)).not.toContain("deep/er");
    const missing = await problems(commit(await head(), { deletions: [{ path: "nothing.md" }] }));
    expect(missing.errors[0]?.message).toMatch(/^A path was requested for deletion which does not exist/);
    const { data: shown } = await owner.rest.rest.repos.getCommit({ ...REPOSITORY, ref: "main" });
    expect(shown.commit.verification).toMatchObject({ verified: true, reason: "valid" });
    expect(shown.author).toMatchObject({ login: "tickmark[bot]" });
  });

  test("an empty change still makes a commit", async () => {
    const before = await head();
    await app.graphql(
      `mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }`,
      {
        input: {
          branch: { repositoryNameWithOwner: "acme/app", branchName: "main" },
          expectedHeadOid: before,
          message: { headline: "nothing" },
        },
      },
    );
    const { data } = await owner.rest.rest.repos.getCommit({ ...REPOSITORY, ref: "main" });
    expect(data.parents[0]?.sha).toBe(before);
    expect(data.files).toEqual([]);
  });

  test("refs of our own are seen by REST and not by GraphQL; a tag carries its time", async () => {
    const { data: tag } = await app.rest.rest.git.createTag({
      ...REPOSITORY,
      tag: "base",
      message: "m",
      object: await head(),
      type: "commit",
      tagger: { name: "t", email: "t@t", date: "2026-01-02T03:04:05Z" },
    });
    await app.rest.rest.git.createRef({ ...REPOSITORY, ref: "refs/tickmark/main", sha: tag.sha });
    expect(
      await refusal(app.rest.rest.git.createRef({ ...REPOSITORY, ref: "refs/tickmark/main", sha: tag.sha })),
    ).toMatchObject({ status: 422, message: "Reference already exists" });
    expect(
      await refusal(app.rest.rest.git.createRef({ ...REPOSITORY, ref: "refs/pull/1/head", sha: tag.sha })),
    ).toMatchObject({ status: 422 });
    expect(
      await refusal(
        app.rest.rest.git.createRef({ ...REPOSITORY, ref: "refs/tickmark/main/x", sha: tag.sha }),
      ),
    ).toMatchObject({ status: 422, message: "Reference update failed" });
    const { data: ref } = await app.rest.rest.git.getRef({ ...REPOSITORY, ref: "tickmark/main" });
    expect(ref.object).toMatchObject({ type: "tag", sha: tag.sha });
    const { data: matching } = await app.rest.rest.git.listMatchingRefs({ ...REPOSITORY, ref: "tickmark/" });
    expect(matching.map((entry) => entry.ref)).toEqual(["refs/tickmark/main"]);
    expect((await app.rest.rest.git.getTag({ ...REPOSITORY, tag_sha: tag.sha })).data.tagger.date).toBe(
      "2026-01-02T03:04:05Z",
    );
    expect(
      await app.graphql(
        `{ repository(owner: "acme", name: "app") { ref(qualifiedName: "refs/tickmark/main") { name } } }`,
      ),
    ).toEqual({ repository: { ref: null } });
    await app.rest.rest.git.deleteRef({ ...REPOSITORY, ref: "tickmark/main" });
    expect(await refusal(app.rest.rest.git.getRef({ ...REPOSITORY, ref: "tickmark/main" }))).toMatchObject({
      status: 404,
    });
  });

  test("a branch only goes forward unless forced; updateRefs compares before it moves anything", async () => {
    const [old, id] = [
      await head(),
      (await app.graphql<{ repository: { id: string } }>(`{ repository(owner: "acme", name: "app") { id } }`))
        .repository.id,
    ];
    await owner.rest.rest.git.createRef({ ...REPOSITORY, ref: "refs/heads/side", sha: old });
    const next = await commitFile("forward.md", "f\n");
    await owner.rest.rest.git.updateRef({ ...REPOSITORY, ref: "heads/side", sha: next });
    expect(
      await refusal(owner.rest.rest.git.updateRef({ ...REPOSITORY, ref: "heads/side", sha: old })),
    ).toMatchObject({ status: 422, message: "Update is not a fast forward" });
    const update = (updates: object[]) =>
      app.graphql(
        `mutation($id: ID!, $u: [RefUpdate!]!) { updateRefs(input: {repositoryId: $id, refUpdates: $u}) { clientMutationId } }`,
        { id, u: updates },
      );
    await problems(
      update([
        { name: "refs/heads/new", afterOid: old },
        { name: "refs/heads/side", beforeOid: old, afterOid: old },
      ]),
    );
    expect(await refusal(owner.rest.rest.git.getRef({ ...REPOSITORY, ref: "heads/new" }))).toMatchObject({
      status: 404,
    });
    await update([{ name: "refs/heads/side", beforeOid: next, afterOid: old, force: true }]);
    expect((await owner.rest.rest.git.getRef({ ...REPOSITORY, ref: "heads/side" })).data.object.sha).toBe(
      old,
    );
  });

  test("a commit out of tree and parents; compare shows what it adds, and a rename as a rename", async () => {
    const base = await head();
    await commitFile("list.md", "# list\n\n- [ ] one\n- [ ] two\n- [ ] three\n");
    const start = await head();
    const { data: parent } = await owner.rest.rest.git.getCommit({ ...REPOSITORY, commit_sha: start });
    const { data: tree } = await owner.rest.rest.git.createTree({
      ...REPOSITORY,
      base_tree: parent.tree.sha,
      tree: [
        { path: "list.md", mode: "100644", type: "blob", sha: null },
        {
          path: "renamed.md",
          mode: "100644",
          type: "blob",
          content: "# list\n\n- [x] one\n- [ ] two\n- [ ] three\n",
        },
      ],
    });
    const { data: commit } = await owner.rest.rest.git.createCommit({
      ...REPOSITORY,
      message: "rename",
      tree: tree.sha,
      parents: [start],
    });
    await owner.rest.rest.git.updateRef({ ...REPOSITORY, ref: "heads/main", sha: commit.sha });
    const { data: compared } = await owner.rest.rest.repos.compareCommitsWithBasehead({
      ...REPOSITORY,
      basehead: `${start}...main`,
    });
    expect(compared).toMatchObject({ status: "ahead", ahead_by: 1, behind_by: 0 });
    expect(compared.files?.[0]).toMatchObject({
      status: "renamed",
      filename: "renamed.md",
      previous_filename: "list.md",
      additions: 1,
      deletions: 1,
    });
    expect(compared.files?.[0]?.patch).toBe(
      "@@ -1,5 +1,5 @@\n # list\n \n-- [ ] one\n+- [x] one\n - [ ] two\n - [ ] three",
    );
    const { data: commits } = await owner.rest.rest.repos.listCommits({ ...REPOSITORY, path: "renamed.md" });
    expect(commits.map(({ sha }) => sha)).toEqual([commit.sha]);
    expect(
      (await owner.rest.rest.repos.compareCommitsWithBasehead({ ...REPOSITORY, basehead: `main...${base}` }))
        .data.status,
    ).toBe("behind");
    const { repository } = await app.graphql<{
      repository: { ref: { target: { history: { nodes: { oid: string }[] } } } };
    }>(
      `{ repository(owner: "acme", name: "app") { ref(qualifiedName: "main") { target { ... on Commit { history(first: 2, path: "renamed.md") { nodes { oid } } } } } } }`,
    );
    expect(repository.ref.target.history.nodes).toEqual([{ oid: commit.sha }]);
  });

  test("everything that was answered follows GitHub's description", async () => {
    expect(await violations(sandbox)).toEqual([]);
  });
});
