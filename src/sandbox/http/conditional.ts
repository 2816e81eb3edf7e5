import { createHash } from "node:crypto";
import type { Answer, Exchange } from "./exchange.js";

/** A read carries an `etag`; who knows it already gets a 304, which costs nothing of the primary limit. */
export function conditional(exchange: Exchange, answer: Answer): Answer {
  if (exchange.method !== "GET" || answer.status !== 200 || answer.isDropped === true) return answer;
  const bytes = bytesOf(answer);
  const etag = `W/"${createHash("sha256").update(bytes).digest("hex")}"`;
  const headers = { ...answer.headers, etag };
  return exchange.headers["if-none-match"] === etag
    ? { status: 304, headers }
    : { ...answer, headers, bytes };
}

export function bytesOf({ body, bytes }: Answer): Buffer {
  if (bytes !== undefined) return bytes;
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
}
