/** `T001`, `t123.4`, `CORE-01.2`, `1.1`. `#1` counts the criteria of somebody's template, and `1.` is a list. */
const ID = String.raw`[tTrR]\d+(?:\.\d+)*|[A-Z][A-Z\d]{0,11}-\d+(?:\.\d+)*|\d+(?:\.\d+)+`;
const ID_FIRST = new RegExp(String.raw`^(${ID})(?=[.:)\]]?(?:\s|$)|[:)])`);
const ID_SIGN = /🆔\uFE0F?\s*([\p{L}\p{N}_-]+)/u;
const ONE_ID = new RegExp(`^(?:${ID})$`);

/** The name that other tasks may know this one by. */
export function readTaskId(title: string): string | undefined {
  return ID_FIRST.exec(title)?.[1] ?? (title.includes("🆔") ? ID_SIGN.exec(title)?.[1] : undefined);
}

export function isTaskId(text: string): boolean {
  return ONE_ID.test(text);
}

/** What the ids of one series have in common: `T`, `CORE-`, and nothing for `1.1`. */
export function seriesOf(id: string): string {
  return /^[A-Za-z\d]*-|^[A-Za-z]+/.exec(id)?.[0] ?? "";
}
