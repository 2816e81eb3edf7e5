import type { CommandComment, CommentPort, Reaction, Reply } from "./ports.js";

/** How an answer says that it is final, and which reaction goes with it. */
const FINAL = {
  rocket: "<!-- tickmark:answer rocket -->",
  confused: "<!-- tickmark:answer confused -->",
} as const;

type FinalReaction = keyof typeof FINAL;

/**
 * The one answer to a comment: found again by a hidden marker and edited in place, so that neither a doubled
 * delivery nor a process that died half-way answers twice.
 */
export class Answer {
  readonly #port: CommentPort;
  readonly #comment: CommandComment;
  #reply: Reply | undefined;
  /** An answer may be there: GitHub's word on it was lost, or another process is at it. */
  #mayExist = false;
  #last: Promise<void> = Promise.resolve();

  constructor(port: CommentPort, comment: CommandComment) {
    this.#port = port;
    this.#comment = comment;
  }

  /** Shows that the comment was seen. Answers false when it has its final answer already. */
  async begin(): Promise<boolean> {
    if (await this.#port.react(this.#comment.id, "eyes")) return true;
    this.#mayExist = true;
    const reactions = await this.#port.reactions(this.#comment.id);
    if (reactions.has("rocket") || reactions.has("confused")) return false;
    this.#reply = await this.#find();
    const reaction = finalReaction(this.#reply);
    if (reaction) await this.#port.react(this.#comment.id, reaction);
    return reaction === undefined;
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
