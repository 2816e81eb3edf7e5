import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";

/**
 * The import directions of docs/how-it-works.md, checked. A folder that is not named here may import nothing.
 * `libraries: "pure"` means no octokit, no probot, no node: modules.
 */
const RULES: Readonly<
  Record<string, { readonly folders: readonly string[]; readonly libraries: "pure" | "any" }>
> = {
  "core/model": { folders: ["core/model"], libraries: "pure" },
  "core/metadata": { folders: ["core/model", "core/metadata"], libraries: "pure" },
  "core/ledger": { folders: ["core/model", "core/metadata/name-index", "core/ledger"], libraries: "pure" },
  "core/markdown": {
    folders: ["core/model", "core/metadata", "core/ledger", "core/markdown"],
    libraries: "pure",
  },
  "core/signoff": {
    folders: [
      "core/model",
      "core/metadata/name-index",
      "core/ledger",
      "core/progress/counted-tasks",
      "core/config/glob",
      "core/config/nearest-name",
      "core/signoff",
    ],
    libraries: "pure",
  },
  "core/progress": { folders: ["core/model", "core/metadata", "core/progress"], libraries: "pure" },
  "core/config": { folders: ["core/model", "core/config"], libraries: "pure" },
  "core/report": {
    folders: ["core/model", "core/ledger/ledger-text", "core/report"],
    libraries: "pure",
  },
  "core/board": {
    folders: [
      "core/model",
      "core/metadata",
      "core/phases",
      "core/progress",
      "core/ledger",
      "core/plan",
      "core/board",
    ],
    libraries: "pure",
  },
  "core/phases": {
    folders: ["core/model", "core/metadata", "core/progress", "core/ledger", "core/phases"],
    libraries: "pure",
  },
  "core/plan": {
    folders: [
      "core/model",
      "core/metadata",
      "core/progress",
      "core/phases",
      "core/plan",
      "core/report",
      "core/config/select-checklist",
      "core/ledger",
      "core/signoff",
    ],
    libraries: "pure",
  },
  sync: { folders: ["core", "sync", "errors"], libraries: "pure" },
  github: {
    folders: [
      "core/model",
      "github",
      "commands/ports",
      "signoff/ports",
      "sync/ports",
      "sync/board-port",
      "sync/lease",
      "errors",
    ],
    libraries: "any",
  },
  reading: { folders: ["core", "reading", "errors"], libraries: "any" },
  signoff: { folders: ["core", "signoff", "sync", "errors"], libraries: "pure" },
  commands: { folders: ["core", "commands", "signoff", "sync", "errors"], libraries: "pure" },
  events: { folders: ["events", "commands", "signoff", "sync/syncs", "core/model"], libraries: "any" },
  cli: { folders: ["core", "cli"], libraries: "any" },
  sandbox: { folders: ["sandbox"], libraries: "any" },
  bench: { folders: ["core", "bench"], libraries: "any" },
  errors: { folders: [], libraries: "pure" },
  settings: { folders: [], libraries: "any" },
  log: {
    folders: ["core/model", "commands", "errors", "github/registration", "signoff", "sync"],
    libraries: "any",
  },
  "status-handler": { folders: ["github/registration", "sync"], libraries: "any" },
  index: {
    folders: [
      "commands",
      "events",
      "github",
      "reading",
      "signoff",
      "sync",
      "log",
      "status-handler",
      "settings",
    ],
    libraries: "any",
  },
  server: { folders: ["index", "settings"], libraries: "any" },
};

const IMPORT = /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|import\("([^"]+)"\)/g;
const source = path.resolve("src");

function sourceFiles(): string[] {
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.replaceAll("\\", "/"));
}

function importsOf(file: string): string[] {
  return [...readFileSync(path.join(source, file), "utf8").matchAll(IMPORT)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
}

function ruleFor(file: string): [string, (typeof RULES)[string]] {
  const name = file.replace(/\.ts$/, "");
  const key = Object.keys(RULES)
    .filter((folder) => name === folder || name.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];
  const rule = key === undefined ? undefined : RULES[key];
  if (key === undefined || !rule) throw new Error(`${file} is in a folder without a rule`);
  return [key, rule];
}

function violations(file: string): string[] {
  const [, { folders, libraries }] = ruleFor(file);
  return importsOf(file).flatMap((imported) => {
    if (!imported.startsWith(".")) {
      const impure = /^(node:|probot|@octokit\/|pino)/.test(imported);
      return libraries === "pure" && impure ? [`${file} imports the library ${imported}`] : [];
    }
    const target = path.posix.join(path.posix.dirname(file), imported).replace(/\.js(on)?$/, "");
    const allowed = folders.some((folder) => target === folder || target.startsWith(`${folder}/`));
    return allowed ? [] : [`${file} imports ${target}`];
  });
}

describe("the import directions", () => {
  test("every file imports only what its folder may import", () => {
    const files = sourceFiles();

    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap(violations)).toEqual([]);
  });

  test("nothing in core is async", () => {
    const waiting = sourceFiles().filter(
      (file) =>
        file.startsWith("core/") &&
        /\basync\b|\bawait\b|\bPromise\b|new Date\(\)|Date\.now|process\.env|Math\.random/.test(
          withoutComments(file),
        ),
    );

    expect(waiting).toEqual([]);
  });

  test("nothing imports the entry but the process", () => {
    const importers = sourceFiles().filter((file) =>
      importsOf(file).some((imported) => /^\.\.?\/(.*\/)?index\.js$/.test(imported)),
    );

    expect(importers).toEqual(["server.ts"]);
  });
});

function withoutComments(file: string): string {
  return readFileSync(path.join(source, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
}
