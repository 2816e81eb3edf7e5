import { isTaskId } from "./task-id.js";

/** What a text about dependencies names, before anybody has looked whether it exists. */
export interface Named {
  /** Phase keys. */
  readonly phases: readonly string[];
  /** Pairs of ids; both are the same, but for a range. */
  readonly tasks: readonly (readonly [string, string])[];
  /** "Completion of all technical phases": every phase before this one. */
  readonly allPhases: boolean;
}

const WORD = "(?:phase|fase|etapa|étape|faza|этап|фаза)s?";
const NUMBER = String.raw`(?:\d+(?:\.\d+)*[a-z]?|[IVX]+)(?![\p{L}\p{N}])`;
const PHASES = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${WORD}[\s#-]*(${NUMBER}(?:\s*(?:-|–|,|&|and|or|through|to|und|y)\s*(?:and\s+)?(?:${WORD}\s)?${NUMBER})*)`,
  "giu",
);
const ALL_PHASES = /\b(?:all|every)\b(?:\s+[\p{L}-]+){0,2}\s+phases?\b(?!\s*\d)/iu;
const RANGE = /^(\S+?)(?:-|–|\.\.)(\S+)$/;

const LONGEST_TEXT = 500;

/** Phases anywhere in the text, tasks only where the text begins with them: the rest is prose. */
export function readNames(text: string): Named {
  const said = text.slice(0, LONGEST_TEXT).replace(/\([^()]*\)/g, "");
  const phases = [...said.matchAll(PHASES)].flatMap(([, numbers = ""]) => expandNumbers(numbers));
  return { phases, tasks: readTaskNames(said), allPhases: phases.length === 0 && ALL_PHASES.test(said) };
}

function expandNumbers(numbers: string): string[] {
  const [, from, to] = /^(\d+)\s*(?:-|–|through|to)\s*(?:\p{L}+\s)?(\d+)$/u.exec(numbers) ?? [];
  if (from !== undefined && to !== undefined && Number(to) - Number(from) < 50) {
    const count = Math.max(Number(to) - Number(from) + 1, 0);
    return Array.from({ length: count }, (_, index) => `phase-${Number(from) + index}`);
  }
  const found = numbers.match(new RegExp(String.raw`(?<![\p{L}\p{N}.])${NUMBER}`, "gu")) ?? [];
  return found.map((number) => `phase-${number.toLowerCase()}`);
}

function readTaskNames(text: string): (readonly [string, string])[] {
  const names: (readonly [string, string])[] = [];
  const words = text
    .replace(/\s*[–-]\s*(?=[A-Za-z]?\d)/g, (dash) => (dash.trim() === dash ? dash : "-"))
    .split(/\s*[,;&+]\s*|\s+/)
    .filter((word) => word !== "" && word !== "and" && word !== "task" && word !== "tasks");
  for (const word of words) {
    const bare = word.replace(/^[`*_]+|[`*_.:]+$/g, "");
    const [, from = bare, to = bare] = isTaskId(bare) ? [] : (RANGE.exec(bare) ?? []);
    if (!isTaskId(from) || !isTaskId(to)) break;
    names.push([from, to]);
  }
  return names;
}
