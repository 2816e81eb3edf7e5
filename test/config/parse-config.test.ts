import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import { parseConfig } from "../../src/core/config/parse-config.js";
import type { Config } from "../../src/core/model/config.js";

const FILE = ".github/tickmark.yml";

function good(text: string | undefined): Config {
  const result = parseConfig(FILE, text);
  if (!result.ok) throw new Error(remarks(text).join("\n"));
  return result.config;
}

function remarks(text: string | undefined): string[] {
  return parseConfig(FILE, text).diagnostics.map(
    ({ file, line, column, severity, rule, message }) =>
      `${file}:${line}:${column} ${severity} ${rule} ${message}`,
  );
}

const WHOLE = `checklists:
  - paths: ["checklists/**/*.md"]
    exclude: ["checklists/templates/**"]
    start: 2026-01-05
    depth: 2
    completed: mirror
    labels: [billing]
issues:
  reference: comment
  labels: [checklist]
  phases: { issue: true, milestone: false }
  types: { phase: Epic, task: Task }
owners:
  DevOps: [octocat]
  Backend: ["@acme/backend", hubot]
project:
  number: 7
  fields: { priority: Importance }
  add-metadata: true
commit:
  mode: auto
  message: "docs: {summary}"
signoff:
  requirements:
    Code review completion: { evidence: approved-review }
    Security assessment: { teams: [security], users: [mona], permission: write }
  on-push: keep
  gates:
    - { phase: phase-2, paths: ["infra/**"] }
commands: { permission: maintain }
limits: { create: 50%, close: 0 }
dashboard: false
stamps: { updated: true, completed: true }
rules: { custom-state: error, near-miss: off }
`;

describe("a config", () => {
  test.each([undefined, "", "\n", "# nothing\n", "---\n", "checklists:\n", "\uFEFF"])(
    "of defaults comes from %j",
    (text) => {
      expect(good(text)).toEqual({
        checklists: [
          {
            paths: ["checklists/**/*.md"],
            exclude: ["**/templates/**"],
            depth: "all",
            completed: "skip",
            labels: [],
          },
        ],
        issues: {
          reference: "link",
          labels: ["checklist"],
          phases: { issue: true, milestone: true },
          types: {},
        },
        owners: {},
        commit: { mode: "auto" },
        signoff: { requirements: {}, onPush: "dismiss", gates: [] },
        commands: { permission: "write" },
        limits: { create: 100, close: 20 },
        dashboard: true,
        stamps: { updated: false, completed: false },
        rules: {},
      });
    },
  );

  test("keeps all that was set", () => {
    expect(good(WHOLE)).toEqual({
      checklists: [
        {
          paths: ["checklists/**/*.md"],
          exclude: ["checklists/templates/**"],
          start: "2026-01-05",
          depth: 2,
          completed: "mirror",
          labels: ["billing"],
        },
      ],
      issues: {
        reference: "comment",
        labels: ["checklist"],
        phases: { issue: true, milestone: false },
        types: { phase: "Epic", task: "Task" },
      },
      owners: { DevOps: ["octocat"], Backend: ["@acme/backend", "hubot"] },
      project: { board: { number: 7 }, fields: { priority: "Importance" }, addMetadata: true },
      commit: { mode: "auto", message: "docs: {summary}" },
      signoff: {
        requirements: {
          "Code review completion": { teams: [], users: [], evidence: "approved-review" },
          "Security assessment": { teams: ["security"], users: ["mona"], permission: "write" },
        },
        onPush: "keep",
        gates: [{ phase: "phase-2", paths: ["infra/**"], labels: [] }],
      },
      commands: { permission: "maintain" },
      limits: { create: { percent: 50 }, close: 0 },
      dashboard: false,
      stamps: { updated: true, completed: true },
      rules: { "custom-state": "error", "near-miss": "off" },
    });
  });

  test("may use anchors and Windows line ends", () => {
    const text = "checklists:\r\n  - &a\r\n    paths: [a/*.md]\r\n  - *a\r\n";

    expect(good(text).checklists.map(({ paths }) => paths)).toEqual([["a/*.md"], ["a/*.md"]]);
  });

  test("says which settings have no effect yet", () => {
    const text = "commit: { mode: commit }\nstamps: { updated: true }\n";

    expect(remarks(text)).toEqual([
      `${FILE}:2:1 info config-not-yet Unexpected \`stamps\`, this version does nothing with it yet, keep it for a later one or remove it`,
    ]);
  });
});

describe("a wrong config", () => {
  test.each([
    [
      "checklist:\n  - paths: []\n",
      "1:1 error config-key Unexpected key `checklist`, expected one of `checklists`, `issues`, `owners`, `project`, `commit`, `signoff`, `commands`, `limits`, `dashboard`, `stamps`, `rules`, did you mean `checklists`?",
    ],
    [
      'checklists:\n  - paths: ["a/**"]\n    dept: 2\n',
      "3:5 error config-key Unexpected key `dept`, expected one of `paths`, `exclude`, `start`, `depth`, `completed`, `labels`, did you mean `depth`?",
    ],
    [
      "checklists:\n  - depth: deep\n",
      "2:12 error config-value Unexpected `deep`, expected `all` or a whole number from 1 to 64, write for example `depth: 2`",
    ],
    [
      "checklists:\n  - paths: foo\n",
      '2:12 error config-value Unexpected `foo`, expected a list of globs, write for example `paths: ["docs/**/*.md"]`',
    ],
    [
      'checklists:\n  - paths: ["a/[b"]\n',
      '2:13 error config-value Unexpected `"a/[b"`, expected a glob from the repository\'s root, without `/`, `./` or `!` in front, write for example `paths: ["docs/**/*.md"]`',
    ],
    [
      "checklists:\n  - start: 05.01.2026\n",
      "2:12 error config-value Unexpected `05.01.2026`, expected a day as YYYY-MM-DD, write for example `start: 2026-01-05`",
    ],
    [
      "checklists:\n  - start: 2026-02-30\n",
      "2:12 error config-value Unexpected `2026-02-30`, expected a day as YYYY-MM-DD, write for example `start: 2026-01-05`",
    ],
    [
      "limits: { create: -1 }\n",
      "1:19 error config-value Unexpected `-1`, expected a whole number from 0 to 100000, or a share from 0% to 100%, write for example `create: 200`",
    ],
    ...["101%", "1.5%", "-1%", "many"].map((limit) => [
      `limits: { close: ${limit} }\n`,
      `1:18 error config-value Unexpected \`${limit}\`, expected a whole number from 0 to 100000, or a share from 0% to 100%, write for example \`close: 20%\``,
    ]),
    [
      "limits: [1]\n",
      "1:9 error config-value Unexpected a list, expected a map, write for example `limits: { create: 200, close: 50 }`",
    ],
    [
      "dashboard: yes\n",
      "1:12 error config-value Unexpected `yes`, expected true or false, write for example `dashboard: false`",
    ],
    [
      "commit: { message: 'docs: sync' }\n",
      "1:20 error config-value Unexpected `'docs: sync'`, expected a text with {summary}, write for example `message: \"docs: {summary}\"`",
    ],
    [
      "signoff: { gates: [{ paths: [a] }] }\n",
      "1:20 error config-missing Missing `phase`, expected the key of a phase, write for example `phase: phase-2`",
    ],
    ...['"@acme/security"', "Security Team"].map((team) => [
      `signoff: { requirements: { Review: { teams: [${team}] } } }\n`,
      `1:46 error config-value Unexpected \`${team}\`, expected the slug of a team, without \`@organization/\`, write for example \`Security assessment: { teams: [security] }\``,
    ]),
    [
      "project: { add-metadata: true }\n",
      "1:10 error config-value Unexpected a map, expected exactly one of `number`, `url` and `create` in it, write for example `project: { number: 7 }`",
    ],
    [
      "- a\n",
      "1:1 error config-value Unexpected a list, expected a map, write for example `limits: { create: 200 }`",
    ],
    [
      "limits:\n  create: 1\n  create: 2\n",
      "3:3 error config-syntax Unexpected second use of a key, expected each key once, put both values under one of them",
    ],
    [
      "limits:\n\tcreate: 1\n",
      "2:1 error config-syntax Unexpected tab, expected spaces, indent with two spaces",
    ],
    [
      "a: 1\n---\nb: 2\n",
      "2:1 error config-syntax Unexpected second document, expected one, remove the line `---`",
    ],
  ])("%j is told what to do", (text, expected) => {
    expect(parseConfig(FILE, text).ok).toBe(false);
    expect(remarks(text)).toContain(`${FILE}:${expected}`);
  });

  test("hears of everything that is wrong at once, in order", () => {
    const text = "limits: { create: x }\nissues: { labels: [1], refrence: link }\ndashbord: true\n";

    expect(remarks(text).map((remark) => remark.split(" ").slice(0, 3).join(" "))).toEqual([
      `${FILE}:1:19 error config-value`,
      `${FILE}:2:20 error config-value`,
      `${FILE}:2:24 error config-key`,
      `${FILE}:3:1 error config-key`,
    ]);
  });

  test("says so once where aliases stand for more values than anybody writes", () => {
    const globs = Array.from({ length: 200 }, (_, at) => `docs/${at}/*.md`);
    const paths = `  - paths: &all [${globs.join(", ")}]`;
    const entries = (count: number): string =>
      ["checklists:", paths, ...Array.from({ length: count }, () => "  - paths: *all")].join("\n");

    expect(parseConfig(FILE, entries(40)).ok).toBe(true);
    expect(remarks(entries(60))).toEqual([
      expect.stringMatching(/^\S+:1:1 error config-size Unexpected number/),
    ]);
  });

  test("finds an anchor that contains itself, or far too many of them, no trouble", () => {
    const lines = Array.from({ length: 40 }, (_, n) => `k${n}: &a${n} [${`*a${n - 1},`.repeat(9)}]`);
    const bomb = ["x: &a-1 [x]", ...lines].join("\n");

    expect(parseConfig(FILE, "owners: &o { a: *o }\n").ok).toBe(true);
    expect(parseConfig(FILE, bomb).ok).toBe(false);
  });

  test("is a value, never an exception, whatever the text", () => {
    const scrap = fc.constantFrom(
      ..."checklists: issues: - paths [ ] { } : & * ! | > ' \" # \n \t , ~ 2 x --- ... ? @ % <<".split(" "),
      " ",
      "\n  ",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(scrap, fc.string({ maxLength: 4 }))), (pieces) => {
        const { diagnostics } = parseConfig(FILE, pieces.join(""));

        for (const { line, column } of diagnostics) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
    expect(() => parseConfig(FILE, "[".repeat(5000))).not.toThrow();
  });
});
