import { describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { runCli, runCliIn } from "../cli/run-cli.js";

const page = readFileSync("docs/cli.md", "utf8");

/** What the page shows below `$ npx tickmark …`. */
function shown(command: string): string {
  const blocks = [...page.matchAll(/^```console\n\$ npx tickmark (.+)\n([^]*?)^```$/gm)];
  return blocks.find(([, typed]) => typed === command)?.[2] ?? `no example of ${command}`;
}

describe("docs/cli.md", () => {
  test.each(["parse checklists/roadmap.md", "status checklists/roadmap.md"])(
    "shows the beginning of what `tickmark %s` prints",
    async (command) => {
      const { stdout } = await runCliIn(".", command.split(" "));

      expect(stdout.slice(0, shown(command).length)).toBe(shown(command));
    },
  );

  test("shows what a plan of the README's checklist is, and a remark of `lint`", async () => {
    const [, billing = ""] = /^```md\n([^]*?)^```$/m.exec(readFileSync("README.md", "utf8")) ?? [];
    const files = { "checklists/billing.md": billing, "docs/launch.md": "- [ ] One\n\n- [] Two\n" };
    const plan = await runCli(["plan", "checklists/billing.md"], { files });
    const lint = await runCli(["lint", "checklists", "docs/**/*.md"], { files });

    expect(plan.stdout).toBe(shown("plan checklists/billing.md"));
    expect(lint.stdout).toBe(shown('lint checklists "docs/**/*.md"'));
  });

  test("explains every command with all of its options", async () => {
    const { stdout } = await runCli(["--help"]);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = ""]) => name);

    expect(commands).toEqual(expect.arrayContaining(["parse", "lint", "plan", "status", "audit", "schema"]));
    for (const command of commands.filter((name) => name !== "help")) {
      const help = await runCli(["help", command]);
      const part = page.split(/^## /m).find((text) => text.startsWith(`\`tickmark ${command}`)) ?? "";
      const options = [...help.stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z]+)/gm)].map(([, name = ""]) => name);
      const inherited = command === "plan" ? /takes the options of `lint`/ : undefined;
      const missing = options.filter((name) => name !== "--help" && !part.includes(name));

      expect({ command, part: part !== "" }).toEqual({ command, part: true });
      expect({ command, missing: inherited?.test(part) ? [] : missing }).toEqual({ command, missing: [] });
    }
  });
});
