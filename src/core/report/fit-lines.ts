/** As many of the first lines as there is room for, in characters with a line end each, and how many are left out. */
export function fitLines(
  lines: readonly string[],
  room: number,
): { readonly shown: readonly string[]; readonly left: number } {
  let used = 0;
  const end = lines.findIndex((line) => (used += line.length + 1) > room);
  const shown = end < 0 ? lines : lines.slice(0, end);
  return { shown, left: lines.length - shown.length };
}

/** A text of paragraphs and lists, cut at the end of a line. */
export function fitText(text: string, room: number): string {
  const { shown, left } = fitLines(text.split("\n"), room - 2);
  return left === 0 ? text : [...shown, "…"].join("\n");
}
