import type { Diagnostic } from "../../model/diagnostic.js";
import type { ReadChecklist } from "../read-checklist.js";

/** Only the first ledger of a sign-off section counts. Anything else that looks like one is somebody's mistake, or worse. */
export function diagnoseLedgers({ checklist, strays }: ReadChecklist): Diagnostic[] {
  return strays.map(({ line, column }) => ({
    file: checklist.path,
    line,
    column,
    rule: "stray-ledger",
    severity: "warning",
    message:
      "Unexpected marker of a ledger, expected one ledger in a sign-off section, remove this one: what stands beside it counts for nothing",
  }));
}
