// What the starter prints for people when the first sync is done: what happened, where to look, what to try.

import { formatSuggestions } from "./format-suggestions.js";
import type { ObservedFile, ObservedRepository } from "./observe-repository.js";
import type { Pushed } from "./push-checklists.js";

export interface Places {
  readonly github: string;
  readonly api: string;
  readonly graphql: string;
  readonly app: string;
  readonly repository: string;
}

/** Where things are, in URLs; `api` serves as `baseUrl` of @octokit/rest. */
export function placesOf(url: string, appPort: number): Places {
  return {
    github: url,
    api: `${url}/api/v3`,
    graphql: `${url}/api/graphql`,
    app: `http://127.0.0.1:${appPort}`,
    repository: `${url}/acme/app`,
  };
}

/** The whole summary; `app` is the process of the app, if there is one. */
export function formatReady(
  places: Places,
  app: { readonly pid: number | undefined } | undefined,
  pushed: Pushed,
  observed: ObservedRepository,
): string {
  return [
    "",
    "Tickmark's sandbox is up.",
    "",
    `  Look at it       ${places.repository}`,
    ...(observed.board === undefined ? [] : [`  The board        ${observed.board}`]),
    `  REST, GraphQL    ${places.api}   ${places.graphql}`,
    `  The app          ${places.app}/status   ${app === undefined ? "not started" : `process ${app.pid}`}`,
    "",
    ...formatFiles(pushed, observed),
    "",
    `${count(observed.openIssues, "open issue")}, ${observed.closedIssues} closed. The newest commit:`,
    `  ${observed.head.oid.slice(0, 7)} ${observed.head.headline} (${observed.head.author})`,
    "",
    ...formatSuggestions(places, observed),
    "",
    "Everything that happens is told below. Stop with Ctrl-C.",
    "",
  ].join("\n");
}

/** How to start the app by hand against a sandbox that runs without one. */
export function formatEnvironment(environment: Readonly<Record<string, string>>, url: string): string {
  const lines = Object.entries(environment).map(([name, value]) => `  export ${name}='${value}'`);
  return [
    "No app was started. Build it, set this, and start it by hand:",
    "",
    ...lines,
    "  node dist/server.js",
    "",
    "If it listens elsewhere, tell the sandbox:",
    `  curl -X POST ${url}/_sandbox/app -d '{"webhookUrl":"http://127.0.0.1:3001/api/github/webhooks","statusUrl":"http://127.0.0.1:3001/status"}'`,
    "",
  ].join("\n");
}

function formatFiles({ pushed, kept }: Pushed, { files }: ObservedRepository): string[] {
  const width = Math.max(0, ...files.map(({ path }) => path.length));
  const describe = ({ path, boxes }: ObservedFile) => {
    const ticked = boxes.filter(({ checked }) => checked).length;
    const linked = boxes.filter(({ issue }) => issue !== undefined).length;
    return `  ${path.padEnd(width)}  ${count(boxes.length, "box", "boxes")}, ${ticked} ticked, ${linked} with an issue`;
  };
  return [
    ...(pushed.length > 0 ? [`${count(pushed.length, "checklist")} pushed as owner.`] : []),
    ...(kept.length > 0 ? [`${count(kept.length, "checklist")} left as the kept state has them.`] : []),
    ...files.map(describe),
  ];
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
