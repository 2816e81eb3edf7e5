import type {
  Approval,
  EvidenceEntry,
  LedgerEntry,
  NewSignoff,
  PhaseSignoff,
  SignoffSource,
} from "../model/signoff.js";

// What is signed on an open pull request: nothing of it is in the file before the merge.

/**
 * What a push leaves of the approvals. They stay with the new head where the config keeps them, or where the push
 * brought nothing that nobody has seen: a merge of the base branch alone. Waivers are not about the work, and stay.
 */
export function carryApprovals(
  approvals: readonly Approval[],
  { head, onPush, isBaseMerge }: { head: string; onPush: "dismiss" | "keep"; isBaseMerge: boolean },
): readonly Approval[] {
  const isKept = onPush === "keep" || isBaseMerge;
  return approvals.map((each) => {
    if (each.stale || each.head === head) return each;
    return isKept || each.entry.kind === "waiver" ? { ...each, head } : { ...each, stale: true };
  });
}

/** As the entries that the ledger would have, for `describeSignoffs`. */
export function toEntries(approvals: readonly Approval[]): readonly LedgerEntry[] {
  return approvals.map(({ entry, stale }) => ({ ...entry, stale }));
}

export interface EvidenceFacts {
  /** Who gave it; nothing for evidence that is not there. */
  readonly by: Readonly<Partial<Record<EvidenceEntry["evidence"], string>>>;
  /** ISO 8601. */
  readonly at: string;
  readonly source: SignoffSource;
}

/** What a pull request proves of a phase, as entries. */
export function evidenceEntries(
  { phase, requirements }: Pick<PhaseSignoff, "phase" | "requirements">,
  { by, at, source }: EvidenceFacts,
): readonly EvidenceEntry[] {
  return requirements.flatMap(({ requirement: { key, rules } }) => {
    const evidence = rules.evidence;
    const who = evidence && by[evidence];
    return evidence && who !== undefined
      ? [{ kind: "evidence" as const, evidence, phase, requirement: key, by: who, at, source }]
      : [];
  });
}

/** What a merge brings into the ledger: everything that was not stale. */
export function mergedSignoffs(
  checklist: string,
  approvals: readonly Approval[],
  evidence: readonly EvidenceEntry[],
): readonly NewSignoff[] {
  const valid = approvals.filter(({ stale }) => !stale).map(({ entry }) => entry);
  return [...valid, ...evidence].map((entry) => ({ checklist, entry }));
}
