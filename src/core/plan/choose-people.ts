import type { Diagnostic } from "../model/diagnostic.js";
import type { Owners, Written } from "../model/metadata.js";
import type { Attributes } from "./plan-attributes.js";
import type { PlanInput, SelectedChecklist } from "./plan-input.js";
import { resolveOwners } from "./resolve-owners.js";

/** GitHub assigns no more to one issue. */
const MOST_ASSIGNEES = 10;

/** Asks which of the people that the files name can be assigned, and remarks on those who cannot. */
export class PeopleChooser {
  readonly #input: PlanInput;
  readonly #asked = new Set<string>();
  readonly #diagnostics: Diagnostic[] = [];

  constructor(input: PlanInput) {
    this.#input = input;
  }

  /** Of the wanted logins those that GitHub takes, as far as that is known. */
  assignable(
    { logins }: Attributes,
    place: { readonly file: string; readonly line: number },
  ): readonly string[] {
    const { facts } = this.#input;
    if (!facts) return logins.slice(0, MOST_ASSIGNEES);
    const known = logins.filter((login) => {
      const answer = facts.assignable.get(login.toLowerCase());
      if (answer === undefined) this.#asked.add(login.toLowerCase());
      if (answer === false)
        this.#remark(
          place,
          "warning",
          `Unexpected owner @${login}, expected somebody who can be assigned in this repository, correct the login or give them access`,
        );
      return answer;
    });
    return known.slice(0, MOST_ASSIGNEES);
  }

  /** Where a config says who is behind names, one that it does not know may be a slip of the pen. */
  checkNames(owners: Written<Owners> | undefined, { checklist }: SelectedChecklist): void {
    const { config } = this.#input;
    if (!owners || Object.keys(config.owners).length === 0) return;
    for (const name of resolveOwners(owners, checklist, config).unknown)
      this.#remark(
        { file: checklist.path, line: owners.line },
        "info",
        `Unexpected owner “${name}”, expected a name of \`owners\` in the config or a login, add the name there to have somebody assigned`,
      );
  }

  /** In small letters. */
  questions(): readonly string[] {
    return [...this.#asked];
  }

  diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  #remark(
    { file, line }: { readonly file: string; readonly line: number },
    severity: Diagnostic["severity"],
    message: string,
  ): void {
    this.#diagnostics.push({ file, line, column: 1, rule: "unknown-owner", severity, message });
  }
}
