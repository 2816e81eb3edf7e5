import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { freePort } from "./product.js";

const SERVER = path.resolve("dist/server.js");

const running = new Set<ReturnType<typeof spawn>>();

/** Ends what a test has left behind. */
export function killServers(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** The app as its own process, in a folder where no key lies around. */
export function startServer(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [SERVER], {
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"] ?? "", TICKMARK_QUIET_MS: "0", TICKMARK_PACE: "off", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
  const closed = once(child, "close").then(([code]) => code as number | null);
  running.add(child);
  void closed.then(() => running.delete(child));
  return { child, closed, output: () => chunks.join("") };
}

/** What `GET /status` answers. */
interface Status {
  readonly waiting: number;
  readonly running: number;
  readonly lacks: readonly string[];
  readonly repositories: readonly {
    readonly key: string;
    readonly state: string;
    readonly last?: { readonly outcome: string };
  }[];
}

/** The app with the settings that it needs for the sandbox; it may not answer yet. */
export async function startServerAgainst(
  { url: github, credentials }: Sandbox,
  env: Readonly<Record<string, string>> = {},
) {
  const port = await freePort();
  const app = startServer({
    APP_ID: String(credentials.appId),
    PRIVATE_KEY: credentials.privateKey,
    WEBHOOK_SECRET: credentials.webhookSecret,
    GHE_HOST: github.replace("http://", ""),
    GHE_PROTOCOL: "http",
    HOST: "127.0.0.1",
    PORT: String(port),
    ...env,
  });
  const url = `http://127.0.0.1:${port}`;
  const status = async () => (await (await fetch(`${url}/status`)).json()) as Status;
  return { ...app, url, status };
}
