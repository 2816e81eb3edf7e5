import { apply } from "./apply.js";
import type { Command } from "./command.js";
import { help } from "./help.js";
import { plan } from "./plan.js";
import { signoff } from "./signoff.js";
import { status } from "./status.js";
import { sync } from "./sync.js";
import { waive } from "./waive.js";

/** Everything that people may ask for in a comment, in the order in which help lists it. */
export const COMMANDS: readonly Command[] = [signoff, waive, plan, sync, apply, status, help];
