import { requirementLabel } from "../ledger/ledger-text.js";
import type { RequirementRules } from "../model/config.js";
import type { LedgerEntry, OpenTask, PhaseSignoff, RequirementState } from "../model/signoff.js";
import { fitLines } from "./fit-lines.js";
import { escapePlain } from "./plain-text.js";

/** A phase on a pull request, and the words that name it in commands. */
export interface NamedSignoff {
  readonly name: string;
  readonly signoff: PhaseSignoff;
}

/** The first line of the comment that shows the sign-offs of a pull request: by it the comment is found again. */
export const SIGNOFF_TABLE_MARKER = "<!-- tickmark:signoffs -->";

/** In the place of a second comment of that kind. */
export const SIGNOFFS_ELSEWHERE =
  "The sign-offs of this pull request are shown in another comment, further up.";

/** More of them nobody reads. */
const MOST_TASKS = 20;
const MOST_PHASES = 20;
const MOST_PHASES_IN_TITLE = 3;
/** GitHub takes some more in a check's summary and in a comment. */
const MOST_TEXT = 60_000;
/** The head of the table, and the line that says how many are missing. */
const AROUND_TABLE = 120;

/** Nothing is missing, and what the phase waits for is signed. */
export function isComplete({ finished, unsigned }: PhaseSignoff): boolean {
  return finished && unsigned.length === 0;
}

/** A line for lists of checks: "3 of 6 requirements are met, 2 tasks are open". */
export function formatSignoffTitle(signoff: PhaseSignoff): string {
  if (isComplete(signoff)) return "Signed";
  const { requirements, openTasks, unsigned } = signoff;
  const met = requirements.filter(isMet).length;
  const more = unsigned.length - MOST_PHASES_IN_TITLE;
  return [
    `${met} of ${count(requirements.length, "requirement")} met`,
    ...(openTasks.length > 0 ? [`${count(openTasks.length, "task")} open`] : []),
    ...unsigned.slice(0, MOST_PHASES_IN_TITLE).map((phase) => `${plain(phase)} is not signed`),
    ...(more > 0 ? [`nor ${more} more`] : []),
  ].join(", ");
}

/** Who signed what, what is missing, and how to do it: Markdown that mentions nobody, of at most `room` characters. */
export function formatSignoff({ name, signoff }: NamedSignoff, room = MOST_TEXT): string {
  const advice = formatAdvice({ name, signoff });
  const obstacles = formatObstacles(signoff);
  const all = [...obstacles, ...advice].join("\n\n");
  const below = all.length <= room / 2 ? all : advice.join("\n\n");
  const rows = signoff.requirements.map(
    (each) => `| ${plain(requirementLabel(each.requirement.text))} | ${formatState(each)} |`,
  );
  const { shown, left } = fitLines(rows, room - below.length - AROUND_TABLE);
  const more = left > 0 ? [`| … and ${left} more | |`] : [];
  const table = ["| Requirement | Sign-off |", "| --- | --- |", ...shown, ...more].join("\n");
  return below === "" ? table : `${table}\n\n${below}`;
}

/** The comment on a pull request. */
export function formatSignoffTable(phases: readonly NamedSignoff[], isMerged: boolean): string {
  const end = isMerged
    ? "This pull request is merged: what was signed is written into the checklist."
    : "This counts when the pull request is merged. New commits may make sign-offs stale.";
  const shown = phases.slice(0, MOST_PHASES);
  const room = MOST_TEXT / Math.max(1, shown.length);
  const parts = shown.map((each) => {
    const heading = `### Sign-off of ${plain(requirementLabel(each.signoff.title))}\n\n${formatSignoffTitle(each.signoff)}.`;
    return `${heading}\n\n${formatSignoff(each, room - heading.length)}`;
  });
  const more = phases.length - shown.length;
  const rest = more > 0 ? [`… and ${more} more phases, which the checks of this pull request show.`] : [];
  return [SIGNOFF_TABLE_MARKER, ...parts, ...rest, end].join("\n\n");
}

const UNRECORDED =
  "**What was signed here is not written into the checklist.** The app may not read its own checks in this repository any more: it needs the permission “Checks: write”. Sign again on the issue of the phase.";

/** The comment on a pull request whose record could not be read when it was merged. */
export function formatUnrecorded(body: string): string {
  return body.includes(UNRECORDED) ? body : `${body}\n\n${UNRECORDED}`;
}

/** What keeps a phase from being signed at all. */
export function formatObstacles({
  openTasks,
  unsigned,
}: Pick<PhaseSignoff, "openTasks" | "unsigned">): readonly string[] {
  const shown = openTasks.slice(0, MOST_TASKS).map(formatTask);
  const more = openTasks.length > MOST_TASKS ? [`- … and ${openTasks.length - MOST_TASKS} more`] : [];
  return [
    ...(openTasks.length > 0
      ? [
          `${openTasks.length === 1 ? "A task of the phase is open" : `${openTasks.length} tasks of the phase are open`}:`,
          [...shown, ...more].join("\n"),
        ]
      : []),
    ...(unsigned.length > 0 ? [`It depends on what is not signed yet: ${listPhases(unsigned)}.`] : []),
  ];
}

function listPhases(phases: readonly string[]): string {
  const shown = phases.slice(0, MOST_TASKS).map((phase) => `\`${code(phase)}\``);
  return phases.length > MOST_TASKS ? `${shown.join(", ")} …` : shown.join(", ");
}

function formatTask({ title, line, issue }: OpenTask): string {
  const place = issue === undefined ? `line ${line}` : `issue ${issue}, line ${line}`;
  return `- ${plain(requirementLabel(title))} (${place})`;
}

function formatAdvice({ name, signoff }: NamedSignoff): readonly string[] {
  if (isComplete(signoff)) return [];
  const isMissing = signoff.requirements.some((each) => !isMet(each));
  return isMissing
    ? [
        `To sign all that you may: comment \`/signoff ${code(name)}\`. Maintainers can set a requirement aside: \`/waive ${code(name)} REQUIREMENT "reason"\`.`,
      ]
    : [];
}

function isMet({ state }: RequirementState): boolean {
  return state !== "missing" && state !== "stale";
}

function formatState({ state, requirement, entries }: RequirementState): string {
  switch (state) {
    case "signed":
      return `✅ ${entries.map(formatWho).join(", ")}`;
    case "evidence":
      return `✅ ${entries.map(formatEvidence).join(", ")}`;
    case "waived":
      return `➖ ${entries.map(formatWaiver).join(", ")}`;
    case "stale":
      return `⚠ stale: ${entries.map(formatWho).join(", ")}; needs ${formatRules(requirement.rules)}`;
    case "missing":
      return `missing; needs ${formatRules(requirement.rules)}`;
  }
}

function formatWho({ by }: LedgerEntry): string {
  return plain(by);
}

function formatEvidence(entry: LedgerEntry): string {
  const isReview = entry.kind === "evidence" && entry.evidence === "approved-review";
  return isReview ? `approving review by ${plain(entry.by)}` : "green checks";
}

function formatWaiver(entry: LedgerEntry): string {
  const reason = entry.kind === "waiver" ? `: “${plain(entry.reason)}”` : "";
  return `waived by ${plain(entry.by)}${reason}`;
}

/** Who or what it takes: "somebody of the team security, or an approving review". */
export function formatRules({ teams, users, permission, evidence }: RequirementRules): string {
  const ways = [
    ...teams.map((team) => `somebody of the team ${plain(team)}`),
    ...users.map((user) => plain(user.replace(/^@/, ""))),
    ...(permission === undefined ? [] : [`somebody with ${permission} access`]),
    ...(evidence === "approved-review" ? ["an approving review of the latest commit"] : []),
    ...(evidence === "green-checks" ? ["green checks on the latest commit"] : []),
  ];
  return ways.join(" or ");
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** Plain text for a cell of a table, which mentions nobody and stays in its cell. */
function plain(text: string): string {
  return escapePlain(text).replaceAll("|", "\\|");
}

/** For between backticks: on one line, and in the order in which it is written. */
export function code(text: string): string {
  return text.replace(/[`|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "");
}
