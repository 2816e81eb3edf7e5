import type { Deliveries } from "../webhooks/deliveries.js";

export interface Busy {
  readonly deliveries: number;
  readonly requests: number;
  /** What the app says: how many repositories wait and run; null when it does not answer or was never connected. */
  readonly app: { readonly waiting: number; readonly running: number } | null;
  readonly problem?: string;
}

const POLL_MS = 25;
/** One calm look may fall between an answered webhook and the sync that it starts. */
const NEEDED_LOOKS = 2;

/** Waits until nothing is under way: no delivery, no request of the app, nothing waiting or running in it. undefined: idle. */
export async function waitForIdle(
  deliveries: Deliveries,
  requestsUnderWay: () => number,
  timeoutMs: number,
): Promise<Busy | undefined> {
  const deadline = Date.now() + timeoutMs;
  let calmLooks = 0;
  let seen = -1;
  for (;;) {
    const before = deliveries.total;
    const busy = await look(deliveries, requestsUnderWay);
    const isCalm = busy === undefined && before === deliveries.total && (calmLooks === 0 || seen === before);
    calmLooks = isCalm ? calmLooks + 1 : 0;
    seen = deliveries.total;
    if (calmLooks >= NEEDED_LOOKS) return undefined;
    if (Date.now() >= deadline)
      return busy ?? { deliveries: deliveries.pending, requests: requestsUnderWay(), app: null };
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function look(deliveries: Deliveries, requestsUnderWay: () => number): Promise<Busy | undefined> {
  const counts = { deliveries: deliveries.pending, requests: requestsUnderWay() };
  const url = deliveries.app?.statusUrl;
  if (counts.deliveries + counts.requests > 0) return { ...counts, app: null };
  if (url === undefined) return undefined;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    const app = readStatus(await response.json());
    const isBusy = app.waiting + app.running > 0 || deliveries.pending + requestsUnderWay() > 0;
    return isBusy ? { ...counts, app } : undefined;
  } catch (error) {
    return { ...counts, app: null, problem: `the app's status could not be read: ${String(error)}` };
  }
}

function readStatus(body: unknown): { waiting: number; running: number } {
  const status = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const { waiting, running } = status;
  if (typeof waiting !== "number" || typeof running !== "number")
    throw new Error('expected {"waiting": n, "running": n}');
  return { waiting, running };
}
