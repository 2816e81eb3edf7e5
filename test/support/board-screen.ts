import * as boards from "../sandbox/boards.js";
import type { Product } from "./product.js";

/** The board as its people see it. */
export class Screen {
  readonly #product: Product;
  readonly #archived = new Map<number, string>();
  board: boards.Board = { id: "", number: 0 };

  constructor(product: Product) {
    this.#product = product;
  }

  get graphql(): boards.Graphql {
    return this.#product.as("writer").graphql;
  }

  /** Ids of the items, by the numbers of their issues. */
  async items(): Promise<ReadonlyMap<number, string>> {
    const items = new Map<number, string>();
    let after: string | null = null;
    do {
      const { node }: Items = await this.graphql(ITEMS, { id: this.board.id, after });
      for (const { id, content } of node.items.nodes) items.set(content.number, id);
      after = node.items.pageInfo.hasNextPage ? node.items.pageInfo.endCursor : null;
    } while (after !== null);
    return items;
  }

  async shown(issue: number): Promise<Record<string, unknown>> {
    const item = (await this.items()).get(issue);
    if (item === undefined) throw new Error(`#${issue} is not on the board`);
    return boards.readValues(this.graphql, item);
  }

  /** One option for many items, in one go. */
  async choose(issues: readonly number[], name: string, option: string): Promise<void> {
    const items = await this.items();
    const { id, options } = await boards.fieldNamed(this.graphql, this.board, name);
    const optionId = options?.find((each) => each.name === option)?.id ?? "";
    const parts = issues.map(
      (issue) =>
        `n${issue}: updateProjectV2ItemFieldValue(input: {projectId: $project, itemId: "${items.get(issue) ?? ""}", fieldId: $field, value: {singleSelectOptionId: $option}}) { clientMutationId }`,
    );
    await this.graphql(`mutation($project: ID!, $field: ID!, $option: String!) { ${parts.join("\n")} }`, {
      project: this.board.id,
      field: id,
      option: optionId,
    });
  }

  async archive(issue: number, isArchived: boolean): Promise<void> {
    const item = (await this.items()).get(issue) ?? this.#archived.get(issue);
    if (item === undefined) throw new Error(`#${issue} is not on the board`);
    this.#archived.set(issue, item);
    const mutation = isArchived ? "archiveProjectV2Item" : "unarchiveProjectV2Item";
    await this.graphql(
      `mutation($project: ID!, $item: ID!) { ${mutation}(input: {projectId: $project, itemId: $item}) { clientMutationId } }`,
      { project: this.board.id, item },
    );
  }

  async set(issue: number, name: string, value: string | number): Promise<void> {
    const item = (await this.items()).get(issue) ?? "";
    const field = await boards.fieldNamed(this.graphql, this.board, name);
    const option = field.options?.find((each) => each.name === value)?.id;
    const kinds: Record<string, object> = {
      SINGLE_SELECT: { singleSelectOptionId: option },
      NUMBER: { number: value },
      DATE: { date: value },
    };
    const given = kinds[field.dataType] ?? { text: value };
    await boards.setValue(this.graphql, this.board, item, field, given);
  }
}

interface Items {
  readonly node: {
    readonly items: {
      readonly nodes: readonly { readonly id: string; readonly content: { readonly number: number } }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  };
}

const ITEMS = `
  query($id: ID!, $after: String) {
    node(id: $id) {
      ... on ProjectV2 {
        items(first: 100, after: $after) {
          nodes { id content { ... on Issue { number } } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }`;
