// npm run sandbox: see `--help`.

import { resolve } from "node:path";
import { parseOptions, type StartOptions } from "./start/parse-options.js";
import { runSandbox, type Output } from "./start/run-sandbox.js";
import { StartError } from "./start/start-error.js";

const isStartedByNpm = process.env["npm_lifecycle_event"] === "sandbox";
const options = fromCallersFolder(parseOptions(process.argv.slice(2)));
const output: Output = {
  say: (text) => console.log(text),
  tell: options.json ? (text) => console.error(text) : (text) => console.log(text),
};

const interruption = new AbortController();
const interrupted = new Promise<void>((resolve) => {
  interruption.signal.addEventListener("abort", () => resolve(), { once: true });
});
process.on("SIGINT", () => interruption.abort());
process.on("SIGTERM", () => interruption.abort());
if (isStartedByNpm) stopWithParent();

try {
  const running = await runSandbox(options, output, interruption.signal);
  await interrupted;
  await running.close();
  process.exitCode = running.hasAppFailed() ? 1 : 0;
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = 1;
}

/** npm runs scripts in the package's folder; the names on the command line are meant from where the caller is. */
function fromCallersFolder(given: StartOptions): StartOptions {
  const folder = isStartedByNpm ? process.env["INIT_CWD"] : undefined;
  const at = (path: string) => resolve(folder ?? ".", path);
  return {
    ...given,
    files: given.files.map(at),
    state: given.state === undefined ? undefined : at(given.state),
  };
}

/** npm hands a signal to the shell between it and us, which ends without passing it on: nobody could stop us then. */
function stopWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && interruption.abort(), 250).unref();
}
