import type { IncomingMessage, ServerResponse } from "node:http";
import type { Registration } from "./github/registration.js";
import type { Syncs } from "./sync/syncs.js";

/** Takes what people ask for and what happens to pull requests. */
interface Desk {
  counts(): { readonly waiting: number; readonly running: number };
}

/** What `GET /status` answers. */
interface Status extends ReturnType<Syncs["status"]> {
  readonly lacks: ReturnType<Registration["lacks"]>;
}

/**
 * `GET /health`: the process answers, and GitHub accepts its credentials as far as is known. `GET /status`: what waits, what runs, what the App's registration lacks, how each
 * repository's last sync ended.
 */
export function statusHandler(
  registration: Registration,
  syncs: Syncs,
  ...desks: readonly Desk[]
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const path = request.url?.split("?", 1)[0];
    if (request.method !== "GET" || (path !== "/health" && path !== "/status")) return false;
    const reason = path === "/health" ? registration.refusal() : undefined;
    const health = reason === undefined ? { status: "ok" } : { status: "refused", reason };
    const body = path === "/health" ? health : readStatus(registration, syncs, desks);
    response.writeHead(reason === undefined ? 200 : 503, {
      "content-type": "application/json; charset=utf-8",
    });
    response.end(`${JSON.stringify(body)}\n`);
    return true;
  };
}

function readStatus(registration: Registration, syncs: Syncs, desks: readonly Desk[]): Status {
  const { repositories, ...counts } = syncs.status();
  const all = [counts, ...desks.map((desk) => desk.counts())];
  const waiting = all.reduce((sum, each) => sum + each.waiting, 0);
  const running = all.reduce((sum, each) => sum + each.running, 0);
  return { waiting, running, lacks: registration.lacks(), repositories };
}
