import { z } from "zod";

import {
  address,
  choice,
  day,
  expectation,
  expected,
  flag,
  glob,
  labels,
  limit,
  list,
  owner,
  permission,
  strict,
  team,
  whole,
  words,
} from "./config-values.js";

/**
 * The shape of `.github/tickmark.yml`, keys as people write them. It is the one source for checking a config, for
 * the JSON Schema that editors use, and for what a message says was expected.
 */
export const configSchema = strict("limits: { create: 200 }", {
  checklists: z
    .array(checklist(), expected("a list of entries", 'checklists: [{ paths: ["docs/**/*.md"] }]'))
    .describe("Which files are checklists. The first entry that matches a file wins.")
    .prefault([{}]),
  issues: issues().describe("What the issues look like.").prefault({}),
  owners: z
    .record(
      z.string(),
      list(owner(), "a list of logins and teams", 'owners: { DevOps: [octocat, "@acme/ops"] }'),
      {
        error: expectation("names with a list of logins each", "owners: { DevOps: [octocat] }"),
      },
    )
    .describe("Who is behind the names that checklists give for an owner.")
    .default({}),
  project: project().describe("The project board that is kept in step.").optional(),
  commit: commit().describe("How changes get into the files.").prefault({}),
  signoff: signoff().describe("Who may sign which requirement.").prefault({}),
  commands: strict("commands: { permission: write }", {
    permission: permission("commands: { permission: write }")
      .describe("What it takes to be obeyed in a comment.")
      .default("write"),
  })
    .describe("Who may ask for what in comments.")
    .prefault({}),
  limits: limits().describe("What waits for a person.").prefault({}),
  dashboard: flag("dashboard: false")
    .describe("Open an issue when something waits for a person.")
    .default(true),
  stamps: strict("stamps: { updated: true }", {
    updated: flag("stamps: { updated: true }")
      .describe("Keep `Last Updated:` and `Updated By:` current.")
      .default(false),
    completed: flag("stamps: { completed: true }")
      .describe("Write the day of completion behind a ticked task.")
      .default(false),
  })
    .describe("Which dates in the files are kept current.")
    .prefault({}),
  rules: z
    .record(z.string(), choice(["error", "warning", "info", "off"], "rules: { custom-state: error }"), {
      error: expectation("names of rules with a severity each", "rules: { custom-state: error }"),
    })
    .describe("Severities of the linter's rules.")
    .default({}),
});

/** A config as the schema gives it, defaults included. */
export type ParsedConfig = z.output<typeof configSchema>;

function checklist() {
  return strict('- paths: ["docs/**/*.md"]', {
    paths: list(glob('paths: ["docs/**/*.md"]'), "a list of globs", 'paths: ["docs/**/*.md"]')
      .describe("Files from the repository's root; only .md and .markdown files count.")
      .default(["checklists/**/*.md"]),
    exclude: list(glob('exclude: ["**/drafts/**"]'), "a list of globs", 'exclude: ["**/drafts/**"]')
      .describe("Files that `paths` matches and that are no checklists all the same.")
      .default(["**/templates/**"]),
    start: day("start: 2026-01-05")
      .describe('What "Week 1" and "Month 1" count from.')
      .meta({ examples: ["2026-01-05"] })
      .optional(),
    depth: z
      .union(
        [z.literal("all"), z.int().min(1).max(64)],
        expected("`all` or a whole number from 1 to 64", "depth: 2"),
      )
      .describe("Deeper tasks become a task list in the issue of the nearest task above.")
      .default("all"),
    completed: choice(["skip", "mirror"], "completed: skip")
      .describe("Whether tasks that were ticked before they had an issue get one.")
      .default("skip"),
    labels: labels("labels: [billing]").describe("Labels for the issues of these files.").default([]),
  });
}

function issues() {
  return strict("issues: { reference: link }", {
    reference: choice(["link", "comment"], "reference: link")
      .describe("How a task names its issue: a visible link, or a hidden comment.")
      .default("link"),
    labels: labels("labels: [checklist]").describe("Labels for every issue.").default(["checklist"]),
    phases: strict("phases: { milestone: false }", {
      issue: flag("phases: { issue: false }").describe("One issue for each phase.").default(true),
      milestone: flag("phases: { milestone: false }").describe("One milestone for each phase.").default(true),
    })
      .describe("What a phase becomes.")
      .prefault({}),
    types: strict("types: { task: Task }", {
      phase: words("the name of an issue type", "types: { phase: Epic }").optional(),
      task: words("the name of an issue type", "types: { task: Task }").optional(),
    })
      .describe("Issue types, where the organization has them.")
      .prefault({}),
  });
}

function project() {
  const field = words("the name of a field", "fields: { priority: Importance }").optional();
  return strict("project: { number: 7 }", {
    number: whole(1, 1_000_000_000, "number: 7")
      .describe("Number of a board of the organization.")
      .optional(),
    url: address("url: https://github.com/orgs/acme/projects/7")
      .describe("Address of that board instead.")
      .optional(),
    create: words("a title", "create: Checklists").describe("Title of a board to create.").optional(),
    fields: strict("fields: { priority: Importance }", {
      status: field,
      phase: field,
      checklist: field,
      priority: field,
      owner: field,
      effort: field,
      "effort-text": field,
      weight: field,
      start: field,
      target: field,
      progress: field,
      "sign-off": field,
    })
      .describe("Our name: the board's name.")
      .prefault({}),
    "add-metadata": flag("add-metadata: true")
      .describe("May a change on the board add a metadata line to the file?")
      .default(false),
  }).refine(
    ({ number, url, create }) => [number, url, create].filter((board) => board !== undefined).length === 1,
    expected("exactly one of `number`, `url` and `create` in it", "project: { number: 7 }"),
  );
}

function commit() {
  return strict('commit: { message: "docs: {summary}" }', {
    mode: choice(["auto", "commit", "pull-request"], "mode: auto")
      .describe(
        "Commit, and open a pull request where the branch refuses one; or always the one or the other.",
      )
      .default("auto"),
    message: z
      .string(expected("a text with {summary}", 'message: "docs: {summary}"'))
      .refine(
        (text) => text.includes("{summary}"),
        expected("a text with {summary}", 'message: "docs: {summary}"'),
      )
      .describe("Headline of the commits. Without it the repository's own convention is followed.")
      .meta({ examples: ["docs: {summary}"] })
      .optional(),
  });
}

function signoff() {
  const teams = "Security assessment: { teams: [security] }";
  return strict("signoff: { on-push: dismiss }", {
    requirements: z
      .record(
        z.string(),
        strict(teams, {
          teams: list(team(teams), "a list of team slugs", teams).default([]),
          users: list(owner(), "a list of logins", "Design review: { users: [octocat] }").default([]),
          permission: permission("Release: { permission: maintain }").optional(),
          evidence: choice(
            ["approved-review", "green-checks"],
            "Code review: { evidence: approved-review }",
          ).optional(),
        }),
        { error: expectation("texts of requirements with a map each", teams) },
      )
      .describe("By the text of the requirement: who may sign it, or what proves it.")
      .default({}),
    "on-push": choice(["dismiss", "keep"], "on-push: dismiss")
      .describe("What new commits do to the sign-offs of a pull request.")
      .default("dismiss"),
    gates: z
      .array(
        strict('- { phase: phase-2, paths: ["infra/**"] }', {
          phase: words("the key of a phase", "phase: phase-2"),
          paths: list(glob('paths: ["infra/**"]'), "a list of globs", 'paths: ["infra/**"]').default([]),
          labels: labels("labels: [infra]").default([]),
        }).refine(
          ({ paths, labels }) => paths.length + labels.length > 0,
          expected("at least one of `paths` and `labels`", 'paths: ["infra/**"]'),
        ),
        expected("a list of gates", 'gates: [{ phase: phase-2, paths: ["infra/**"] }]'),
      )
      .describe("Pull requests that touch these files or carry one of these labels wait for the phase.")
      .default([]),
  });
}

function limits() {
  return strict("limits: { create: 200, close: 50 }", {
    create: limit(100_000, "create: 200")
      .describe("Issues that one sync may open unasked: a number, or a share of those there are.")
      .default(100),
    close: limit(100_000, "close: 20%")
      .describe("Issues that one sync may close or let go unasked: a number, or a share of those there are.")
      .default(20),
  });
}
