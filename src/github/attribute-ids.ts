import type { ObservedMilestone } from "../core/model/issue.js";
import type { GitHubClient } from "./client.js";
import { isApp } from "./observed-issue.js";
import type { RepositoryAddress } from "./repository-address.js";

interface MilestoneNode {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly description: string | null;
  readonly dueOn: string | null;
  readonly state: "OPEN" | "CLOSED";
  readonly creator: { readonly __typename: string; readonly login: string } | null;
}

interface MilestonePage {
  readonly repository: {
    readonly milestones: {
      readonly nodes: readonly MilestoneNode[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  } | null;
}

const MILESTONES = `
  query ReadMilestones($owner: String!, $name: String!, $after: String) {
    repository(owner: $owner, name: $name) {
      milestones(first: 100, after: $after) {
        nodes { id number title description dueOn state creator { __typename login } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`;

/** Of an organization only, which has at most 25. */
const TYPES = `
  query ReadTypes($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) { issueTypes(first: 25) { nodes { id name } } }
  }`;

/** GitHub finds people by parts of their names as well: among so many is the one who is called exactly so. */
const FOUND_PEOPLE = 20;

/** Node ids of what issues can be given. They are kept; that something is missing is not, since it may come. */
export class AttributeIds {
  readonly #client: GitHubClient;
  readonly #address: RepositoryAddress;
  readonly #slug: string;
  readonly #people = new Map<string, string>();
  readonly #milestones = new Map<number, string>();
  #types: ReadonlyMap<string, string> | undefined;

  constructor(client: GitHubClient, address: RepositoryAddress, slug: string) {
    this.#client = client;
    this.#address = address;
    this.#slug = slug;
  }

  /** Of those who can be assigned, by login in small letters. */
  async people(logins: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const unknown = [...new Set(logins.map((login) => login.toLowerCase()))].filter(
      (login) => !this.#people.has(login),
    );
    if (unknown.length > 0) {
      const parts = unknown.map(
        (login, at) =>
          `a${at}: assignableUsers(query: ${JSON.stringify(login)}, first: ${FOUND_PEOPLE}) { nodes { id login } }`,
      );
      const { data } = await this.#read<
        Record<string, { readonly nodes: readonly { readonly id: string; readonly login: string }[] }>
      >("read who can be assigned", inRepository("ReadAssignable", parts));
      for (const { id, login } of Object.values(data.repository ?? {}).flatMap(({ nodes }) => nodes))
        this.#people.set(login.toLowerCase(), id);
    }
    return this.#people;
  }

  /** By number; one that was deleted has none. */
  async milestones(numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const unknown = [...new Set(numbers)].filter((number) => !this.#milestones.has(number));
    if (unknown.length > 0) {
      const parts = unknown.map((number) => `m${number}: milestone(number: ${number}) { id }`);
      const { data } = await this.#read<Record<string, { readonly id: string } | null>>(
        "read milestones",
        inRepository("ReadMilestoneIds", parts),
      );
      for (const number of unknown) {
        const id = data.repository?.[`m${number}`]?.id;
        if (id !== undefined) this.#milestones.set(number, id);
      }
    }
    return this.#milestones;
  }

  /** By the name as the organization writes it: all that there are, unless none is asked for. */
  async types(names?: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (names?.length === 0) return new Map();
    if (this.#types) return this.#types;
    const { data } = await this.#read<{
      readonly issueTypes?: {
        readonly nodes: readonly { readonly id: string; readonly name: string }[];
      } | null;
    }>("read the issue types", TYPES);
    this.#types = new Map(data.repository?.issueTypes?.nodes.map(({ id, name }) => [name, id]));
    return this.#types;
  }

  /** All milestones of the repository. */
  async listMilestones(): Promise<readonly ObservedMilestone[]> {
    const found: ObservedMilestone[] = [];
    let after: string | null = null;
    do {
      const page = await this.#milestonePage(after);
      found.push(...(page?.nodes.map((node) => this.#observe(node)) ?? []));
      after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    return found;
  }

  rememberMilestone(number: number, id: string): void {
    this.#milestones.set(number, id);
  }

  /** Whether GitHub's words name one of the ids: it is no longer what it was. */
  isNamedIn(refusal: string): boolean {
    const ids = [...this.#people.values(), ...this.#milestones.values(), ...(this.#types?.values() ?? [])];
    return ids.some((id) => refusal.includes(id));
  }

  /** Looks everything up again when it is next needed. */
  forget(): void {
    this.#people.clear();
    this.#milestones.clear();
    this.#types = undefined;
  }

  async #milestonePage(after: string | null) {
    const variables = { ...this.#address, after };
    const { data } = await this.#client.query<MilestonePage>("list the milestones", MILESTONES, variables);
    return data.repository?.milestones;
  }

  #observe(node: MilestoneNode): ObservedMilestone {
    this.#milestones.set(node.number, node.id);
    return {
      number: node.number,
      title: node.title,
      description: node.description ?? "",
      due: node.dueOn?.slice(0, 10),
      isOpen: node.state === "OPEN",
      own: isApp(node.creator, this.#slug),
    };
  }

  #read<T>(what: string, document: string) {
    return this.#client.query<{ readonly repository: T | null }>(what, document, { ...this.#address });
  }
}

function inRepository(operation: string, parts: readonly string[]): string {
  return `query ${operation}($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${parts.join("\n")} } }`;
}
