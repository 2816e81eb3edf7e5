/**
 * A hidden comment with a value in it. Characters that could end the comment, or that GitHub might take for a mention
 * or a reference, are written as JSON escapes, so that no file name can break out.
 */
export function writeHiddenJson(kind: string, value: Readonly<Record<string, string>>): string {
  const json = JSON.stringify({ v: 1, ...value });
  const safe = json.replace(/--|[<>@#]/g, (characters) => [...characters].map(jsonEscape).join(""));
  return `<!-- tickmark:${kind} ${safe} -->`;
}

/** Undefined for no such comment, a damaged one, and one of a version that is not ours. */
export function readHiddenJson(kind: string, text: string): Readonly<Record<string, unknown>> | undefined {
  const json = new RegExp(`<!-- tickmark:${kind} (\\{.*\\}) -->`).exec(text)?.[1];
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) && value["v"] === 1 ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function jsonEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
