import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { freePort, startProduct, until } from "../support/product.js";
import type { Product } from "../support/product.js";

const NAME = "checklists/launch.md";
const TASKS = 120;

describe("two processes look after one repository", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tickmark-"));
  let product: Product;
  let second: ChildProcess;
  let secondPort: number;
  beforeAll(async () => {
    const lines = Array.from(
      { length: TASKS },
      (_, at) => `${at % 3 === 0 ? "" : "  "}- [ ] Step ${at + 1}\n`,
    );
    writeFileSync(path.join(folder, "launch.md"), lines.join(""));
    product = await startProduct([path.join(folder, "launch.md")], ["--no-app"]);
    secondPort = await freePort();
    second = spawn(process.execPath, [path.resolve("dist/server.js")], {
      env: { ...product.appEnvironment(), PORT: String(secondPort), TICKMARK_LOOK_EVERY_MS: "2000" },
      stdio: ["ignore", "ignore", "inherit"],
    });
    await product.startApp();
  });
  afterAll(async () => {
    const gone = once(second, "exit");
    second.kill("SIGKILL");
    await gone;
    await product.stop();
    rmSync(folder, { recursive: true });
  });

  async function bothSettled(isDone: () => Promise<boolean>, what: string): Promise<void> {
    await until(isDone, what, 50_000);
    await until(async () => {
      const answer = await fetch(`http://127.0.0.1:${secondPort}/status`);
      const { waiting, running } = (await answer.json()) as { waiting: number; running: number };
      return waiting + running === 0;
    }, "the second process is idle");
    await product.idle();
  }

  test("pain 2: both start with the same first sync: every task has one issue", async () => {
    await bothSettled(
      async () => ((await product.file(NAME)).toString().match(/\[#\d+\]/g) ?? []).length === TASKS,
      "every task has a reference",
    );

    const issues = await product.issues();
    expect(issues).toHaveLength(TASKS);
    expect(new Set(issues.map(({ title }) => title)).size).toBe(TASKS);
  });

  test("tasks are added and issues are closed: no edit is lost, nothing is made twice", async () => {
    for (let round = 1; round <= 5; round += 1) {
      const text = (await product.file(NAME)).toString();
      await Promise.all([
        product
          .push(NAME, `${text}- [ ] Added ${round}\n`)
          .catch(() => product.push(NAME, `${text}- [ ] Added ${round}\n`)),
        product.setState(round, "closed"),
      ]);
      await bothSettled(async () => {
        const now = (await product.file(NAME)).toString();
        return (
          now.includes(`- [ ] Added ${round} [#`) &&
          new RegExp(`- \\[x\\] Step \\d+ \\[#${round}\\]`).test(now)
        );
      }, `round ${round} is in the file`);
    }

    expect(await product.issues()).toHaveLength(TASKS + 5);
  });
});
