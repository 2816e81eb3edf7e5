import type { Command } from "./command.js";

export const signoff: Command = {
  name: "signoff",
  call: "/signoff",
  takesArguments: true,
  usage: "/signoff PHASE [REQUIREMENT …] [cancel]",
  description:
    "On a pull request, or on the issue of a phase: signs the requirements of the phase that you may sign, or those that you name. With `cancel` it takes back what you signed.",
  examples: [
    "/signoff phase-2",
    "/signoff phase-2 security testing",
    "/signoff billing/phase-2",
    "/signoff phase-2 cancel",
  ],
  permission: "requirements",
  run: ({ sign }, given) => sign("signoff", given),
};
