import { RetryError } from "../../src/errors.js";
import type { Ask } from "../../src/signoff/answer-ask.js";
import { lookAt } from "../../src/signoff/look-at-pull.js";
import type { Looked } from "../../src/signoff/look-at-pull.js";
import type { CheckContent, OwnCheck, PullFacts, SignoffPorts } from "../../src/signoff/ports.js";
import { GroundReader } from "../../src/signoff/read-pull.js";
import type { Push } from "../../src/signoff/read-pull.js";
import { ChecklistCache } from "../../src/sync/checklist-cache.js";
import { MemoryRepository } from "../support/memory-repository.js";

export const FILE = `# Launch

### Phase 1: Setup
- [x] Everything

## Sign-off
Each phase requires:
- [ ] Security
- [ ] Load test
`;

/** A pull request whose check runs, comments and pushes are the test's. */
export class MemorySignoffs {
  readonly repository = new MemoryRepository();
  readonly checks = new Map<string, OwnCheck[]>();
  readonly comments: { id: number; body: string }[] = [];
  /** What was written, in order. */
  readonly writes: string[] = [];
  /** Pushes that brought nothing but merges of the base: "before after". */
  readonly baseMerges = new Set<string>();
  pull: PullFacts = {
    number: 12,
    author: "author",
    state: "open",
    base: "main",
    head: "aaa",
    labels: [],
    files: [],
    closes: [],
    approvals: [],
    objections: [],
    merged: undefined,
    marked: [],
  };
  /** Whether the owner allows the app to have check runs. */
  isAllowedChecks = true;
  others: "green" | "pending" | "red" | "none" = "none";
  /** Called when something was written, and the answer is on the way; may throw. */
  afterwards: (write: string) => void = () => undefined;
  readonly #reader = new GroundReader(new ChecklistCache());
  #second = 0;

  constructor(config = "", file = FILE) {
    this.repository.push({ "checklists/launch.md": file, ".github/tickmark.yml": config });
  }

  look(asks: readonly Ask[] = [], pushes: readonly Push[] = [], at = this.pull.number): Promise<Looked> {
    return lookAt(at, { ports: this.#ports(), reader: this.#reader, asks, pushes });
  }

  /** Somebody with write access asks, a second after the last one. */
  async ask(by: string, line: string, at = this.now()): Promise<Looked["replies"][number] | undefined> {
    const [what = "", ...words] = line.slice(1).split(" ");
    const ask = { what: what as Ask["what"], by, role: "write" as const, at, words, reason: undefined };
    return (await this.look([ask])).replies[0];
  }

  /** GitHub's clock. */
  now(): string {
    this.#second += 1;
    return new Date(Date.UTC(2026, 10, 21, 10, 0, this.#second)).toISOString().replace(".000Z", "Z");
  }

  /** New commits: the event that tells of them. */
  push(after: string, at = this.now()): Push {
    const before = this.pull.head;
    this.pull = { ...this.pull, head: after, marked: [before, ...this.pull.marked] };
    return { before, after, at };
  }

  /** What the last check on the head shows. */
  shown(): OwnCheck | undefined {
    return this.checks.get(this.pull.head)?.at(-1);
  }

  #ports(): SignoffPorts {
    return {
      source: this.repository.ports().source,
      issues: this.repository.ports().issues,
      pulls: {
        read: (number) => Promise.resolve(number === this.pull.number ? this.pull : undefined),
        isBaseMerge: ({ before, after }) => Promise.resolve(this.baseMerges.has(`${before} ${after}`)),
        mergedSince: () => Promise.resolve([]),
        watched: () => Promise.resolve([]),
      },
      checks: {
        own: (head) => Promise.resolve(this.isAllowedChecks ? (this.checks.get(head) ?? []) : undefined),
        others: () => Promise.resolve(this.others),
        create: (head, content) =>
          this.#write(`create ${head}`, () => {
            const known = this.checks.get(head) ?? [];
            this.checks.set(head, [...known, { id: known.length + 1, ...content }]);
          }),
        update: (id, content) => this.#write(`update ${id}`, () => this.#update(id, content)),
      },
      teams: { teamsOf: () => Promise.resolve(new Set()) },
      comments: {
        ownComments: () => Promise.resolve(this.comments),
        reply: (_issue, body) =>
          this.#write("comment", () => {
            const comment = { id: this.comments.length + 1, body };
            this.comments.push(comment);
            return comment;
          }),
        edit: (id, body) => this.#write("edit", () => void this.comments.splice(id - 1, 1, { id, body })),
      },
    };
  }

  #update(id: number, content: CheckContent): void {
    const known = this.checks.get(this.pull.head) ?? [];
    this.checks.set(
      this.pull.head,
      known.map((check) => (check.id === id ? { id, ...content } : check)),
    );
  }

  #write<T>(name: string, act: () => T): Promise<T> {
    this.writes.push(name);
    try {
      const answer = act();
      this.afterwards(name);
      return Promise.resolve(answer);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** The answer to the first write of this name is lost. */
export function lost(name: string): (write: string) => void {
  let left = 1;
  return (write) => {
    if (write.startsWith(name) && left-- > 0) throw new RetryError("no answer from GitHub");
  };
}
