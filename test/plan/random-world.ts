import { RetryError } from "../../src/errors.js";
import type { Step } from "../../src/core/model/plan.js";
import { ChecklistCache } from "../../src/sync/checklist-cache.js";
import type { RepositoryMemory } from "../../src/sync/repository-memory.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import { syncRepository } from "../../src/sync/sync-repository.js";
import { MemoryRepository } from "../support/memory-repository.js";
import { PATH, selected } from "./plan-examples.js";

const TASKS = "# Launch\n\n- [ ] Ship\n  - [ ] Test\n- [ ] Write\n";

/** A repository with one checklist, and an app process that may die. */
export class World {
  readonly repository = new MemoryRepository();
  #cache = new ChecklistCache();
  #memory: RepositoryMemory | undefined;
  #suspects: number[] = [];
  readonly #config: string;
  #isSelected = true;

  constructor(files: Readonly<Record<string, string>> = { [PATH]: TASKS }) {
    this.repository.push({ "README.md": "# App\n", ...files });
    this.#config = this.repository.text(CONFIG_PATH) ?? "";
  }

  text(): string {
    return this.repository.text(PATH) ?? "";
  }

  /** The config selects the checklist, or no longer does. */
  select(isSelected: boolean): void {
    if (isSelected === this.#isSelected) return;
    this.#isSelected = isSelected;
    this.repository.tick();
    const other = `${this.#config}checklists: [{ paths: [NOTES.md] }]\n`;
    this.repository.push({ [CONFIG_PATH]: isSelected ? this.#config : other });
  }

  push(text: string): void {
    this.repository.tick();
    // Another checklist, so that the base moves on although nobody looks at this one.
    this.repository.push({ [PATH]: text, "NOTES.md": `${this.repository.text("NOTES.md") ?? ""}\n` });
  }

  /**
   * One sync by the running process; answers the steps that it found. A line that cannot be edited without harm
   * is left alone and wanted again each time; that is no step as long as nothing is written because of it.
   */
  async sync(): Promise<readonly Step[]> {
    const { outcome, memory } = await syncRepository({
      ports: this.repository.ports(),
      cache: this.#cache,
      memory: this.#memory,
      suspects: this.#suspects,
      record: [],
      dashboard: undefined,
      release: false,
      mode: "apply",
      progress: () => undefined,
    });
    this.#memory = memory ?? this.#memory;
    this.#suspects = [];
    if (outcome.result !== "applied") return [];
    const { plan, commit, created, changed } = outcome;
    const wrote = commit !== undefined || created + changed > 0;
    return plan.steps.filter(({ op }) => wrote || op !== "edit-task");
  }

  restart(): void {
    this.#memory = undefined;
    this.#cache = new ChecklistCache();
  }

  /** The next time this is asked, the effect happens and the answer is lost. */
  lose(operation: string): void {
    this.repository.afterwards = (asked) => {
      if (asked !== operation) return;
      this.repository.afterwards = () => undefined;
      throw new RetryError("the connection broke");
    };
  }

  deleteIssue(number: number): void {
    this.repository.issues.delete(number);
    this.repository.missing.set(number, { kind: "deleted" });
    this.#suspects.push(number);
  }

  /** Where the file and the issues say different things although both are settled. */
  disagreements(): string[] {
    const { checklist } = selected(this.text());
    const wrong: string[] = [];
    const named = new Set<number>();
    for (const { reference, completion, line } of checklist.tasks) {
      if (!reference) continue;
      const issue = this.repository.issues.get(reference.number);
      // The second line of two gets an issue of its own, unless it is complete: then it is only counted.
      if (named.has(reference.number) || !issue) {
        if (completion === "open")
          wrong.push(`line ${line} names #${reference.number}, which is gone or taken`);
      } else if (issue.completion !== completion)
        wrong.push(`line ${line} is ${completion}, #${issue.number} is ${issue.completion}`);
      named.add(reference.number);
    }
    for (const { number, completion, events } of this.repository.issues.values()) {
      // A person may reopen an issue whose line is gone.
      const byPerson = events.at(-1)?.own === false;
      if (!named.has(number) && completion === "open" && this.#wasNamed(number) && !byPerson)
        wrong.push(`#${number} is open and no line names it`);
    }
    return wrong;
  }

  /** An issue whose number never reached the file, and whose line was reworded meanwhile, is nobody's. */
  #wasNamed(number: number): boolean {
    return this.repository.commits.some(({ files }) =>
      new TextDecoder().decode(files.get(PATH)).includes(`[#${number}]`),
    );
  }
}
