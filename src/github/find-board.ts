import type { ProjectRules } from "../core/model/config.js";
import type { BoardReading } from "../sync/board-port.js";
import type { GitHubClient } from "./client.js";
import type { ItemNode, ProjectNode } from "./observed-board.js";
import { BY_ID_DOCUMENT, BY_NUMBER_DOCUMENT, BY_TITLE_DOCUMENT } from "./project-documents.js";

/** A page of a board's items. */
export interface ItemPage {
  readonly items: {
    readonly nodes: readonly (ItemNode | null)[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** A board, and the first page of its items. */
export interface BoardPage {
  readonly project: ProjectNode;
  readonly node: ItemPage;
  readonly next: string | undefined;
  readonly answeredAt: string;
}

type Unusable = Extract<BoardReading, { state: "unusable" }>;

/** `ownerId` is who the board would belong to. */
type Found = { readonly page: BoardPage } | { readonly state: "absent"; readonly ownerId: string } | Unusable;

interface Place {
  /** Of the repository. */
  readonly owner: string;
  /** Id of the board that was used before. */
  readonly known?: string | undefined;
}

/** Finds the board that the config means: by its number or address, or by the title that it is to have. */
export async function findBoard(
  client: GitHubClient,
  wanted: ProjectRules["board"],
  { owner, known }: Place,
): Promise<Found> {
  if ("create" in wanted) return findByTitle(client, wanted.create, { owner, known });
  const address = "url" in wanted ? parseAddress(wanted.url) : { owner, number: wanted.number };
  if (address === undefined) return userOwned("url" in wanted ? wanted.url : "");
  if (address.owner.toLowerCase() !== owner.toLowerCase()) return elsewhere(address.owner, owner);
  const { data, answeredAt } = await client.query<OwnerAnswer>("read the board", BY_NUMBER_DOCUMENT, {
    login: address.owner,
    number: address.number,
  });
  const holder = data.repositoryOwner;
  if (holder?.__typename === "User") return userOwned(`project ${address.number} of ${address.owner}`);
  return asFound(holder?.projectV2, answeredAt) ?? notFound(`project ${address.number} of ${address.owner}`);
}

interface OwnerAnswer {
  readonly repositoryOwner: {
    readonly __typename: string;
    readonly id?: string;
    readonly projectV2?: (ProjectNode & ItemPage) | null;
    readonly named?: Titles;
    readonly newest?: Titles;
  } | null;
}

interface Titles {
  readonly nodes: readonly ({
    readonly id: string;
    readonly number: number;
    readonly title: string;
    readonly closed: boolean;
  } | null)[];
}

/** The oldest of that title; else the one that was used before, whatever it is called now. */
async function findByTitle(client: GitHubClient, title: string, { owner, known }: Place): Promise<Found> {
  const { data } = await client.query<OwnerAnswer>("look for the board", BY_TITLE_DOCUMENT, {
    login: owner,
    words: wordsOf(title),
  });
  const holder = data.repositoryOwner;
  if (holder?.__typename === "User") return userOwned(`a project of ${owner}`);
  const named = [...(holder?.named?.nodes ?? []), ...(holder?.newest?.nodes ?? [])]
    .filter((project) => project?.title === title && !project.closed)
    .sort((a, b) => (a?.number ?? 0) - (b?.number ?? 0))[0];
  const id = named?.id ?? known;
  if (id !== undefined) {
    const answer = await client.query<{ node: (ProjectNode & ItemPage) | null }>(
      "read the board",
      BY_ID_DOCUMENT,
      { id },
    );
    const found = asFound(answer.data.node, answer.answeredAt);
    if (found) return found;
  }
  return { state: "absent", ownerId: holder?.id ?? "" };
}

/** A search would take what stands before a colon for the name of a filter. */
function wordsOf(title: string): string {
  return title.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

function asFound(
  project: (ProjectNode & ItemPage) | null | undefined,
  answeredAt: string,
): Found | undefined {
  if (!project) return undefined;
  if (project.closed)
    return {
      state: "unusable",
      rule: "project-closed",
      why: `Unexpected closed board ${project.url}, expected an open one, reopen it, or name another one in \`project\``,
    };
  const { hasNextPage, endCursor } = project.items.pageInfo;
  return {
    page: { project, node: project, next: hasNextPage ? (endCursor ?? undefined) : undefined, answeredAt },
  };
}

/** https://github.com/orgs/acme/projects/7; undefined for the board of a person. */
function parseAddress(url: string): { owner: string; number: number } | undefined {
  const [, owner, number] = /\/orgs\/([^/]+)\/projects\/(\d+)/.exec(url) ?? [];
  return owner === undefined ? undefined : { owner, number: Number(number) };
}

function userOwned(which: string): Unusable {
  return {
    state: "unusable",
    rule: "project-of-a-user",
    why: `Unexpected ${which}, expected a board of an organization: GitHub lets no app reach those of people; move the board and the repository to an organization, or remove \`project\``,
  };
}

/** An app's token for a repository reaches what belongs to the repository's owner, and nothing else. */
function elsewhere(holder: string, owner: string): Unusable {
  return {
    state: "unusable",
    rule: "project-elsewhere",
    why: `Unexpected board of ${holder}, expected one of ${owner}: the app reaches the boards of the organization that the repository belongs to, name one of those in \`project\``,
  };
}

function notFound(which: string): Unusable {
  return {
    state: "unusable",
    rule: "project-not-found",
    why: `Unexpected ${which}: there is no such board, or the app may not see it; expected one of the organization, correct \`project\`, or let an owner grant the app the permission for projects`,
  };
}
