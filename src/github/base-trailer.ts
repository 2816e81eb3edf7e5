/**
 * The last line of every write-back commit says from which base it was planned, and when the issues had been
 * read: a process that dies before it moves the base's ref leaves a commit that can stand in for it.
 */
interface Planned {
  readonly base: string | undefined;
  readonly since: string;
}

const TRAILER = /^Tickmark-Base: (?<base>[0-9a-f]{40}|none) (?<since>\S+)$/m;

/** A git trailer, for the end of the commit message. */
export function formatTrailer({ base, since }: Planned): string {
  return `Tickmark-Base: ${base ?? "none"} ${since}`;
}

/** Undefined for a message without one. */
export function readTrailer(message: string): Planned | undefined {
  const { base, since } = TRAILER.exec(message)?.groups ?? {};
  if (base === undefined || since === undefined || Number.isNaN(Date.parse(since))) return undefined;
  return { base: base === "none" ? undefined : base, since };
}
