import type { Diagnostic } from "../model/diagnostic.js";
import type { RepositoryRef } from "../model/issue.js";
import type { Plan } from "../model/plan.js";
import { defuse } from "./defuse.js";
import { formatPlan, formatPlanSummary } from "./format-plan.js";
import { formatPlain } from "./plain-text.js";
import { shorten } from "./shorten-title.js";

/** What a person has to know or decide. */
export interface DashboardContent {
  readonly repository: Pick<RepositoryRef, "url" | "branch">;
  /** A plan that waits for a person's word, and the fingerprint that a released plan must still have. */
  readonly held: { readonly why: string; readonly plan: Plan; readonly fingerprint: string } | undefined;
  /** What keeps parts of the files or the config from being synced. */
  readonly diagnostics: readonly Diagnostic[];
  /** Phases that somebody has signed something of. */
  readonly signoffs: readonly SignoffLine[];
}

/** How far the sign-off of a phase is, in plain words. */
export interface SignoffLine {
  readonly file: string;
  readonly line: number;
  readonly phase: string;
  readonly text: string;
}

export const DASHBOARD_TITLE = "Tickmark needs a person";

const MARKER = "<!-- tickmark:dashboard -->";
const END = "<!-- /tickmark:dashboard -->";
/** The app's block; one without an end, as earlier versions made it, goes to the end of the body. */
const BLOCK = /^<!-- tickmark:dashboard -->$[^]*?(?:^<!-- \/tickmark:dashboard -->$|$(?![^]))/m;
const RELEASE = /^[ \t]*[-*+] \[(?<box>[ xX])\] <!-- tickmark:release (?<fingerprint>[0-9a-f]+) -->/m;

/** More would not be read, and an issue takes 65,536 characters. */
const MOST_STEPS = 100;
const MOST_DIAGNOSTICS = 50;
const MOST_SIGNOFFS = 50;
const LONGEST_SIGNOFF = 300;

/** The app's block in the body of the one issue in which the app says what it cannot do without a person. */
export function formatDashboard({ repository, held, diagnostics, signoffs }: DashboardContent): string {
  const parts = [
    MARKER,
    "This issue is kept up to date by Tickmark, and closed when there is nothing to decide.",
  ];
  if (held) parts.push(...formatHeld(held));
  if (diagnostics.length > 0) {
    parts.push(
      "## Mend this",
      diagnostics
        .slice(0, MOST_DIAGNOSTICS)
        .map((each) => formatRemark(each, repository))
        .join("\n"),
    );
  }
  if (diagnostics.length > MOST_DIAGNOSTICS)
    parts.push(`… and ${diagnostics.length - MOST_DIAGNOSTICS} more.`);
  if (!held && diagnostics.length === 0) parts.push("Everything is in step.");
  if (signoffs.length > 0) {
    const lines = signoffs.slice(0, MOST_SIGNOFFS).map((each) => formatSignoff(each, repository));
    parts.push("## Sign-offs", lines.join("\n"));
  }
  if (signoffs.length > MOST_SIGNOFFS) parts.push(`… and ${signoffs.length - MOST_SIGNOFFS} more.`);
  return [...parts, END].join("\n\n");
}

/** The body with another block in the place of its own; what people wrote around it stays. */
export function spliceDashboard(body: string, block: string): string {
  const text = body.replaceAll("\r\n", "\n");
  if (BLOCK.test(text)) return text.replace(BLOCK, () => block);
  return text.trim() === "" ? block : `${text.trimEnd()}\n\n${block}`;
}

/** Whether a body is a dashboard's, and which plan a person has released in it by ticking the box. */
export function readDashboard(body: string): { readonly released: string | undefined } | undefined {
  const block = BLOCK.exec(body.replaceAll("\r\n", "\n"))?.[0];
  if (block === undefined) return undefined;
  const { box, fingerprint } = RELEASE.exec(block)?.groups ?? {};
  return { released: box === "x" || box === "X" ? fingerprint : undefined };
}

function formatHeld({ why, plan, fingerprint }: NonNullable<DashboardContent["held"]>): string[] {
  const lines = formatPlan(plan);
  const shown = lines.slice(0, MOST_STEPS).map((line) => line.slice(0, 300));
  const more = lines.length > shown.length ? [`… and ${lines.length - shown.length} more`] : [];
  // A fence longer than any run of backticks in it cannot be ended from inside.
  const fence = "`".repeat(
    1 + Math.max(2, ...[...shown.join("\n").matchAll(/`+/g)].map(([run]) => run.length)),
  );
  return [
    "## This waits for your word",
    why,
    `- [ ] <!-- tickmark:release ${fingerprint} --> Go ahead with exactly this`,
    `<details><summary>${formatPlanSummary(plan)}</summary>`,
    [fence + "diff", ...shown, ...more, fence].join("\n"),
    "</details>",
  ];
}

function formatRemark(
  { file, line, column, rule, message }: Diagnostic,
  { url, branch }: DashboardContent["repository"],
): string {
  const place = formatPlace(`${file}:${line}:${column}`, { file, line }, { url, branch });
  return `- ${place} ${defuse(message)} (\`${rule}\`)`;
}

function formatSignoff(
  { file, line, phase, text }: SignoffLine,
  repository: DashboardContent["repository"],
): string {
  const place = formatPlace(`${file} ${phase}`, { file, line }, repository);
  return `- ${place}: ${formatPlain(shorten(text, LONGEST_SIGNOFF))}`;
}

function formatPlace(
  text: string,
  { file, line }: { readonly file: string; readonly line: number },
  { url, branch }: DashboardContent["repository"],
): string {
  const path = file.split("/").map(encodeURIComponent).join("/");
  const name = text.replace(/[\\`*_[\]<>]/g, "\\$&");
  return `[${name}](${url}/blob/${encodeURIComponent(branch)}/${path}?plain=1#L${line})`;
}
