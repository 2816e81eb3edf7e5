import type { IncomingMessage } from "node:http";
import type { Credential } from "../auth/credential.js";

/** A request as it came, the root cut off. */
export interface Exchange {
  readonly method: string;
  /** Without `/api/v3`, not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly bodyText: string;
  readonly isGraphql: boolean;
}

export interface Answer {
  readonly status: number;
  /** Buffers go out as they are, everything else as JSON; undefined: no body. */
  readonly body?: unknown;
  /** The body as it goes out, when that is known already. */
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection breaks instead of an answer. */
  readonly isDropped?: boolean;
}

export async function readExchange(request: IncomingMessage): Promise<Exchange> {
  const url = new URL(request.url ?? "/", "http://sandbox");
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const isGraphql = url.pathname === "/graphql" || url.pathname === "/api/graphql";
  const path = url.pathname.replace(/^\/api\/v3(?=\/|$)/, "");
  return {
    method: request.method ?? "GET",
    path: path === "" ? "/" : path,
    query: url.searchParams,
    headers: request.headers,
    bodyText: Buffer.concat(chunks).toString("utf8"),
    isGraphql,
  };
}

/** Faults and the log look at the app only, never at people. */
export function isApp(credential: Credential): boolean {
  return (
    credential.kind === "app" || (credential.kind === "actor" && credential.actor.kind === "installation")
  );
}

/** Under which name limits are counted. */
export function limitKey(credential: Credential): string {
  if (credential.kind === "actor") return credential.actor.account.login;
  return credential.kind;
}
