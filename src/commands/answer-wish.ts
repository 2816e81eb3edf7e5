import type { Permission } from "../core/model/config.js";
import { defuse } from "../core/report/defuse.js";
import type { CommandContext, Section } from "./command.js";
import { LookFailedError } from "./look-failed-error.js";
import type { Wish } from "./parse-comment.js";
import { includesRole, neededRole } from "./permission.js";

const ADVICE = "`/tickmark help` lists what I understand.";

/** The answer to one thing that somebody with this role asked for. */
export async function answerWish(
  wish: Wish,
  role: Permission | "none",
  context: CommandContext,
): Promise<Section> {
  switch (wish.kind) {
    case "command":
      return runCommand(wish, role, context);
    case "unknown": {
      const written = wish.word.replaceAll("`", "'");
      const guess = wish.nearest === undefined ? "" : ` Did you mean \`${wish.nearest}\`?`;
      return { text: `I do not know the command \`${written}\`.${guess} ${ADVICE}`, isDone: false };
    }
    case "shown": {
      const why =
        wish.as === "code"
          ? "Commands in code are only shown, so I did nothing. If you meant it, write it in a new comment without the backticks."
          : "This command is part of the quote above it, so I did nothing. If you meant it, write it in a new comment with an empty line before it.";
      return { text: why, isDone: false };
    }
  }
}

async function runCommand(
  { name, ...given }: Extract<Wish, { readonly kind: "command" }>,
  role: Permission | "none",
  context: CommandContext,
): Promise<Section> {
  const command = context.commands.find((each) => each.name === name);
  if (!command) throw new Error(`There is no command ${name}`);
  const needed = neededRole(command, context.config);
  if (!includesRole(role, needed)) {
    const has = role === "none" ? "none" : role;
    const text = `Sorry, \`${command.usage}\` takes ${needed} access to this repository, and you have ${has}. Somebody with that access can ask me.`;
    return { text, isDone: false };
  }
  try {
    return await command.run(context, given);
  } catch (error) {
    if (!(error instanceof LookFailedError)) throw error;
    return { text: `That did not work: ${defuse(error.message)}.`, isDone: false };
  }
}
