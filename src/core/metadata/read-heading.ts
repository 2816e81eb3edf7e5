import type { Priority, Recurrence, Schedule } from "../model/metadata.js";
import { parsePriority } from "./parse-priority.js";
import { parenthesesOf, parseSchedule } from "./parse-schedule.js";

/** What a heading says besides its name. */
export interface HeadingMetadata {
  /** A number of percent in parentheses; whether it is a weight depends on the headings beside it. */
  readonly percent: number | undefined;
  readonly schedule: Schedule | undefined;
  readonly priority: Priority | undefined;
  readonly recurs: Recurrence | undefined;
}

/** Most headings have no number, bracket or word of interest and need no closer look. */
const WORTH_A_LOOK = /\d|priority|ly\b|annual|ongoing|recurring/i;

const LONGEST_HEADING = 300;

export function readHeading(title: string): HeadingMetadata | undefined {
  if (title.length > LONGEST_HEADING || !WORTH_A_LOOK.test(title)) return undefined;
  const percent = readPercent(title);
  const schedule = /\d/.test(title) ? parseSchedule(title) : undefined;
  const priority = readHeadingPriority(title);
  const recurs = readRecurrence(title);
  if ((percent ?? schedule ?? priority ?? recurs) === undefined) return undefined;
  return { percent, schedule, priority, recurs };
}

const PERCENT = /^\s*(?:weight:?\s*)?(\d{1,3}(?:[.,]\d+)?)\s?%(?:\s*weight)?\s*$/i;

/** "(25%)", "(Weeks 1-2, 25%)"; "(100% complete)" and "≥ 80%" are something else. */
function readPercent(title: string): number | undefined {
  if (!title.includes("%")) return undefined;
  const parts = parenthesesOf(title).flatMap((text) => text.split(/[;|·]|,(?!\d)/));
  const found = parts.map((part) => PERCENT.exec(part)?.[1]).find((text) => text !== undefined);
  const percent = found === undefined ? undefined : Number(found.replace(",", "."));
  return percent !== undefined && percent <= 100 ? percent : undefined;
}

/** `(P1)`, `[P0]`, `(Priority: P1)`, `P0: …`; "P1-3" is a number of something. */
const MARKED = /[([](?:priority:?\s*)?(P[0-4])[)\]]|^[^\p{L}\p{N}]*(P[0-4])(?=\s*(?:[:–—]|\s-\s|$))/iu;
const NAMED = /[([]priority:?\s*([^)\]]+)[)\]]/i;
/** "High Priority", "🟡 Medium Priority (Should Have)": nothing else may be said, or it is a heading about priorities. */
const GROUP =
  /^[^\p{L}\p{N}]*(critical|highest|high|medium|low|lowest)[ -]priority(?:\s+(?:tasks|items|issues|fixes))?\W*(?:\(.*\)\W*)?$/iu;

function readHeadingPriority(title: string): Priority | undefined {
  const match = MARKED.exec(title);
  const words = match?.[1] ?? match?.[2] ?? NAMED.exec(title)?.[1] ?? GROUP.exec(title)?.[1];
  return words === undefined ? undefined : parsePriority(words);
}

const ACTIVITY =
  "tasks?|checks?|checklist|routines?|maintenance|activities|duties|operations|items|reviews?|work|chores|monitoring|support|meetings?|syncs?|stand-?ups?";
const RECURRING = new RegExp(
  String.raw`^[^\p{L}\p{N}]*(?:\d+[.)]\s+)?(daily|weekly|bi-?weekly|fortnightly|monthly|quarterly|yearly|annually|annual|ongoing|recurring)(?:\s+(?:${ACTIVITY})){0,2}\s*(?:[:–—(…].*)?[^\p{L}\p{N}]*$`,
  "iu",
);

const RECURRENCES: Readonly<Record<string, Recurrence>> = {
  daily: "daily",
  weekly: "weekly",
  biweekly: "biweekly",
  "bi-weekly": "biweekly",
  fortnightly: "biweekly",
  monthly: "monthly",
  quarterly: "quarterly",
  yearly: "yearly",
  annually: "yearly",
  annual: "yearly",
  ongoing: "ongoing",
  recurring: "ongoing",
};

/** "Weekly Tasks", "Daily standup", "Ongoing": what is under such a heading never ends. */
export function readRecurrence(title: string): Recurrence | undefined {
  if (title.length > LONGEST_HEADING) return undefined;
  const word = RECURRING.exec(title)?.[1];
  return word === undefined ? undefined : RECURRENCES[word.toLowerCase()];
}

/**
 * "Post-Deployment › Week 1" counts from an event that no calendar knows; only a heading without such a word around
 * it counts from the start of the work.
 */
const AROUND_AN_EVENT = /^[^\p{L}\p{N}]*(?:\d+[.)]\s*)?(?:pre|post|after|before|following)\b/iu;

export function countsFromAnEvent(titles: readonly string[]): boolean {
  return titles.some((title) => AROUND_AN_EVENT.test(title));
}
