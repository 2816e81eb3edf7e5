import type { Product } from "./product.js";

const PLACE = { owner: "acme", repo: "app" };

/** What people do with comments, and what they see of the answers. */
export class Talk {
  readonly #product: Product;

  constructor(product: Product) {
    this.#product = product;
  }

  async say(login: string, body: string, issue = 1): Promise<number> {
    const { data } = await this.#product
      .as(login)
      .rest.issues.createComment({ ...PLACE, issue_number: issue, body });
    return data.id;
  }

  async edit(login: string, id: number, body: string): Promise<void> {
    await this.#product.as(login).rest.issues.updateComment({ ...PLACE, comment_id: id, body });
  }

  /** Says something, waits until everything is settled, and answers what came back. */
  async ask(login: string, body: string, issue = 1): Promise<{ replies: string[]; reactions: string[] }> {
    const id = await this.say(login, body, issue);
    await this.#product.idle();
    return { replies: await this.repliesTo(id, issue), reactions: await this.reactions(id) };
  }

  async repliesTo(id: number, issue = 1): Promise<string[]> {
    const comments = await this.#comments(issue);
    return comments.filter((body) => body.startsWith(`<!-- tickmark:reply ${id} -->`));
  }

  /** Everything that the app ever said on an issue. */
  async #comments(issue: number): Promise<string[]> {
    const octokit = this.#product.as("reader");
    const all = await octokit.paginate(octokit.rest.issues.listComments, {
      ...PLACE,
      issue_number: issue,
      per_page: 100,
    });
    return all.filter(({ user }) => user?.login === "tickmark[bot]").map(({ body }) => body ?? "");
  }

  async reactions(id: number): Promise<string[]> {
    const { data } = await this.#product
      .as("reader")
      .rest.reactions.listForIssueComment({ ...PLACE, comment_id: id });
    return data.map(({ content, user }) => `${content} ${user?.login ?? ""}`);
  }
}

export const SEEN_AND_DONE = ["eyes tickmark[bot]", "rocket tickmark[bot]"];
export const SEEN_AND_NOT_DONE = ["eyes tickmark[bot]", "confused tickmark[bot]"];
