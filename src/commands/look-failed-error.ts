/** A look that somebody asked for failed for good; the message may be told to them. */
export class LookFailedError extends Error {
  override readonly name = "LookFailedError";
}
