import { apply } from "./apply.js";
import type { Command } from "./command.js";
import { help } from "./help.js";
import { plan } from "./plan.js";
import { status } from "./status.js";
import { sync } from "./sync.js";

/** Everything that people may ask for in a comment, in the order in which help lists it. */
export const COMMANDS: readonly Command[] = [plan, sync, apply, status, help];
