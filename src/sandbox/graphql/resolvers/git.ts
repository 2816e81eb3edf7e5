import { accountByEmail, isSignedByGitHub } from "../../git/commit-files.js";
import { diffFiles } from "../../git/file-diff.js";
import { touchesPath, walkHistory } from "../../git/history.js";
import type { Person } from "../../git/objects.js";
import { commitObject } from "../../git/objects.js";
import { entryAt, listTree } from "../../git/trees.js";
import { entryType } from "../../rest/format/git.js";
import { repositoryUrl } from "../../rest/format/links.js";
import { list, record, text } from "../../fields.js";
import type { Body } from "../../fields.js";
import { nodeId, encodeNodeId } from "../../world/node-ids.js";
import { isoSecond, storeOf } from "../../world/world.js";
import { connection } from "../connection.js";
import { commitSource, gitObject } from "../git-sources.js";
import { rollUp, suites } from "./pulls.js";
import { refNodeId } from "../nodes.js";
import type {
  BlobSource,
  CommitSource,
  Fields,
  GitObjectSource,
  GraphqlContext,
  RefSource,
  TagSource,
  TreeEntrySource,
  TreeSource,
} from "../resolver.js";

/** GitHub cuts the text of a blob above this size and says `isTruncated`. */
const MAX_TEXT_BYTES = 512 * 1024;

const GIT_OBJECT: Fields<GitObjectSource> = {
  id: ({ kind, repository, oid }) =>
    encodeNodeId({ Commit: "C", Tree: "TR", Blob: "B", Tag: "TA" }[kind], repository.id, oid),
  oid: ({ oid }) => oid,
  abbreviatedOid: ({ oid }) => oid.slice(0, 7),
  repository: ({ repository }) => repository,
  commitUrl: ({ repository, oid }, _, { world }) => `${repositoryUrl(world, repository)}/commit/${oid}`,
  commitResourcePath: ({ repository, oid }) => `/${repository.owner.login}/${repository.name}/commit/${oid}`,
};

const COMMIT: Fields<CommitSource> = {
  message: ({ commit }) => commit.message,
  messageHeadline: ({ commit }) => commit.message.split("\n")[0],
  messageBody: ({ commit }) => commit.message.split("\n").slice(1).join("\n").trim(),
  committedDate: ({ commit }) => isoSecond(commit.committer.time),
  authoredDate: ({ commit }) => isoSecond(commit.author.time),
  committedViaWeb: ({ commit }) => commit.committer.email === "noreply@github.com",
  authoredByCommitter: ({ commit }) => commit.author.email === commit.committer.email,
  author: ({ commit }) => commit.author,
  committer: ({ commit }) => commit.committer,
  url: ({ repository, oid }, _, { world }) => `${repositoryUrl(world, repository)}/commit/${oid}`,
  resourcePath: ({ repository, oid }) => `/${repository.owner.login}/${repository.name}/commit/${oid}`,
  tree: ({ repository, commit }): TreeSource => ({ kind: "Tree", repository, oid: commit.tree, path: "" }),
  parents: ({ repository, commit }, args, { world }, info) =>
    connection(
      commit.parents.map((oid) => commitSource(world, repository, oid)),
      args,
      info,
    ),
  statusCheckRollup: (commit) => rollUp(commit),
  checkSuites: (commit, args, _, info) => connection(suites(commit, args), args, info),
  signature: ({ commit }) => (isSignedByGitHub(commit) ? commit : null),
  file: ({ repository, commit }, args, { world }) => {
    const entry = entryAt(storeOf(world, repository), commit.tree, text(args, "path") ?? "");
    return entry === undefined || entry.path === "" ? null : { kind: "TreeEntry", repository, entry };
  },
  history: (source, args, context, info) => connection(historyOf(source, args, context), args, info),
  changedFilesIfAvailable: (source, _, context) => changedFiles(source, context).length,
  additions: (source, _, context) =>
    changedFiles(source, context).reduce((sum, file) => sum + file.additions, 0),
  deletions: (source, _, context) =>
    changedFiles(source, context).reduce((sum, file) => sum + file.deletions, 0),
};

function changedFiles({ repository, commit }: CommitSource, { world }: GraphqlContext) {
  const store = storeOf(world, repository);
  const [parent] = commit.parents;
  return diffFiles(store, parent === undefined ? undefined : store.readCommit(parent).tree, commit.tree);
}

function historyOf({ repository, oid }: CommitSource, args: Body, { world }: GraphqlContext): CommitSource[] {
  const store = storeOf(world, repository);
  const path = text(args, "path");
  const since = time(text(args, "since"));
  const until = time(text(args, "until"));
  const emails = authorEmails(args, world);
  return [...walkHistory(store, oid)]
    .filter(
      (entry) =>
        (path === undefined || touchesPath(store, entry, path)) &&
        (since === undefined || entry.commit.committer.time >= since) &&
        (until === undefined || entry.commit.committer.time <= until) &&
        (emails === undefined || emails(entry.commit.author.email)),
    )
    .map((entry) => ({ kind: "Commit", repository, ...entry }));
}

function time(date: string | undefined): number | undefined {
  return date === undefined ? undefined : Date.parse(date) / 1000;
}

/** `author: {id}` means every address of that account; `emails` means these addresses. */
function authorEmails(args: Body, world: GraphqlContext["world"]): ((email: string) => boolean) | undefined {
  const author = record(args, "author");
  if (author === undefined) return undefined;
  const id = text(author, "id");
  const emails = list(author, "emails");
  return (email) => {
    const account = accountByEmail(world, email);
    return (
      (emails?.includes(email) ?? false) ||
      (id !== undefined && account !== undefined && nodeId(account) === id)
    );
  };
}

const BLOB: Fields<BlobSource> = {
  byteSize: (source, _, context) => bytesOf(source, context).length,
  isBinary: (source, _, context) => isBinary(bytesOf(source, context)),
  isTruncated: (source, _, context) => bytesOf(source, context).length > MAX_TEXT_BYTES,
  // Invalid UTF-8 comes back as U+FFFD: who needs the bytes reads them by REST.
  text: (source, _, context) => {
    const bytes = bytesOf(source, context);
    return isBinary(bytes) ? null : bytes.subarray(0, MAX_TEXT_BYTES).toString("utf8");
  },
};

function bytesOf({ repository, oid }: BlobSource, { world }: GraphqlContext): Buffer {
  return storeOf(world, repository).readBlob(oid);
}

function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8000).includes(0);
}

const TREE: Fields<TreeSource> = {
  entries: ({ repository, oid, path }, _, { world }) =>
    listTree(storeOf(world, repository), oid, false, path === "" ? "" : `${path}/`).map(
      (entry): TreeEntrySource => ({ kind: "TreeEntry", repository, entry }),
    ),
};

const TAG: Fields<TagSource> = {
  name: ({ tag }) => tag.tag,
  message: ({ tag }) => tag.message,
  tagger: ({ tag }) => tag.tagger,
  target: ({ repository, tag }, _, { world }) => gitObject(world, repository, tag.object),
};

const TREE_ENTRY: Fields<TreeEntrySource> = {
  name: ({ entry }) => entry.name,
  path: ({ entry }) => entry.path,
  oid: ({ entry }) => entry.oid,
  mode: ({ entry }) => Number.parseInt(entry.mode, 8),
  type: ({ entry }) => entryType(entry),
  extension: ({ entry }) => /\.[^.]*$/.exec(entry.name)?.[0] ?? "",
  size: ({ repository, entry }, _, { world }) =>
    entryType(entry) === "blob" ? storeOf(world, repository).readBlob(entry.oid).length : 0,
  object: ({ repository, entry }, _, { world }) =>
    gitObject(world, repository, entry.oid, entry.path) ?? null,
  repository: ({ repository }) => repository,
};

const REF: Fields<RefSource> = {
  id: ({ repository, name }) => refNodeId(repository, name),
  name: ({ name }) => name.replace(/^refs\/[^/]+\//, ""),
  prefix: ({ name }) => /^refs\/[^/]+\//.exec(name)?.[0] ?? "",
  repository: ({ repository }) => repository,
  target: ({ repository, name }, _, { world }) =>
    gitObject(world, repository, repository.refs.get(name) ?? "") ?? null,
};

const GIT_ACTOR: Fields<Person> = {
  name: (person) => person.name,
  email: (person) => person.email,
  date: (person) => isoSecond(person.time),
  // `user` is a User: a bot's commit has none here.
  user: (person, _, { world }) => {
    const account = accountByEmail(world, person.email);
    return account?.kind === "User" ? account : null;
  },
};

const SIGNATURE: Fields<CommitSource["commit"]> = {
  isValid: () => true,
  wasSignedByGitHub: () => true,
  state: () => "VALID",
  email: (commit) => commit.committer.email,
  signature: (commit) => commit.signature,
  payload: (commit) => commitObject({ ...commit, signature: null }).bytes.toString("utf8"),
  signer: () => null,
  verifiedAt: (commit) => isoSecond(commit.committer.time),
};

export const GIT_FIELDS = {
  Ref: REF,
  Commit: { ...GIT_OBJECT, ...COMMIT },
  Blob: { ...GIT_OBJECT, ...BLOB },
  Tree: { ...GIT_OBJECT, ...TREE },
  Tag: { ...GIT_OBJECT, ...TAG },
  TreeEntry: TREE_ENTRY,
  GitActor: GIT_ACTOR,
  GpgSignature: SIGNATURE,
};
