import type { ConfigResult } from "../core/config/parse-config.js";
import type { Permission } from "../core/model/config.js";
import type { Command } from "./command.js";

const ROLES = ["none", "read", "triage", "write", "maintain", "admin"] as const;

/** What counts as long as the config has a mistake. */
const WITHOUT_CONFIG: Permission = "write";

/** The role that it takes to be heard with a command. Settings come from the default branch, never from a pull request. */
export function neededRole({ permission }: Pick<Command, "permission">, config: ConfigResult): Permission {
  if (permission !== "commands") return "read";
  return config.ok ? config.config.commands.permission : WITHOUT_CONFIG;
}

/** Each role includes the ones before it. */
export function includesRole(role: Permission | "none", needed: Permission): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
