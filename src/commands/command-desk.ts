import { parseConfig } from "../core/config/parse-config.js";
import type { ConfigResult } from "../core/config/parse-config.js";
import { fitText } from "../core/report/fit-lines.js";
import { RetryError, TerminalError } from "../errors.js";
import { CONFIG_PATH } from "../sync/ports.js";
import type { Ask, Reply } from "../signoff/answer-ask.js";
import type { SignoffDesk, SignoffNews } from "../signoff/signoff-desk.js";
import { SyncQueue } from "../sync/sync-queue.js";
import type { QueueOptions } from "../sync/sync-queue.js";
import type { Outcome } from "../sync/sync-repository.js";
import type { News, RepositoryKey, Syncs } from "../sync/syncs.js";
import { answerWish } from "./answer-wish.js";
import { Answer } from "./answer.js";
import type { Command, CommandContext, Section } from "./command.js";
import { LookFailedError } from "./look-failed-error.js";
import { Patience } from "./patience.js";
import { parseComment } from "./parse-comment.js";
import type { Wish } from "./parse-comment.js";
import { includesRole, neededRole } from "./permission.js";
import type { CommandComment, CommandPorts } from "./ports.js";

export interface CommandDeskOptions {
  readonly commands: readonly Command[];
  readonly connect: (key: RepositoryKey) => Promise<CommandPorts>;
  readonly syncs: Pick<Syncs, "ask" | "stateOf">;
  readonly signoffs: Pick<SignoffDesk, "ask">;
  /** Every answered comment: who asked for what, and whether it was done. */
  readonly onAnswer: (comment: CommandComment, wishes: readonly Wish[], isDone: boolean) => void;
  /** Somebody who may not ask for much has asked too often, and is answered no more for a while. */
  readonly onTired: (comment: CommandComment, wishes: readonly Wish[]) => void;
  readonly onError: QueueOptions<unknown>["onError"];
}

/** A comment, and what is answered already: a try that failed later does not run a command again. */
interface AnswerJob {
  readonly comment: CommandComment;
  readonly sections: Map<Wish, Section>;
  readonly wishes: readonly Wish[];
}

/** Comments are to be looked for that no event tells of any more. */
interface CatchUpJob {
  readonly repository: RepositoryKey;
}

/** GitHub refuses longer comments; some room is for the markers and headings. */
const ROOM = 65_536 - 2_000;
/** Whoever waits longer is told. */
const LONG_MS = 30_000;
/** What a process that died may have left unanswered. Who waited longer has asked again. */
const RECENT_MS = 2 * 3_600_000;

/** Takes the comments that ask for something and answers each of them once. */
export class CommandDesk {
  readonly #options: CommandDeskOptions;
  readonly #queue: SyncQueue<AnswerJob | CatchUpJob>;
  readonly #patience = new Patience();
  #draining = false;

  constructor(options: CommandDeskOptions) {
    this.#options = options;
    this.#queue = new SyncQueue<AnswerJob | CatchUpJob>({
      quietMs: 0,
      longestWaitMs: 0,
      forgetful: true,
      onError: options.onError,
      run: (_key, [job]) => this.#run(job),
    });
  }

  /** Sees to a comment, if there is one and it asks for anything. */
  take(comment: CommandComment | undefined): void {
    if (!comment) return;
    const wishes = parseComment(comment.body, this.#options.commands);
    if (wishes.length === 0) return;
    const { owner, name } = comment.repository;
    this.#queue.enqueue(`${owner}/${name} comment ${comment.id}`, [{ comment, wishes, sections: new Map() }]);
  }

  /** Sees to what an earlier process took and did not answer. */
  catchUp(repository: RepositoryKey): void {
    this.#queue.enqueue(`${repository.owner}/${repository.name} comments`, [{ repository }]);
  }

  counts(): { readonly waiting: number; readonly running: number } {
    return this.#queue.counts();
  }

  async drain(): Promise<void> {
    this.#draining = true;
    await this.#queue.drain();
  }

  #run(job: AnswerJob | CatchUpJob | undefined): Promise<string> {
    if (!job) return Promise.resolve("nothing to do");
    return "comment" in job ? this.#answer(job) : this.#readRecent(job);
  }

  async #readRecent({ repository }: CatchUpJob): Promise<string> {
    const { comments } = await this.#options.connect(repository);
    const since = new Date(Date.now() - RECENT_MS).toISOString();
    const recent = await comments.recent(since);
    for (const comment of recent) this.take({ ...comment, repository });
    return `read ${recent.length}`;
  }

  async #answer(job: AnswerJob): Promise<string> {
    const ports = await this.#options.connect(job.comment.repository);
    const head = await ports.source.readHead({ since: undefined });
    const answer = new Answer(ports, job.comment, head);
    if (!(await answer.begin())) return "answered before";
    try {
      return await this.#finish(job, answer, parseConfig(CONFIG_PATH, head.config), ports);
    } catch (error) {
      // What is put back stays this process's, which knows what is done already; unless it ends.
      if (this.#draining || !(error instanceof RetryError)) await answer.leave();
      throw error;
    }
  }

  async #finish(
    { comment, wishes, sections }: AnswerJob,
    answer: Answer,
    config: ConfigResult,
    { comments, people }: CommandPorts,
  ): Promise<string> {
    const role = await people.roleOf(comment.author);
    const room = Math.floor(ROOM / wishes.length);
    const context: CommandContext = {
      commands: this.#options.commands,
      config,
      look: (how) => this.#look(comment.repository, how, answer),
      sign: async (what, given) => {
        const reply = await this.#sign({ what, role, ...given }, comment, answer);
        return { ...reply, text: fitText(reply.text, room) };
      },
      state: () => this.#options.syncs.stateOf(comment.repository),
      room,
    };
    const isTrusted = includesRole(role, neededRole({ permission: "commands" }, context.config));
    if (!isTrusted && !this.#patience.isLeftFor(comment)) {
      this.#options.onTired(comment, wishes);
      await comments.react(comment.id, "confused");
      await answer.leave();
      return "not answered: this person asked too often";
    }
    for (const wish of wishes) {
      if (!sections.has(wish)) sections.set(wish, await answerWish(wish, role, context));
    }
    const isDone = [...sections.values()].every((section) => section.isDone);
    await answer.finish(formatSections(sections, this.#options.commands), isDone ? "rocket" : "confused");
    this.#options.onAnswer(comment, wishes, isDone);
    return "answered";
  }

  #sign(
    asked: Pick<Ask, "what" | "role" | "words" | "reason">,
    { repository, issue, author, createdAt }: CommandComment,
    answer: Answer,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const tell = (news: SignoffNews): void => {
        if (news.state === "answered") resolve(news.reply);
        else if (news.state === "stopped") reject(new RetryError("the process stops"));
        else if (news.state === "failed") reject(new LookFailedError(reasonOf(news.error)));
        else if (news.retryMs >= LONG_MS) answer.saySoFar(formatWait(news.retryMs));
      };
      const ask = { ...asked, by: author, at: createdAt };
      this.#options.signoffs.ask({ repository, number: issue }, { ask, tell });
    });
  }

  #look(
    repository: RepositoryKey,
    { dryRun = false, release }: Parameters<CommandContext["look"]>[0],
    answer: Answer,
  ): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const tell = (news: News): void => {
        if (news.state === "ended") resolve(news.outcome);
        else if (news.state === "stopped") reject(new RetryError("the process stops"));
        else if (news.state === "failed") reject(new LookFailedError(reasonOf(news.error)));
        else if (news.retryMs >= LONG_MS) answer.saySoFar(formatWait(news.retryMs));
      };
      this.#options.syncs.ask(repository, { asker: { dryRun, tell }, ...(release && { release }) });
    });
  }
}

/** A command on its own may have nothing to say: the reaction tells that it is done. */
function formatSections(sections: ReadonlyMap<Wish, Section>, commands: readonly Command[]): string {
  const [first, ...more] = sections;
  if (first && more.length === 0) return first[1].text;
  const callOf = (name: string): string => commands.find((command) => command.name === name)?.call ?? name;
  return [...sections]
    .filter(([, { text }]) => text !== "")
    .map(([wish, { text }]) => (wish.kind === "command" ? `**\`${callOf(wish.name)}\`**\n\n${text}` : text))
    .join("\n\n");
}

function formatWait(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  const time = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return `This takes longer: GitHub takes no more requests for now, or does not answer. I try again in about ${time} and tell you here.`;
}

/** What GitHub says may be told; what else went wrong is for the log. */
function reasonOf(error: unknown): string {
  return error instanceof TerminalError || error instanceof RetryError
    ? error.message
    : "something went wrong that the log of this app tells more about";
}
