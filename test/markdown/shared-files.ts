import { describe } from "@jest/globals";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";

/** Real checklists lie beside the repository and are no part of it: where they are absent, their tests skip themselves. */
const SHARED = resolve("../shared");

export interface SharedFile {
  readonly name: string;
  readonly source: Uint8Array;
}

export function readCorpus(): SharedFile[] {
  return readFolder("corpus/files");
}

export function readReference(): SharedFile[] {
  return readFolder("reference").filter(({ name }) => name !== "README.md");
}

/** The project's own, which are always there. */
export function readOwn(): SharedFile[] {
  return readMarkdown("checklists");
}

/** A block of tests for each of the files; without any it is there, and skipped: Jest fails on an empty table. */
export function describeEach(files: readonly SharedFile[]) {
  return files.length > 0
    ? describe.each(files)
    : describe.skip.each([{ name: "the shared files are absent", source: new Uint8Array() }]);
}

function readFolder(folder: string): SharedFile[] {
  const path = resolve(SHARED, folder);
  if (!existsSync(path)) {
    process.stderr.write(`skipped: ../shared/${folder} is absent\n`);
    return [];
  }
  return readMarkdown(path);
}

function readMarkdown(path: string): SharedFile[] {
  return readdirSync(path)
    .filter((name) => name.endsWith(".md"))
    .map((name) => ({ name, source: new Uint8Array(readFileSync(resolve(path, name))) }));
}

export interface OracleTask {
  readonly line: number;
  readonly checked: boolean;
  readonly depth: number;
  readonly task_depth: number;
  readonly text: string;
  readonly section: readonly string[];
  readonly mark: number;
}

export function readOracle(name: string): readonly OracleTask[] {
  const path = resolve(SHARED, "corpus/oracle", name.replace(/\.md$/, ".json"));
  return (JSON.parse(readFileSync(path, "utf8")) as { readonly tasks: readonly OracleTask[] }).tasks;
}
