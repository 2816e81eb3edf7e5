import type { Completion } from "../../src/core/model/checklist.js";
import type { IssueEvent, MissingIssue, ObservedIssue } from "../../src/core/model/issue.js";
import type { NewSignoff } from "../../src/core/model/signoff.js";
import { OvertakenError, StaleHeadError } from "../../src/errors.js";
import { gitBlobId } from "../../src/github/git-blob-id.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import { MemoryBoard } from "./memory-board.js";
import type {
  BaseRecord,
  Commit,
  CommitRequest,
  FileEntry,
  IssueChange,
  IssuePage,
  NewIssue,
  OwnCommit,
  Proposed,
  ProposalRequest,
  RepositoryPorts,
  Result,
} from "../../src/sync/ports.js";

import { MemoryAttributes } from "./memory-attributes.js";

type Files = ReadonlyMap<string, Uint8Array>;

interface StoredCommit {
  readonly oid: string;
  readonly files: Files;
  readonly own: OwnCommit | undefined;
}

/** A pull request of the app. */
export interface MemoryPull {
  readonly number: number;
  readonly edits: string;
  readonly title: string;
  readonly text: string;
  readonly files: Files;
  /** The commit that it was made on. */
  readonly head: string;
  readonly state: "open" | "declined" | "withdrawn" | "merged";
}

/** Most tests are about tasks: in a new repository phases are left alone, unless its config says so. */
export const WITHOUT_PHASES = "issues: { phases: { issue: false, milestone: false } }\n";

/** A repository in memory that implements our ports: state in, state out, and a log of what was asked. */
export class MemoryRepository {
  readonly commits: StoredCommit[] = [];
  readonly issues = new Map<number, ObservedIssue>();
  readonly missing = new Map<number, MissingIssue>();
  /** Issues that no list shows yet: lists lag. */
  readonly hidden = new Set<number>();
  /** Issues as lists still show them. */
  readonly outdated = new Map<number, ObservedIssue>();
  readonly comments: { readonly issue: number; readonly body: string }[] = [];
  readonly attributes = new MemoryAttributes();
  /** Commits that are in no branch. */
  readonly detached: StoredCommit[] = [];
  readonly pulls: MemoryPull[] = [];
  /** What merged pull requests bring. */
  signed: readonly NewSignoff[] = [];
  /** Why the branch takes no direct commits; undefined: it does. */
  refusal: string | undefined;
  base: BaseRecord | undefined;
  /** The organization's boards. */
  readonly board = new MemoryBoard(
    (operation) => this.#ask(operation),
    (operation) => this.afterwards(operation),
    (issue) => {
      const { own = false, completion } = this.issues.get(issue) ?? {};
      return own && completion === "dropped";
    },
  );
  /** Names that it had before, in lower case. */
  formerNames: readonly string[] = [];
  /** What was asked through the ports, in order. */
  readonly asked: string[] = [];
  /** Called before a request is carried out; may throw, or change the world as somebody else would. */
  interfere: (operation: string) => void = () => undefined;
  /** Called after a request was carried out and before it is answered; may throw, as when an answer is lost. */
  afterwards: (operation: string) => void = () => undefined;
  #nextNumber = 1;
  #seconds = 0;
  #events = 0;

  /** Every write takes a second of the repository's clock. */
  now(): string {
    return new Date(Date.UTC(2026, 0, 1) + this.#seconds * 1_000).toISOString();
  }

  tick(): string {
    this.#seconds += 10;
    return this.now();
  }

  push(files: Readonly<Record<string, string | Uint8Array | null>>, own?: OwnCommit): string {
    const next = new Map(
      this.commits.at(-1)?.files ?? [[CONFIG_PATH, new TextEncoder().encode(WITHOUT_PHASES)]],
    );
    for (const [path, content] of Object.entries(files)) {
      if (content === null) next.delete(path);
      else next.set(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
    }
    const oid = (this.commits.length + 1).toString(16).padStart(40, "0");
    this.commits.push({ oid, files: next, own: own && { ...own, oid } });
    return oid;
  }

  /** Somebody merges the open pull request into what the branch is now; its files win. */
  merge(): void {
    const pull = this.pulls.at(-1);
    if (pull?.state !== "open") throw new Error("No pull request is open");
    this.push(Object.fromEntries(pull.files));
    this.pulls.splice(-1, 1, { ...pull, state: "merged" });
  }

  /** Somebody closes the open pull request without merging it. */
  decline(): void {
    const pull = this.pulls.at(-1);
    if (pull?.state !== "open") throw new Error("No pull request is open");
    this.pulls.splice(-1, 1, { ...pull, state: "declined" });
  }

  text(path: string): string | undefined {
    const bytes = this.head().files.get(path);
    return bytes && new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  }

  head(): StoredCommit {
    const commit = this.commits.at(-1);
    if (!commit) throw new Error("The repository is empty");
    return commit;
  }

  addIssue(
    issue: Partial<ObservedIssue> & { readonly title: string },
    number = this.#nextNumber,
  ): ObservedIssue {
    const added: ObservedIssue = {
      body: "",
      completion: "open",
      own: true,
      parent: undefined,
      milestone: undefined,
      assignees: [],
      type: undefined,
      updatedAt: this.now(),
      events: [],
      attributeEvents: [],
      ...issue,
      number,
    };
    this.issues.set(number, added);
    this.#nextNumber = Math.max(this.#nextNumber, number + 1);
    return added;
  }

  /** Somebody, a person unless told otherwise, changes an issue. */
  changeIssue(number: number, change: Partial<ObservedIssue>, own = false): ObservedIssue {
    const issue = this.issues.get(number);
    if (!issue) throw new Error(`There is no issue #${number}`);
    const at = this.tick();
    const events: IssueEvent[] = [...issue.events];
    const id = `E_${(this.#events += 1)}`;
    const { completion, title } = change;
    if (completion !== undefined && completion !== issue.completion) {
      events.push({ id: `${id}s`, at, own, change: { what: "state", completion } });
    }
    if (title !== undefined && title !== issue.title) {
      events.push({ id: `${id}t`, at, own, change: { what: "title", title, previous: issue.title } });
    }
    if ("parent" in change && change.parent !== issue.parent) {
      events.push({ id: `${id}p`, at, own, change: { what: "parent", parent: change.parent } });
      this.attributes.setParent(number, change.parent);
    }
    const attributeEvents = [
      ...issue.attributeEvents,
      ...this.attributes.events(issue, change, { id, at, own }),
    ];
    const changed = { ...issue, ...change, events, attributeEvents, updatedAt: at };
    this.issues.set(number, changed);
    return changed;
  }

  ports(): RepositoryPorts {
    return {
      source: {
        readHead: (ask) => this.#answer("readHead", () => this.#readHead(ask)),
        namesOf: (_id, names) =>
          names.length === 0
            ? Promise.resolve([])
            : this.#answer("namesOf", () => names.filter((name) => this.formerNames.includes(name))),
        listFiles: (oid, folders) => this.#answer("listFiles", () => this.#listFiles(oid, folders)),
        readFiles: (entries) => this.#answer("readFiles", () => this.#readFiles(entries)),
        commit: (request) => this.#answer("commit", () => this.#commit(request)),
      },
      lease: {
        acquire: () => this.#answer("lease.acquire", () => undefined),
        release: () => this.#answer("lease.release", () => undefined),
      },
      proposals: {
        propose: (request) => this.#answer("propose", () => this.#propose(request)),
        withdraw: () => this.#answer("withdraw", () => this.#withdraw()),
      },
      signoffs: { readMerged: () => this.#answer("readMerged", () => this.signed) },
      board: this.board,
      base: {
        read: () => this.#answer("base.read", () => this.base),
        readFormer: () => this.#answer("base.readFormer", () => ({ base: undefined, proposed: [] })),
        write: (_branch, record) => this.#answer("base.write", () => this.#record(record)),
      },
      issues: {
        readChanged: (since) => this.#answer("readChanged", () => this.#changed(since)),
        readOwn: () =>
          this.#answer("readOwn", () => ({
            issues: this.#listed().filter(({ own }) => own),
            newest: this.#newest(),
          })),
        read: (numbers) =>
          this.#answer(
            "read",
            () =>
              new Map(
                numbers.map((n) => [
                  n,
                  this.issues.get(n) ?? this.missing.get(n) ?? ({ kind: "never" } as const),
                ]),
              ),
          ),
        create: (_id, issues) => this.#answer("create", () => issues.map((issue) => this.#create(issue))),
        change: (changes) => this.#answer("change", () => changes.map((change) => this.#change(change))),
        relate: (relations) =>
          this.#answer("relate", () => relations.map((relation) => this.attributes.relate(relation))),
      },
      attributes: this.attributes.port((operation, act) => this.#answer(operation, act)),
    };
  }

  #ask(operation: string): void {
    this.asked.push(operation);
    this.interfere(operation);
  }

  #answer<T>(operation: string, act: () => T): Promise<T> {
    try {
      this.#ask(operation);
      const answer = act();
      this.afterwards(operation);
      return Promise.resolve(answer);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** The issues as lists have them. */
  #listed(): ObservedIssue[] {
    const shown = [...this.issues.values()].filter(({ number }) => !this.hidden.has(number));
    return shown.map((issue) => this.outdated.get(issue.number) ?? issue);
  }

  #newest(): number {
    return Math.max(0, ...this.#listed().map(({ number }) => number));
  }

  #readHead({ since, beyond = Infinity }: Parameters<RepositoryPorts["source"]["readHead"]>[0]) {
    const { oid, files } = this.head();
    const config = files.get(CONFIG_PATH);
    return {
      repositoryId: "R_1",
      owner: "acme",
      name: "app",
      url: "https://github.com/acme/app",
      branch: "main",
      oid,
      unusable: undefined,
      config: config && new TextDecoder().decode(config),
      headlines: [],
      ownCommit: this.commits.findLast(({ own }) => own !== undefined)?.own,
      count: { total: this.#listed().length, newest: this.#newest() },
      changed: since === undefined ? undefined : this.#changed(since),
      younger: [...this.issues.values()].filter(({ number }) => number > beyond),
      readAt: this.now(),
    };
  }

  #changed(since: string): IssuePage {
    const issues = this.#listed()
      .filter(({ updatedAt }) => updatedAt >= since)
      .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
    return { issues, newest: this.#newest(), next: undefined, readAt: this.now() };
  }

  #listFiles(oid: string, folders: readonly string[]): FileEntry[] {
    const commit = [...this.commits, ...this.detached].find((each) => each.oid === oid);
    const files = commit?.files ?? new Map<string, Uint8Array>();
    return [...files]
      .filter(([path]) => folders.some((folder) => folder === "" || path.startsWith(`${folder}/`)))
      .map(([path, bytes]) => ({ path, oid: gitBlobId(bytes), size: bytes.length }));
  }

  #readFiles(entries: readonly FileEntry[]): ReadonlyMap<FileEntry, Uint8Array> {
    const contents = new Map<string, Uint8Array>();
    for (const { files } of [...this.commits, ...this.detached])
      for (const bytes of files.values()) contents.set(gitBlobId(bytes), bytes);
    return new Map(
      entries.flatMap((entry) => {
        const bytes = contents.get(entry.oid);
        return bytes ? [[entry, bytes] as const] : [];
      }),
    );
  }

  #record(record: BaseRecord): string {
    if (record.tag !== this.base?.tag) throw new OvertakenError("another process recorded another base");
    this.#events += 1;
    const tag = `tag-${this.#events}`;
    this.base = { ...record, tag };
    return tag;
  }

  #commit({ expectedHead, files, base, since }: CommitRequest): Result<Commit> {
    if (this.head().oid !== expectedHead) throw new StaleHeadError("the branch moved");
    if (this.refusal !== undefined) return { ok: false, refusal: this.refusal };
    this.tick();
    const oid = this.push(Object.fromEntries(files), { oid: "", base, since });
    return { ok: true, value: { oid, files: entriesOf(files) } };
  }

  #propose({ expectedHead, files, edits, headline, text }: ProposalRequest): Result<Proposed> {
    const parent = this.commits.find(({ oid }) => oid === expectedHead);
    if (!parent) throw new Error(`There is no commit ${expectedHead}`);
    this.tick();
    const oid = `${this.detached.length + 1}`.padStart(40, "d");
    this.detached.push({ oid, files: new Map([...parent.files, ...files]), own: undefined });
    const last = this.pulls.at(-1);
    const isDeclined = last?.state === "declined" && last.edits === edits;
    const number = last && (last.state === "open" || isDeclined) ? last.number : this.#nextNumber;
    const state = isDeclined ? "declined" : "open";
    const pull = { number, edits, title: headline, text, files, head: expectedHead, state } as const;
    if (number !== this.#nextNumber) this.pulls.splice(-1, 1, pull);
    else {
      this.pulls.push(pull);
      this.#nextNumber += 1;
    }
    const url = `https://github.com/acme/app/pull/${number}`;
    return { ok: true, value: { commit: { oid, files: entriesOf(files) }, number, url, state } };
  }

  #withdraw(): void {
    const pull = this.pulls.at(-1);
    if (pull?.state === "open") this.pulls.splice(-1, 1, { ...pull, state: "withdrawn" });
  }

  #create({ content, parent, milestone, completion }: NewIssue): Result<ObservedIssue> {
    this.tick();
    const { number } = this.addIssue({ title: content.title, body: content.body });
    const { type, assignees = [] } = content;
    const issue = this.changeIssue(number, { parent, milestone, type, assignees }, true);
    return {
      ok: true,
      value: completion === "open" ? issue : this.changeIssue(issue.number, { completion }, true),
    };
  }

  #change({
    issue,
    comment,
    parent,
    milestone,
    assign = [],
    unassign = [],
    ...change
  }: IssueChange): Result<ObservedIssue> {
    if (comment !== undefined) this.comments.push({ issue, body: comment });
    const { assignees = [] } = this.issues.get(issue) ?? {};
    const given = {
      ...(parent !== undefined && { parent: parent ?? undefined }),
      ...(milestone !== undefined && { milestone: milestone ?? undefined }),
      assignees: [...assignees.filter((login) => !unassign.includes(login)), ...assign],
    };
    return { ok: true, value: this.changeIssue(issue, { ...change, ...given }, true) };
  }
}

function entriesOf(files: Files): FileEntry[] {
  return [...files].map(([path, bytes]) => ({ path, oid: gitBlobId(bytes) }));
}

/** States of issues, for comparing. */
export function statesOf(issues: ReadonlyMap<number, ObservedIssue>): Record<number, Completion> {
  return Object.fromEntries([...issues].map(([number, { completion }]) => [number, completion]));
}
