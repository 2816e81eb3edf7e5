import type { ObservedIssue } from "../core/model/issue.js";
import type { IssuePage } from "../sync/ports.js";
import type { IssueNode } from "./observed-issue.js";
import { toObservedIssue } from "./observed-issue.js";

/**
 * The latest numbers of a repository, in the same answer as its lists. An issue that was transferred keeps the day on
 * which it was made, so its number may be higher than that of the latest one.
 */
export interface NewestNumbers {
  readonly newest: { readonly totalCount: number; readonly nodes: readonly { readonly number: number }[] };
  readonly newestPull: { readonly nodes: readonly { readonly number: number }[] };
}

/** A page of issues as GraphQL answers it. */
export interface IssueAnswer extends NewestNumbers {
  readonly issues: {
    readonly nodes: readonly IssueNode[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

export type NumberedIssue = { readonly __typename: "Issue" } & IssueNode;
/** What has a number. */
export type NumberedNode = NumberedIssue | { readonly __typename: "PullRequest" };

/** Turns answers into our words, and keeps the node ids that mutations will ask for. */
export class IssueReader {
  readonly slug: string;
  readonly #ids = new Map<number, string>();
  readonly #parentIds = new Map<number, string>();

  readonly #onOwn: (id: string, createdAt: string) => void;

  /** `onOwn` hears of every issue that the app has made. */
  constructor(slug: string, onOwn: (id: string, createdAt: string) => void = () => undefined) {
    this.slug = slug;
    this.#onOwn = onOwn;
  }

  observe(node: IssueNode): ObservedIssue {
    this.#ids.set(node.number, node.id);
    if (node.parent) this.#parentIds.set(node.number, node.parent.id);
    else this.#parentIds.delete(node.number);
    const issue = toObservedIssue(node, this.slug);
    if (issue.own) this.#onOwn(node.id, node.createdAt);
    return issue;
  }

  page({ issues: { nodes, pageInfo }, newest, newestPull }: IssueAnswer, readAt: string): IssuePage {
    const latest = [...newest.nodes, ...newestPull.nodes, ...nodes].map(({ number }) => number);
    return {
      issues: nodes.map((node) => this.observe(node)),
      newest: Math.max(0, ...latest),
      next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
      readAt,
    };
  }

  /** Node id of an issue that was read. */
  id(number: number): string | undefined {
    return this.#ids.get(number);
  }

  /** Node id of the parent that an issue had when it was read, in whatever repository. */
  parentId(number: number): string | undefined {
    return this.#parentIds.get(number);
  }
}
