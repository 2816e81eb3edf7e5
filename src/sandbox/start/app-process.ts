import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "./start-error.js";

export interface AppProcess {
  /** undefined when it could not be started. */
  readonly pid: number | undefined;
  /** Fulfilled with how it ended ("exit code 1", "signal SIGKILL") as soon as the process is gone. */
  readonly ended: Promise<string>;
  /** The last lines that it wrote. */
  lastOutput(): string;
  /** Asks it to end, and ends it when it does not. */
  stop(): Promise<void>;
}

const KEPT_CHARACTERS = 4000;
const PATIENCE_MS = 10_000;

/** Starts the app as a process of its own; `onOutput` is handed all that it writes. */
export function startApp(
  serverFile: string,
  environment: Record<string, string>,
  onOutput: (text: string) => void,
): AppProcess {
  // Elsewhere than here: Probot reads .env and *.pem files of the folder it is started in, and they are not meant for us.
  const child = spawn(process.execPath, [serverFile], {
    env: environment,
    cwd: tmpdir(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString("utf8")).slice(-KEPT_CHARACTERS);
    onOutput(chunk.toString("utf8"));
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) =>
      resolve(signal === null ? `exit code ${code}` : `signal ${signal}`),
    );
  });
  return { pid: child.pid, ended, lastOutput: () => output.trim(), stop: () => stop(child, ended) };
}

/** Waits until `url` answers 200; an app that ends or stays silent is a `StartError` with its last words. */
export async function waitForHealth(app: AppProcess, url: string, patienceMs = 30_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let end: string | undefined;
  void app.ended.then((how) => (end = how));
  while (Date.now() < deadline) {
    if (end !== undefined) throw new StartError(`The app ended while it started (${end}).\n${quote(app)}`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    if (answer?.status === 200) return;
    await delay(50);
  }
  throw new StartError(`The app did not answer ${url} within ${patienceMs / 1000} seconds.\n${quote(app)}`);
}

/** What the app said last, for a message about its end. */
export function quote(app: AppProcess): string {
  const output = app.lastOutput();
  return output === "" ? "It said nothing." : `Its last words:\n${output.replace(/^/gm, "    ")}`;
}

async function stop(child: ReturnType<typeof spawn>, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const impatience = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  await ended;
  clearTimeout(impatience);
}
