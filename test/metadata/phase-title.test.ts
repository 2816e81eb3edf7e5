import { expect, test } from "@jest/globals";
import { phaseTitle } from "../../src/core/metadata/phase-title.js";

test.each([
  ["Phase 1: Setup (25%)", "Phase 1: Setup"],
  ["Phase 1: Foundation & Assessment (Weeks 1-2)", "Phase 1: Foundation & Assessment"],
  ["Phase 3: Search (Weeks 3-5) (40%)", "Phase 3: Search"],
  ["Phase 3: Search (Weeks 3-5, 40%)", "Phase 3: Search"],
  ["Phase 4: Scale (Months 7–12)", "Phase 4: Scale"],
  ["Launch (Q3 2026)", "Launch"],
  ["Launch (2026-01-05 - 2026-02-01)", "Launch"],
  ["Cleanup (P1)", "Cleanup"],
])("%s is called %s", (heading, name) => {
  expect(phaseTitle(heading)).toBe(name);
});

test.each([
  "Immediate Post-Deployment (0-24 hours)",
  "Critical (Must Have Before Production)",
  "Plan (Q3 planning)",
  "Week 1-2: CI/CD Pipeline",
  "Weeks (in short)",
  "Phase 2 (2)",
  "(25%)",
])("%s keeps its words: they are its name", (heading) => {
  expect(phaseTitle(heading)).toBe(heading);
});
