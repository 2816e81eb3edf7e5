import type { Documents, Line } from "./document.js";
import { ELSEWHERE } from "./github-user.js";

const REFERENCE = / ?(?:\[#(\d+)\]\([^)\s]*\)|<!-- #(\d+) -->)/g;
const UNTRACKED = / ?<!-- no issue -->/;

interface Written {
  readonly path: string;
  readonly before: Line;
  readonly after: string;
}

export interface Permissions {
  /** Issues that people renamed at some time: their titles may have come to the file. */
  readonly renamed: ReadonlySet<number>;
  /** Deleted or transferred. */
  readonly gone: ReadonlySet<number>;
  /** How often each issue is referenced before. */
  readonly references: ReadonlyMap<number, number>;
}

/** What the app did to the lines of a file beyond what it may: tick, strike, reference, and follow a renamed issue. */
export function findDamage({ path, before, after }: Written, allowed: Permissions): string | undefined {
  const was = before.text;
  if (was === after) return undefined;
  const damage = damageOf(was, after, allowed);
  return damage && `${path}: the app made ${JSON.stringify(after)} of ${JSON.stringify(was)}: ${damage}`;
}

function damageOf(
  was: string,
  after: string,
  { renamed, gone, references }: Permissions,
): string | undefined {
  const old = referencesIn(was);
  const now = referencesIn(after);
  // A reference may have come and gone again with its issue, between two looks.
  const isGone = gone.size > 0 && (UNTRACKED.test(after) || after.includes(`/${ELSEWHERE}/`));
  if (old.length === 0 && now.length === 0 && !isGone) return "a line without an issue";
  const lost = old.find((number) => !now.includes(number));
  if (lost !== undefined && !gone.has(lost) && (references.get(lost) ?? 0) < 2)
    return "its reference is gone";
  // Nor can anybody say any more whether that issue was renamed, where the reference was in a pull request only.
  const candidates = isGone ? [...old, ...now, ...gone] : [...old, ...now];
  const isRenamed = candidates.some((number) => renamed.has(number));
  const rest = isRenamed ? frameOf : skeletonOf;
  return rest(was) === rest(after) ? undefined : "other bytes changed";
}

/** Numbers of the repository's own issues. */
export function referencesIn(text: string): number[] {
  return [...text.matchAll(REFERENCE)].flatMap(([all, link, comment]) =>
    all.includes(`/${ELSEWHERE}/`) ? [] : [Number(link ?? comment)],
  );
}

/** All but what the app may change. */
function skeletonOf(text: string): string {
  return text
    .replace(REFERENCE, "")
    .replace(UNTRACKED, "")
    .replaceAll("~~", "")
    .replace(/^(\s*- \[)[ x]/, "$1?");
}

/** Of a line whose words may have changed: what is around the words. */
function frameOf(text: string): string {
  return text.replace(/^(\s*- \[)[ x]\] .*?(\r?\n)?$/, "$1?]$2");
}

export function countReferences(documents: Documents): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const lines of documents.values())
    for (const { text } of lines)
      for (const number of referencesIn(text)) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
}
