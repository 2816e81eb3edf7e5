import type { FileCommit } from "./read-history.js";

/** Whether a commit is the app's: GitHub says so, only the commit itself says so, or it is somebody else's. */
export interface Origin {
  readonly trust: "verified" | "claimed" | "foreign";
  /** What speaks against it, or is missing to be sure. */
  readonly doubts: readonly string[];
}

/** A good signature, also by a key that has expired since. */
const GOOD: ReadonlySet<string> = new Set(["G", "U", "X", "Y"]);

const DOUBTS: Readonly<Record<string, string>> = {
  N: "no signature",
  E: "git does not have the key of the signature",
  R: "the key of the signature was revoked",
};

function isOf(signer: string, email: string): boolean {
  return signer === email || signer.endsWith(`<${email}>`);
}

/**
 * GitHub signs what the app commits, and commits it itself; nobody else has that key. So a good signature by GitHub
 * proves that GitHub knew the author. Everything else in a commit can be written by whoever makes it.
 *
 * https://docs.github.com/en/authentication/managing-commit-signature-verification/about-commit-signature-verification
 */
export function judgeCommit(commit: FileCommit, app: string | undefined): Origin {
  const { author, authorEmail, committerEmail, signature, signer, message } = commit;
  const isNamed = app === undefined ? author.endsWith("[bot]") : author === `${app}[bot]`;
  if (!isNamed) return { trust: "foreign", doubts: ["somebody else's"] };
  if (signature === "B") return { trust: "foreign", doubts: ["the signature is wrong"] };
  const isGitHub = /^noreply@/.test(committerEmail);
  const doubts = [
    ...(authorEmail.includes(`+${author}@users.noreply.`) ? [] : ["not with the address of an App"]),
    ...(isGitHub ? [] : ["not committed by GitHub"]),
    ...(/^Tickmark-Base: /m.test(message) ? [] : ["without the line Tickmark-Base"]),
    ...(GOOD.has(signature) ? [] : [DOUBTS[signature] ?? "a signature that git cannot check"]),
    ...(GOOD.has(signature) && !isOf(signer, committerEmail) ? ["signed by somebody else"] : []),
  ];
  return { trust: doubts.length === 0 ? "verified" : "claimed", doubts };
}
