import type { PhaseCell } from "../ledger/signed-phases.js";
import type { SignoffEntry } from "../model/signoff.js";

const EVIDENCE = { "approved-review": "an approving review", "green-checks": "green checks" } as const;

/** Who did what, where and when, in plain words: for commit messages, logs and plans. */
export function describeEntry(entry: SignoffEntry): string {
  const { phase, at, source } = entry;
  const place = `${source.kind === "pull" ? "pull request" : "issue"} ${source.number}`;
  return `${describeDeed(entry)} for ${phase} on ${place}, ${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}

function describeDeed(entry: SignoffEntry): string {
  switch (entry.kind) {
    case "sign-off":
      return `signed by ${entry.by}`;
    case "waiver":
      return `waived by ${entry.by} (${entry.reason})`;
    case "cancel":
      return `withdrawn by ${entry.by}`;
    case "evidence":
      return `met by ${EVIDENCE[entry.evidence]} of ${entry.by}`;
  }
}

/** How far a requirement of a phase is: "Security: signed by …". */
export function describeCell({ text, state, entries }: PhaseCell): string {
  const said = entries.map(describeEntry).join("; ");
  const words = { missing: "missing", stale: "no longer valid", signed: "", waived: "", evidence: "" }[state];
  return `${text}: ${[words, said].filter((part) => part !== "").join(", ")}`;
}
