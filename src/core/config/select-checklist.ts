import type { ChecklistRules, Config } from "../model/config.js";
import { globMatcher, staticFolder } from "./glob.js";

const matchers = new WeakMap<ChecklistRules, (path: string) => boolean>();

/**
 * The entry that a file belongs to: the first that matches. Undefined for a file that is no checklist. Folders that
 * start with a dot are matched only by globs that name them, since templates for issues live there.
 */
export function selectChecklist(path: string, config: Config): ChecklistRules | undefined {
  if (!/\.(?:md|markdown)$/i.test(path)) return undefined;
  return config.checklists.find((rules) => matcherFor(rules)(path));
}

/**
 * The folders (`""` is the root) that have to be listed to find every checklist: as few and as deep as the globs
 * allow.
 */
export function staticPrefixes(config: Config): string[] {
  const folders = config.checklists.flatMap(({ paths }) => paths.map(staticFolder));
  const inside = (folder: string, outer: string): boolean => outer === "" || folder.startsWith(`${outer}/`);
  return [...new Set(folders)]
    .filter((folder) => !folders.some((outer) => outer !== folder && inside(folder, outer)))
    .sort();
}

function matcherFor(rules: ChecklistRules): (path: string) => boolean {
  const known = matchers.get(rules);
  if (known) return known;
  const included = globMatcher(rules.paths);
  const excluded = globMatcher(rules.exclude, { dot: true });
  const matcher = (path: string): boolean => included(path) && !excluded(path);
  matchers.set(rules, matcher);
  return matcher;
}
