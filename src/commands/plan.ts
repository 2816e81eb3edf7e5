import type { Command } from "./command.js";
import { formatOutcome } from "./format-outcome.js";

export const plan: Command = {
  name: "plan",
  call: "/tickmark plan",
  usage: "/tickmark plan",
  description: "Shows what a sync would do now, and does nothing.",
  examples: ["/tickmark plan"],
  permission: "commands",
  run: async ({ look, room }) => {
    const outcome = await look({ dryRun: true });
    const { text, isDone } = formatOutcome(outcome, room);
    return { text, isDone: isDone || outcome.result === "held" };
  },
};
