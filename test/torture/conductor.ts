import type { Outcome } from "../../src/sync/sync-repository.js";
import { formatPlan } from "../../src/core/report/format-plan.js";
import { act } from "./act.js";
import { AppProcess } from "./app-process.js";
import type { Watcher } from "./app-process.js";
import { findDisagreements } from "./check-agreement.js";
import { Violation } from "./repository.js";
import type { Repository } from "./repository.js";
import type { PeopleCommand, SyncCommand } from "./script.js";
import { findLedgerProblems } from "./signing.js";
import { control } from "./stage.js";
import type { Delivery, Stage } from "./stage.js";

/**
 * How what waits in a pull request gets to the branch: it is merged; or people give up that one, and where they have
 * declined it there has to be something new.
 */
const WAYS_OUT: readonly PeopleCommand[] = [
  { do: "branch", act: "merge", to: 0 },
  { do: "branch", act: "decline", to: 0 },
  { do: "branch", act: "delete its branch", to: 0 },
  { do: "push", edits: [{ edit: "add", at: 2, to: 0 }] },
  { do: "branch", act: "merge", to: 1 },
];
const FREE: PeopleCommand = { do: "branch", act: "free", to: 0 };

/** Leads the app through a run: what it hears, what goes wrong, when it dies; and tells the story. */
export class Conductor {
  readonly story: string[] = [];
  /** The processes that work at once: one, or two. */
  readonly #processes: AppProcess[];
  readonly #stage: Stage;
  readonly #repository: Repository;
  #late: Delivery[] = [];
  #departures: Delivery[] = [];
  #script: SyncCommand | undefined;
  /** Requests of the sync command so far. */
  #requests = 0;
  /** How many acts and pushes of people there were when each running sync began to look. */
  readonly #looks = new Map<AppProcess, { readonly acts: number; readonly pushes: number }>();
  /** The same for the last sync that went through. */
  #actsSeen = -1;
  /** Processes that have looked at texts of issues and may be about to write them. */
  readonly #writing = new Set<AppProcess>();
  #last: Outcome | undefined;
  #problem: unknown;

  constructor(stage: Stage, repository: Repository, processes: 1 | 2) {
    this.#stage = stage;
    this.#repository = repository;
    this.#processes = ["first", "second"].slice(0, processes).map((host) => this.#start(host));
  }

  #start(host: string): AppProcess {
    const { user, signing } = this.#repository;
    const place = { repository: user.repository, host, signs: signing !== undefined };
    return new AppProcess(this.#stage, place, this.#watcher);
  }

  readonly #watcher: Watcher = {
    looks: (process) => {
      const { acts, pushes } = this.#repository;
      this.#looks.set(process, { acts, pushes });
      this.#last = undefined;
    },
    before: async (operation, process) => {
      this.#requests += 1;
      this.#repository.ledger.appRequested();
      if (operation === "ReadByNumber") this.#writing.add(process);
      else if (operation !== "ChangeIssues") this.#writing.delete(process);
      if (operation === "CreateIssues") this.#stage.pushesSeen = this.#looks.get(process)?.pushes ?? 0;
      await this.#interrupt(operation, process, "before");
    },
    after: (operation, process) => {
      if (operation === "ChangeIssues") this.#writing.delete(process);
      return this.#interrupt(operation, process, "after");
    },
    outcome: (outcome, process) => {
      this.#last = outcome;
      this.#actsSeen = this.#looks.get(process)?.acts ?? -1;
      this.#looks.delete(process);
      if (outcome.result === "applied")
        this.story.push(...formatPlan(outcome.plan).map((line) => `    plan: ${line}`));
    },
    failure: (error, retryMs, process) => {
      this.#last = undefined;
      this.#looks.delete(process);
      this.#writing.delete(process);
      const when = retryMs === undefined ? "not again" : `again in ${retryMs} ms`;
      this.story.push(`    failed, ${when}: ${error instanceof Error ? error.message : String(error)}`);
    },
  };

  async #interrupt(operation: string, process: AppProcess, effect: "before" | "after"): Promise<void> {
    const script = this.#script;
    const at = this.#requests;
    if (!script || process.isDead) return;
    for (const { command } of effect === "before" ? script.meanwhile.filter((each) => each.at === at) : []) {
      if (writesText(command) && this.#writing.size > 0) continue;
      try {
        this.story.push(`    before request ${at} (${operation}): ${await act(this.#repository, command)}`);
      } catch (error) {
        this.#problem ??= error;
      }
    }
    if (script.kill?.at === at && script.kill.effect === effect) {
      this.story.push(`    dies ${effect} request ${at} (${operation})`);
      process.die();
    }
  }

  /** One sync command: deliveries come in and are worked on, with all that goes wrong meanwhile. */
  async sync(command: SyncCommand): Promise<void> {
    this.story.push("sync:");
    this.#script = command;
    this.#requests = 0;
    this.#last = undefined;
    if (command.faults.length > 0) await this.#addFaults(command.faults);
    for (let turn = 0; turn < 4 && (turn === 0 || this.#hasMail()); turn += 1) {
      this.#deliver(command, turn);
      await this.#run(command);
      if (this.#processes.some(({ isDead }) => isDead)) break;
    }
    if (command.faults.length > 0) await control(this.#stage, "DELETE", "faults");
    this.#script = undefined;
    this.#rethrow();
    const isSound = !command.faults.some(({ kind }) => kind === "stale-list");
    const hasSeenAll = this.#last && this.#actsSeen === this.#repository.acts;
    if (isSound && hasSeenAll && !this.#isWaiting()) await this.expectAgreement();
  }

  /**
   * Do edits wait in a pull request, or for people who have committed to its branch? Then the files of the branch do
   * not say yet what both sides agreed on.
   */
  #isWaiting(): boolean {
    const last = this.#last;
    if (!last || !("proposal" in last)) return false;
    const remarks = "diagnostics" in last ? last.diagnostics : [];
    return last.proposal !== undefined || remarks.some(({ rule }) => rule === "refused-by-github");
  }

  async #addFaults(faults: SyncCommand["faults"]): Promise<void> {
    for (const { operation, ...fault } of faults) {
      this.story.push(`    fault: ${JSON.stringify({ ...fault, operation })}`);
      await control(this.#stage, "POST", "faults", {
        ...fault,
        ...(fault.kind === "secondary-limit" && { retryAfter: 1 }),
        ...(fault.kind === "primary-limit" && { reset: 1 }),
        ...(fault.kind === "slow" && { ms: 30 }),
        match: operation === "*" ? {} : { operation },
      });
    }
  }

  async #run({ onFailure }: SyncCommand): Promise<void> {
    await Promise.all(this.#processes.map((process) => this.#rest(process, onFailure)));
  }

  async #rest(process: AppProcess, onFailure: SyncCommand["onFailure"]): Promise<void> {
    const before = process.failures.length;
    const failed = (): boolean => onFailure === "restart" && process.failures.length > before;
    await process.idle(failed);
    if (failed()) process.die();
    await process.idle();
    // The other one may wait for what this one held.
    if (process.isDead && this.#processes.length > 1) await this.#rest(this.#follow(process), "wait");
  }

  /** A new process in the place of a dead one. */
  #follow(dead: AppProcess): AppProcess {
    const next = this.#start(dead.host);
    this.#processes.splice(this.#processes.indexOf(dead), 1, next);
    this.story.push("    a new process starts, and looks");
    next.look();
    return next;
  }

  #hasMail(): boolean {
    return this.#stage.mailbox.length > 0;
  }

  /** Fetches what GitHub sent; lost deliveries are gone, late ones come with the next sync. */
  #deliver({ deliveries }: Pick<SyncCommand, "deliveries">, turn = 0): void {
    const fates: Record<string, string[]> = {};
    const late = turn === 0 ? this.#late.splice(0) : [];
    const arriving: Delivery[] = [];
    this.#stage.mailbox.splice(0).forEach((delivery, at) => {
      if (!isOf(delivery, this.#repository.user.repository)) return;
      if (["deleted", "transferred"].includes(delivery.action ?? "")) this.#departures.push(delivery);
      if (nameOf(delivery).startsWith("issues.opened"))
        this.#repository.opened.set(numberOf(delivery) ?? 0, delivery.pushes);
      const fate = deliveries[at % deliveries.length] ?? "once";
      (fates[fate] ??= []).push(nameOf(delivery));
      if (fate === "late") this.#late.push(delivery);
      else if (fate === "swapped") arriving.unshift(delivery);
      else if (fate === "twice") arriving.push(delivery, delivery);
      else if (fate === "once") arriving.push(delivery);
    });
    const told = Object.entries(fates).map(([fate, names]) => `${fate}: ${names.join(", ")}`);
    if (told.length > 0) this.story.push(`    deliveries ${told.join("; ")}`);
    if (late.length > 0) this.story.push(`    late deliveries arrive: ${late.map(nameOf).join(", ")}`);
    for (const process of this.#processes.filter(({ isDead }) => isDead)) this.#follow(process);
    for (const delivery of [...arriving, ...late])
      for (const process of this.#processes) process.deliver(delivery);
  }

  /** Whatever runs is stopped, and starts anew. */
  async restart(): Promise<void> {
    this.story.push("restart");
    await this.end();
    this.#last = undefined;
    for (const process of [...this.#processes]) this.#follow(process);
    await this.#idle();
    this.#rethrow();
  }

  /** Nothing of the app goes on. */
  async end(): Promise<void> {
    for (const process of this.#processes) process.die();
    await this.#idle();
  }

  async #idle(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.idle()));
  }

  #look(): void {
    for (const process of this.#processes) process.look();
  }

  /** No more faults: a last sync, and the deliveries that it causes. Departures that were missed are told again. */
  async settle(fresh: boolean): Promise<void> {
    this.story.push("the faults are over");
    await this.#idle();
    if (fresh) await this.restart();
    for (const process of this.#processes.filter(({ isDead }) => isDead)) this.#follow(process);
    const { branch, signing } = this.#repository;
    for (const at of signing?.pulls.keys() ?? [])
      await this.#act({ do: "signing", act: "merge", at: 4 * at, to: 0 });
    if (branch === "wants pull requests" || branch === "merges by itself") await this.#act(FREE);
    await this.#lookUntilRest();
    for (const command of WAYS_OUT) {
      if (!this.#isWaiting()) break;
      await this.#act(command);
      await this.#lookUntilRest();
    }
    if (this.#isWaiting()) throw new Violation("edits still wait in a pull request");
  }

  async #act(command: PeopleCommand): Promise<void> {
    this.story.push(await act(this.#repository, command));
  }

  async #lookUntilRest(): Promise<void> {
    this.#last = undefined;
    this.#look();
    await this.#idle();
    for (let turn = 0; turn < 5 && (turn === 0 || this.#hasMail()); turn += 1) {
      this.#deliver({ deliveries: ["once"] });
      for (const delivery of turn === 0 ? this.#departures : [])
        for (const process of this.#processes) process.deliver(delivery);
      await this.#idle();
    }
    this.#rethrow();
    if (!this.#last) throw new Violation(`the last sync did not go through: ${this.#describe()}`);
  }

  #describe(): string {
    return this.#processes.map((process) => process.describe()).join("; ");
  }

  #rethrow(): void {
    if (this.#problem !== undefined) throw this.#problem as Error;
  }

  /** Both sides agree, in the way that people's acts allow. */
  async expectAgreement(): Promise<void> {
    await this.#repository.observe();
    const { states, ledger, user } = this.#repository;
    const issues = await user.issues();
    const wrong = findDisagreements(this.#repository, states, issues);
    if (wrong.length > 0) throw new Violation(wrong.join("\n"));
    ledger.agree(states, issues);
    this.story.push("    (both sides agree)");
  }

  /** What was signed is in the ledger, and nothing else. */
  async expectLedger(): Promise<void> {
    const { user, signing } = this.#repository;
    const wrong = signing ? await findLedgerProblems(user, signing) : [];
    if (wrong.length > 0) throw new Violation(wrong.join("\n"));
  }

  /** Looking once more writes nothing and plans nothing. */
  async expectNothingToDo(who: string): Promise<void> {
    await control(this.#stage, "DELETE", "requests");
    this.#last = undefined;
    this.#look();
    await this.#idle();
    const log = await control<RequestLog>(this.#stage, "GET", "requests");
    const writes = log.requests.filter(({ mutations }) => mutations > 0).map(({ operation }) => operation);
    const last = this.#last as Outcome | undefined;
    const planned = last?.result === "applied" ? formatPlan(last.plan) : [];
    if (!last) throw new Violation(`${who} cannot look again: ${this.#describe()}`);
    if (writes.length + planned.length > 0)
      throw new Violation(`${who} still finds something to do: ${[...writes, ...planned].join("; ")}`);
  }
}

/** GitHub has no compare-and-set for texts of issues: what is written in the moment between a look and the writing is lost. */
function writesText(command: PeopleCommand): boolean {
  return command.do === "issue" && ["write around the block", "write into the block"].includes(command.edit);
}

interface RequestLog {
  readonly requests: readonly { readonly operation: string; readonly mutations: number }[];
}

function isOf({ payload }: Delivery, repository: string): boolean {
  const { repository: of } = payload as { repository?: { name?: string } };
  return of?.name === repository;
}

function numberOf({ payload }: Delivery): number | undefined {
  const { issue } = payload as { issue?: { number?: number } };
  return issue?.number;
}

function nameOf(delivery: Delivery): string {
  const { event, action } = delivery;
  const number = numberOf(delivery);
  return `${event}${action === undefined ? "" : `.${action}`}${number === undefined ? "" : ` #${number}`}`;
}
