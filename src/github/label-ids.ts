import type { GitHubClient } from "./client.js";
import { isFinal, problemToError } from "./domain-error.js";
import { batch, labelsDocument } from "./issue-documents.js";
import type { RepositoryAddress } from "./repository-address.js";

/** A calm grey-blue; people may change it, the app never touches a label that exists. */
const COLOR = "c5d4e3";
const DESCRIPTION = "A task of a Markdown checklist";

/** Node ids of a repository's labels by name. Missing labels are made when they are first needed. */
export class LabelIds {
  readonly #client: GitHubClient;
  readonly #address: RepositoryAddress;
  readonly #ids = new Map<string, string>();

  constructor(client: GitHubClient, address: RepositoryAddress) {
    this.#client = client;
    this.#address = address;
  }

  /** A label that GitHub refuses to make is left out: no task goes without its issue for a label's sake. */
  async of(repositoryId: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const unknown = names.filter((name) => !this.#ids.has(name));
    if (unknown.length > 0) {
      const { data } = await this.#client.query<{ repository: Record<string, { id: string } | null> | null }>(
        "read the labels",
        labelsDocument(unknown),
        { ...this.#address },
      );
      unknown.forEach((name, at) => this.#remember(name, data.repository?.[`l${at}`]?.id));
      await this.#create(
        repositoryId,
        unknown.filter((name) => !this.#ids.has(name)),
      );
    }
    return this.#ids;
  }

  /** Whether GitHub's words name the id of a label: somebody deleted it since it was looked up. */
  isNamedIn(refusal: string): boolean {
    return [...this.#ids.values()].some((id) => refusal.includes(id));
  }

  /** Looks every label up again when it is next needed. */
  forget(): void {
    this.#ids.clear();
  }

  async #create(repositoryId: string, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const parts = names.map((name, at) => ({
      alias: `l${at}`,
      mutation: "createLabel",
      inputType: "CreateLabelInput",
      input: { repositoryId, name, color: COLOR, description: DESCRIPTION },
      answer: "label { id }",
    }));
    const { document, variables } = batch("CreateLabels", parts);
    const { data, problems } = await this.#client.mutate<
      Record<string, { label: { id: string } | null } | null>
    >("create labels", document, variables);
    const passing = problems.find((problem) => !isFinal(problem));
    if (passing) throw problemToError(passing, "create labels");
    names.forEach((name, at) => this.#remember(name, data[`l${at}`]?.label?.id));
  }

  #remember(name: string, id: string | undefined): void {
    if (id !== undefined) this.#ids.set(name, id);
  }
}
