import { z } from "zod";
import type { Approval, Signature, Withdrawal } from "../model/signoff.js";
import { carryApprovals } from "./pull-approvals.js";

/**
 * What somebody said on an open pull request of a requirement. It is kept in the app's own check runs, which nobody
 * else can write: whoever has write access could edit a comment.
 */
export type PullWord =
  Approval | { readonly entry: Withdrawal; readonly head: string; readonly stale: false };

/** What one check run keeps. */
export interface PullRecord {
  /** Two pull requests may have the same head. */
  readonly pull: number;
  /** Path of the checklist. */
  readonly checklist: string;
  readonly phase: string;
  readonly words: readonly PullWord[];
}

const signed = {
  phase: z.string(),
  requirement: z.string(),
  by: z.string(),
  at: z.string(),
  source: z.object({ kind: z.enum(["pull", "issue"]), number: z.int() }),
};

const signature = z.discriminatedUnion("kind", [
  z.object({ ...signed, kind: z.literal("sign-off") }),
  z.object({ ...signed, kind: z.literal("waiver"), reason: z.string() }),
]);

const record = z.object({
  v: z.literal(1),
  pull: z.int(),
  checklist: z.string(),
  phase: z.string(),
  words: z.array(
    z.union([
      z.object({ entry: signature, head: z.string(), stale: z.boolean() }),
      z.object({
        entry: z.object({ ...signed, kind: z.literal("cancel") }),
        head: z.string(),
        stale: z.literal(false),
      }),
    ]),
  ),
});

const MARKER = /^<!-- tickmark:signoff (\{.*\}) -->/;

/** What GitHub keeps of the text of a check run: https://docs.github.com/en/rest/checks/runs#create-a-check-run */
const LONGEST = 65_535;

/**
 * A hidden comment; no text in it can end the comment. Of more than there is room for, what does not count any more is
 * left out; GitHub refuses what is too long even so.
 */
export function formatRecord(kept: PullRecord): string {
  const whole = spell(kept);
  return whole.length <= LONGEST
    ? whole
    : spell({ ...kept, words: kept.words.filter(({ stale }) => !stale) });
}

function spell(kept: PullRecord): string {
  // In the order of the schema: the same record is the same text, also after it was read.
  const json = JSON.stringify(record.parse({ v: 1, ...kept }));
  const safe = json.replace(/--|[<>@#&]/g, (characters) => [...characters].map(jsonEscape).join(""));
  return `<!-- tickmark:signoff ${safe} -->`;
}

/** The record that a text starts with; undefined for none, and for one of another version. */
export function parseRecord(text: string): PullRecord | undefined {
  const json = MARKER.exec(text)?.[1];
  if (json === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const parsed = record.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/**
 * The last word of each person about each requirement, of everything that check runs keep: nothing is lost where two
 * processes wrote at once. Of two that were said in the same second the later one in the list counts.
 */
export function lastWords(words: readonly PullWord[]): readonly PullWord[] {
  const last = new Map<string, PullWord>();
  for (const word of words) {
    const slot = JSON.stringify([word.entry.phase, word.entry.requirement, word.entry.by.toLowerCase()]);
    const known = last.get(slot);
    if (known && known.entry.at > word.entry.at) continue;
    last.delete(slot);
    last.set(slot, word);
  }
  return [...last.values()];
}

/** What counts, or did before the last push. */
export function approvalsOf(words: readonly PullWord[]): readonly Approval[] {
  return words.flatMap(({ entry, head, stale }) =>
    entry.kind === "cancel" ? [] : [{ entry: entry satisfies Signature, head, stale }],
  );
}

/** What a push leaves of the words, see `carryApprovals`. */
export function carryWords(
  words: readonly PullWord[],
  push: Parameters<typeof carryApprovals>[1],
): readonly PullWord[] {
  return words.flatMap((word): readonly PullWord[] =>
    word.entry.kind === "cancel"
      ? [word]
      : carryApprovals([{ entry: word.entry, head: word.head, stale: word.stale }], push),
  );
}

function jsonEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
