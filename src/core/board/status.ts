import type { BoardColumn, BoardOption } from "../model/board.js";
import type { Completion } from "../model/checklist.js";

/** What the app understands of a status. `doing` and `blocked` are states of the board alone. */
export type Status = "todo" | "doing" | "blocked" | "done" | "cancelled";

/** What people call them, without emoji, in small letters; the first is how the app calls a new option. */
const NAMES: Readonly<Record<Status, readonly string[]>> = {
  todo: [
    "todo",
    "to do",
    "to-do",
    "backlog",
    "not started",
    "new",
    "open",
    "planned",
    "ready",
    "next",
    "triage",
  ],
  doing: ["in progress", "doing", "wip", "started", "active", "in review", "review", "in testing", "testing"],
  blocked: ["blocked", "on hold", "waiting", "paused", "stuck"],
  done: ["done", "complete", "completed", "closed", "finished", "shipped", "released", "merged", "resolved"],
  cancelled: [
    "cancelled",
    "canceled",
    "won't do",
    "wont do",
    "won't fix",
    "wontfix",
    "dropped",
    "not planned",
    "rejected",
    "abandoned",
    "obsolete",
  ],
};

const STATUSES = Object.keys(NAMES) as Status[];

/** Undefined for a name of people's own: such an option says nothing about completion. */
export function parseStatus(name: string): Status | undefined {
  const bare = name
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "")
    .replace(/\s+/g, " ");
  return STATUSES.find((status) => NAMES[status].includes(bare));
}

/** The option for a status: of several, the one whose name comes first in the list above, then the board's order. */
export function optionForStatus({ options }: BoardColumn, status: Status): BoardOption | undefined {
  const fitting = options.filter(({ name }) => parseStatus(name) === status);
  const rank = ({ name }: BoardOption): number => {
    const at = NAMES[status].findIndex((known) => name.toLowerCase().includes(known));
    return at === -1 ? NAMES[status].length : at;
  };
  return fitting.toSorted((one, other) => rank(one) - rank(other))[0];
}

/** What an option of that status says about completion. */
export function completionOf(status: Status | undefined): Completion | undefined {
  if (status === undefined) return undefined;
  return status === "done" ? "done" : status === "cancelled" ? "dropped" : "open";
}

/** The status that a completion asks for where the board says nothing fitting. */
export const STATUS_OF = { open: "todo", done: "done", dropped: "cancelled" } as const satisfies Record<
  Completion,
  Status
>;

/** How a new option is called. */
export const STATUS_NAMES: Readonly<Record<Status, string>> = {
  todo: "Todo",
  doing: "In Progress",
  blocked: "Blocked",
  done: "Done",
  cancelled: "Cancelled",
};
