import type { Diagnostic } from "../core/model/diagnostic.js";
import { UnreadableError } from "../errors.js";
import { CONFIG_PATH } from "./ports.js";
import type { FileEntry } from "./ports.js";
import { LARGEST_FILE, readFiles } from "./read-files.js";
import type { Files, FilesOptions } from "./read-files.js";

/** The selected files; or, where one of them cannot be read, what its author is told. */
export async function readSelected(
  options: FilesOptions,
): Promise<Files | { readonly diagnostics: readonly Diagnostic[] }> {
  try {
    const files = await readFiles(options);
    return "tooLarge" in files ? { diagnostics: files.tooLarge.map(describeTooLarge) } : files;
  } catch (error) {
    if (error instanceof UnreadableError) return { diagnostics: [describeUnreadable(error)] };
    throw error;
  }
}

function describeTooLarge({ path, size = 0 }: FileEntry): Diagnostic {
  const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
  return {
    file: path,
    line: 1,
    column: 1,
    rule: "config-file-size",
    severity: "error",
    message: `Unexpected ${megabytes(size)}, expected a checklist of at most ${megabytes(LARGEST_FILE)}, split the file, or exclude it in ${CONFIG_PATH}`,
  };
}

function describeUnreadable({ path, message }: UnreadableError): Diagnostic {
  return {
    file: path,
    line: 1,
    column: 1,
    rule: "config-file-unreadable",
    severity: "error",
    message: `${message}, take out what nobody reads, or exclude the file in ${CONFIG_PATH}`,
  };
}
