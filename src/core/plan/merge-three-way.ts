/** What a three-way merge asks for; `conflict` when both sides changed, and changed apart. */
export type Merge<T> =
  | { readonly to: "neither" }
  | { readonly to: "file" | "issue"; readonly value: T; readonly conflict: boolean };

interface Sides<T> {
  /** The last value on which both sides agreed; undefined when nobody remembers one. */
  readonly base: T | undefined;
  readonly file: T;
  readonly issue: T;
  /** Whose value counts when both changed apart, or when there is no base. */
  readonly tie: "file" | "issue";
}

/** One side changed: the other follows. Both changed alike: nothing to do. Both changed apart: `tie` decides. */
export function mergeThreeWay<T extends string>({ base, file, issue, tie }: Sides<T>): Merge<T> {
  if (file === issue) return { to: "neither" };
  if (base !== undefined && file === base) return { to: "file", value: issue, conflict: false };
  if (base !== undefined && issue === base) return { to: "issue", value: file, conflict: false };
  const conflict = base !== undefined;
  return tie === "issue" ? { to: "file", value: issue, conflict } : { to: "issue", value: file, conflict };
}
