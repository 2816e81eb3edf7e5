import { readFile, readdir, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";

import { globMatcher, isGlob, staticFolder } from "../core/config/glob.js";
import { UsageError } from "./usage-error.js";

export interface Source {
  /** With forward slashes, from the current folder when it is below it. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A file, or standard input for `-`. */
export async function readSource(name: string): Promise<Source> {
  if (name !== "-") return readOne(name);
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return { path: "stdin", bytes: Buffer.concat(chunks) };
}

/**
 * The files that a person named: standard input for `-`, files as they are, the Markdown files below folders, and what matches a glob.
 * Everything that cannot be read is said at once.
 */
export async function readSources(names: readonly string[]): Promise<Source[]> {
  const problems: string[] = [];
  const attempt = async <Value>(work: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(error.message);
      return undefined;
    }
  };
  const found = new Set<string>();
  for (const name of names) for (const file of (await attempt(() => findFiles(name))) ?? []) found.add(file);
  const sources: Source[] = [];
  for (const file of found) {
    const source = await attempt(() => readSource(file));
    if (source) sources.push(source);
  }
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return sources;
}

async function findFiles(name: string): Promise<string[]> {
  if (name === "-") return [name];
  const kind = await kindOf(name);
  if (kind === "file") return [name];
  if (kind === "folder") return some(await markdownBelow(name), `no Markdown file in ${name}`);
  const pattern = name.replace(/^\.\//, "");
  if (!/[*?[{]/.test(pattern) || !isGlob(pattern))
    throw new UsageError(`tickmark: cannot read ${name}: there is no such file or folder`);
  const folder = staticFolder(pattern) || ".";
  const candidates = (await kindOf(folder)) === "folder" ? await markdownBelow(folder) : [];
  return some(candidates.filter(globMatcher([pattern])), `no Markdown file matches ${name}`);
}

function some(files: string[], otherwise: string): string[] {
  if (files.length === 0) throw new UsageError(`tickmark: ${otherwise}`);
  return files;
}

async function kindOf(path: string): Promise<"file" | "folder" | undefined> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch {
    return undefined;
  }
}

async function markdownBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) =>
    refuse(folder, error),
  );
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isFile() && /\.(?:md|markdown)$/i.test(entry.name)) files.push(slashes(path));
    const hidden = entry.name.startsWith(".") || entry.name === "node_modules";
    if (entry.isDirectory() && !hidden) files.push(...(await markdownBelow(path)));
  }
  return files;
}

async function readOne(name: string): Promise<Source> {
  const bytes = await readFile(name).catch((error: unknown) => refuse(name, error));
  const fromHere = relative(process.cwd(), name);
  return { path: slashes(fromHere.startsWith("..") ? name : fromHere), bytes };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
};

function refuse(name: string, error: unknown): never {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  throw new UsageError(`tickmark: cannot read ${name}: ${REASONS[code] ?? String(error)}`);
}

function slashes(path: string): string {
  return path.split(sep).join("/");
}
