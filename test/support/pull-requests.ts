import type { Product } from "./product.js";

const PLACE = { owner: "acme", repo: "app" };

export interface Pull {
  readonly number: number;
  readonly branch: string;
}

/** Sign-offs of a phase as GitHub shows them on a commit. */
export interface ShownCheck {
  readonly name: string;
  readonly conclusion: string | null;
  readonly title: string;
  readonly summary: string;
}

/** What people do with pull requests. */
export class PullRequests {
  readonly #product: Product;

  constructor(product: Product) {
    this.#product = product;
  }

  /** Opens a pull request with one new file in it; the files of `main` are below it. */
  async open(
    author: string,
    branch: string,
    { body = "", file = `src/${branch}.txt`, text = "one\n" } = {},
  ): Promise<Pull> {
    const rest = this.#product.as(author).rest;
    const { data: main } = await rest.git.getRef({ ...PLACE, ref: "heads/main" });
    await rest.git.createRef({ ...PLACE, ref: `refs/heads/${branch}`, sha: main.object.sha });
    await this.push(author, branch, file, text);
    const { data } = await rest.pulls.create({ ...PLACE, head: branch, base: "main", title: branch, body });
    await this.#product.idle();
    return { number: data.number, branch };
  }

  /** A commit on a branch. */
  async push(author: string, branch: string, file: string, text: string): Promise<void> {
    const rest = this.#product.as(author).rest;
    const present = await rest.repos
      .getContent({ ...PLACE, path: file, ref: branch })
      .catch(() => ({ data: undefined }));
    const sha = present.data && !Array.isArray(present.data) ? present.data.sha : undefined;
    await rest.repos.createOrUpdateFileContents({
      ...PLACE,
      branch,
      path: file,
      message: `feat: ${file}`,
      content: Buffer.from(text).toString("base64"),
      ...(sha !== undefined && { sha }),
    });
    await this.#product.idle();
  }

  /** Merges the base branch into the pull request's, as the button "Update branch" does. */
  async update(author: string, { number }: Pull): Promise<void> {
    await this.#product.as(author).rest.pulls.updateBranch({ ...PLACE, pull_number: number });
    await this.#product.idle();
  }

  async merge(author: string, { number }: Pull): Promise<void> {
    await this.#product.as(author).rest.pulls.merge({ ...PLACE, pull_number: number });
    await this.#product.idle();
  }

  async head({ number }: Pull): Promise<string> {
    const { data } = await this.#product.as("reader").rest.pulls.get({ ...PLACE, pull_number: number });
    return data.head.sha;
  }

  async review(login: string, pull: Pull, event: "APPROVE" | "REQUEST_CHANGES" | "COMMENT", body = "so") {
    const { data } = await this.#product
      .as(login)
      .rest.pulls.createReview({ ...PLACE, pull_number: pull.number, event, body });
    await this.#product.idle();
    return data.id;
  }

  /** Continuous integration on the head. */
  async check(pull: Pull, name: string, conclusion: "success" | "failure" | null): Promise<void> {
    const sha = await this.head(pull);
    await this.#product.control("POST", "checks", { repository: "acme/app", sha, name, conclusion });
    await this.#product.idle();
  }

  /** The same in the way that is older than checks. */
  async status(pull: Pull, context: string, state: "pending" | "success" | "failure"): Promise<void> {
    const sha = await this.head(pull);
    await this.#product.as("writer").rest.repos.createCommitStatus({ ...PLACE, sha, state, context });
    await this.#product.idle();
  }

  /** What the app's checks on the head say; the last of each name, as GitHub shows them. */
  async checks(pull: Pull): Promise<readonly ShownCheck[]> {
    const { data } = await this.#product
      .as("reader")
      .rest.checks.listForRef({ ...PLACE, ref: await this.head(pull), filter: "latest" });
    return data.check_runs
      .filter(({ app }) => app?.slug === "tickmark")
      .map(({ name, conclusion, output }) => ({
        name,
        conclusion,
        title: output.title ?? "",
        summary: output.summary ?? "",
      }));
  }

  /** The app's comments with the table. */
  async tables({ number }: Pull): Promise<readonly string[]> {
    const octokit = this.#product.as("reader");
    const all = await octokit.paginate(octokit.rest.issues.listComments, {
      ...PLACE,
      issue_number: number,
      per_page: 100,
    });
    return all
      .filter(
        ({ user, body }) => user?.login === "tickmark[bot]" && body?.startsWith("<!-- tickmark:signoffs"),
      )
      .map(({ body }) => body ?? "");
  }
}
