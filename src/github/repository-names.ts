import { TerminalError } from "../errors.js";
import type { GitHubClient } from "./client.js";

const NAMES_PER_REQUEST = 50;

/** Which repositories names lead to. GitHub forwards the names that a renamed or transferred repository had. */
export class RepositoryNames {
  readonly #client: GitHubClient;
  readonly #ids = new Map<string, string | undefined>();

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /** Those of the names (`owner/name`) that lead to the repository with this node id. Each is asked once. */
  async leadingTo(repositoryId: string, names: readonly string[]): Promise<readonly string[]> {
    const unknown = names.filter((name) => !this.#ids.has(name));
    for (let at = 0; at < unknown.length; at += NAMES_PER_REQUEST)
      await this.#ask(unknown.slice(at, at + NAMES_PER_REQUEST));
    return names.filter((name) => this.#ids.get(name) === repositoryId);
  }

  /** Some organizations let nobody in (by address, by single sign-on): what is theirs is not ours. */
  async #ask(names: readonly string[]): Promise<void> {
    try {
      const { data } = await this.#client.query<Record<string, { id: string } | null>>(
        "read what names lead to",
        namesDocument(names),
        {},
      );
      names.forEach((name, at) => this.#ids.set(name, data[`r${at}`]?.id));
    } catch (error) {
      if (!(error instanceof TerminalError)) throw error;
      const [only, ...others] = names;
      if (only !== undefined && others.length === 0) this.#ids.set(only, undefined);
      else for (const name of names) await this.#ask([name]);
    }
  }
}

function namesDocument(names: readonly string[]): string {
  const parts = names.map((fullName, at) => {
    const [owner = "", name = ""] = fullName.split("/");
    return `r${at}: repository(owner: ${JSON.stringify(owner)}, name: ${JSON.stringify(name)}) { id }`;
  });
  return `query ReadNames { ${parts.join("\n")} }`;
}
