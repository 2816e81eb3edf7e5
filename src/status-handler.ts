import type { IncomingMessage, ServerResponse } from "node:http";
import type { CommandDesk } from "./commands/command-desk.js";
import type { Syncs } from "./sync/syncs.js";

/** `GET /health`: the process answers. `GET /status`: what waits, what runs, how each repository's last sync ended. */
export function statusHandler(
  syncs: Syncs,
  desk: CommandDesk,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const path = request.url?.split("?", 1)[0];
    if (request.method !== "GET" || (path !== "/health" && path !== "/status")) return false;
    const body = path === "/health" ? { status: "ok" } : readStatus(syncs, desk);
    response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
    response.end(`${JSON.stringify(body)}\n`);
    return true;
  };
}

function readStatus(syncs: Syncs, desk: CommandDesk): ReturnType<Syncs["status"]> {
  const { waiting, running, repositories } = syncs.status();
  const commands = desk.counts();
  return { waiting: waiting + commands.waiting, running: running + commands.running, repositories };
}
