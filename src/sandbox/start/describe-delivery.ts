/** A webhook as the sandbox makes it, whoever it is sent to. */
export interface Delivery {
  readonly event: string;
  readonly action: string | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
}

type Node = Readonly<Record<string, unknown>>;

const ISSUE_NEWS = ["opened", "closed", "reopened", "deleted", "transferred", "edited"];

/** One line about a webhook for the person who watches; undefined for those that only say the same again. */
export function describeDelivery({ event, action, payload }: Delivery): string | undefined {
  const who = text(node(payload["sender"])["login"]);
  const issue = node(payload["issue"]);
  const subject = `#${text(issue["number"])} "${shorten(text(issue["title"]))}"`;
  if (event === "push") return describePush(payload, who);
  if (event === "issues" && action !== undefined && ISSUE_NEWS.includes(action))
    return `${who} ${action} ${subject}${action === "closed" ? reason(issue) : ""}`;
  if (event === "issue_comment" && (action === "created" || action === "edited"))
    return `${who} ${action === "created" ? "commented" : "edited a comment"} on ${subject}: ${visible(text(node(payload["comment"])["body"]))}`;
  if (event === "pull_request" && (action === "opened" || action === "closed")) {
    const pull = node(payload["pull_request"]);
    return `${who} ${pull["merged"] === true ? "merged" : action} pull request #${text(pull["number"])} "${shorten(text(pull["title"]))}"`;
  }
  return undefined;
}

function describePush(payload: Node, who: string): string {
  const ref = text(payload["ref"]).replace(/^refs\/heads\//, "");
  if (payload["deleted"] === true) return `${who} deleted ${ref}`;
  if (payload["created"] === true) return `${who} created ${ref}`;
  const message = shorten(text(node(payload["head_commit"])["message"]).split("\n")[0] ?? "");
  return `${who} pushed ${text(payload["after"]).slice(0, 7)} to ${ref}: ${message}`;
}

function reason(issue: Node): string {
  const given = issue["state_reason"];
  return given === null || given === undefined ? "" : ` as ${text(given).replace("_", " ")}`;
}

function node(value: unknown): Node {
  return typeof value === "object" && value !== null ? (value as Node) : {};
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The beginning of a comment as people see it: answers of apps often begin with notes to themselves. */
function visible(body: string): string {
  return shorten(body.replace(/<!--[^]*?-->/g, ""), 110);
}

/** One line without anything that could drive a terminal: titles are anybody's. */
function shorten(value: string, longest = 70): string {
  const line = value.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
