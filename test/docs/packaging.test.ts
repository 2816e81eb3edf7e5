import { describe, expect, test } from "@jest/globals";
import picomatch from "picomatch";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { parse } from "yaml";

const dockerfile = readFileSync("Dockerfile", "utf8");
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: Record<string, string> };

interface AppManifest {
  readonly name: string;
  readonly url: string;
  readonly public: boolean;
  readonly default_permissions: Readonly<Record<string, string>>;
  readonly default_events: readonly string[];
}

describe("the image", () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) =>
    (match[1] ?? "").split(" "),
  );
  const allowed = readFileSync(".dockerignore", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("!"))
    .map((line) => line.slice(1));

  test("copies what exists and what the build may see", () => {
    expect(copied.filter((path) => !existsSync(path))).toEqual([]);
    expect(copied.filter((path) => !picomatch(allowed)(path))).toEqual([]);
    expect(allowed.filter((path) => !existsSync(path))).toEqual([]);
  });

  test("runs without root, a shell or npm in between", () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));

    expect(last).toContain("\nUSER node\n");
    expect(last).toContain('\nCMD ["node", "dist/server.js"]\n');
    expect(last).toMatch(/^HEALTHCHECK .*\\\n +CMD \["node", "-e", ".+\/health.+"\]$/m);
    for (const [, json = ""] of dockerfile.matchAll(/\b(?:RUN|CMD) (\[.+\])$/gm)) {
      expect(() => JSON.parse(json) as unknown).not.toThrow();
    }
    expect(dockerfile).not.toMatch(/^RUN (?!\[)/m);
  });

  test("needs nothing that production dependencies do not bring", () => {
    const files = readdirSync("dist", { recursive: true, encoding: "utf8" })
      .map((file) => file.replaceAll("\\", "/"))
      .filter((file) => file.endsWith(".js") && !/^(?:sandbox|bench)\//.test(file));
    const imported = files.flatMap((file) => importsOf(readFileSync(join("dist", file), "utf8")));
    const unknown = [...new Set(imported)].filter((name) => !(name in manifest.dependencies));

    expect(files).toContain("server.js");
    expect(unknown).toEqual([]);
  });
});

describe("the App's manifest", () => {
  const app = parse(readFileSync("app.yml", "utf8")) as AppManifest;

  test("gives a reason for every permission and event", () => {
    const lines = readFileSync("app.yml", "utf8").split("\n");
    const asked = lines.flatMap((line, index) => (/^ {2}(?:- )?\w+/.test(line) ? [index] : []));

    expect(asked).toHaveLength(Object.keys(app.default_permissions).length + app.default_events.length);
    for (const index of asked) expect(lines[index - 1]).toMatch(/^ {2}# .+\.$/);
  });

  test("is what the link in docs/deploy.md fills in", () => {
    const link = /^https:\/\/\S+\/apps\/new\?\S+$/m.exec(readFileSync("docs/deploy.md", "utf8"))?.[0] ?? "";
    const { searchParams } = new URL(link);
    const filled = Object.fromEntries([...searchParams].filter(([name]) => name !== "events[]"));

    expect(filled).toEqual({
      name: app.name,
      url: app.url,
      public: String(app.public),
      ...app.default_permissions,
    });
    expect(searchParams.getAll("events[]")).toEqual(app.default_events);
  });

  test("subscribes to every event that the app listens to", () => {
    const calls = [...readFileSync("src/index.ts", "utf8").matchAll(/probot\.on\(([^]*?)\(event\)/g)];
    const listened = calls
      .flatMap(([, names = ""]) => [...names.matchAll(/"([a-z0-9_]+)/g)].map((match) => match[1] ?? ""))
      .filter((name) => !name.startsWith("installation"));

    expect(new Set(listened)).toEqual(new Set(app.default_events));
  });
});

/** Names of packages that a compiled file imports. */
function importsOf(code: string): string[] {
  const statements = /^(?:import|export)\s(?:[\w*{},\s]+\sfrom\s)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;
  return [...code.matchAll(statements)]
    .map((match) => match[1] ?? match[2] ?? "")
    .filter((name) => !name.startsWith(".") && !name.startsWith("node:") && !builtinModules.includes(name))
    .map((name) =>
      name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/"),
    );
}
