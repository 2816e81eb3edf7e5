import type { Command } from "./command.js";
import { formatCommandTable } from "./format-commands.js";
import { neededRole } from "./permission.js";

export const help: Command = {
  name: "help",
  call: "/tickmark help",
  usage: "/tickmark help",
  description: "Lists the commands and who may use them.",
  examples: ["/tickmark help"],
  permission: "read",
  run: ({ commands, config }) => {
    const table = formatCommandTable(commands, (command) => neededRole(command, config));
    const text = `Write a command at the start of a line of a new comment, on any issue or pull request.\n\n${table}`;
    return { text, isDone: true };
  },
};
