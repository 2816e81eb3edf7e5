import type { Completion } from "../../src/core/model/checklist.js";

/** An issue as people see it. */
export interface SeenIssue {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly completion: Completion;
  readonly author: string;
  /** In the same repository: a parent may have been transferred. */
  readonly parent: number | undefined;
  readonly labels: readonly string[];
}

export interface SeenHead {
  readonly oid: string;
  /** Texts of the checklists by path. */
  readonly files: ReadonlyMap<string, string>;
}

export interface SeenPullRequest {
  readonly number: number;
  /** The commit of the branch that the app made it on. */
  readonly madeOn: string;
}

interface ListedPull {
  readonly number: number;
}

interface ListedCommit {
  readonly author: { readonly login: string } | null;
  readonly parents: readonly { readonly sha: string }[];
}

const OWNER = "acme";
/** The branch of the app's pull request. */
export const PULL_BRANCH = "tickmark/main";
/** Where transferred issues are. */
export const ELSEWHERE = "elsewhere";

/** A person with a repository. Uses the API as anybody's client would. */
export class GithubUser {
  readonly #url: string;
  readonly repository: string;

  constructor(url: string, repository: string) {
    this.#url = url;
    this.repository = repository;
  }

  /** Where people read the issues of the repository. */
  get issuesUrl(): string {
    return `${this.#url}/${OWNER}/${this.repository}/issues`;
  }

  async rest(login: string, method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#url}/api/v3${path}`, {
      method,
      headers: { authorization: `token sandbox-${login}`, accept: "application/vnd.github+json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Refused(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  }

  inRepository(method: string, path: string, body?: unknown, login = "writer"): Promise<unknown> {
    return this.rest(login, method, `/repos/${OWNER}/${this.repository}${path}`, body);
  }

  async graphql<T>(query: string, variables: Readonly<Record<string, unknown>>, login = "owner"): Promise<T> {
    const response = await fetch(`${this.#url}/api/graphql`, {
      method: "POST",
      headers: { authorization: `token sandbox-${login}` },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as { data?: T; errors?: readonly { message: string }[] };
    if (answer.errors || !answer.data) throw new Refused(JSON.stringify(answer.errors ?? answer));
    return answer.data;
  }

  /** Has the branch refuse commits, or take them again; administrators are not bound by it. */
  async protect(requiresPullRequest: boolean): Promise<void> {
    const rule = { repository: `${OWNER}/${this.repository}`, branch: "main", style: "protection" };
    const response = await fetch(`${this.#url}/_sandbox/rules`, {
      method: "POST",
      body: JSON.stringify({ ...rule, requiresPullRequest }),
    });
    if (!response.ok) throw new Error(`The branch gets no rule: ${response.status}`);
  }

  /** The app's latest pull request. */
  async pullRequest(): Promise<SeenPullRequest | undefined> {
    const path = `/pulls?state=all&head=${OWNER}:${PULL_BRANCH}`;
    const [pull] = (await this.inRepository("GET", path)) as ListedPull[];
    if (!pull) return undefined;
    const commits = (await this.inRepository("GET", `/pulls/${pull.number}/commits`)) as ListedCommit[];
    const own = commits.find(({ author }) => author?.login.startsWith("tickmark"));
    return { number: pull.number, madeOn: own?.parents[0]?.sha ?? "" };
  }

  /** The id of another repository, to which issues are transferred. */
  async elsewhere(): Promise<string> {
    const known = (): Promise<unknown> => this.rest("owner", "GET", `/repos/${OWNER}/${ELSEWHERE}`);
    const make = (): Promise<unknown> =>
      this.rest("owner", "POST", `/orgs/${OWNER}/repos`, { name: ELSEWHERE });
    const { node_id: id } = (await known().catch(make)) as { node_id: string };
    return id;
  }

  /** A file of the default branch. */
  async text(path: string): Promise<string> {
    const { content } = (await this.inRepository("GET", `/contents/${path}`)) as { content: string };
    return Buffer.from(content, "base64").toString();
  }

  async head(): Promise<SeenHead> {
    const { repository } = await this.graphql<HeadAnswer>(HEAD, { owner: OWNER, name: this.repository });
    const { oid, file } = repository.defaultBranchRef.target;
    const files = new Map<string, string>();
    collect(file?.object, files);
    return { oid, files };
  }

  async issues(): Promise<readonly SeenIssue[]> {
    const { repository } = await this.graphql<IssuesAnswer>(ISSUES, { owner: OWNER, name: this.repository });
    return repository.issues.nodes.map(({ state, stateReason, author, parent, labels, ...issue }) => ({
      ...issue,
      author: author?.login ?? "",
      completion:
        state === "OPEN"
          ? "open"
          : ["NOT_PLANNED", "DUPLICATE"].includes(stateReason ?? "")
            ? "dropped"
            : "done",
      parent: parent?.repository.name === this.repository ? parent.number : undefined,
      labels: labels.nodes.map(({ name }) => name),
    }));
  }

  /** Commits the difference between two states of files; refused when somebody pushed in between. */
  async commit(headline: string, head: SeenHead, files: ReadonlyMap<string, string>): Promise<string> {
    const additions = [...files]
      .filter(([path, text]) => head.files.get(path) !== text)
      .map(([path, text]) => ({ path, contents: Buffer.from(text).toString("base64") }));
    const deletions = [...head.files.keys()].filter((path) => !files.has(path)).map((path) => ({ path }));
    const answer = await this.graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(
      "mutation Commit($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }",
      {
        input: {
          branch: { repositoryNameWithOwner: `${OWNER}/${this.repository}`, branchName: "main" },
          expectedHeadOid: head.oid,
          message: { headline },
          fileChanges: { additions, deletions },
        },
      },
    );
    return answer.createCommitOnBranch.commit.oid;
  }
}

/** GitHub does not let people do everything, and says so. */
export class Refused extends Error {
  override readonly name = "Refused";
}

interface Tree {
  readonly entries?: readonly {
    readonly path: string;
    readonly object: (Tree & { readonly text?: string }) | null;
  }[];
}

interface HeadAnswer {
  readonly repository: {
    readonly defaultBranchRef: {
      readonly target: { readonly oid: string; readonly file: { readonly object: Tree | null } | null };
    };
  };
}

const HEAD = `query Head($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { defaultBranchRef { target {
  oid ... on Commit { file(path: "checklists") { object { ... on Tree { entries { path object {
    ... on Blob { text } ... on Tree { entries { path object { ... on Blob { text } } } } } } } } } } } } } }`;

function collect(tree: Tree | null | undefined, files: Map<string, string>): void {
  for (const { path, object } of tree?.entries ?? []) {
    if (object?.text !== undefined) files.set(path, object.text);
    else collect(object, files);
  }
}

interface IssuesAnswer {
  readonly repository: {
    readonly issues: {
      readonly nodes: readonly {
        readonly id: string;
        readonly number: number;
        readonly title: string;
        readonly body: string;
        readonly state: string;
        readonly stateReason: string | null;
        readonly author: { readonly login: string } | null;
        readonly parent: { readonly number: number; readonly repository: { readonly name: string } } | null;
        readonly labels: { readonly nodes: readonly { readonly name: string }[] };
      }[];
    };
  };
}

const ISSUES = `query Issues($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { issues(first: 100, orderBy: { field: CREATED_AT, direction: ASC }) { nodes {
  id number title body state stateReason author { login } parent { number repository { name } } labels(first: 20) { nodes { name } } } } } }`;
