import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { viewSandbox } from "../control/view.js";
import { renderNotFound, renderPage } from "../page/page.js";
import { errorAnswer } from "../rest/errors.js";
import { answerApi } from "./api.js";
import { bytesOf } from "./conditional.js";
import { answerControl } from "./control-endpoint.js";
import type { Answer, Exchange } from "./exchange.js";
import { readExchange } from "./exchange.js";
import type { Parts } from "./parts.js";

/** Node's five seconds are over when an app has parsed a large file: its next request would meet a closed connection. */
const PATIENCE_MS = 60_000;

/** Serves the API at both roots, the control at `/_sandbox`, and the page to browsers. */
export function createSandboxServer(parts: Parts): Server {
  return createServer({ keepAliveTimeout: PATIENCE_MS }, (request, response) => {
    void serve(parts, request, response);
  });
}

async function serve(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const exchange = await readExchange(request);
    const answer = await answerExchange(parts, exchange);
    if (answer.isDropped === true) response.destroy();
    else send(exchange, response, answer);
  } catch (error) {
    // Our own mistake: the client sees a 500 with the reason, and a test run sees a violation.
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    parts.log.addViolations([
      { where: "response", operation: `${request.method ?? ""} ${request.url ?? ""}`, message },
    ]);
    if (!response.headersSent) response.writeHead(500, { "content-type": "application/json; charset=utf-8" });
    response.end(JSON.stringify(errorAnswer(500, message).body));
  }
}

function answerExchange(parts: Parts, exchange: Exchange): Promise<Answer> | Answer {
  if (exchange.path.startsWith("/_sandbox")) return answerControl(parts, exchange);
  if (exchange.method === "GET" && (exchange.headers.accept ?? "").includes("text/html"))
    return answerPage(parts, exchange);
  return answerApi(parts, exchange);
}

function answerPage(parts: Parts, exchange: Exchange): Answer {
  const view = viewSandbox(parts);
  const html = renderPage(exchange.path, view);
  const headers = { "content-type": "text/html; charset=utf-8" };
  return html === undefined
    ? { status: 404, headers, body: Buffer.from(renderNotFound(exchange.path, view)) }
    : { status: 200, headers, body: Buffer.from(html) };
}

function send(exchange: Exchange, response: ServerResponse, answer: Answer): void {
  const bytes = bytesOf(answer);
  const isEmpty = answer.status === 204 || answer.status === 304;
  const type = Buffer.isBuffer(answer.body) ? "application/vnd.github.raw+json" : "application/json";
  const headers = {
    ...(isEmpty ? {} : { "content-type": `${type}; charset=utf-8`, "content-length": String(bytes.length) }),
    "x-github-request-id": randomBytes(8).toString("hex").toUpperCase(),
    "x-github-media-type": "github.v3; format=json",
    ...answer.headers,
  };
  response.writeHead(answer.status, headers);
  response.end(exchange.method === "HEAD" || isEmpty ? undefined : bytes);
}
