import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";

import { UsageError } from "./usage-error.js";

const run = promisify(execFile);

/** A commit, with what it says of itself: whoever makes one can write what they like, except for a signature. */
export interface FileCommit {
  readonly oid: string;
  readonly author: string;
  readonly authorEmail: string;
  readonly committerEmail: string;
  /** ISO 8601 in UTC. */
  readonly date: string;
  /** What git makes of the signature, as `%G?` of https://git-scm.com/docs/pretty-formats; `N` for none. */
  readonly signature: string;
  /** Name and address of the key's owner; empty where git does not know the key. */
  readonly signer: string;
  /** The whole message. */
  readonly message: string;
  /** The file as the commit left it; empty where it took it away. */
  readonly bytes: Uint8Array;
}

export interface FileHistory {
  /** Oldest first. */
  readonly commits: readonly FileCommit[];
  /** The clone has not all of the history. */
  readonly isShallow: boolean;
}

/** Different each time: nobody can write them into a name or a message. */
const FIELD = `field ${randomUUID()}`;
const RECORD = `record ${randomUUID()}`;
/** In the order in which they are read. */
const FIELDS = ["%H", "%an", "%ae", "%ce", "%ct", "%G?", "%GS", "%B"];

/** Every commit that changed a file, through its former names, as the local clone knows them. */
export async function readHistory(path: string): Promise<FileHistory> {
  const folder = dirname(resolve(path));
  const git = async (...parameters: string[]): Promise<Buffer> => runGit(folder, parameters);
  const isShallow = (await git("rev-parse", "--is-shallow-repository")).toString().trim() === "true";
  const format = `--format=${RECORD}${FIELDS.join(FIELD)}${FIELD}`;
  const log = await git("log", "--follow", "--name-only", "-z", format, "--", resolve(path));
  const records = log.toString().split(RECORD).slice(1).reverse();
  const commits: FileCommit[] = [];
  for (const record of records) {
    const [oid = "", author = "", authorEmail = "", committerEmail = "", seconds = "", ...more] =
      record.split(FIELD);
    const [signature = "N", signer = "", message = "", rest = ""] = more;
    const name = rest
      .split("\0")
      .map((part) => part.trim())
      .find((part) => part !== "");
    if (name === undefined) continue;
    // Where a commit took the file away there is nothing to show.
    const bytes = await git("show", `${oid}:${name}`).catch(() => Buffer.alloc(0));
    const date = new Date(Number(seconds) * 1_000).toISOString().replace(".000", "");
    commits.push({
      ...{ oid, author, authorEmail, committerEmail, date, bytes },
      ...{ signature, signer, message },
    });
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
