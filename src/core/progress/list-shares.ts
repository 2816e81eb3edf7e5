import { isNumberedPhase } from "../metadata/name-index.js";
import type { Checklist } from "../model/checklist.js";

/** A section that stands for so many percent of what is around it. */
export interface Share {
  readonly section: number;
  readonly percent: number;
}

export interface Shares {
  /** Of the whole checklist. */
  readonly whole: readonly Share[];
  /** By the index of the section around them. */
  readonly parts: readonly (readonly Share[])[];
}

/**
 * The weighted phases that make up each section: the outermost ones inside of it. Phases without a weight beside them
 * share in equal parts what is left of a hundred. Empty where no phase has a weight.
 */
export function listShares({ sections, metadata }: Checklist): Shares {
  const children = new Map<number | undefined, number[]>();
  for (const [index, { parent }] of sections.entries())
    children.set(parent, [...(children.get(parent) ?? []), index]);
  const parts: Share[][] = sections.map(() => []);
  const sharesIn = (scope: number | undefined): Share[] => {
    const inside = children.get(scope) ?? [];
    const own = shareOut(
      inside.map((section) => ({
        section,
        weight: metadata.sections[section]?.weight,
        isPhase: isNumberedPhase(sections[section]?.phase),
      })),
    );
    return inside.flatMap((section) => {
      const percent = own.get(section);
      return percent === undefined ? (parts[section] ?? []) : [{ section, percent }];
    });
  };
  // Sections inside of a section come behind it.
  for (let index = sections.length - 1; index >= 0; index--) parts[index] = sharesIn(index);
  return { whole: sharesIn(undefined), parts };
}

interface Sibling {
  readonly section: number;
  readonly weight: number | undefined;
  readonly isPhase: boolean;
}

function shareOut(siblings: readonly Sibling[]): Map<number, number> {
  const weighted = siblings.filter(({ weight }) => weight !== undefined);
  if (weighted.length === 0) return new Map();
  const rest = 100 - weighted.reduce((sum, { weight = 0 }) => sum + weight, 0);
  const others = siblings.filter(({ weight, isPhase }) => weight === undefined && isPhase);
  const percent = Math.max(rest, 0) / Math.max(others.length, 1);
  return new Map(
    [...weighted, ...others].map(({ section, weight }) => [section, weight ?? percent] as const),
  );
}
