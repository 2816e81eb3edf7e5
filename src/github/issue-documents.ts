import type { IssueChange, Relation } from "../sync/ports.js";
import { ISSUE_FIELDS } from "./observed-issue.js";
import { ISSUE_PAGE, NEWEST, numbered } from "./source-documents.js";

/** Issues changed since a time (inclusive), the latest changed first, by anybody: adopted ones are among them. */
export const CHANGED_DOCUMENT = `
  query ReadChanged($owner: String!, $name: String!, $since: DateTime!, $after: String) {
    repository(owner: $owner, name: $name) {
      ${NEWEST}
      issues(first: 100, after: $after, filterBy: { since: $since }, orderBy: { field: UPDATED_AT, direction: DESC }) {
        ${ISSUE_PAGE}
      }
    }
  }`;

/** Issues by author, oldest first, so that paging is stable while more are made. */
export const OWN_DOCUMENT = `
  query ReadOwn($owner: String!, $name: String!, $author: String!, $after: String) {
    repository(owner: $owner, name: $name) {
      ${NEWEST}
      issues(first: 100, after: $after, filterBy: { createdBy: $author }, orderBy: { field: CREATED_AT, direction: ASC }) {
        ${ISSUE_PAGE}
      }
    }
  }`;

/** Issues, or what else has the number. */
export function byNumberDocument(numbers: readonly number[]): string {
  return inRepository("ReadByNumber", [numbered(numbers)]);
}

/** Node ids of labels by name; null for one that does not exist. */
export function labelsDocument(names: readonly string[]): string {
  return inRepository(
    "ReadLabels",
    names.map((name, at) => `l${at}: label(name: ${JSON.stringify(name)}) { id }`),
  );
}

function inRepository(operation: string, parts: readonly string[]): string {
  return `query ${operation}($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${parts.join("\n")} } }`;
}

/** One document with many aliased mutations, each with its own input. */
export interface Batch {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Issues and comments that it makes. */
  readonly creations: number;
}

/** One mutation of a batch. */
export interface Part {
  readonly alias: string;
  readonly mutation: string;
  readonly inputType: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly answer: string;
}

/** Puts mutations together. They run one after the other, and one that fails does not stop the next. */
export function batch(operation: string, parts: readonly Part[]): Batch {
  const declared = parts.map(({ alias, inputType }) => `$${alias}: ${inputType}!`).join(", ");
  const called = parts.map(
    ({ alias, mutation, answer }) => `${alias}: ${mutation}(input: $${alias}) { ${answer} }`,
  );
  return {
    document: `mutation ${operation}(${declared}) {\n${called.join("\n")}\n}`,
    variables: Object.fromEntries(parts.map(({ alias, input }) => [alias, input])),
    creations: parts.filter(({ mutation }) => mutation === "createIssue" || mutation === "addComment").length,
  };
}

const ISSUE = `issue { ${ISSUE_FIELDS} }`;

/** The creation of one issue. */
export function createPart(at: number, input: Readonly<Record<string, unknown>>): Part {
  return { alias: `c${at}`, mutation: "createIssue", inputType: "CreateIssueInput", input, answer: ISSUE };
}

export interface NodeIds {
  readonly issue: string;
  /** Of the parent that it gets. */
  readonly parent: string | undefined;
  /** Of the parent that it has. */
  readonly formerParent: string | undefined;
  /** Of the milestone that it gets. */
  readonly milestone: string | undefined;
  /** Of the issue type that it gets. */
  readonly type: string | undefined;
  readonly assign: readonly string[];
  readonly unassign: readonly string[];
}

/** The mutations that one change of an issue needs, in order; the comment comes last, so that it is never said twice. */
export function changeParts(at: number, change: IssueChange, ids: NodeIds): Part[] {
  const parts: Part[] = [];
  const { title, body, milestone, completion, comment } = change;
  const hasMilestone = milestone === null || ids.milestone !== undefined;
  if (title !== undefined || body !== undefined || hasMilestone || ids.type !== undefined) {
    const input = {
      id: ids.issue,
      ...(title !== undefined && { title }),
      ...(body !== undefined && { body }),
      ...(hasMilestone && { milestoneId: ids.milestone ?? null }),
      ...(ids.type !== undefined && { issueTypeId: ids.type }),
    };
    parts.push({
      alias: `u${at}`,
      mutation: "updateIssue",
      inputType: "UpdateIssueInput",
      input,
      answer: ISSUE,
    });
  }
  const parent = parentPart(at, change, ids);
  if (parent) parts.push(parent);
  parts.push(...assigneeParts(at, ids));
  if (completion === "open") {
    const input = { issueId: ids.issue };
    parts.push({
      alias: `s${at}`,
      mutation: "reopenIssue",
      inputType: "ReopenIssueInput",
      input,
      answer: ISSUE,
    });
  } else if (completion !== undefined) {
    const input = { issueId: ids.issue, stateReason: completion === "done" ? "COMPLETED" : "NOT_PLANNED" };
    parts.push({
      alias: `s${at}`,
      mutation: "closeIssue",
      inputType: "CloseIssueInput",
      input,
      answer: ISSUE,
    });
  }
  if (comment !== undefined) {
    const input = { subjectId: ids.issue, body: comment };
    const answer = `subject { ... on Issue { ${ISSUE_FIELDS} } }`;
    parts.push({ alias: `t${at}`, mutation: "addComment", inputType: "AddCommentInput", input, answer });
  }
  return parts;
}

function assigneeParts(at: number, { issue, assign, unassign }: NodeIds): Part[] {
  const answer = `assignable { ... on Issue { ${ISSUE_FIELDS} } }`;
  const part = (alias: string, verb: string, assigneeIds: readonly string[]): Part[] => {
    const input = { assignableId: issue, assigneeIds };
    const [mutation, inputType] = [`${verb}Assignable`, `${upperFirst(verb)}AssignableInput`];
    return assigneeIds.length === 0 ? [] : [{ alias: `${alias}${at}`, mutation, inputType, input, answer }];
  };
  return [...part("g", "addAssigneesTo", assign), ...part("w", "removeAssigneesFrom", unassign)];
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The mutation that relates two issues, by their node ids. */
export function relationPart(
  at: number,
  { kind }: Relation,
  { issue, other, parent }: { readonly issue: string; readonly other: string; readonly parent: string },
): Part {
  const alias = `r${at}`;
  switch (kind) {
    case "blocked-by":
    case "not-blocked-by": {
      const input = { issueId: issue, blockingIssueId: other };
      return kind === "blocked-by"
        ? { alias, mutation: "addBlockedBy", inputType: "AddBlockedByInput", input, answer: "issue { id }" }
        : {
            alias,
            mutation: "removeBlockedBy",
            inputType: "RemoveBlockedByInput",
            input,
            answer: "issue { id }",
          };
    }
    case "behind":
    case "before": {
      const input = {
        issueId: parent,
        subIssueId: issue,
        ...(kind === "behind" ? { afterId: other } : { beforeId: other }),
      };
      return {
        alias,
        mutation: "reprioritizeSubIssue",
        inputType: "ReprioritizeSubIssueInput",
        input,
        answer: "issue { id }",
      };
    }
  }
}

/** Whether the part with this alias is a comment. */
export function isComment(alias: string): boolean {
  return alias.startsWith("t");
}

function parentPart(at: number, { parent }: IssueChange, ids: NodeIds): Part | undefined {
  const answer = `subIssue { ${ISSUE_FIELDS} }`;
  if (typeof parent === "number" && ids.parent !== undefined) {
    const input = { issueId: ids.parent, subIssueId: ids.issue, replaceParent: true };
    return { alias: `p${at}`, mutation: "addSubIssue", inputType: "AddSubIssueInput", input, answer };
  }
  if (parent === null && ids.formerParent !== undefined) {
    const input = { issueId: ids.formerParent, subIssueId: ids.issue };
    return { alias: `p${at}`, mutation: "removeSubIssue", inputType: "RemoveSubIssueInput", input, answer };
  }
  return undefined;
}
