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

function readFolder(folder: string): SharedFile[] {
  const path = resolve(SHARED, folder);
  if (!existsSync(path)) {
    process.stderr.write(`skipped: ../shared/${folder} is absent\n`);
    return [];
  }
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
