import type { IncomingMessage, ServerResponse } from "node:http";
import type { Syncs } from "./sync/syncs.js";

/** Takes what people ask for and what happens to pull requests. */
interface Desk {
  counts(): { readonly waiting: number; readonly running: number };
}

/** `GET /health`: the process answers. `GET /status`: what waits, what runs, how each repository's last sync ended. */
export function statusHandler(
  syncs: Syncs,
  ...desks: readonly Desk[]
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const path = request.url?.split("?", 1)[0];
    if (request.method !== "GET" || (path !== "/health" && path !== "/status")) return false;
    const body = path === "/health" ? { status: "ok" } : readStatus(syncs, desks);
    response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
    response.end(`${JSON.stringify(body)}\n`);
    return true;
  };
}

function readStatus(syncs: Syncs, desks: readonly Desk[]): ReturnType<Syncs["status"]> {
  const { repositories, ...counts } = syncs.status();
  const all = [counts, ...desks.map((desk) => desk.counts())];
  const waiting = all.reduce((sum, each) => sum + each.waiting, 0);
  const running = all.reduce((sum, each) => sum + each.running, 0);
  return { waiting, running, repositories };
}
