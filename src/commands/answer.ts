import { RetryError } from "../errors.js";
import type {
  CommandComment,
  CommandPorts,
  CommentPort,
  Reaction,
  Reply,
  TurnPlace,
  TurnPort,
} from "./ports.js";

/** How an answer says that it is final, and which reaction goes with it. */
const FINAL = {
  rocket: "<!-- tickmark:answer rocket -->",
  confused: "<!-- tickmark:answer confused -->",
} as const;

type FinalReaction = keyof typeof FINAL;

/**
 * The one answer to a comment: found again by a hidden marker and edited in place, so that neither a doubled
 * delivery nor a process that died half-way answers twice. Two processes that are told of a comment take turns.
 */
export class Answer {
  readonly #port: CommentPort;
  readonly #turns: TurnPort;
  readonly #place: TurnPlace;
  readonly #comment: CommandComment;
  #reply: Reply | undefined;
  /** An answer may be there of which this process does not know: GitHub's word on it was lost. */
  #mayExist = false;
  #last: Promise<void> = Promise.resolve();

  constructor(
    { comments, turns }: Pick<CommandPorts, "comments" | "turns">,
    comment: CommandComment,
    place: TurnPlace,
  ) {
    this.#port = comments;
    this.#turns = turns;
    this.#place = place;
    this.#comment = comment;
  }

  /**
   * Shows that the comment was seen. Answers false when it has its final answer already. Throws `RetryError` while
   * another process is at it.
   */
  async begin(): Promise<boolean> {
    const isNew = await this.#port.react(this.#comment.id, "eyes");
    if (!isNew && (await this.#isOver())) return false;
    if (!(await this.#turns.take(this.#comment.id, this.#place)))
      throw new RetryError("Another process answers this comment");
    // Whoever had the turn may have finished meanwhile.
    if (!(await this.#isOver())) return true;
    await this.leave();
    return false;
  }

  /** Lets another process take the comment up. */
  async leave(): Promise<void> {
    await this.#turns.giveBack(this.#comment.id, this.#place);
  }

  async #isOver(): Promise<boolean> {
    const reactions = await this.#port.reactions(this.#comment.id);
    if (reactions.has("rocket") || reactions.has("confused")) return true;
    this.#reply = await this.#find();
    const reaction = finalReaction(this.#reply);
    if (reaction) await this.#port.react(this.#comment.id, reaction);
    return reaction !== undefined;
  }

  /** Says that it takes longer. */
  saySoFar(text: string): void {
    this.#last = this.#last.then(() => this.#say(text)).catch(() => undefined);
  }

  /** Without a text the reaction says it all, unless there is an answer already that has to be made final. */
  async finish(text: string, reaction: FinalReaction): Promise<void> {
    await this.#last;
    if (text !== "" || this.#reply) await this.#say(`${FINAL[reaction]}\n${text === "" ? "Done." : text}`);
    await this.#port.react(this.#comment.id, reaction);
    await this.leave();
  }

  async #say(text: string): Promise<void> {
    const body = `${this.#marker()}\n${text}`;
    if (!this.#reply && this.#mayExist) this.#reply = await this.#find();
    this.#mayExist = true;
    if (this.#reply) await this.#port.edit(this.#reply.id, body);
    else this.#reply = await this.#port.reply(this.#comment.issue, body);
  }

  async #find(): Promise<Reply | undefined> {
    const own = await this.#port.ownComments(this.#comment.issue, this.#comment.createdAt);
    // At the very start: what people wrote is quoted further down.
    return own.find(({ body }) => body.startsWith(this.#marker()));
  }

  #marker(): string {
    return `<!-- tickmark:reply ${this.#comment.id} -->`;
  }
}

function finalReaction(reply: Reply | undefined): (Reaction & FinalReaction) | undefined {
  const second = reply?.body.split(/\r?\n/, 2)[1];
  if (second === FINAL.rocket) return "rocket";
  return second === FINAL.confused ? "confused" : undefined;
}
