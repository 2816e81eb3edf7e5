import type { Repository } from "../world/model.js";
import type { World } from "../world/world.js";
import { storeOf } from "../world/world.js";
import type { CommitSource, GitObjectSource } from "./resolver.js";

/** A git object as GraphQL sees it; undefined when the repository has none with this id (a submodule's commit). */
export function gitObject(
  world: World,
  repository: Repository,
  oid: string,
  path = "",
): GitObjectSource | undefined {
  const store = storeOf(world, repository);
  const type = store.find(oid)?.type;
  switch (type) {
    case "commit":
      return commitSource(world, repository, oid);
    case "tree":
      return { kind: "Tree", repository, oid, path };
    case "blob":
      return { kind: "Blob", repository, oid };
    case "tag":
      return { kind: "Tag", repository, oid, tag: store.readTag(oid) };
    case undefined:
      return undefined;
  }
}

export function commitSource(world: World, repository: Repository, oid: string): CommitSource {
  return { kind: "Commit", repository, oid, commit: storeOf(world, repository).readCommit(oid) };
}
