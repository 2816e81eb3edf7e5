import {
  DASHBOARD_TITLE,
  formatDashboard,
  readDashboard,
  spliceDashboard,
} from "../core/report/dashboard.js";
import type { DashboardContent } from "../core/report/dashboard.js";
import type { ObservedIssue } from "../core/model/issue.js";
import { holdingLease } from "./lease.js";
import type { HeadReading, IssuePort, RepositoryPorts } from "./ports.js";

/** The dashboard as far as this process knows it. */
export interface KnownDashboard {
  readonly number: number;
  readonly body: string;
  readonly isOpen: boolean;
}

interface PublishOptions {
  readonly ports: RepositoryPorts;
  readonly head: HeadReading;
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
  { ports, head, known, recorded, read }: PublishOptions,
): Promise<KnownDashboard | undefined> {
  const isNeeded = content.held !== undefined || content.diagnostics.length > 0 || content.isStale;
  const block = formatDashboard(content);
  const found =
    findDashboard(read, known?.number ?? recorded) ?? known ?? (await readRecorded(recorded, ports.issues));
  if (found && isSaid(found, block) && (isNeeded || !found.isOpen)) return found;
  // What is remembered may be old, and people's words around the block are written together with it.
  const present = await readRecorded(found?.number, ports.issues);
  if (present) return say(block, present, isNeeded, ports.issues);
  return isNeeded ? openOnce(block, head, ports) : undefined;
}

function isSaid({ body }: KnownDashboard, block: string): boolean {
  return body.replaceAll("\r\n", "\n") === spliceDashboard(body, block);
}

async function say(
  block: string,
  { number, body: before }: KnownDashboard,
  isOpen: boolean,
  port: IssuePort,
): Promise<KnownDashboard> {
  const body = spliceDashboard(before, block);
  await port.change([{ issue: number, body, completion: isOpen ? "open" : "done" }]);
  return { number, body, isOpen };
}

/** Another process may have the same to say, or have died right after it: there is to be one dashboard. */
function openOnce(
  block: string,
  head: HeadReading,
  ports: RepositoryPorts,
): Promise<KnownDashboard | undefined> {
  return holdingLease(head, ports, async () => {
    const own = await ports.issues.readOwn();
    const { younger } = await ports.source.readHead({ since: undefined, beyond: own.newest });
    const made = findDashboard([...own.issues, ...younger]);
    return made ? say(block, made, true, ports.issues) : open(block, head, ports.issues);
  });
}

async function open(
  body: string,
  { repositoryId }: HeadReading,
  port: IssuePort,
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
