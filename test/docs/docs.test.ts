import { describe, expect, test } from "@jest/globals";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import GithubSlugger from "github-slugger";
import { parse } from "yaml";

import { parseConfig } from "../../src/core/config/parse-config.js";
import { selectChecklist } from "../../src/core/config/select-checklist.js";
import { resolveOwners } from "../../src/core/plan/resolve-owners.js";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import { EVENTS, PERMISSIONS } from "../../src/github/app-needs.js";

function read(path: string): string {
  return readFileSync(path, "utf8");
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file));
}

function blocks(path: string, language: string): string[] {
  return [...read(path).matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))].map(
    (match) => match[1] ?? "",
  );
}

/** The property names in a JSON Schema, at any depth. */
function propertyNames(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(key === "properties" ? Object.keys(value as object) : []),
    ...propertyNames(value),
  ]);
}

describe("docs/configuration.md", () => {
  const page = read("docs/configuration.md");

  test.each(blocks("docs/configuration.md", "yaml"))("has an example that works: %s", (yaml) => {
    expect(parseConfig("tickmark.yml", yaml)).toMatchObject({ ok: true });
  });

  test("shows what is said of a wrong key", () => {
    const [example = ""] = blocks("docs/configuration.md", "text");
    const { diagnostics } = parseConfig(
      ".github/tickmark.yml",
      'checklists:\n  - paths: ["a.md"]\n    dept: 2\n',
    );
    const said = diagnostics.map(
      ({ file, line, column, severity, message }) => `${file}:${line}:${column} ${severity} ${message}\n`,
    );

    expect(said).toEqual([example]);
  });

  test.each([...new Set(propertyNames(JSON.parse(read("schema/tickmark.schema.json"))))])(
    "explains %s",
    (key) => {
      expect(page).toMatch(new RegExp(`\`[^\`]*\\b${key}\\b[^\`]*\``));
    },
  );

  test("marks as later exactly what has no effect yet", () => {
    const [whole = ""] = blocks("docs/configuration.md", "yaml").filter((yaml) => yaml.includes("gates"));
    const later = parseConfig("tickmark.yml", whole).diagnostics.map(
      ({ message }) => /`(.+?)`/.exec(message)?.[1],
    );

    expect(later).toEqual(["stamps"]);
  });
});

describe("docs/checklists.md", () => {
  const page = read("docs/checklists.md");
  const rules = filesBelow("src/core", ".ts")
    .filter((file) => !/[\\/](?:config|board)[\\/]/.test(file))
    .flatMap((file) => [...read(file).matchAll(/(?:\brule|\bname): "([a-z0-9-]+)"/g)])
    .map((match) => match[1] ?? "");

  test.each([...new Set(rules)])("explains the rule %s", (rule) => {
    expect(page).toContain(`| \`${rule}\` |`);
  });

  test("has examples that are what they say", () => {
    const examples = blocks("docs/checklists.md", "md").join("\n");
    const { checklist, diagnostics } = parseChecklist("examples.md", new TextEncoder().encode(examples));
    const kinds = (kind: string): number => checklist.tasks.filter((task) => task.kind === kind).length;

    expect(diagnostics).toEqual([]);
    expect(checklist.tasks.filter(({ reference }) => reference)).toHaveLength(2);
    expect(checklist.tasks.filter(({ completion }) => completion === "dropped")).toHaveLength(1);
    expect([kinds("placeholder"), kinds("requirement")]).toEqual([2, 2]);
    expect(checklist.sections.map(({ phase }) => phase)).toEqual(
      expect.arrayContaining(["phase-2", "phase-2.1"]),
    );
  });

  test.each(
    [...page.matchAll(/^\| `([a-z-]+)` \| `([^`]+)`(?:, `[^`]+`)? \|/gm)].map(([, rule = "", text = ""]) => [
      rule,
      text,
    ]),
  )("shows an example of %s: %s", (rule, text) => {
    const { diagnostics } = parseChecklist("example.md", new TextEncoder().encode(`${text}\n`));

    expect(diagnostics.map((diagnostic) => diagnostic.rule)).toEqual([rule]);
  });
});

describe("docs/deploy.md", () => {
  const page = read("docs/deploy.md");

  test.each([...read("src/settings.ts").matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1] ?? ""))(
    "explains the setting %s",
    (name) => {
      expect(page).toContain(`| \`${name}\` |`);
    },
  );
});

describe("our own checklists", () => {
  const lists = filesBelow("checklists", ".md").map((file) => file.replaceAll("\\", "/"));

  test.each(lists)("%s is worth a look and has nothing to remark on", (file) => {
    const { checklist, diagnostics } = parseChecklist(file, readFileSync(file));

    expect(diagnostics).toEqual([]);
    expect(checklist.tasks.length).toBeGreaterThanOrEqual(25);
    expect(checklist.tasks.length).toBeLessThanOrEqual(60);
    expect(checklist.tasks.some(({ kind }) => kind === "requirement")).toBe(true);
  });

  test("are selected by default, but for the templates", () => {
    const result = parseConfig("tickmark.yml", undefined);
    if (!result.ok) throw new Error("the defaults are wrong");
    const selected = lists.filter((file) => selectChecklist(file, result.config));

    expect(selected).toEqual(lists.filter((file) => !file.includes("templates/")));
    expect(selected).toHaveLength(3);
  });

  test("have a config for the sandbox that knows every owner they name", () => {
    const result = parseConfig("sandbox.yml", read("checklists/sandbox.yml"));
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    const { config } = result;
    const unknown = lists.flatMap((file) => {
      const { checklist } = parseChecklist(file, readFileSync(file));
      const { sections, tasks } = checklist.metadata;
      return [...sections, ...tasks].flatMap(
        (place) => resolveOwners(place?.owners, checklist, config).unknown,
      );
    });

    expect(result.diagnostics).toEqual([]);
    expect(unknown).toEqual([]);
  });
});

describe("the App's permissions and events", () => {
  const page = read("docs/deploy.md").split(/^## Permissions$/m)[1] ?? "";
  const app = parse(read("app.yml")) as {
    readonly default_permissions: Readonly<Record<string, string>>;
    readonly default_events: readonly string[];
  };

  test("are explained one by one, and no others", () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \| (read|write) \| .{20,} \|$/gm)];
    expect(Object.fromEntries(rows.map(([, name = "", access]) => [name, access]))).toEqual(
      app.default_permissions,
    );
    const [, events = ""] = page.split("| event | why |");
    const named = [...events.matchAll(/^\| (`.+`) \| /gm)].flatMap(([, names = ""]) => names.split(", "));
    expect(named.map((name) => name.replaceAll("`", "")).sort()).toEqual([...app.default_events].sort());
  });

  test("are those that the app looks for in its registration, and in the same order", () => {
    const needed = Object.entries(PERMISSIONS).map(([name, { access }]) => [name, access]);
    expect(needed).toEqual(Object.entries(app.default_permissions));
    expect(Object.keys(EVENTS)).toEqual(app.default_events);
  });
});

describe("what the app remarks", () => {
  const pages = ["checklists", "signoff", "board", "troubleshooting"].map((name) => read(`docs/${name}.md`));
  const rules = filesBelow("src", ".ts")
    .filter((file) => !/[\\/](?:sandbox|bench)[\\/]/.test(file))
    .flatMap((file) => [...read(file).matchAll(/\brule: "([a-z0-9-]+)"/g)].map((match) => match[1] ?? ""));

  test.each([...new Set(rules)])("is explained: %s", (rule) => {
    expect(pages.filter((page) => page.includes(`\`${rule}\``))).not.toEqual([]);
  });
});

describe("src/sandbox/README.md", () => {
  const page = read("src/sandbox/README.md");
  const controls = [
    ...read("src/sandbox/http/control-endpoint.ts").matchAll(/^ {2}"([A-Z]+) (\/_sandbox\/\w+)"/gm),
  ];

  test.each(controls.map(([, method = "", path = ""]) => [method, path]))(
    "explains %s %s",
    (method, path) => {
      const row = page.split("\n").find((line) => line.startsWith("| `") && line.includes(path)) ?? "";
      expect(row).toContain(`\`${method}`);
    },
  );

  test("explains every fault", () => {
    const [, kinds = ""] = /FAULT_KINDS = \[([^\]]+)\]/.exec(read("src/sandbox/control/faults.ts")) ?? [];
    const names = [...kinds.matchAll(/"([a-z-]+)"/g)].map(([, name = ""]) => name);

    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

/** The anchors of a page, as GitHub gives them to its headings. */
function anchorsOf(path: string): string[] {
  const slugger = new GithubSlugger();
  const headings = read(path)
    .replace(/^(`{3,}|~{3,})[^]*?^\1$/gm, "")
    .matchAll(/^#{1,6} (.+)$/gm);
  return [...headings].map(([, text = ""]) => slugger.slug(text.replace(/`|\[([^\]]*)\]\([^)]*\)/g, "$1")));
}

const PAGES = [
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"],
  ...["src/sandbox/README.md", "test/pains/README.md"],
  ...filesBelow("docs", ".md"),
];

test.each(PAGES)("%s links to files and headings that exist", (file) => {
  const links = [...read(file).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
  const dead = links.filter(([, path = "", anchor]) => {
    const target = path === "" ? file : join(dirname(file), path);
    if (!existsSync(target)) return true;
    return anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).includes(anchor);
  });

  expect(dead.map(([link]) => link)).toEqual([]);
});

test("every page of docs/ can be found from the README", () => {
  const readme = read("README.md");
  expect(
    filesBelow("docs", ".md").filter((file) => !readme.includes(`(${file.replaceAll("\\", "/")})`)),
  ).toEqual([]);
});
