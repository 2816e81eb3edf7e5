import { layoutLedgers } from "../../ledger/layout-ledgers.js";
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

/** Under headings of their own phases may ask for the same; in one section the same words are one requirement. */
export function diagnoseRequirements({ checklist, walk }: ReadChecklist): Diagnostic[] {
  const { path, tasks } = checklist;
  return layoutLedgers(checklist)
    .flatMap(({ requirements }) => requirements)
    .flatMap(({ tasks: same }) => {
      const sections = new Set<number | undefined>();
      return same.flatMap((index): Diagnostic[] => {
        const section = tasks[index]?.sectionIndex;
        const isFirst = !sections.has(section);
        sections.add(section);
        if (isFirst) return [];
        return [
          {
            file: path,
            line: tasks[index]?.line ?? 1,
            column: walk.tasks[index]?.item.position?.start.column ?? 1,
            rule: "duplicate-requirement",
            severity: "warning",
            message:
              "Unexpected second requirement with the same words, expected each of them once, reword one: they are signed together",
          },
        ];
      });
    });
}
