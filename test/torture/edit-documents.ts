import type { Documents, Line } from "./document.js";
import type { FileEdit } from "./script.js";

/** Checklists that a person is editing in a clone. */
export interface Draft {
  readonly files: Map<string, Line[]>;
  readonly newId: () => number;
  /** Lines that were there once. */
  readonly removed: readonly Line[];
  /** Issues that a person may write a reference to, and how a reference is written here. */
  readonly adoptable: readonly number[];
  readonly reference: (number: number) => string;
}

interface Place {
  readonly path: string;
  readonly at: number;
  readonly line: Line;
}

const TASK = /^(?<indent>\s*)- \[(?<box>[ x])\] (?<text>.*?)(?<end>\r?\n)?$/;
const REFERENCE = / (?:\[#\d+\]\([^)\s]*\)|<!-- #\d+ -->)/;
const NEW_WORDS = ["Reworded", "Ship it", "Write tests", "Something *else*", "Plan [b] and 1 < 2"];

/** Makes one edit as a person would; answers what was done, or undefined where there was nothing to do it to. */
export function editDraft(draft: Draft, { edit, at, to }: FileEdit): string | undefined {
  if (edit === "add") return addTask(draft, at, to);
  if (edit === "restore") return restoreLine(draft, at, to);
  if (edit === "rename the file" || edit === "split the file") return editFile(draft, edit, at, to);
  const places = tasksOf(draft.files);
  const place = places[at % Math.max(places.length, 1)];
  if (!place) return undefined;
  const lines = draft.files.get(place.path) ?? [];
  const name = `${place.path}:${place.at + 1} “${place.line.text.trim()}”`;
  switch (edit) {
    case "remove":
      lines.splice(place.at, 1);
      return `remove ${name}`;
    case "move":
      lines.splice(place.at, 1);
      return `move ${name} to ${insert(draft, to, place.line)}`;
    case "copy with its reference":
      return `copy ${name} with its reference to ${insert(draft, to, { ...place.line, id: draft.newId() })}`;
    case "duplicate": {
      const text = place.line.text.replace(REFERENCE, "");
      return `duplicate ${name} to ${insert(draft, to, { id: draft.newId(), text })}`;
    }
    default: {
      const text = changeText(place.line.text, edit, to, draft);
      if (text === place.line.text) return undefined;
      lines[place.at] = { ...place.line, text };
      return `${edit} ${name}: now “${text.trimEnd()}”`;
    }
  }
}

function tasksOf(files: Documents): Place[] {
  return [...files].flatMap(([path, lines]) =>
    lines.flatMap((line, at) => (TASK.test(line.text) ? [{ path, at, line }] : [])),
  );
}

/** Puts a line somewhere below the first heading of some file. */
function insert({ files }: Draft, to: number, line: Line): string {
  const spots = [...files].flatMap(([path, lines]) => lines.map((_, at) => ({ path, at: at + 1 })));
  const spot = spots[to % Math.max(spots.length, 1)] ?? { path: "checklists/new.md", at: 0 };
  const lines = files.get(spot.path) ?? [];
  files.set(spot.path, lines);
  const end = lines[0]?.text.endsWith("\r\n") ? "\r\n" : "\n";
  const before = lines[spot.at - 1];
  if (before && !before.text.endsWith("\n")) lines[spot.at - 1] = { ...before, text: before.text + end };
  lines.splice(spot.at, 0, { ...line, text: line.text.replace(/\r?\n$/, "") + end });
  return `${spot.path}:${spot.at + 1}`;
}

function addTask(draft: Draft, at: number, to: number): string {
  const text = `- [${at % 5 === 0 ? "x" : " "}] ${NEW_WORDS[at % NEW_WORDS.length] ?? ""}`;
  return `add “${text}” at ${insert(draft, to, { id: draft.newId(), text })}`;
}

function restoreLine(draft: Draft, at: number, to: number): string | undefined {
  const present = new Set([...draft.files.values()].flatMap((lines) => lines.map(({ id }) => id)));
  const gone = draft.removed.filter(({ id }) => !present.has(id));
  const line = gone[at % Math.max(gone.length, 1)];
  return line && `restore “${line.text.trim()}” at ${insert(draft, to, line)}`;
}

function editFile(draft: Draft, edit: "rename the file" | "split the file", at: number, to: number) {
  const paths = [...draft.files.keys()];
  const path = paths[at % Math.max(paths.length, 1)];
  const lines = path === undefined ? undefined : draft.files.get(path);
  const target = `checklists/${["alpha", "middle", "zulu", "deep/er"][to % 4] ?? ""}-${to}.md`;
  if (path === undefined || !lines || lines.length < 2 || draft.files.has(target)) return undefined;
  if (edit === "rename the file") {
    draft.files.delete(path);
    draft.files.set(target, lines);
    return `rename ${path} to ${target}`;
  }
  const from = 1 + (to % (lines.length - 1));
  draft.files.set(target, lines.splice(from));
  return `split ${path} before line ${from + 1} into ${target}`;
}

function changeText(text: string, edit: FileEdit["edit"], to: number, draft: Draft): string {
  const { indent = "", box = " ", text: words = "", end = "" } = TASK.exec(text)?.groups ?? {};
  const reference = REFERENCE.exec(words)?.[0] ?? "";
  const bare = words.replace(REFERENCE, "");
  const write = (next: Partial<{ indent: string; box: string; bare: string; reference: string }>): string => {
    const all = { indent, box, bare, reference, ...next };
    return `${all.indent}- [${all.box}] ${all.bare}${all.reference}${end}`;
  };
  switch (edit) {
    case "tick":
      return write({ box: "x" });
    case "untick":
      return write({ box: " " });
    case "strike":
      return bare.startsWith("~~") ? text : write({ bare: `~~${bare}~~` });
    case "unstrike":
      return write({ bare: bare.replace(/^~~(.*)~~$/, "$1") });
    case "reword":
      return write({ bare: `${NEW_WORDS[to % NEW_WORDS.length] ?? ""}${to > 50 ? ` ${to}` : ""}` });
    case "nest":
      return indent.length < 6 ? write({ indent: `${indent}  ` }) : text;
    case "unnest":
      return write({ indent: indent.slice(2) });
    case "drop its reference":
      return write({ reference: "" });
    case "adopt an issue": {
      const number = draft.adoptable[to % Math.max(draft.adoptable.length, 1)];
      return number === undefined || reference !== "" || bare.includes("<!--")
        ? text
        : write({ reference: ` ${draft.reference(number)}` });
    }
    default:
      return text;
  }
}
