/**
 * Node ids look and behave as GitHub's: a prefix that names the type, then base64url of MessagePack `[0, …ids]`
 * (hence `I_kwDO…` and `R_kgDO…`). Nothing is stored: an id can be read back.
 */
export interface NodeKey {
  readonly prefix: string;
  readonly parts: readonly (number | string)[];
}

export function encodeNodeId(prefix: string, ...parts: readonly (number | string)[]): string {
  const chunks = [Buffer.from([0x91 + parts.length, 0]), ...parts.map(encodePart)];
  return `${prefix}_${Buffer.concat(chunks).toString("base64url")}`;
}

function encodePart(part: number | string): Buffer {
  if (typeof part === "string") {
    const text = Buffer.from(part, "utf8");
    const head = Buffer.from([0xda, 0, 0]);
    head.writeUInt16BE(text.length, 1);
    return Buffer.concat([head, text]);
  }
  const bytes = Buffer.alloc(5);
  bytes[0] = 0xce;
  bytes.writeUInt32BE(part, 1);
  return bytes;
}

/** What an id says, or undefined when it is no id at all. */
export function decodeNodeId(id: string): NodeKey | undefined {
  const cut = id.indexOf("_");
  if (cut <= 0) return undefined;
  const bytes = Buffer.from(id.slice(cut + 1), "base64url");
  const parts: (number | string)[] = [];
  let at = 2;
  while (at < bytes.length) {
    if (bytes[at] === 0xce && at + 5 <= bytes.length) {
      parts.push(bytes.readUInt32BE(at + 1));
      at += 5;
    } else if (bytes[at] === 0xda && at + 3 <= bytes.length) {
      const length = bytes.readUInt16BE(at + 1);
      parts.push(bytes.toString("utf8", at + 3, at + 3 + length));
      at += 3 + length;
    } else return undefined;
  }
  const isWhole = bytes[0] === 0x91 + parts.length && encodeNodeId(id.slice(0, cut), ...parts) === id;
  return isWhole ? { prefix: id.slice(0, cut), parts } : undefined;
}

interface Numbered {
  readonly kind: string;
  readonly id: number;
}

const GLOBAL_PREFIXES: Readonly<Record<string, string>> = {
  User: "U",
  Bot: "BOT",
  Organization: "O",
  Repository: "R",
  Team: "T",
  App: "A",
  Installation: "MDE",
};

const REPOSITORY_PREFIXES: Readonly<Record<string, string>> = {
  Label: "LA",
  Milestone: "MI",
  Issue: "I",
  PullRequest: "PR",
  IssueComment: "IC",
  TimelineEvent: "EV",
  Reaction: "REA",
  CheckRun: "CR",
  CheckSuite: "CS",
  CommitStatus: "SC",
  PullRequestReview: "PRR",
  BranchRule: "BPR",
};

const PROJECT_PREFIXES: Readonly<Record<string, string>> = {
  ProjectV2Field: "PVTF",
  ProjectV2SingleSelectField: "PVTSSF",
  ProjectV2IterationField: "PVTIF",
  ProjectV2Item: "PVTI",
  ProjectV2Workflow: "PWF",
  ProjectV2ItemFieldTextValue: "PVTFTV",
  ProjectV2ItemFieldNumberValue: "PVTFNV",
  ProjectV2ItemFieldDateValue: "PVTFDV",
  ProjectV2ItemFieldSingleSelectValue: "PVTFSV",
  ProjectV2ItemFieldIterationValue: "PVTFIV",
};

/** Whether a prefix is of a project or of something in one; its key says owner, project and, within, the thing. */
export function isProjectPrefix(prefix: string): boolean {
  return prefix === "PVT" || Object.values(PROJECT_PREFIXES).includes(prefix);
}

/** The node id of an account, a repository, a team or an app. */
export function nodeId(thing: Numbered): string {
  return encodeNodeId(GLOBAL_PREFIXES[thing.kind] ?? thing.kind, thing.id);
}

/** The node id of something that lives in a repository. */
export function nodeIdIn(repository: { readonly id: number }, thing: Numbered): string {
  return encodeNodeId(REPOSITORY_PREFIXES[thing.kind] ?? thing.kind, repository.id, thing.id);
}

export function issueTypeNodeId(type: Numbered & { readonly organization: { readonly id: number } }): string {
  return encodeNodeId("IT", type.organization.id, type.id);
}

export function projectNodeId(project: Numbered & { readonly owner: { readonly id: number } }): string {
  return encodeNodeId("PVT", project.owner.id, project.id);
}

/** The node id of something that lives in a project: a field, an item, a value. */
export function nodeIdInProject(
  project: { readonly id: number; readonly owner: { readonly id: number } },
  thing: Numbered,
): string {
  return encodeNodeId(PROJECT_PREFIXES[thing.kind] ?? thing.kind, project.owner.id, project.id, thing.id);
}
