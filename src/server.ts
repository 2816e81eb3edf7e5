import { ServerResponse } from "node:http";
import type { IncomingMessage } from "node:http";
import { pathToFileURL } from "node:url";
import { pino } from "pino";
import type { LogFn, Logger } from "pino";
import { Probot, ProbotOctokit, Server } from "probot";
import { createTickmark } from "./index.js";
import { readSettings } from "./settings.js";
import type { Settings } from "./settings.js";

/** Longer than a batch of requests takes; shorter than what supervisors usually allow before they kill. */
const DRAIN_MS = 25_000;

/**
 * Probot's own throttling puts every installation's writes into one queue, and its retries repeat creates whose
 * answer was lost. The app paces and repeats by itself. Only the function form of `defaults` has the last word.
 */
const PlainOctokit = ProbotOctokit.defaults((options: Record<string, unknown>) => ({
  ...options,
  retry: { enabled: false },
  throttle: { enabled: false },
}));

/** Starts the process: HTTP, events, a first look at every repository. */
export async function startServer(settings: Settings): Promise<{ stop: () => Promise<void> }> {
  const log = pino({ level: settings.logLevel, hooks: { logMethod: withoutAnswered } });
  const server = new Server({
    host: settings.host,
    port: settings.port,
    log,
    Probot: Probot.defaults({
      log,
      appId: settings.appId,
      privateKey: settings.privateKey,
      secret: settings.webhookSecret,
      baseUrl: settings.baseUrl,
      Octokit: PlainOctokit,
    }),
  });
  const tickmark = createTickmark(settings);
  await server.load(tickmark.app);
  await server.start();
  return {
    stop: async () => {
      await Promise.all([server.stop(), tickmark.drain()]);
    },
  };
}

/**
 * Probot logs each request, with all of its headers, and whoever watches the process asks all the time. Events have
 * their own lines, and so has what `/health` says when it changes; of other requests only what went wrong is news.
 */
function withoutAnswered(this: Logger, args: Parameters<LogFn>, log: LogFn): void {
  const [said]: readonly unknown[] = args;
  const res: unknown = typeof said === "object" && said !== null && "res" in said ? said.res : undefined;
  if (!isAnswer(res) || (res.statusCode >= 400 && !isHealth(res.req))) log.apply(this, args);
}

function isAnswer(value: unknown): value is ServerResponse {
  return value instanceof ServerResponse;
}

function isHealth({ url }: IncomingMessage): boolean {
  return url?.split("?", 1)[0] === "/health";
}

async function main(): Promise<void> {
  const read = readSettings(process.env);
  if (!read.ok) {
    refuseToStart(
      read.problems,
      "How to get these settings: docs/deploy.md. To try the app without them: npm run sandbox",
    );
    return;
  }
  try {
    const { stop } = await startServer(read.settings);
    const stopOnce = (): void => {
      setTimeout(() => process.exit(1), DRAIN_MS).unref();
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`Tickmark did not end well: ${String(error)}\n`);
          process.exit(1);
        },
      );
    };
    process.once("SIGTERM", stopOnce);
    process.once("SIGINT", stopOnce);
  } catch (error) {
    refuseToStart([error instanceof Error ? error.message : String(error)]);
    // The app may have begun to look around already.
    process.exit();
  }
}

function refuseToStart(problems: readonly string[], wayOut?: string): void {
  const lines = [
    "Tickmark cannot start:",
    ...problems.map((problem) => `  ${problem}`),
    ...(wayOut ? [wayOut] : []),
  ];
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exitCode = 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
