import type { Command } from "./command.js";
import { formatOutcome } from "./format-outcome.js";

export const sync: Command = {
  name: "sync",
  call: "/tickmark sync",
  usage: "/tickmark sync",
  description: "Looks at the repository now, reads everything anew, and brings files and issues in step.",
  examples: ["/tickmark sync"],
  permission: "commands",
  run: async ({ look, room }) => formatOutcome(await look({}), room),
};
