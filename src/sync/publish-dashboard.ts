import {
  DASHBOARD_TITLE,
  formatDashboard,
  readDashboard,
  spliceDashboard,
} from "../core/report/dashboard.js";
import type { DashboardContent } from "../core/report/dashboard.js";
import type { ObservedIssue } from "../core/model/issue.js";
import type { IssuePort } from "./ports.js";

/** The dashboard as far as this process knows it. */
export interface KnownDashboard {
  readonly number: number;
  readonly body: string;
  readonly isOpen: boolean;
}

interface PublishOptions {
  readonly port: IssuePort;
  readonly repositoryId: string;
  readonly known: KnownDashboard | undefined;
  /** Its number, as the base remembers it. */
  readonly recorded: number | undefined;
  /** Issues that this sync read; the dashboard may be among them. */
  readonly read: readonly ObservedIssue[];
}

/**
 * Says in the repository what waits for a person. Nothing is written, nor asked, while there is nothing to say and
 * nothing was said before. A person who closes the dashboard has seen it: it opens again with something new.
 */
export async function publishDashboard(
  content: DashboardContent & {
    /** Sign-offs that no longer count wait for somebody to sign again. */
    readonly isStale: boolean;
  },
  { port, repositoryId, known, recorded, read }: PublishOptions,
): Promise<KnownDashboard | undefined> {
  const isNeeded = content.held !== undefined || content.diagnostics.length > 0 || content.isStale;
  const found =
    findDashboard(read, known?.number ?? recorded) ?? known ?? (await readRecorded(recorded, port));
  const dashboard = found ?? (isNeeded ? findDashboard(await port.readOwn()) : undefined);
  if (!dashboard && !isNeeded) return undefined;
  const block = formatDashboard(content);
  if (!dashboard) return open(block, port, repositoryId);
  const isSaid = dashboard.body.replaceAll("\r\n", "\n") === spliceDashboard(dashboard.body, block);
  if (isSaid && (isNeeded || !dashboard.isOpen)) return dashboard;
  // What is remembered may be old, and people's words around the block are written together with it.
  const present = await readRecorded(dashboard.number, port);
  if (!present) return isNeeded ? open(block, port, repositoryId) : undefined;
  const body = spliceDashboard(present.body, block);
  await port.change([{ issue: present.number, body, completion: isNeeded ? "open" : "done" }]);
  return { number: present.number, body, isOpen: isNeeded };
}

async function open(
  body: string,
  port: IssuePort,
  repositoryId: string,
): Promise<KnownDashboard | undefined> {
  const [made] = await port.create(repositoryId, [
    { content: { title: DASHBOARD_TITLE, body, labels: [] }, parent: undefined, completion: "open" },
  ]);
  return made?.ok ? { number: made.value.number, body, isOpen: true } : undefined;
}

async function readRecorded(
  number: number | undefined,
  port: IssuePort,
): Promise<KnownDashboard | undefined> {
  const issue = number === undefined ? undefined : (await port.read([number])).get(number);
  return issue && !("kind" in issue) ? findDashboard([issue], number) : undefined;
}

/** The app's own dashboard among some issues; of several, the oldest. One with a known number may say anything. */
export function findDashboard(issues: readonly ObservedIssue[], known?: number): KnownDashboard | undefined {
  const found = issues
    .filter(({ own, body, number }) => own && (number === known || readDashboard(body) !== undefined))
    .sort((a, b) => a.number - b.number)[0];
  return found && { number: found.number, body: found.body, isOpen: found.completion === "open" };
}
