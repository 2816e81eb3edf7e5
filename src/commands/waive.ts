import type { Command } from "./command.js";

export const waive: Command = {
  name: "waive",
  call: "/waive",
  takesArguments: true,
  usage: '/waive PHASE REQUIREMENT "reason"',
  description: "Sets a requirement of a phase aside. Who did it and why is written into the checklist.",
  examples: ['/waive phase-2 performance "No load before the launch"'],
  permission: "maintainers",
  run: ({ sign }, given) => sign("waive", given),
};
