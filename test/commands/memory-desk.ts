import { CommandDesk } from "../../src/commands/command-desk.js";
import { COMMANDS } from "../../src/commands/commands.js";
import type { CommandComment, CommandPorts, Reply } from "../../src/commands/ports.js";
import type { Permission } from "../../src/core/model/config.js";
import { RetryError } from "../../src/errors.js";
import type { Outcome } from "../../src/sync/sync-repository.js";
import type { Asker, Hint, Standing } from "../../src/sync/syncs.js";
import type { QueueEntry } from "../../src/sync/sync-queue.js";
import type { Place, SignoffAsker } from "../../src/signoff/signoff-desk.js";
import { MemoryRepository } from "../support/memory-repository.js";

export const KEY = { installationId: 1, owner: "acme", name: "app" };

/** A desk whose repository, people and syncs are the test's. */
export class MemoryDesk {
  readonly repository = new MemoryRepository();
  readonly replies: Reply[] = [];
  readonly reactions = new Map<number, Set<string>>();
  readonly roles = new Map<string, Permission>([["writer", "write"]]);
  /** Every call, in order. */
  readonly calls: string[] = [];
  readonly errors: unknown[] = [];
  readonly hints: Hint[] = [];
  recent: Omit<CommandComment, "repository">[] = [];
  outcome: Outcome = { result: "unchanged", proposal: undefined };
  entry: QueueEntry | undefined;
  standing: Standing | undefined;
  /** Called before a call is carried out; may throw. */
  interfere: (call: string) => void = () => undefined;
  /** Called when it was, and its answer is on the way; may throw. */
  afterwards: (call: string) => void = () => undefined;
  /** What becomes of a look; by default it ends at once. */
  onAsk: (asker: Asker) => void = ({ tell }) => tell({ state: "ended", outcome: this.outcome });
  /** What becomes of somebody's wish to sign; by default it is done, and there is nothing to say. */
  onSign: (place: Place, asker: SignoffAsker) => void = ({ number }, { ask, tell }) => {
    this.asks.push(`${ask.what} ${ask.words.join(" ")} by ${ask.by} at ${number}`);
    tell({
      state: "answered",
      reply: { result: "signed", why: [], phase: undefined, entries: [], text: "", isDone: true },
    });
  };
  readonly asks: string[] = [];
  /** Who was answered no more. */
  readonly tired: string[] = [];
  /** Comments that another process is at. */
  readonly taken = new Set<number>();
  readonly desk: CommandDesk;

  constructor() {
    this.repository.push({ "README.md": "" });
    this.desk = new CommandDesk({
      commands: COMMANDS,
      connect: () => Promise.resolve(this.#ports()),
      syncs: {
        ask: (_key, hint = {}) => {
          this.hints.push(hint);
          if (hint.asker) this.onAsk(hint.asker);
        },
        stateOf: () => ({ entry: this.entry, standing: this.standing }),
      },
      signoffs: { ask: (place, asker) => this.onSign(place, asker) },
      onAnswer: () => undefined,
      onTired: (comment) => this.tired.push(comment.author),
      onError: (_key, error) => this.errors.push(error),
    });
  }

  take(body: string, { id = 7, author = "writer" } = {}): void {
    const createdAt = "2026-01-05T12:00:00Z";
    this.desk.take({ repository: KEY, id, issue: 1, author, body, createdAt });
  }

  /** Waits until the desk has nothing more to do. */
  async settle(): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const { waiting, running } = this.desk.counts();
      if (waiting + running === 0) return;
      if (Date.now() > deadline) throw new Error("The desk is still busy");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async ask(body: string, options: { id?: number; author?: string } = {}): Promise<string> {
    this.take(body, options);
    await this.settle();
    return this.replies.at(-1)?.body ?? "";
  }

  #ports(): CommandPorts {
    return {
      source: this.repository.ports().source,
      turns: {
        take: (id) => this.#call("take", () => !this.taken.has(id)),
        giveBack: () => this.#call("give back", () => undefined),
      },
      people: { roleOf: (login) => this.#call("roleOf", () => this.roles.get(login) ?? "read") },
      comments: {
        react: (id, reaction) =>
          this.#call(`react ${reaction}`, () => {
            const all = this.reactions.get(id) ?? new Set();
            this.reactions.set(id, all);
            return !all.has(reaction) && Boolean(all.add(reaction));
          }),
        reactions: (id) => this.#call("reactions", () => this.reactions.get(id) ?? new Set()),
        ownComments: () => this.#call("ownComments", () => [...this.replies]),
        reply: (_issue, body) =>
          this.#call("reply", () => {
            const reply = { id: 100 + this.replies.length, body };
            this.replies.push(reply);
            return reply;
          }),
        edit: (id, body) => this.#call("edit", () => void this.replies.splice(id - 100, 1, { id, body })),
        recent: () => this.#call("recent", () => this.recent),
      },
    };
  }

  #call<T>(name: string, act: () => T): Promise<T> {
    this.calls.push(name);
    try {
      this.interfere(name);
      const answer = act();
      this.afterwards(name);
      return Promise.resolve(answer);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** Fails the first call of this name, as GitHub does when it is unwell. */
export function once(name: string): (call: string) => void {
  let left = 1;
  return (call) => {
    if (call === name && left-- > 0) throw new RetryError("no answer from GitHub", { afterMs: 1 });
  };
}
