/** Something that may work later: the job is put back. Network, limits, GitHub's own errors. */
export class RetryError extends Error {
  override readonly name: string = "RetryError";
  /** Do not try before this many milliseconds have passed; undefined: as the queue sees fit. */
  readonly afterMs: number | undefined;

  constructor(message: string, options: { readonly cause?: unknown; readonly afterMs?: number } = {}) {
    super(message, { cause: options.cause });
    this.afterMs = options.afterMs;
  }
}

/** GitHub does not know a commit: a list may lag, or the history was rewritten long ago. */
export class UnknownCommitError extends RetryError {
  override readonly name = "UnknownCommitError";
}

/** The connection broke: whether the request did anything is not known. Reading once more does no harm. */
export class NoAnswerError extends RetryError {
  override readonly name = "NoAnswerError";
}

/** Somebody pushed, or wrote an issue, between reading and writing: read again, plan again. */
export class StaleHeadError extends Error {
  override readonly name: string = "StaleHeadError";
}

/** Another process has recorded what both sides agree on: what this one remembers is behind, and it reads all anew. */
export class OvertakenError extends StaleHeadError {
  override readonly name = "OvertakenError";
}

/** Trying again cannot help until a person changes something: a missing permission, a repository that is gone. */
export class TerminalError extends Error {
  override readonly name: string = "TerminalError";

  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
  }
}

/** A file that nobody can be expected to read: its author is told, where there is a place to tell it. */
export class UnreadableError extends TerminalError {
  override readonly name = "UnreadableError";
  readonly path: string;

  constructor(path: string, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.path = path;
  }
}
