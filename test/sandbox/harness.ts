import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { graphql } from "@octokit/graphql";
import { Octokit } from "@octokit/rest";
import { createSign } from "node:crypto";
import type { Sandbox } from "../../src/sandbox/sandbox.js";

/** A refusal is for the test to look at: nobody reads of it in the output. */
export const QUIET = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A person of the sandbox with the usual clients. */
export function person(sandbox: Sandbox, login: string) {
  return clients(sandbox, `sandbox-${login}`);
}

export function clients(sandbox: Sandbox, token: string) {
  return {
    rest: new Octokit({ auth: token, baseUrl: `${sandbox.url}/api/v3`, log: QUIET }),
    graphql: graphql.defaults({
      baseUrl: `${sandbox.url}/api`,
      headers: { authorization: `token ${token}` },
    }),
  };
}

export function appJwt(sandbox: Sandbox, claims: Record<string, unknown> = {}): string {
  const second = Math.floor(Date.now() / 1000);
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode({ iat: second - 30, exp: second + 540, iss: sandbox.credentials.appId, ...claims })}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(sandbox.credentials.privateKey, "base64url")}`;
}

/** The app, with a fresh installation token. */
export async function installedApp(sandbox: Sandbox, body: object = {}) {
  const { rest } = clients(sandbox, appJwt(sandbox));
  const { data } = await rest.rest.apps.createInstallationAccessToken({
    installation_id: sandbox.credentials.installationId,
    ...body,
  });
  return { ...clients(sandbox, data.token), token: data.token };
}

export interface Received {
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

/** Stands for the app: keeps what is delivered. */
export async function startReceiver(answer: () => number = () => 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.url === "/status") {
        response.end(JSON.stringify({ waiting: 0, running: 0 }));
        return;
      }
      const text = Buffer.concat(chunks).toString("utf8");
      received.push({ headers: request.headers, text, body: JSON.parse(text) as Record<string, unknown> });
      response.writeHead(answer()).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    received,
    address: { webhookUrl: `${url}/hook`, statusUrl: `${url}/status` },
    names: () =>
      received.map(({ headers, body }) => {
        const action = body["action"];
        return `${String(headers["x-github-event"])}${typeof action === "string" ? `.${action}` : ""}`;
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function untilIdle(sandbox: Sandbox): Promise<void> {
  const response = await fetch(`${sandbox.url}/_sandbox/idle?timeout=10`);
  if (!response.ok) throw new Error(await response.text());
}

export async function violations(sandbox: Sandbox): Promise<unknown> {
  return (await fetch(`${sandbox.url}/_sandbox/violations`)).json();
}

export async function addFaults(sandbox: Sandbox, ...faults: readonly object[]): Promise<void> {
  const response = await fetch(`${sandbox.url}/_sandbox/faults`, {
    method: "POST",
    body: JSON.stringify(faults),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** The status and body of a refusal. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<{ status: number; message: string; errors: unknown }> {
  try {
    await promise;
  } catch (error) {
    const { status, response } = error as {
      status: number;
      response?: { data?: { message?: string; errors?: unknown } };
    };
    return { status, message: response?.data?.message ?? "", errors: response?.data?.errors };
  }
  throw new Error("it was not refused");
}

/** The errors of a GraphQL answer and the data that came all the same. */
export async function problems(
  promise: Promise<unknown>,
): Promise<{ errors: { type: string; message: string; path?: unknown[] }[]; data: Record<string, unknown> }> {
  try {
    await promise;
  } catch (error) {
    const { errors, data } = error as {
      errors: { type: string; message: string; path?: unknown[] }[];
      data: Record<string, unknown>;
    };
    return { errors, data };
  }
  throw new Error("it was not refused");
}

/** Type and message of the first error of a GraphQL answer. */
export async function refused(promise: Promise<unknown>): Promise<(string | undefined)[]> {
  const { errors } = await problems(promise);
  return [errors[0]?.type, errors[0]?.message];
}
