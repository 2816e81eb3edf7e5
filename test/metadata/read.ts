import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { ParsedChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { Effort, Owners, SectionMetadata, TaskMetadata } from "../../src/core/model/metadata.js";

export function read(source: string): ParsedChecklist {
  return parseChecklist("list.md", new TextEncoder().encode(source));
}

/** What a file with a single task says about it, as plain values. */
export function readTask(source: string): Record<string, unknown> {
  const { checklist } = read(source);
  return plain(checklist.metadata.tasks[0]);
}

/** What is said about the section with this title. */
export function readSection(source: string, title: string): Record<string, unknown> {
  const { checklist } = read(source);
  return plain(checklist.metadata.sections[checklist.sections.findIndex((one) => one.title === title)]);
}

/** Without what is not said, and without places. */
export function plain(metadata: TaskMetadata | SectionMetadata | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(metadata ?? {}).flatMap(([name, said]: [string, unknown]) => {
      if (said === undefined || name === "fields" || (Array.isArray(said) && said.length === 0)) return [];
      const value = typeof said === "object" && said !== null && "value" in said ? said.value : said;
      return [[name, short(value)]];
    }),
  );
}

/** Owners as they would be spoken, effort by its number. */
function short(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("names" in value && "logins" in value) {
    const { names, logins } = value as Owners;
    return [...names, ...logins.map((login) => `@${login}`)].join(", ");
  }
  if ("days" in value && "points" in value) {
    const { days, points } = value as Effort;
    return days ?? (points === undefined ? "size" : `${points} points`);
  }
  return value;
}
