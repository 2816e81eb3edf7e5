import { LRUCache } from "lru-cache";
import type { ParsedChecklist } from "../core/markdown/parse-checklist.js";
import { parseChecklist } from "../core/markdown/parse-checklist.js";
import { RetryError } from "../errors.js";
import { parseOnce } from "./edit-once.js";
import type { FileEntry, SourcePort } from "./ports.js";

/** A checklist as it was read: its bytes, what they mean, and what is to be said about them. */
export interface ReadChecklist extends ParsedChecklist {
  readonly source: Uint8Array;
}

/** Reads a file. Throws `UnreadableError`. */
export type Reading = (path: string, source: Uint8Array) => Promise<ParsedChecklist>;

/** As they are kept. That is more than the files have: a task takes so much, however short its line is. */
const MOST_BYTES = 64 * 1024 * 1024;
const BYTES_PER_ENTRY = 600;

/** Content is named by its object id and never changes, so it is fetched and parsed once. */
export class ChecklistCache {
  readonly #parse: Reading;
  readonly #read = new LRUCache<string, ReadChecklist>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ source, checklist, diagnostics }) => {
      const entries = checklist.tasks.length + checklist.sections.length + diagnostics.length;
      return 2 * source.length + BYTES_PER_ENTRY * (entries + 1);
    },
  });

  constructor(parse: Reading = readHere) {
    this.#parse = parse;
  }

  /** The checklists of the given files. A file that cannot be had is an error: absent must not look like removed. */
  async read(
    entries: readonly FileEntry[],
    source: Pick<SourcePort, "readFiles">,
  ): Promise<ReadonlyMap<FileEntry, ReadChecklist>> {
    const result = new Map<FileEntry, ReadChecklist>();
    const absent: FileEntry[] = [];
    for (const entry of entries) {
      const read = this.#read.get(keyOf(entry));
      if (read) result.set(entry, read);
      else absent.push(entry);
    }
    const fetched = absent.length > 0 ? await source.readFiles(absent) : new Map<FileEntry, Uint8Array>();
    for (const entry of absent) {
      const bytes = fetched.get(entry);
      if (!bytes) throw new RetryError(`The content of ${entry.path} (${entry.oid}) was not answered`);
      result.set(entry, this.#keep(entry, { source: bytes, ...(await this.#parse(entry.path, bytes)) }));
    }
    return result;
  }

  /** Content that is known without having been fetched: what was just committed. */
  add(entry: FileEntry, source: Uint8Array): ReadChecklist {
    return this.#keep(entry, { source, ...parseOnce(entry.path, source) });
  }

  #keep(entry: FileEntry, read: ReadChecklist): ReadChecklist {
    this.#read.set(keyOf(entry), read);
    return read;
  }
}

/** Without a thread of its own: whoever asks for the process's health is answered in between. */
async function readHere(path: string, source: Uint8Array): Promise<ParsedChecklist> {
  await new Promise((resolve) => setImmediate(resolve));
  return parseChecklist(path, source);
}

function keyOf({ path, oid }: FileEntry): string {
  return `${oid}:${path}`;
}
