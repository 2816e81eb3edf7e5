import { parseSchedule } from "../metadata/parse-schedule.js";

/** The name of a phase without its weight and schedule: "Phase 2: Search (Weeks 3-5) (40%)" is "Phase 2: Search". */
export function phaseName(title: string): string {
  const bare = title.replace(/\s*[(（]([^()（）]*)[)）]/g, (whole, inside: string) =>
    /\d\s?%/.test(inside) || parseSchedule(whole) !== undefined ? "" : whole,
  );
  return bare.trim() === "" ? title : bare.trim();
}
