import type { FileWrite } from "../../git/commit-files.js";
import { commitFiles } from "../../git/commit-files.js";
import { NO_OID } from "../../git/objects.js";
import { createRef, deleteRef, updateRef } from "../../git/refs.js";
import { isBody, list, record, requiredText, text } from "../../fields.js";
import type { Body } from "../../fields.js";
import { NEEDS, requireAccess } from "../../world/access.js";
import type { Repository } from "../../world/model.js";
import { Refusal } from "../../world/refusal.js";
import { findRepository } from "../../world/world.js";
import { commitSource } from "../git-sources.js";
import { findNodeOf } from "../nodes.js";
import { GraphqlProblem } from "../problem.js";
import type { GraphqlContext, RefSource } from "../resolver.js";
import type { Mutate } from "./mutation.js";

export const GIT_MUTATIONS: Readonly<Record<string, Mutate>> = {
  createCommitOnBranch,
  createRef: (input, context) => {
    const repository = findNodeOf(context, requiredText(input, "repositoryId"), "Repository");
    const name = requiredText(input, "name");
    createRef(context.world, context.actor, repository, name, requiredText(input, "oid"));
    return { ref: refOf(repository, name) };
  },
  updateRef: (input, context) => {
    const ref = findNodeOf(context, requiredText(input, "refId"), "Ref");
    updateRef(context.world, context.actor, ref.repository, {
      name: ref.name,
      oid: requiredText(input, "oid"),
      force: input["force"] === true,
    });
    return { ref };
  },
  updateRefs,
  deleteRef: (input, context) => {
    const ref = findNodeOf(context, requiredText(input, "refId"), "Ref");
    deleteRef(context.world, context.actor, ref.repository, ref.name);
    return {};
  },
};

function refOf(repository: Repository, name: string): RefSource {
  return { kind: "Ref", repository, name };
}

/** https://docs.github.com/en/graphql/reference/mutations#createcommitonbranch */
function createCommitOnBranch(input: Body, context: GraphqlContext): Record<string, unknown> {
  const { repository, branch } = branchOf(record(input, "branch") ?? {}, context);
  const name = `refs/heads/${branch}`;
  requireAccess(context.actor, repository, NEEDS.writeContents);
  const head = repository.refs.get(name);
  if (head === undefined)
    throw new Refusal("unprocessable", `A branch with the name ${branch} does not exist`);
  const expected = requiredText(input, "expectedHeadOid");
  if (head !== expected)
    throw new Refusal(
      "stale",
      `Expected branch to point to "${expected}" but it did not.  Pull and try again.`,
    );
  const message = record(input, "message") ?? {};
  const headline = requiredText(message, "headline");
  const body = text(message, "body");
  const oid = commitFiles(context.world, context.actor, repository, {
    branch,
    message: body === undefined || body === "" ? headline : `${headline}\n\n${body}`,
    files: fileWrites(record(input, "fileChanges") ?? {}),
  });
  return { commit: commitSource(context.world, repository, oid), ref: refOf(repository, name) };
}

function branchOf(branch: Body, context: GraphqlContext): { repository: Repository; branch: string } {
  const id = text(branch, "id");
  if (id !== undefined) {
    const ref = findNodeOf(context, id, "Ref");
    return { repository: ref.repository, branch: ref.name.replace("refs/heads/", "") };
  }
  const [owner = "", name = ""] = requiredText(branch, "repositoryNameWithOwner").split("/");
  const repository = findRepository(context.world, context.actor, owner, name);
  if (repository === undefined)
    throw new GraphqlProblem(
      "NOT_FOUND",
      `Could not resolve to a Repository with the name '${owner}/${name}'.`,
    );
  return { repository, branch: requiredText(branch, "branchName").replace(/^refs\/heads\//, "") };
}

function fileWrites(changes: Body): FileWrite[] {
  const entries = (name: string): Body[] => (list(changes, name) ?? []).filter(isBody);
  const additions = entries("additions").map((entry): FileWrite => ({
    path: requiredText(entry, "path"),
    bytes: decode(requiredText(entry, "contents")),
  }));
  const deletions = entries("deletions").map((entry): FileWrite => ({
    path: requiredText(entry, "path"),
    bytes: null,
  }));
  const files = [...additions, ...deletions];
  const seen = new Set<string>();
  for (const { path } of files) {
    if (seen.has(path))
      throw new Refusal("unprocessable", `A path was specified more than once in the file changes: ${path}`);
    seen.add(path);
  }
  return files;
}

function decode(contents: string): Buffer {
  const compact = contents.replace(/\s/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 === 1)
    throw new Refusal("unprocessable", "File contents must be valid Base64");
  return Buffer.from(compact, "base64");
}

/** All or nothing: every `beforeOid` is compared before the first ref moves. */
function updateRefs(input: Body, context: GraphqlContext): Record<string, unknown> {
  const repository = findNodeOf(context, requiredText(input, "repositoryId"), "Repository");
  const updates = (list(input, "refUpdates") ?? []).filter(isBody);
  for (const update of updates) {
    const name = requiredText(update, "name");
    const expected = text(update, "beforeOid");
    if (expected !== undefined && expected !== (repository.refs.get(name) ?? NO_OID)) {
      throw new Refusal(
        "stale",
        `Expected ref ${name} to point to "${expected}" but it did not.  Pull and try again.`,
      );
    }
  }
  for (const update of updates) moveRef(repository, update, context);
  return {};
}

function moveRef(repository: Repository, update: Body, context: GraphqlContext): void {
  const name = requiredText(update, "name");
  const after = requiredText(update, "afterOid");
  if (after === NO_OID) deleteRef(context.world, context.actor, repository, name);
  else if (repository.refs.has(name))
    updateRef(context.world, context.actor, repository, {
      name,
      oid: after,
      force: update["force"] === true,
    });
  else createRef(context.world, context.actor, repository, name, after);
}
