import type { Section, Task } from "../model/checklist.js";
import type { TaskMetadata } from "../model/metadata.js";
import { fold, isWithin } from "./name-index.js";

const GOAL = /^(.+?)\s*(?::|–|—|\s-)\s*(\d{1,3})\s?%(?:\s+(?:complete|completed|done))?$/i;

/** "Testing Checklist: 100%" where the file has a section "Testing Checklist". Any other percentage is a goal. */
export function readDerived(task: Task, sections: readonly Section[]): TaskMetadata["derived"] {
  if (!task.title.includes("%")) return undefined;
  const [, name = "", number = ""] = GOAL.exec(task.title) ?? [];
  const percent = Number(number);
  if (name === "" || percent > 100) return undefined;
  const wanted = bareName(name);
  const section = sections.findIndex(
    ({ title }, index) => bareName(title) === wanted && !isWithin(sections, task.sectionIndex, index),
  );
  return section === -1 ? undefined : { section, percent };
}

/** "Phase 3: Search" is "Phase 3: Search (Weeks 3-5) (40%)". */
function bareName(title: string): string {
  return fold(title.replace(/\s*\([^)]*\)/g, ""));
}
