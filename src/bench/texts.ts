import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A checklist as it is parsed or pushed. */
export interface Text {
  readonly name: string;
  readonly source: Uint8Array;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The project's own checklists are always there; a larger collection lies beside the repository, or not. */
const FOLDERS = ["checklists", "checklists/templates", "../shared/corpus/files", "../shared/reference"];

/** Every checklist that there is to read, and the folders in which they were found. */
export async function readTexts(): Promise<{
  readonly folders: readonly string[];
  readonly texts: readonly Text[];
}> {
  const folders = FOLDERS.filter((folder) => existsSync(path.join(ROOT, folder)));
  const texts = await Promise.all(folders.map(readFolder));
  return { folders, texts: texts.flat() };
}

async function readFolder(folder: string): Promise<readonly Text[]> {
  const names = (await readdir(path.join(ROOT, folder))).filter((name) => name.endsWith(".md"));
  return Promise.all(
    names.map(async (name) => ({ name, source: await readFile(path.join(ROOT, folder, name)) })),
  );
}

/** The long plan that the aims were set for, or where it is missing one of the same length. */
export async function readLongPlan(): Promise<Text> {
  const name = "infrastructure-plan.md";
  const file = path.join(ROOT, "../shared/reference", name);
  return existsSync(file) ? { name, source: await readFile(file) } : generateChecklist("long-plan.md", 478);
}

const SECTION = 25;
const FAMILY = 5;

/** A checklist of open tasks in sections; the first of every five is the parent of the other four. */
export function generateChecklist(name: string, tasks: number): Text {
  const lines = Array.from({ length: tasks }, (_, at) => [
    ...(at % SECTION === 0 ? ["", `## Section ${at / SECTION + 1}`, ""] : []),
    `${at % FAMILY === 0 ? "" : "  "}- [ ] Task ${at + 1} of ${name}`,
  ]);
  return { name, source: Buffer.from(`# ${name}\n${lines.flat().join("\n")}\n`) };
}
