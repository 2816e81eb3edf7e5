import { parenthesesOf, parseSchedule } from "./parse-schedule.js";

/** A weight, a priority, and the words that hold a schedule together. */
const SAID_ELSEWHERE =
  /weight:?|\d+(?:[.,]\d+)?\s?%|(?:priority:?\s*)?\bP[0-4]\b|\b(?:weeks?|wk|months?|days?|to|through|until|and|by|due|from|on)\b|Q[1-4]|\d{1,4}|[\s,;|·&/:–—+'’.-]/giu;

/**
 * The name of a phase: its heading without the parentheses that only say its weight, schedule or priority. The issue
 * and the milestone say those where they can be sorted and compared, and they change more often than the name.
 */
export function phaseTitle(heading: string): string {
  let title = heading;
  for (const inside of parenthesesOf(heading)) {
    if (!isSaidElsewhere(inside)) continue;
    title = title.replace(`(${inside})`, " ").replace(`（${inside}）`, " ");
  }
  const name = title
    .replace(/\s+/g, " ")
    .replace(/\s*[:–—-]\s*$/u, "")
    .trim();
  return name === "" ? heading.trim() : name;
}

function isSaidElsewhere(words: string): boolean {
  if (words.replace(SAID_ELSEWHERE, "") !== "") return false;
  return /%|P[0-4]/i.test(words) || parseSchedule(`(${words})`) !== undefined;
}
