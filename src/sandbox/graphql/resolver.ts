import type { GraphQLResolveInfo } from "graphql";
import type { Body } from "../fields.js";
import type { Actor } from "../world/access.js";
import type { Repository } from "../world/model.js";
import type { Commit, Tag } from "../git/objects.js";
import type { TreePath } from "../git/trees.js";
import type { Cost } from "./cost.js";
import type { World } from "../world/world.js";

export interface GraphqlContext {
  readonly world: World;
  readonly actor: Actor;
  /** Issue lists answer as of this time (fault `stale-list`). */
  readonly asOf: number | undefined;
  /** What the document costs; known when it runs. */
  readonly cost?: Cost;
  readonly rateLimit: {
    readonly limit: number;
    readonly remaining: number;
    readonly used: number;
    readonly resetAt: string;
  };
}

export type Resolve<Source> = (
  source: Source,
  args: Body,
  context: GraphqlContext,
  info: GraphQLResolveInfo,
) => unknown;

/** The emulated fields of one GraphQL type. A field that is not here is not emulated. */
export type Fields<Source> = Readonly<Record<string, Resolve<Source>>>;

/** Git objects and refs as GraphQL sees them: always inside a repository. */
export interface RefSource {
  readonly kind: "Ref";
  readonly repository: Repository;
  readonly name: string;
}

export interface CommitSource {
  readonly kind: "Commit";
  readonly repository: Repository;
  readonly oid: string;
  readonly commit: Commit;
}

export interface BlobSource {
  readonly kind: "Blob";
  readonly repository: Repository;
  readonly oid: string;
}

export interface TreeSource {
  readonly kind: "Tree";
  readonly repository: Repository;
  readonly oid: string;
  readonly path: string;
}

export interface TagSource {
  readonly kind: "Tag";
  readonly repository: Repository;
  readonly oid: string;
  readonly tag: Tag;
}

export interface TreeEntrySource {
  readonly kind: "TreeEntry";
  readonly repository: Repository;
  readonly entry: TreePath;
}

export type GitObjectSource = CommitSource | BlobSource | TreeSource | TagSource;
