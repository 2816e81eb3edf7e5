import type { GitHubClient } from "./client.js";

/** GitHub keeps deliveries for redelivery so long: https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks */
const KEPT_MS = 3 * 24 * 3_600_000;
const MOST_PAGES = 10;

/** One attempt to deliver an event; attempts for the same event share the `guid`. */
export interface DeliveryAttempt {
  readonly id: number;
  readonly guid: string;
  readonly delivered_at: string;
  readonly status_code: number;
}

/**
 * Asks GitHub to deliver again what no attempt has brought here. Looking at every repository finds what changed
 * anyway; but what somebody asked for in a comment is told by its event alone.
 *
 * Answers how many were asked for.
 */
export async function redeliverFailed(app: GitHubClient): Promise<number> {
  const attempts: DeliveryAttempt[] = [];
  await app.read("list the deliveries", async () => {
    const pages = app.octokit.paginate.iterator(app.octokit.rest.apps.listWebhookDeliveries, {
      per_page: 100,
    });
    let pagesRead = 0;
    for await (const { data } of pages) {
      attempts.push(...data);
      pagesRead += 1;
      if (pagesRead >= MOST_PAGES) break;
    }
  });
  const failed = failedDeliveries(attempts, Date.now());
  for (const id of failed) {
    await app.write("redeliver", () => app.octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: id }));
  }
  return failed.length;
}

/** Ids of the latest attempts for events that were not delivered by any, oldest first, so that order is kept. */
function failedDeliveries(attempts: readonly DeliveryAttempt[], now: number): readonly number[] {
  const delivered = new Set(attempts.filter(isDelivered).map(({ guid }) => guid));
  const latest = new Map<string, DeliveryAttempt>();
  for (const attempt of attempts) {
    const known = latest.get(attempt.guid);
    if (!known || known.delivered_at < attempt.delivered_at) latest.set(attempt.guid, attempt);
  }
  return [...latest.values()]
    .filter(({ guid, delivered_at: at }) => !delivered.has(guid) && now - Date.parse(at) < KEPT_MS)
    .sort((a, b) => Date.parse(a.delivered_at) - Date.parse(b.delivered_at))
    .map(({ id }) => id);
}

function isDelivered({ status_code: code }: DeliveryAttempt): boolean {
  return code >= 200 && code < 300;
}
