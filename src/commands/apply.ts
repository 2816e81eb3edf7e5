import type { Command } from "./command.js";
import { formatOutcome } from "./format-outcome.js";

export const apply: Command = {
  name: "apply",
  call: "/tickmark apply",
  usage: "/tickmark apply",
  description: "Goes ahead with a plan that is held because it does more at once than the limits allow.",
  examples: ["/tickmark apply"],
  permission: "commands",
  run: async ({ look, room }) => formatOutcome(await look({ release: true }), room),
};
