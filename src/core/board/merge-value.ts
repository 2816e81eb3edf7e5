import type { BoardValue } from "../model/board.js";

/** What is known of one value. */
export interface ValueSides {
  /** Was the item on the board when both sides last agreed? */
  readonly isKnown: boolean;
  /** What both said then. */
  readonly base: BoardValue | undefined;
  readonly file: BoardValue | undefined;
  readonly board: BoardValue | undefined;
  /** Can the file say it? */
  readonly hasPlace: boolean;
  /** Could it then? */
  readonly hadPlace: boolean;
}

/** `keep`: both sides say something else, and it stays so. */
export type ValueMerge =
  { readonly to: "neither" | "keep" } | { readonly to: "board" | "file"; readonly conflict: boolean };

/**
 * A value that only repeats what the file says, and that no edit could bring there, is put back. What the file says
 * nothing of, and did not say, is people's own.
 */
export function mergeRepeated({ isKnown, base, file, board }: ValueSides): ValueMerge {
  const isOurs = file !== undefined || (isKnown && board === base);
  return file !== board && isOurs ? { to: "board", conflict: false } : { to: "neither" };
}

/**
 * One side changed: the other follows, if it can. Both changed apart: the board counts. What the board says and the
 * file has no place for stays on the board, until the file says something new.
 *
 * On the first meeting each side fills what is empty on the other, and where both say something the board counts.
 */
export function mergeValue({ isKnown, base, file, board, hasPlace, hadPlace }: ValueSides): ValueMerge {
  if (file === board) return { to: "neither" };
  const toFile = (conflict: boolean): ValueMerge => (hasPlace ? { to: "file", conflict } : { to: "keep" });
  if (!isKnown) return board === undefined ? { to: "board", conflict: false } : toFile(file !== undefined);
  if (board === base) return { to: "board", conflict: false };
  if (file === base) return toFile(false);
  // The file's word is new for certain; the board's may be an old one that the file had no place for.
  const isFresh = base === undefined && !hadPlace;
  if (board === undefined || isFresh || !hasPlace) return { to: "board", conflict: true };
  return toFile(true);
}
