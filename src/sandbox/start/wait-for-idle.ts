import type { Busy } from "../control/idle.js";

const ROUND_SECONDS = 20;

/**
 * Waits until the sandbox says that nothing is on its way and the app has nothing to do. Says now and then that it is
 * still waiting; returns false when `stopped` ends the wait.
 */
export async function waitForIdle(
  url: string,
  stopped: AbortSignal,
  tell: (text: string) => void,
): Promise<boolean> {
  while (!stopped.aborted) {
    try {
      const answer = await fetch(`${url}/_sandbox/idle?timeout=${ROUND_SECONDS}`, { signal: stopped });
      if (answer.status === 200) return true;
      const { pending } = (await answer.json()) as { readonly pending: Busy };
      const underWay = `${pending.deliveries} webhooks and ${pending.requests} requests are on their way`;
      tell(`The first sync is still running: ${pending.problem ?? underWay}.`);
    } catch (error) {
      if (!stopped.aborted) throw error;
    }
  }
  return false;
}
