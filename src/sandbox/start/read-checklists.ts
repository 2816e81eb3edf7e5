import { readdir, readFile, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { StartError } from "./start-error.js";

/** A file as it is pushed to the sandbox's repository. */
export interface ChecklistFile {
  readonly path: string;
  readonly bytes: Buffer;
}

const MARKDOWN = [".md", ".markdown"];
const OWN_FOLDER = fileURLToPath(new URL("../../../checklists", import.meta.url));

const CONFIG = [
  "# A sandbox may open as many issues as it likes; elsewhere a large plan waits for a person.",
  "limits: { create: 10000, close: 10000 }",
  "",
].join("\n");

/** The app's config: the given file, or for the project's own checklists theirs, or one that raises the app's limits. */
export async function readConfig(
  given: string | undefined,
  checklists: readonly string[],
): Promise<ChecklistFile> {
  const path = ".github/tickmark.yml";
  if (given === undefined && checklists.length > 0) return { path, bytes: Buffer.from(CONFIG) };
  const file = given ?? join(OWN_FOLDER, "sandbox.yml");
  const bytes = await readFile(file).catch(() => {
    throw new StartError(`There is no file ${file} to take the config from.`);
  });
  return { path, bytes };
}

/** Reads the given files, or without any the project's own checklists; what cannot be pushed is a `StartError`. */
export async function readChecklists(given: readonly string[]): Promise<ChecklistFile[]> {
  const files = given.length > 0 ? given : await ownChecklists();
  const checklists = await Promise.all(files.map(readChecklist));
  for (const [index, { path }] of checklists.entries()) {
    const twin = checklists.findIndex((other) => other.path === path);
    if (twin !== index)
      throw new StartError(
        `${files[twin]} and ${files[index]} would both become ${path}. Rename one of them.`,
      );
  }
  return checklists;
}

async function readChecklist(file: string): Promise<ChecklistFile> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw new StartError(`There is no file ${file}.`);
  if (found.isDirectory())
    throw new StartError(`${file} is a folder. Name the files in it, for example: ${join(file, "*.md")}`);
  if (!MARKDOWN.includes(extname(file).toLowerCase()))
    throw new StartError(`${file} is not Markdown. Its name should end in .md.`);
  return { path: `checklists/${basename(file)}`, bytes: await readFile(file) };
}

/** Templates are for copying: the app leaves them alone, so there would be nothing to see. */
async function ownChecklists(): Promise<string[]> {
  const names: string[] = await readdir(OWN_FOLDER).catch(() => []);
  const files = names.filter((name) => extname(name) === ".md").map((name) => join(OWN_FOLDER, name));
  if (files.length === 0)
    throw new StartError("There are no checklists to push. Name some: npm run sandbox -- FILES…");
  return files.sort();
}
