import { selectChecklist } from "../config/select-checklist.js";
import type { ObservedIssue } from "../model/issue.js";
import { readIssueBody } from "../report/issue-body.js";
import type { PlanInput } from "./plan-input.js";

/**
 * Issues of the app that no commit ever named: the process died between creating them and its commit, and before
 * the next sync their lines were reworded, moved or removed, so that no marker finds them.
 *
 * What a person has opened, closed or transferred here by hand is nobody's leftover, and a file that the config no
 * longer selects keeps its issues.
 */
export function findStrays(
  { config, issues }: PlanInput,
  isKept: (number: number) => boolean,
): ObservedIssue[] {
  return [...issues.values()]
    .filter(({ number, own, completion }) => own && completion === "open" && !isKept(number))
    .filter(({ body, events }) => {
      const file = readIssueBody(body)?.marker?.file;
      const last = events.findLast(({ change }) => change.what === "state" || change.what === "arrival");
      return file !== undefined && selectChecklist(file, config) !== undefined && (last?.own ?? true);
    })
    .sort((a, b) => a.number - b.number);
}
