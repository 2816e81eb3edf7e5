import { runForeignCheck } from "../control/foreign-check.js";
import { setPermissions, setRegistration } from "../control/permissions.js";
import { mergeQueue, setRule } from "../control/rules.js";
import { setWorkflow } from "../control/workflows.js";
import { waitForIdle } from "../control/idle.js";
import { viewSandbox } from "../control/view.js";
import type { Body } from "../fields.js";
import { integer, isBody, requiredText, text } from "../fields.js";
import { restError } from "../rest/errors.js";
import { Refusal } from "../world/refusal.js";
import type { Answer, Exchange } from "./exchange.js";
import type { Parts } from "./parts.js";

const DEFAULT_TIMEOUT_SECONDS = 60;

type Control = (parts: Parts, exchange: Exchange) => Answer | Promise<Answer>;

/** What GitHub has not: waiting, looking and misbehaving on demand. No credential is asked for. */
const CONTROLS: Readonly<Record<string, Control>> = {
  "GET /_sandbox/idle": idle,
  "GET /_sandbox/requests": (parts) => ({ status: 200, body: parts.log.summary() }),
  "DELETE /_sandbox/requests": (parts) => {
    parts.log.clear();
    return { status: 204 };
  },
  "GET /_sandbox/violations": (parts) => ({ status: 200, body: parts.log.violations() }),
  "DELETE /_sandbox/violations": (parts) => {
    parts.log.clearViolations();
    return { status: 204 };
  },
  "GET /_sandbox/faults": (parts) => ({ status: 200, body: parts.faults.list() }),
  "POST /_sandbox/faults": (parts, exchange) => {
    for (const fault of readFaults(exchange.bodyText)) {
      if (fault["kind"] === "clock") parts.limits.advance((integer(fault, "advance") ?? 0) * 1000);
      else parts.faults.add(fault);
    }
    return { status: 200, body: parts.faults.list() };
  },
  "DELETE /_sandbox/faults": (parts) => {
    parts.faults.clear();
    return { status: 204 };
  },
  "GET /_sandbox/state": (parts) => ({ status: 200, body: viewSandbox(parts) }),
  "POST /_sandbox/rules": (parts, exchange) => {
    setRule(parts.world, readBody(exchange, '{"repository": "acme/app", "branch": "main", …}'));
    return { status: 204 };
  },
  "POST /_sandbox/merge-queue": (parts, exchange) => {
    mergeQueue(parts.world, readBody(exchange, '{"repository": "acme/app"}'));
    return { status: 204 };
  },
  "POST /_sandbox/checks": (parts, exchange) => {
    const body = readBody(exchange, '{"repository": "acme/app", "sha": "…", "name": "test"}');
    runForeignCheck(parts.world, body);
    return { status: 204 };
  },
  "POST /_sandbox/workflows": (parts, exchange) => {
    const example = '{"owner": "acme", "project": 1, "name": "Auto-close issue", "enabled": false}';
    setWorkflow(parts.world, readBody(exchange, example));
    return { status: 204 };
  },
  "POST /_sandbox/permissions": (parts, exchange) => {
    setPermissions(parts.world, readBody(exchange, '{"organization_projects": null}'));
    return { status: 204 };
  },
  "POST /_sandbox/registration": (parts, exchange) => {
    setRegistration(parts.world, readBody(exchange, '{"permissions": {"checks": null}, "events": ["push"]}'));
    return { status: 204 };
  },
  "POST /_sandbox/app": (parts, exchange) => {
    const body = readBody(exchange, '{"webhookUrl": "http://…", "statusUrl": "http://…"}');
    const statusUrl = text(body, "statusUrl");
    parts.connectApp({
      webhookUrl: requiredText(body, "webhookUrl"),
      ...(statusUrl === undefined ? {} : { statusUrl }),
    });
    return { status: 204 };
  },
};

export async function answerControl(parts: Parts, exchange: Exchange): Promise<Answer> {
  const control = CONTROLS[`${exchange.method} ${exchange.path}`];
  if (control === undefined)
    return { status: 404, body: { message: "Not Found", known: Object.keys(CONTROLS) } };
  try {
    return await control(parts, exchange);
  } catch (error) {
    if (error instanceof Refusal) return restError(error);
    throw error;
  }
}

async function idle(parts: Parts, exchange: Exchange): Promise<Answer> {
  const seconds = Number(exchange.query.get("timeout") ?? DEFAULT_TIMEOUT_SECONDS);
  const busy = await waitForIdle(parts.deliveries, () => parts.underWay, seconds * 1000);
  return busy === undefined
    ? { status: 200, body: { idle: true } }
    : { status: 504, body: { idle: false, pending: busy } };
}

function readFaults(bodyText: string): Body[] {
  const given = readJson(bodyText);
  const faults = Array.isArray(given) ? (given as unknown[]) : [given];
  return faults.map((fault) => {
    if (!isBody(fault))
      throw new Refusal(
        "unprocessable",
        'expected a list of faults, such as [{"kind": "drop", "match": {"operation": "createIssue"}}]',
      );
    return fault;
  });
}

function readBody(exchange: Exchange, example: string): Body {
  const body = readJson(exchange.bodyText);
  if (!isBody(body)) throw new Refusal("unprocessable", `expected ${example}`);
  return body;
}

function readJson(bodyText: string): unknown {
  try {
    return JSON.parse(bodyText) as unknown;
  } catch {
    throw new Refusal("bad-request", "Problems parsing JSON");
  }
}
