import type { MissingIssue, ObservedIssue } from "../core/model/issue.js";
import type {
  Changed,
  IssueChange,
  IssueList,
  IssuePage,
  IssuePort,
  NewIssue,
  Relation,
  Result,
} from "../sync/ports.js";
import type { GitHubClient } from "./client.js";
import { isFinal, problemToError } from "./domain-error.js";
import type { GraphqlProblem } from "./domain-error.js";
import {
  batch,
  byNumberDocument,
  CHANGED_DOCUMENT,
  changeParts,
  createPart,
  isComment,
  OWN_DOCUMENT,
} from "./issue-documents.js";
import type { Part } from "./issue-documents.js";
import type { AttributeIds } from "./attribute-ids.js";
import { relateIssues } from "./relate-issues.js";
import type { LabelIds } from "./label-ids.js";
import type { IssueAnswer, IssueReader, NumberedNode } from "./issue-reader.js";
import type { IssueNode } from "./observed-issue.js";
import type { RepositoryAddress } from "./repository-address.js";
import { traceIssue } from "./trace-issue.js";

type MutationAnswer = {
  readonly issue?: IssueNode;
  readonly subIssue?: IssueNode;
  readonly subject?: IssueNode;
  readonly assignable?: IssueNode;
} | null;

const NO_ANSWER = { ok: false, refusal: "GitHub answered nothing" } as const;
/** All that was to change is what the issue belongs to, and there is no mutation for what cannot be found. */
const NOTHING_LEFT = { ok: false, refusal: "what it was to be given is gone" } as const;

/** Of a repository that is gone. */
const NO_ISSUES: IssueAnswer = {
  newest: { totalCount: 0, nodes: [] },
  newestPull: { nodes: [] },
  issues: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
};

/** Most numbers asked for by one request. */
const NUMBERS_PER_REQUEST = 50;

/** Issues by GraphQL, many at a time. */
export class IssueTracker implements IssuePort {
  readonly #client: GitHubClient;
  readonly #address: RepositoryAddress;
  readonly #reader: IssueReader;
  readonly #labels: LabelIds;
  readonly #attributes: AttributeIds;

  constructor(
    client: GitHubClient,
    address: RepositoryAddress,
    reader: IssueReader,
    { labels, attributes }: { readonly labels: LabelIds; readonly attributes: AttributeIds },
  ) {
    this.#client = client;
    this.#address = address;
    this.#reader = reader;
    this.#labels = labels;
    this.#attributes = attributes;
  }

  async readChanged(since: string, next: string | undefined): Promise<IssuePage> {
    return this.#page("read what changed", CHANGED_DOCUMENT, { since, after: next });
  }

  async readOwn(): Promise<IssueList> {
    const issues: ObservedIssue[] = [];
    let newest = Infinity;
    let after: string | undefined;
    do {
      const page = await this.#page("read the app's issues", OWN_DOCUMENT, {
        author: `${this.#reader.slug}[bot]`,
        after,
      });
      issues.push(...page.issues);
      newest = Math.min(newest, page.newest);
      after = page.next;
    } while (after !== undefined);
    return { issues, newest };
  }

  async read(numbers: readonly number[]): Promise<ReadonlyMap<number, ObservedIssue | MissingIssue>> {
    const found = new Map<number, ObservedIssue | MissingIssue>();
    for (let at = 0; at < numbers.length; at += NUMBERS_PER_REQUEST) {
      const some = numbers.slice(at, at + NUMBERS_PER_REQUEST);
      const { data } = await this.#client.query<{ repository: Record<string, NumberedNode | null> | null }>(
        "read issues",
        byNumberDocument(some),
        { ...this.#address },
      );
      for (const number of some) {
        const node = data.repository?.[`n${number}`];
        if (node?.__typename === "Issue" && node.number === number)
          found.set(number, this.#reader.observe(node));
        else
          found.set(
            number,
            node?.__typename === "PullRequest"
              ? { kind: "pull-request" }
              : await traceIssue(this.#client, this.#address, number),
          );
      }
    }
    return found;
  }

  async create(repositoryId: string, issues: readonly NewIssue[]): Promise<readonly Result<ObservedIssue>[]> {
    const results = [...(await this.#create(repositoryId, issues))];
    const again = issues.flatMap((issue, at) => (this.#isStale(results[at]) ? [{ at, issue }] : []));
    if (again.length > 0) {
      this.#labels.forget();
      this.#attributes.forget();
      const retried = await this.#create(
        repositoryId,
        again.map(({ issue }) => issue),
      );
      for (const [position, { at }] of again.entries()) results[at] = retried[position] ?? NO_ANSWER;
    }
    return this.#close(issues, results);
  }

  async #create(repositoryId: string, issues: readonly NewIssue[]) {
    const labelIds = await this.#labels.of(repositoryId, [
      ...new Set(issues.flatMap(({ content }) => content.labels)),
    ]);
    await this.#readIds(issues.flatMap(({ parent }) => parent ?? []));
    const milestones = await this.#attributes.milestones(issues.flatMap(({ milestone }) => milestone ?? []));
    const people = await this.#attributes.people(issues.flatMap(({ content }) => content.assignees ?? []));
    const types = await this.#attributes.types(issues.flatMap(({ content }) => content.type ?? []));
    const parts = issues.map(({ content, parent, milestone }, at) => {
      const assigneeIds = (content.assignees ?? []).flatMap((login) => people.get(login.toLowerCase()) ?? []);
      const milestoneId = milestone === undefined ? undefined : milestones.get(milestone);
      const issueTypeId = content.type === undefined ? undefined : types.get(content.type);
      return createPart(at, {
        repositoryId,
        title: content.title,
        body: content.body,
        labelIds: content.labels.flatMap((label) => labelIds.get(label) ?? []),
        ...(parent !== undefined && { parentIssueId: this.#reader.id(parent) }),
        ...(milestoneId !== undefined && { milestoneId }),
        ...(assigneeIds.length > 0 && { assigneeIds }),
        ...(issueTypeId !== undefined && { issueTypeId }),
      });
    });
    return this.#mutate(
      "CreateIssues",
      parts.map((part) => [part]),
    );
  }

  async change(changes: readonly IssueChange[]): Promise<readonly Changed[]> {
    const results = [...(await this.#change(changes))];
    const again = changes.flatMap((change, at) => (this.#isStale(results[at]) ? [{ at, change }] : []));
    if (again.length === 0) return results;
    this.#attributes.forget();
    // What names no such ids went through, and a comment must not be said twice.
    const retried = await this.#change(
      again.map(({ change }) => change),
      ({ mutation }) => /^updateIssue$|Assignable$/.test(mutation),
    );
    for (const [position, { at }] of again.entries()) results[at] = retried[position] ?? NO_ANSWER;
    return results;
  }

  async #change(
    changes: readonly IssueChange[],
    isMeant: (part: Part) => boolean = () => true,
  ): Promise<readonly Changed[]> {
    await this.#readIds(changes.flatMap(({ issue, parent }) => [issue, ...(parent ? [parent] : [])]));
    const milestones = await this.#attributes.milestones(changes.flatMap(({ milestone }) => milestone ?? []));
    const people = await this.#attributes.people(
      changes.flatMap(({ assign = [], unassign = [] }) => [...assign, ...unassign]),
    );
    const types = await this.#attributes.types(changes.flatMap(({ type }) => type ?? []));
    const idsOf = (logins: readonly string[] = []): string[] =>
      logins.flatMap((login) => people.get(login.toLowerCase()) ?? []);
    const parts = changes.map((change, at) =>
      changeParts(at, change, {
        issue: this.#reader.id(change.issue) ?? "",
        parent: typeof change.parent === "number" ? this.#reader.id(change.parent) : undefined,
        formerParent: this.#reader.parentId(change.issue),
        milestone: typeof change.milestone === "number" ? milestones.get(change.milestone) : undefined,
        type: change.type === undefined ? undefined : types.get(change.type),
        assign: idsOf(change.assign),
        unassign: idsOf(change.unassign),
      }).filter(isMeant),
    );
    return this.#mutate("ChangeIssues", parts);
  }

  async relate(relations: readonly Relation[]): Promise<readonly Result<undefined>[]> {
    await this.#readIds(
      relations.flatMap((relation) => [
        relation.issue,
        relation.other,
        ...("parent" in relation ? [relation.parent] : []),
      ]),
    );
    return relateIssues(this.#client, relations, (number) => this.#reader.id(number) ?? "");
  }

  /** What the issue was to be given is no longer there. */
  #isStale(result: Result<ObservedIssue> | undefined): boolean {
    if (result?.ok !== false) return false;
    return this.#labels.isNamedIn(result.refusal) || this.#attributes.isNamedIn(result.refusal);
  }

  /** GitHub makes issues open; those of tasks that were complete before are closed right after. */
  async #close(issues: readonly NewIssue[], results: readonly Result<ObservedIssue>[]) {
    const complete = issues.flatMap(({ completion }, at) => {
      const result = results[at];
      return completion !== "open" && result?.ok
        ? [{ at, change: { issue: result.value.number, completion } }]
        : [];
    });
    if (complete.length === 0) return results;
    const closed = await this.change(complete.map(({ change }) => change));
    const after = [...results];
    for (const [position, { at }] of complete.entries()) {
      const result = closed[position];
      if (result) after[at] = result;
    }
    return after;
  }

  /** Runs groups of mutations as one request; answers what became of each group. */
  async #mutate(operation: string, groups: readonly (readonly ReturnType<typeof createPart>[])[]) {
    const parts = groups.flat();
    if (parts.length === 0) return groups.map(() => NOTHING_LEFT);
    const { document, variables, creations } = batch(operation, parts);
    const { data, problems } = await this.#client.mutate<Record<string, MutationAnswer>>(
      operation,
      document,
      variables,
      creations,
    );
    const passing = problems.find((problem) => !isFinal(problem));
    // What did go through carries its marker, or shows as done: the next sync finds it.
    if (passing) throw problemToError(passing, operation);
    return groups.map((group) =>
      this.#resultOf(
        group.map(({ alias }) => alias),
        data,
        problems,
      ),
    );
  }

  #resultOf(
    aliases: readonly string[],
    data: Readonly<Record<string, MutationAnswer>>,
    problems: readonly GraphqlProblem[],
  ): Changed {
    if (aliases.length === 0) return NOTHING_LEFT;
    const own = problems.filter(({ path }) => aliases.includes(String(path?.[0])));
    const unsaid = own.find(({ path }) => isComment(String(path?.[0])));
    const problem = own.find((each) => each !== unsaid);
    if (problem) return { ok: false, refusal: problem.message };
    const node = aliases.map((alias) => nodeIn(data[alias])).findLast((answer) => answer !== undefined);
    if (node) return { ok: true, value: this.#reader.observe(node), unsaid: unsaid?.message };
    return unsaid ? { ok: false, refusal: unsaid.message } : NO_ANSWER;
  }

  async #page(
    what: string,
    document: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<IssuePage> {
    const { data, answeredAt } = await this.#client.query<{ repository: IssueAnswer | null }>(
      what,
      document,
      { ...this.#address, ...variables },
    );
    return this.#reader.page(data.repository ?? NO_ISSUES, answeredAt);
  }

  async #readIds(numbers: readonly number[]): Promise<void> {
    const unknown = [...new Set(numbers)].filter((number) => this.#reader.id(number) === undefined);
    if (unknown.length > 0) await this.read(unknown);
  }
}

function nodeIn(answer: MutationAnswer | undefined): IssueNode | undefined {
  return answer?.subject ?? answer?.issue ?? answer?.subIssue ?? answer?.assignable;
}
