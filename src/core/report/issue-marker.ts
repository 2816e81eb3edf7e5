/** What the body of an issue says about the task it mirrors. */
export interface Marker {
  /** The identity of the task at the time the issue was made. */
  readonly key: string;
  /** Path of the checklist at that time. */
  readonly file: string;
}

const MARKER = /<!-- tickmark:issue (\{.*\}) -->/;

/**
 * A hidden comment. Characters that could end the comment, or that GitHub might take for a mention or a reference,
 * are written as JSON escapes, so that no file name can break out.
 */
export function formatMarker(marker: Marker): string {
  const json = JSON.stringify({ v: 1, key: marker.key, file: marker.file });
  const safe = json.replace(/--|[<>@#]/g, (characters) => [...characters].map(jsonEscape).join(""));
  return `<!-- tickmark:issue ${safe} -->`;
}

/** Undefined for no marker, a damaged one, and one of a version that is not ours. */
export function readMarker(text: string): Marker | undefined {
  const json = MARKER.exec(text)?.[1];
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return isMarker(value) ? { key: value.key, file: value.file } : undefined;
  } catch {
    return undefined;
  }
}

function isMarker(value: unknown): value is Marker & { v: 1 } {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Partial<Record<string, unknown>>;
  return fields["v"] === 1 && typeof fields["key"] === "string" && typeof fields["file"] === "string";
}

function jsonEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
