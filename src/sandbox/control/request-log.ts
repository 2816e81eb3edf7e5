import type { Violation } from "../contract/contract.js";

export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  /** The name of a GraphQL operation, or GitHub's operation id of a REST route. */
  readonly operation: string;
  /** How many things the request wanted to change: the aliases of a GraphQL mutation, 1 for a REST write. */
  readonly mutations: number;
  /** 0: the connection broke instead of an answer (fault `drop`). */
  readonly status: number;
}

const KEPT = 20_000;

/** What the app asked since the log was last emptied, and every breach of contract that was seen. */
export class RequestLog {
  #requests: RequestRecord[] = [];
  #violations: Violation[] = [];

  add(record: RequestRecord): void {
    this.#requests.push(record);
    if (this.#requests.length > KEPT) this.#requests.shift();
  }

  clear(): void {
    this.#requests = [];
  }

  summary(): { total: number; mutations: number; requests: readonly RequestRecord[] } {
    return {
      total: this.#requests.length,
      mutations: this.#requests.reduce((sum, request) => sum + request.mutations, 0),
      requests: this.#requests,
    };
  }

  addViolations(violations: readonly Violation[]): void {
    for (const violation of violations) if (this.#violations.length < KEPT) this.#violations.push(violation);
  }

  clearViolations(): void {
    this.#violations = [];
  }

  violations(): readonly Violation[] {
    return this.#violations;
  }
}
