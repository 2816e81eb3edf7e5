import { Octokit } from "@octokit/rest";

const REPOSITORY = { owner: "acme", repo: "app" };

/** What people do on GitHub while the app is watched. */
export class People {
  readonly #owner: Octokit;
  readonly #writer: Octokit;

  constructor(api: string) {
    this.#owner = new Octokit({ baseUrl: api, auth: "sandbox-owner" });
    this.#writer = new Octokit({ baseUrl: api, auth: "sandbox-writer" });
  }

  /** Numbers of the app's newest open issues: those of phases, which no line references, are made first. */
  async openIssues(count: number): Promise<readonly number[]> {
    const { data } = await this.#writer.rest.issues.listForRepo({
      ...REPOSITORY,
      state: "open",
      sort: "created",
      direction: "desc",
      per_page: 100,
    });
    const own = data.filter(({ user }) => user?.type === "Bot");
    if (own.length < count) throw new Error(`Expected ${count} open issues, found ${own.length}`);
    return own.slice(0, count).map(({ number }) => number);
  }

  async openIssue(title: string): Promise<number> {
    const { data } = await this.#writer.rest.issues.create({ ...REPOSITORY, title });
    return data.number;
  }

  async setState(issue: number, state: "open" | "closed"): Promise<void> {
    await this.#writer.rest.issues.update({ ...REPOSITORY, issue_number: issue, state });
  }

  async closeAll(issues: readonly number[]): Promise<void> {
    await Promise.all(issues.map((issue) => this.setState(issue, "closed")));
  }

  /** The commit that the default branch is at. */
  async head(): Promise<string> {
    const { data } = await this.#writer.rest.git.getRef({ ...REPOSITORY, ref: "heads/main" });
    return data.object.sha;
  }

  /** Pushes what `edit` makes of a file, which may be new. */
  async edit(path: string, edit: (text: string) => string): Promise<void> {
    const place = { ...REPOSITORY, path };
    const { data } = await this.#owner.rest.repos.getContent(place).catch(() => ({ data: undefined }));
    const file = data && !Array.isArray(data) && data.type === "file" ? data : undefined;
    const text = Buffer.from(file?.content ?? "", "base64").toString();
    await this.#owner.rest.repos.createOrUpdateFileContents({
      ...place,
      message: "docs: edit",
      content: Buffer.from(edit(text)).toString("base64"),
      ...(file && { sha: file.sha }),
    });
  }
}
