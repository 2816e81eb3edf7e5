import type { Board, BoardColumn, BoardItem, RawValue } from "../core/model/board.js";
import type { ProjectRules } from "../core/model/config.js";
import { RetryError, TerminalError } from "../errors.js";
import type { BoardPort, BoardReading, BoardWrite, NewColumn } from "../sync/board-port.js";
import type { Result } from "../sync/ports.js";
import type { GitHubClient } from "./client.js";
import { isFinal, problemToError } from "./domain-error.js";
import { batch } from "./issue-documents.js";
import type { Part } from "./issue-documents.js";
import type { IssueReader } from "./issue-reader.js";
import { DATA_TYPES, isDropped, toBoard, toColumn, valuesOf } from "./observed-board.js";
import type { ColumnNode, ItemNode, OptionNode } from "./observed-board.js";
import { findBoard } from "./find-board.js";
import type { BoardPage } from "./find-board.js";
import {
  BY_ID_DOCUMENT,
  COLUMN_DOCUMENT,
  COLUMN_FIELDS,
  CREATE_PROJECT,
  ITEMS_DOCUMENT,
  ITEM_FIELDS,
  issueIdsDocument,
} from "./project-documents.js";
import type { RepositoryAddress } from "./repository-address.js";

const NO_ANSWER = { ok: false, refusal: "GitHub answered nothing" } as const;

/** Most nodes asked for by their ids in one request. */
const IDS_PER_REQUEST = 100;

/** What the app wrote on boards since the process started: values that are still so are nobody else's. */
export type WrittenValues = Map<string, RawValue>;

/** A project board by GraphQL, many values at a time. */
export class ProjectBoard implements BoardPort {
  answeredAt = new Date(0).toISOString();
  readonly #client: GitHubClient;
  readonly #address: RepositoryAddress;
  readonly #reader: IssueReader;
  readonly #written: WrittenValues;

  constructor(client: GitHubClient, address: RepositoryAddress, reader: IssueReader, written: WrittenValues) {
    this.#client = client;
    this.#address = address;
    this.#reader = reader;
    this.#written = written;
  }

  async read(wanted: ProjectRules["board"], known: string | undefined): Promise<BoardReading> {
    try {
      const found = await findBoard(this.#client, wanted, { owner: this.#address.owner, known });
      if (!("page" in found)) return found;
      return { state: "read", board: await this.#readAll(found.page) };
    } catch (error) {
      // What GitHub refuses is no reason to leave files and issues apart.
      if (!(error instanceof TerminalError)) throw error;
      return {
        state: "unusable",
        rule: "project-no-permission",
        why: `Unexpected refusal of the board: ${error.message}; expected the permission to read and write projects of the organization, let an owner grant it to the app`,
      };
    }
  }

  async #readAll(first: BoardPage): Promise<Board> {
    const items = new Map<number, BoardItem>();
    const { project } = first;
    this.#observe(first, items);
    for (let { next } = first; next !== undefined;) {
      const { data, answeredAt } = await this.#client.query<{ node: BoardPage["node"] | null }>(
        "read the board",
        BY_ID_DOCUMENT,
        { id: project.id, after: next },
      );
      if (!data.node) throw new RetryError("read the board: it went away meanwhile");
      const page = { ...first, node: data.node, answeredAt };
      this.#observe(page, items);
      const { hasNextPage, endCursor } = data.node.items.pageInfo;
      next = hasNextPage ? (endCursor ?? undefined) : undefined;
    }
    return toBoard(project, items);
  }

  #observe(
    { node, answeredAt }: Pick<BoardPage, "node" | "answeredAt">,
    items: Map<number, BoardItem>,
  ): void {
    this.answeredAt = answeredAt;
    for (const item of node.items.nodes) {
      const number = item ? this.#numberOf(item) : undefined;
      if (item && number !== undefined && !item.isArchived) items.set(number, this.#toItem(item));
    }
  }

  /** Undefined for what is on the board from elsewhere: issues of other repositories, pull requests, notes. */
  #numberOf({ content }: ItemNode): number | undefined {
    const { owner, name } = this.#address;
    const here = `${owner}/${name}`.toLowerCase();
    return content?.repository?.nameWithOwner.toLowerCase() === here ? content.number : undefined;
  }

  #toItem(node: ItemNode): BoardItem {
    const values = valuesOf(node);
    const own = new Set<string>();
    for (const [column, value] of values) {
      const key = `${node.id} ${column}`;
      if (this.#written.get(key) === value) own.add(column);
      // Somebody has changed it: should it come back, it is not ours any more.
      else this.#written.delete(key);
    }
    const { id, createdAt } = node;
    return { id, createdAt, isDropped: isDropped(node, this.#reader.slug), values, own };
  }

  async readItems(
    board: Board,
    issues: readonly number[],
  ): Promise<ReadonlyMap<number, BoardItem> | undefined> {
    const items = new Map<number, BoardItem>();
    const ids = issues.flatMap((issue) => board.items.get(issue)?.id ?? []);
    for (let at = 0; at < ids.length; at += IDS_PER_REQUEST) {
      const { data, answeredAt } = await this.#client.query<{
        board: { readonly closed?: boolean } | null;
        nodes: readonly (ItemNode | null)[];
      }>("read items of the board", ITEMS_DOCUMENT, {
        board: board.id,
        ids: ids.slice(at, at + IDS_PER_REQUEST),
      });
      if (data.board?.closed !== false) return undefined;
      const nodes = data.nodes.filter((node) => node !== null);
      this.#observe({ node: { items: { nodes, pageInfo: NO_MORE } }, answeredAt }, items);
    }
    return items;
  }

  async create(title: string, repositoryId: string): Promise<Result<Board>> {
    const found = await findBoard(this.#client, { create: title }, { owner: this.#address.owner });
    if ("page" in found) return { ok: true, value: await this.#readAll(found.page) };
    if (found.state === "unusable") return { ok: false, refusal: found.why };
    const input = { ownerId: found.ownerId, title, repositoryId };
    const [result = NO_ANSWER] = await this.#mutate("CreateBoard", [{ ...CREATE_PROJECT, input }]);
    if (!result.ok) return result;
    const { id } = (result.value as { projectV2: { id: string } }).projectV2;
    const made = await findBoard(this.#client, { create: title }, { owner: this.#address.owner, known: id });
    return "page" in made ? { ok: true, value: await this.#readAll(made.page) } : NO_ANSWER;
  }

  async createColumns(board: Board, columns: readonly NewColumn[]): Promise<readonly Result<BoardColumn>[]> {
    const parts = columns.map(({ name, type, options }, at): Part => ({
      alias: `f${at}`,
      mutation: "createProjectV2Field",
      inputType: "CreateProjectV2FieldInput",
      input: {
        projectId: board.id,
        name,
        dataType: type === "other" ? "TEXT" : DATA_TYPES[type],
        ...(type === "choice" && { singleSelectOptions: options.map((option) => newOption(option)) }),
      },
      answer: `projectV2Field { ${COLUMN_FIELDS} }`,
    }));
    return (await this.#mutate("CreateBoardFields", parts)).map((result) => this.#asColumn(result));
  }

  async addOptions(column: BoardColumn, names: readonly string[]): Promise<Result<BoardColumn>> {
    const { data } = await this.#client.query<{ node: ColumnNode | null }>("read a field", COLUMN_DOCUMENT, {
      id: column.id,
    });
    if (!data.node) return { ok: false, refusal: `the field ${column.name} is gone` };
    const present = data.node.options ?? [];
    // What is not sent is taken away, and an option that is sent without its id is another one: values go with it.
    const options = [
      ...present.map(({ id, name, color, description }) => ({ id, name, color, description })),
      ...names
        .filter((wanted) => !present.some(({ name }) => name.toLowerCase() === wanted.toLowerCase()))
        .map((name) => newOption(name)),
    ];
    const part = {
      alias: "f",
      mutation: "updateProjectV2Field",
      inputType: "UpdateProjectV2FieldInput",
      input: { fieldId: column.id, singleSelectOptions: options },
      answer: `projectV2Field { ${COLUMN_FIELDS} }`,
    };
    const [result = NO_ANSWER] = await this.#mutate("AddBoardOptions", [part]);
    return this.#asColumn(result);
  }

  #asColumn(result: Result<unknown>): Result<BoardColumn> {
    if (!result.ok) return result;
    const { projectV2Field } = result.value as { projectV2Field: ColumnNode };
    return { ok: true, value: toColumn(projectV2Field) };
  }

  async addItems(board: Board, issues: readonly number[]): Promise<readonly Result<BoardItem>[]> {
    const ids = await this.#issueIds(issues);
    const parts = issues.map((issue, at): Part => ({
      alias: `i${at}`,
      mutation: "addProjectV2ItemById",
      inputType: "AddProjectV2ItemByIdInput",
      input: { projectId: board.id, contentId: ids.get(issue) ?? "" },
      answer: `item { ${ITEM_FIELDS} }`,
    }));
    return (await this.#mutate("AddBoardItems", parts)).map((result): Result<BoardItem> => {
      if (!result.ok) return result;
      const { item } = result.value as { item: ItemNode };
      return item.isArchived ? { ok: false, refusal: ARCHIVED } : { ok: true, value: this.#toItem(item) };
    });
  }

  async setValues(board: Board, writes: readonly BoardWrite[]): Promise<readonly Result<undefined>[]> {
    const results = await this.#mutate(
      "SetBoardValues",
      writes.map((write, at) => valuePart(at, board, write)),
    );
    for (const [at, { item, column, value }] of writes.entries()) {
      const key = `${item} ${column.id}`;
      if (results[at]?.ok && value !== undefined) this.#written.set(key, value);
    }
    return results.map((result) => (result.ok ? { ok: true, value: undefined } : result));
  }

  async #issueIds(issues: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const ids = new Map(issues.flatMap((issue) => pairWith(issue, this.#reader.id(issue))));
    const unknown = issues.filter((issue) => !ids.has(issue));
    for (let at = 0; at < unknown.length; at += IDS_PER_REQUEST) {
      const some = unknown.slice(at, at + IDS_PER_REQUEST);
      const { data } = await this.#client.query<{
        repository: Readonly<Record<string, { readonly id: string } | null>> | null;
      }>("read ids of issues", issueIdsDocument(some), { ...this.#address });
      for (const issue of some) {
        const id = data.repository?.[`n${issue}`]?.id;
        if (id !== undefined) ids.set(issue, id);
      }
    }
    return ids;
  }

  /** Answers mutation by mutation. What went through before a passing fault is found by the next reading. */
  async #mutate(operation: string, parts: readonly Part[]): Promise<readonly Result<unknown>[]> {
    if (parts.length === 0) return [];
    const { document, variables } = batch(operation, parts);
    const { data, problems, answeredAt } = await this.#client.mutate<Readonly<Record<string, unknown>>>(
      operation,
      document,
      variables,
    );
    this.answeredAt = answeredAt;
    const passing = problems.find((problem) => !isFinal(problem));
    if (passing) throw problemToError(passing, operation);
    return parts.map(({ alias }): Result<unknown> => {
      const problem = problems.find(({ path }) => path?.[0] === alias);
      if (problem) return { ok: false, refusal: problem.message };
      return data[alias] ? { ok: true, value: data[alias] } : NO_ANSWER;
    });
  }
}

const NO_MORE = { hasNextPage: false, endCursor: null };
const ARCHIVED = "it is in the board's archive";

function newOption(name: string): Omit<OptionNode, "id"> {
  return { name, color: "GRAY", description: "" };
}

function valuePart(at: number, board: Board, { item, column, value }: BoardWrite): Part {
  const place = { projectId: board.id, itemId: item, fieldId: column.id };
  const answer = "projectV2Item { id }";
  if (value === undefined)
    return {
      alias: `v${at}`,
      mutation: "clearProjectV2ItemFieldValue",
      inputType: "ClearProjectV2ItemFieldValueInput",
      input: place,
      answer,
    };
  const kinds = {
    text: "text",
    number: "number",
    date: "date",
    choice: "singleSelectOptionId",
    other: "text",
  };
  return {
    alias: `v${at}`,
    mutation: "updateProjectV2ItemFieldValue",
    inputType: "UpdateProjectV2ItemFieldValueInput",
    input: { ...place, value: { [kinds[column.type]]: value } },
    answer,
  };
}

function pairWith(issue: number, id: string | undefined): [number, string][] {
  return id === undefined ? [] : [[issue, id]];
}
