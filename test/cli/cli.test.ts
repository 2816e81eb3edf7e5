import { describe, expect, test } from "@jest/globals";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { runCli, runPiped } from "./run-cli.js";

const LIST = `# Billing

### Phase 2: Security (25%)
- [ ] Authentication [#12](https://github.com/acme/app/issues/12)
  - [x] Implement **OAuth2**
`;

describe("tickmark", () => {
  test("teaches with examples", async () => {
    const { status, stdout } = await runCli(["--help"]);

    expect(status).toBe(0);
    expect(stdout).toContain("$ tickmark lint checklists");
  });

  test("says its version", async () => {
    const manifest = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };

    expect((await runCli(["--version"])).stdout).toBe(`${manifest.version}\n`);
  });

  test.each([[["lnt"]], [["lint"]], [["parse", "a.md", "--jason"]]])(
    "answers a mistake like %j with status 2",
    async (typed) => {
      const { status, stderr } = await runCli(typed);

      expect(status).toBe(2);
      expect(stderr).toMatch(/^error: /);
    },
  );
});

describe("tickmark parse", () => {
  test("prints what programs need", async () => {
    const { status, stdout } = await runCli(["parse", "a.md", "--json"], { files: { "a.md": LIST } });

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      tasks: [
        {
          line: 4,
          checked: false,
          depth: 0,
          mark: LIST.indexOf("[ ]") + 1,
          text: "Authentication",
          section: ["Billing", "Phase 2: Security (25%)"],
          phase: "phase-2",
          reference: 12,
        },
        {
          line: 5,
          checked: true,
          depth: 1,
          mark: LIST.indexOf("[x]") + 1,
          text: "Implement OAuth2",
          section: ["Billing", "Phase 2: Security (25%)"],
          phase: "phase-2",
          reference: null,
        },
      ],
      diagnostics: [],
    });
  });

  test("reads standard input, and shows a tree to people", async () => {
    const { stdout } = await runCli(["parse", "-"], { input: LIST });

    expect(stdout).toBe(
      [
        "stdin: 2 tasks, 1 done",
        "",
        "   Billing › Phase 2: Security (25%) (phase-2)",
        "4  [ ] Authentication  #12",
        "5    [x] Implement OAuth2",
        "",
      ].join("\n"),
    );
  });

  test("says clearly what it cannot read", async () => {
    expect(await runCli(["parse", "nowhere.md"])).toEqual({
      status: 2,
      stdout: "",
      stderr: "tickmark: cannot read nowhere.md: there is no such file or folder\n",
    });
    expect((await runCli(["parse", "."])).stderr).toBe("tickmark: cannot read .: it is a folder\n");
  });
});

describe("tickmark lint", () => {
  const WRONG = "limits:\n  creat: 5\n";

  test("finds nothing in a good file", async () => {
    const { status, stdout } = await runCli(["lint", "a.md"], { files: { "a.md": LIST } });

    expect({ status, stdout }).toEqual({ status: 0, stdout: "1 file, nothing to remark\n" });
  });

  test("searches folders and globs, but not what nobody wrote", async () => {
    const files = {
      "docs/a.md": LIST,
      "docs/b/c.MD": LIST,
      "docs/x.txt": "",
      "docs/node_modules/y.md": LIST,
    };

    expect((await runCli(["lint", "docs"], { files })).stdout).toContain("2 files");
    expect((await runCli(["lint", "docs/*.md"], { files })).stdout).toContain("1 file,");
    expect((await runCli(["lint", "docs", "docs/a.md"], { files })).stdout).toContain("2 files");
  });

  test("checks the config and fails for an error in it", async () => {
    const files = { "a.md": LIST, ".github/tickmark.yml": WRONG };
    const { status, stdout } = await runCli(["lint", "a.md"], { files });

    expect(status).toBe(1);
    expect(stdout).toBe(
      ".github/tickmark.yml:2:3 error Unexpected key `creat`, expected one of `create`, `close`, did you mean `create`? config-key\n" +
        "1 error in 1 file\n",
    );
  });

  test("gives programs the same as JSON", async () => {
    const files = { "a.md": LIST, "my.yml": WRONG };
    const { status, stdout } = await runCli(["lint", "a.md", "--config", "my.yml", "--json"], { files });
    const answer = JSON.parse(stdout) as { files: string[]; diagnostics: { line: number }[] };

    expect(status).toBe(1);
    expect(answer.files).toEqual(["a.md"]);
    expect(answer.diagnostics[0]?.line).toBe(2);
  });

  test("names everything that it cannot read", async () => {
    const { status, stderr } = await runCli(["lint", "no.md", "*.md", "empty"], {
      files: { "empty/x.txt": "" },
    });

    expect(status).toBe(2);
    expect(stderr).toBe(
      [
        "tickmark: cannot read no.md: there is no such file or folder",
        "tickmark: no Markdown file matches *.md",
        "tickmark: no Markdown file in empty",
        "",
      ].join("\n"),
    );
  });
});

describe("tickmark plan", () => {
  test("shows what a first sync would do", async () => {
    const files = { "checklists/a.md": "- [ ] One\n  - [ ] Two\n- [x] Three\n" };
    const { status, stdout } = await runCli(["plan", "checklists"], { files });

    expect(status).toBe(0);
    expect(stdout).toBe(
      [
        '+ create issue "One" (checklists/a.md:1): new task',
        '+ create issue "Two" under "One" (checklists/a.md:2): new task',
        "",
        "2 issues to create.",
        "",
      ].join("\n"),
    );
  });

  test("says when the limits would hold it, and when a file is not selected", async () => {
    const files = { "a.md": "- [ ] One\n- [ ] Two\n", ".github/tickmark.yml": "limits: { create: 1 }\n" };
    const { status, stdout } = await runCli(["plan", "a.md", "--json"], { files });
    const plan = JSON.parse(stdout) as { steps: unknown[]; held: string; diagnostics: { rule: string }[] };

    expect(status).toBe(0);
    expect(plan.steps).toHaveLength(2);
    expect(plan.held).toContain("limits.create is 1");
    expect(plan.diagnostics.map(({ rule }) => rule)).toEqual(["not-selected"]);
  });

  test("remarks on a reference that is used twice once", async () => {
    const line = "- [ ] One [#1](https://github.com/owner/repository/issues/1)\n";
    const { stdout } = await runCli(["plan", "checklists"], { files: { "checklists/a.md": line + line } });

    expect(stdout.split("duplicate-reference")).toHaveLength(2);
    expect(stdout).toContain("1 task with an issue already: a sync looks at that issue first.");
  });

  test("does nothing with half of a config", async () => {
    const { status, stderr } = await runCli(["plan", "a.md"], {
      files: { "a.md": "", ".github/tickmark.yml": "a: 1\n" },
    });

    expect(status).toBe(2);
    expect(stderr).toContain(".github/tickmark.yml:1:1 error");
  });
});

test("tickmark schema prints the committed schema", async () => {
  const committed = await readFile(new URL("../../schema/tickmark.schema.json", import.meta.url), "utf8");

  expect(JSON.parse((await runCli(["schema"])).stdout)).toEqual(JSON.parse(committed));
});

test("a pipe that closes early is no error", async () => {
  const big = fileURLToPath(new URL("../../schema/tickmark.schema.json", import.meta.url));
  const outcome = await runPiped(["parse", big, "--json"], "true");
  const schema = await runPiped(["schema"], "head -n 1");

  expect(outcome.stderr).toBe("");
  expect(schema).toEqual({ status: 0, stdout: "{\n", stderr: "" });
});
