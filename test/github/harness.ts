import { readFileSync } from "node:fs";
import nock from "nock";
import { ProbotOctokit } from "probot";
import { parse } from "yaml";
import { GitHubClient } from "../../src/github/client.js";
import type { Octokit } from "../../src/github/client.js";
import { IssueReader } from "../../src/github/issue-reader.js";
import { IssueTracker } from "../../src/github/issue-tracker.js";
import { AttributeIds } from "../../src/github/attribute-ids.js";
import { LabelIds } from "../../src/github/label-ids.js";
import type { Pace } from "../../src/github/pace.js";
import { UNPACED } from "../../src/github/pace.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { installedApp } from "../sandbox/harness.js";

export const TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a";
export const ADDRESS = { owner: "acme", name: "app" };
export const API = "https://api.github.com";

/** Octokit as the server makes it: it neither repeats nor delays anything by itself. */
export function plainOctokit(token = TOKEN, baseUrl = API): Octokit {
  return new ProbotOctokit({
    auth: { token },
    baseUrl,
    retry: { enabled: false },
    throttle: { enabled: false },
  });
}

export function plainClient(pace: Pace = UNPACED): GitHubClient {
  return new GitHubClient(plainOctokit(), pace);
}

/** The issues of a repository whose answers the test gives. */
export function scriptedIssues(pace: Pace = UNPACED): IssueTracker {
  const client = plainClient(pace);
  return new IssueTracker(client, ADDRESS, new IssueReader("tickmark"), {
    labels: new LabelIds(client, ADDRESS),
    attributes: new AttributeIds(client, ADDRESS, "tickmark"),
  });
}

export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface GraphqlReply {
  readonly data?: object | null;
  readonly errors?: readonly object[];
}

/** Answers GraphQL requests one after the other, and keeps them. A request too many is an error. */
export function answerGraphql(
  ...answers: readonly (GraphqlReply | ((request: GraphqlRequest) => GraphqlReply))[]
): GraphqlRequest[] {
  const asked: GraphqlRequest[] = [];
  for (const answer of answers) {
    nock(API)
      .post("/graphql")
      .reply(200, (_path, body) => {
        const request = body as unknown as GraphqlRequest;
        asked.push(request);
        return { ...(typeof answer === "function" ? answer(request) : answer) };
      });
  }
  return asked;
}

/** An issue as GraphQL answers it. */
export function issueNode(number: number, rest: object = {}): object {
  return {
    id: `I_${number}`,
    number,
    title: `Task ${number}`,
    body: "",
    state: "OPEN",
    stateReason: null,
    createdAt: "2026-01-05T12:00:00Z",
    updatedAt: "2026-01-05T12:00:00Z",
    author: { __typename: "Bot", login: "tickmark" },
    parent: null,
    repository: { nameWithOwner: "acme/app" },
    milestone: null,
    issueType: null,
    assignees: { nodes: [] },
    attributeItems: { nodes: [] },
    timelineItems: { nodes: [] },
    ...rest,
  };
}

/** Of app.yml: all that the app needs, and so what nothing is said of. */
const MANIFEST = parse(readFileSync("app.yml", "utf8")) as {
  readonly default_permissions: Readonly<Record<string, string>>;
  readonly default_events: readonly string[];
};

/** `GET /app`, as the manifest registers it for the organization acme. */
export function registeredApp(rest: object = {}) {
  return {
    id: 7,
    slug: "tickmark",
    html_url: "https://github.com/apps/tickmark",
    owner: { login: "acme", type: "Organization" },
    permissions: MANIFEST.default_permissions,
    events: MANIFEST.default_events,
    ...rest,
  };
}

/** One of `GET /app/installations`, that has accepted what the manifest asks for. */
export function installation(id: number, rest: object = {}) {
  return {
    id,
    account: { login: "acme" },
    target_type: "Organization",
    html_url: `https://github.com/organizations/acme/settings/installations/${id}`,
    permissions: MANIFEST.default_permissions,
    events: MANIFEST.default_events,
    suspended_at: null,
    ...rest,
  };
}

/** What a promise was rejected with. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => Promise.reject(new Error("It did not fail")),
    (error: unknown) => error,
  );
}

/** A client of the app's installation in a sandbox, and what it sent. */
export async function sandboxClient(sandbox: Sandbox) {
  const { token } = await installedApp(sandbox);
  const octokit = plainOctokit(token, `${sandbox.url}/api/v3`);
  const sent: string[] = [];
  octokit.hook.before(
    "request",
    ({ method, url }) => void sent.push(`${method} ${url.replace(`${sandbox.url}/api`, "")}`),
  );
  return { client: new GitHubClient(octokit, UNPACED), sent };
}
