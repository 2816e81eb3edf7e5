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
      tell(`The first sync is still running: ${await answer.text()}`);
    } catch (error) {
      if (!stopped.aborted) throw error;
    }
  }
  return false;
}
