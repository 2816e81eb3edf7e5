// The starter: GitHub in this process, the app as its child, the checklists pushed, the first sync awaited and told.

import { startSandbox, type Sandbox } from "../sandbox.js";
import { StateFolderError } from "../world/state-folder.js";
import { appEnvironment, callersEnvironment } from "./app-environment.js";
import { describeDelivery, type Delivery } from "./describe-delivery.js";
import { formatEnvironment, formatReady, placesOf, type Places } from "./format-ready.js";
import { observeRepository } from "./observe-repository.js";
import type { StartOptions } from "./parse-options.js";
import { freePort, portError } from "./ports.js";
import { clientOf, pushChecklists, type Pushed } from "./push-checklists.js";
import { readChecklists, readConfig } from "./read-checklists.js";
import { StartError } from "./start-error.js";
import { waitForIdle } from "./wait-for-idle.js";
import { openApp, requireBuiltApp, type WatchedApp } from "./watched-app.js";

/** Where the starter writes: `say` what was asked for, `tell` whatever else happens. */
export interface Output {
  readonly say: (text: string) => void;
  readonly tell: (text: string) => void;
}

export interface RunningSandbox {
  /** Whether the app has ended though nobody asked it to. */
  hasAppFailed(): boolean;
  close(): Promise<void>;
}

interface Started extends RunningSandbox {
  readonly sandbox: Sandbox;
  readonly app: WatchedApp | undefined;
  readonly places: Places;
  readonly environment: Record<string, string>;
}

/** Starts everything, and returns when the first sync is done and reported. `interrupted` ends the wait for it. */
export async function runSandbox(
  options: StartOptions,
  output: Output,
  interrupted: AbortSignal,
): Promise<RunningSandbox> {
  const files = await readChecklists(options.files);
  const config = await readConfig(options.config, options.files);
  if (options.app) requireBuiltApp();
  let isReady = false;
  const watch = (delivery: Delivery) => {
    const line = isReady && !options.json ? describeDelivery(delivery) : undefined;
    if (line !== undefined) output.tell(line);
  };
  const started = await start(options, output, watch);
  try {
    const pushed = await pushChecklists(clientOf(started.sandbox.url, "owner"), files, config);
    await awaitFirstSync(started, options, output, interrupted);
    if (!interrupted.aborted) output.say(await formatResult(started, options, pushed));
  } catch (error) {
    await started.close();
    throw error;
  }
  isReady = true;
  return started;
}

/** A folder of another version and a port in use are sentences for who started it. */
function startError(error: unknown, port: number): Error {
  return error instanceof StateFolderError ? new StartError(error.message) : portError(error, port, "--port");
}

async function start(
  options: StartOptions,
  output: Output,
  onDelivery: (delivery: Delivery) => void,
): Promise<Started> {
  const { port, limits, verbose, state } = options;
  // Without the app its port is only a promise: somebody may be listening there already, rightly.
  const appPort =
    options.app || options.appPort === 0 ? await freePort(options.appPort, "--app-port") : options.appPort;
  const sandbox = await startSandbox({
    port,
    limits,
    onDelivery,
    ...(state === undefined ? {} : { stateDir: state }),
  }).catch((error: unknown) => Promise.reject(startError(error, port)));
  const places = placesOf(sandbox.url, appPort);
  const environment = appEnvironment(sandbox, { port: appPort, limits, verbose });
  let app: WatchedApp | undefined;
  const close = async () => {
    await app?.stop();
    await sandbox.close();
  };
  try {
    if (options.app)
      app = await openApp(
        { ...callersEnvironment(process.env), ...environment },
        places.app,
        output.tell,
        verbose,
      );
  } catch (error) {
    await close();
    throw error;
  }
  sandbox.connectApp({ webhookUrl: `${places.app}/api/github/webhooks`, statusUrl: `${places.app}/status` });
  return { sandbox, app, places, environment, close, hasAppFailed: () => app?.failed.aborted === true };
}

/** A script that waits for the line of JSON must not be told "ready" when the app died on the way; a person is told both. */
async function awaitFirstSync(
  { sandbox, app }: Started,
  { json }: StartOptions,
  output: Output,
  interrupted: AbortSignal,
): Promise<void> {
  if (app === undefined) return;
  await waitForIdle(sandbox.url, AbortSignal.any([interrupted, app.failed]), output.tell);
  if (app.failed.aborted && json) throw new StartError("The first sync was not finished.");
}

async function formatResult(started: Started, { app, json }: StartOptions, pushed: Pushed): Promise<string> {
  const { places, environment, sandbox } = started;
  if (json) return JSON.stringify({ ...places, ...(app ? {} : { env: environment }) });
  const observed = await observeRepository(clientOf(sandbox.url, "owner"), [
    ...pushed.pushed,
    ...pushed.kept,
  ]);
  const ready = formatReady(places, started.app, pushed, observed);
  return app ? ready : `${ready}\n${formatEnvironment(environment, sandbox.url)}`;
}
