import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { quote, startApp, waitForHealth } from "./app-process.js";
import { StartError } from "./start-error.js";

/** The app as long as it should run: when it ends by itself, people are told, and `failed` fires. */
export interface WatchedApp {
  readonly pid: number | undefined;
  readonly failed: AbortSignal;
  stop(): Promise<void>;
}

const SERVER = fileURLToPath(new URL("../../server.js", import.meta.url));

/** A `StartError` before anything is started is kinder than one from a process that cannot find its file. */
export function requireBuiltApp(): void {
  if (!existsSync(SERVER)) throw new StartError("The app is not built yet. Run: npm run build");
}

/** Starts the app, and returns when it answers. Its log is shown only on request: it says all that the news say, at length. */
export async function openApp(
  environment: Record<string, string>,
  url: string,
  tell: (text: string) => void,
  isVerbose: boolean,
): Promise<WatchedApp> {
  const failure = new AbortController();
  const app = startApp(SERVER, environment, (text) => isVerbose && tell(text.trimEnd()));
  let isWanted = true;
  const stop = () => {
    isWanted = false;
    return app.stop();
  };
  try {
    await waitForHealth(app, `${url}/health`);
  } catch (error) {
    await stop();
    throw error;
  }
  void app.ended.then((how) => {
    if (!isWanted) return;
    tell(`The app ended by itself (${how}). GitHub goes on without it.\n${quote(app)}`);
    failure.abort();
  });
  return { pid: app.pid, failed: failure.signal, stop };
}
