import { createSign } from "node:crypto";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";

/** A webhook as the sandbox made it. */
export interface Delivery {
  readonly event: string;
  readonly action: string | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
  /** How often people had pushed when the sync read the files that it made this from. */
  readonly pushes: number;
}

/** A local GitHub on which many runs take place one after the other, each in a repository of its own. */
export interface Stage {
  readonly sandbox: Sandbox;
  /** Deliveries that nobody fetched yet. */
  readonly mailbox: Delivery[];
  /** How often people have pushed in the present run, and had when the sync that writes issues now read the files. */
  pushes: number;
  pushesSeen: number;
  /** A new number for every repository. */
  nextRepository: number;
  /** The app's token for its installation, and when it was asked for. */
  token: { readonly value: string; readonly at: number } | undefined;
}

export async function openStage(): Promise<Stage> {
  const mailbox: Delivery[] = [];
  const sandbox = await startSandbox({
    port: 0,
    onDelivery: (delivery) => void mailbox.push({ ...delivery, pushes: stage.pushesSeen }),
  });
  const stage: Stage = { sandbox, mailbox, pushes: 0, pushesSeen: 0, nextRepository: 1, token: undefined };
  return stage;
}

/** Asks the sandbox for what GitHub has not: faults, the log of requests, violations. */
export async function control<T>(
  { sandbox }: Stage,
  method: string,
  route: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${sandbox.url}/_sandbox/${route}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} /_sandbox/${route}: ${response.status} ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

/** The app itself. */
export function appToken({ sandbox }: Stage): string {
  const { appId, privateKey } = sandbox.credentials;
  const second = Math.floor(Date.now() / 1000);
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iat: second - 30, exp: second + 500, iss: appId };
  const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
}

/** Of the hour that a token is valid. */
const TOKEN_MS = 40 * 60_000;

/** The app as it is installed. */
export async function installationToken(stage: Stage): Promise<string> {
  const { sandbox, token } = stage;
  if (token && token.at > Date.now() - TOKEN_MS) return token.value;
  const path = `/api/v3/app/installations/${sandbox.credentials.installationId}/access_tokens`;
  const headers = { authorization: `bearer ${appToken(stage)}` };
  const response = await fetch(sandbox.url + path, { method: "POST", headers });
  if (!response.ok) throw new Error(`The app gets no token: ${response.status}`);
  const { token: value } = (await response.json()) as { token: string };
  stage.token = { value, at: Date.now() };
  return value;
}
