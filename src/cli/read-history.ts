import { execFile } from "node:child_process";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";

import { UsageError } from "./usage-error.js";

const run = promisify(execFile);

export interface FileCommit {
  readonly oid: string;
  readonly author: string;
  /** Of the commit, ISO 8601 in UTC. Whoever makes a commit can write what they like. */
  readonly date: string;
  /** The file as the commit left it; empty where it took it away. */
  readonly bytes: Uint8Array;
}

export interface FileHistory {
  /** Oldest first. */
  readonly commits: readonly FileCommit[];
  /** The clone has not all of the history. */
  readonly isShallow: boolean;
}

const FIELD = "\u001F";
const RECORD = "\u001E";

/** Every commit that changed a file, through its former names, as the local clone knows them. */
export async function readHistory(path: string): Promise<FileHistory> {
  const folder = dirname(resolve(path));
  const git = async (...parameters: string[]): Promise<Buffer> => runGit(folder, parameters);
  const isShallow = (await git("rev-parse", "--is-shallow-repository")).toString().trim() === "true";
  const format = `--format=${RECORD}%H${FIELD}%an${FIELD}%ct${FIELD}`;
  const log = await git("log", "--follow", "--name-only", "-z", format, "--", resolve(path));
  const records = log.toString().split(RECORD).slice(1).reverse();
  const commits: FileCommit[] = [];
  for (const record of records) {
    const [oid = "", author = "", seconds = "", rest = ""] = record.split(FIELD);
    const name = rest
      .split("\0")
      .map((part) => part.trim())
      .find((part) => part !== "");
    if (name === undefined) continue;
    // Where a commit took the file away there is nothing to show.
    const bytes = await git("show", `${oid}:${name}`).catch(() => Buffer.alloc(0));
    const date = new Date(Number(seconds) * 1_000).toISOString().replace(".000", "");
    commits.push({ oid, author, date, bytes });
  }
  return { commits, isShallow };
}

/** Everything from git, whatever the settings of the person are. */
const LARGEST = 256 * 1024 * 1024;

async function runGit(folder: string, parameters: readonly string[]): Promise<Buffer> {
  try {
    const { stdout } = await run("git", ["-c", "core.quotePath=false", ...parameters], {
      cwd: folder,
      encoding: "buffer",
      maxBuffer: LARGEST,
    });
    return stdout;
  } catch (error) {
    const { stderr, code } = error as { stderr?: Buffer; code?: unknown };
    if (code === "ENOENT")
      throw new UsageError("tickmark: audit reads the history of a clone, and git is not there");
    const said = stderr?.toString().trim().split("\n")[0] ?? String(error);
    throw new UsageError(`tickmark: git cannot tell the history in ${folder}: ${said}`);
  }
}
