import type { Completion } from "../../src/core/model/checklist.js";
import { ownLines } from "./document.js";
import type { LineState } from "./document.js";
import type { SeenIssue } from "./github-user.js";

export type Attribute = "completion" | "title";

interface Touch {
  readonly value: string;
  /** How many requests the app had made by then. */
  readonly requests: number;
}

interface Touches {
  readonly completion: Touch[];
  readonly title: Touch[];
}

/** What a line or an issue said when both sides last agreed. */
interface Agreed {
  readonly completion: Completion;
  readonly title: string;
  /** Of a line: the issue that was its own. */
  readonly reference: number | undefined;
}

/**
 * Who changed what since both sides last agreed, by people's own acts alone: the app's writes are no part of it.
 * From this follows what a line and its issue may say when all is done.
 */
export class Ledger {
  #lines = new Map<number, Touches>();
  #issues = new Map<number, Touches>();
  #agreedLines = new Map<number, Agreed>();
  #agreedIssues = new Map<number, Agreed>();
  #requestsAtAgreement = 0;
  #requests = 0;

  appRequested(): void {
    this.#requests += 1;
  }

  /** People pushed: whatever a line says now and did not say before was said by them. */
  pushed(before: readonly LineState[], after: readonly LineState[]): void {
    const known = new Map(before.map((state) => [state.line.id, state]));
    for (const state of after) {
      const was = known.get(state.line.id);
      for (const attribute of ["completion", "title"] as const) {
        if (was?.[attribute] !== state[attribute])
          this.#touch(this.#lines, state.line.id, attribute, state[attribute]);
      }
    }
  }

  issueChanged(number: number, attribute: Attribute, value: string): void {
    this.#touch(this.#issues, number, attribute, value);
  }

  #touch(of: Map<number, Touches>, key: number, attribute: Attribute, value: string): void {
    const touches = of.get(key) ?? { completion: [], title: [] };
    of.set(key, touches);
    touches[attribute].push({ value, requests: this.#requests });
  }

  /** Both sides agree: from here on changes count anew. */
  agree(states: readonly LineState[], issues: readonly SeenIssue[]): void {
    this.#lines = new Map();
    this.#issues = new Map();
    const own = ownLines(states);
    this.#agreedLines = new Map(
      states.map(({ line, completion, title, reference }) => {
        const isOwn = reference !== undefined && own.get(reference)?.line.id === line.id;
        return [line.id, { completion, title, reference: isOwn ? reference : undefined }];
      }),
    );
    this.#agreedIssues = new Map(
      issues.map(({ number, completion, title }) => [number, { completion, title, reference: number }]),
    );
    this.#requestsAtAgreement = this.#requests;
  }

  /** Did the line have this issue when both sides last agreed? */
  knows({ line }: LineState, { number }: SeenIssue): boolean {
    return this.#agreedLines.get(line.id)?.reference === number;
  }

  /** What a line and its issue may both say, by what people did. */
  allowed({ line }: LineState, issue: SeenIssue, attribute: Attribute): readonly string[] {
    const file = this.#lines.get(line.id)?.[attribute] ?? [];
    const others = this.#issues.get(issue.number)?.[attribute] ?? [];
    const agreedLine = this.#agreedLines.get(line.id);
    const agreedIssue = this.#agreedIssues.get(issue.number);
    const lastFile = file.at(-1)?.value ?? agreedLine?.[attribute];
    const lastIssue = others.at(-1)?.value ?? agreedIssue?.[attribute];
    if (agreedLine?.reference === issue.number) {
      const both = file.length > 0 && others.length > 0;
      if (!both) return values(file.length > 0 ? lastFile : lastIssue);
      return this.#isUndisturbed([...file, ...others])
        ? values(tieBreak(attribute, agreedLine[attribute], lastFile, lastIssue))
        : values(lastFile, lastIssue);
    }
    if (!agreedIssue) {
      // Made for this line since: it began with what the line said.
      if (others.length === 0) return values(lastFile);
      const isLineUnchanged = file.length + (agreedLine ? 1 : 0) <= 1;
      return isLineUnchanged ? values(lastIssue) : values(lastFile, lastIssue);
    }
    return values(lastFile, lastIssue);
  }

  /** The app did nothing since both sides agreed that could have brought one of the changes over already. */
  #isUndisturbed(touches: readonly Touch[]): boolean {
    return touches.every(({ requests }) => requests === this.#requestsAtAgreement);
  }
}

/** Section 3.1 of the design: the issue wins completion, the file wins the title. */
function tieBreak(attribute: Attribute, agreed: string, file: string | undefined, issue: string | undefined) {
  if (file === agreed) return issue;
  if (issue === agreed) return file;
  return attribute === "completion" ? issue : file;
}

function values(...all: readonly (string | undefined)[]): string[] {
  return all.filter((value) => value !== undefined);
}
