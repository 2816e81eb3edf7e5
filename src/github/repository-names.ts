import type { GitHubClient } from "./client.js";

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
    if (unknown.length > 0) {
      const { data } = await this.#client.query<Record<string, { id: string } | null>>(
        "read what names lead to",
        namesDocument(unknown),
        {},
      );
      unknown.forEach((name, at) => this.#ids.set(name, data[`r${at}`]?.id));
    }
    return names.filter((name) => this.#ids.get(name) === repositoryId);
  }
}

function namesDocument(names: readonly string[]): string {
  const parts = names.map((fullName, at) => {
    const [owner = "", name = ""] = fullName.split("/");
    return `r${at}: repository(owner: ${JSON.stringify(owner)}, name: ${JSON.stringify(name)}) { id }`;
  });
  return `query ReadNames { ${parts.join("\n")} }`;
}
