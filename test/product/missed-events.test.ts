import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startProduct, until } from "../support/product.js";
import type { Product } from "../support/product.js";

const NAME = "checklists/launch.md";

describe("events that never arrive", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tickmark-"));
  let product: Product;
  beforeAll(async () => {
    writeFileSync(path.join(folder, "launch.md"), "- [ ] Ship the parser\n- [ ] Write the README\n");
    product = await startProduct([path.join(folder, "launch.md")], ["--no-app"]);
  });
  afterAll(async () => {
    await product.stop();
    rmSync(folder, { recursive: true });
  });

  test("pain 83: what happened while no process was there is found by the next start", async () => {
    await product.startApp();
    await product.idle();
    await product.killApp();
    await product.setState(1, "closed");

    await product.startApp();
    await product.idle();

    expect((await product.file(NAME)).toString()).toContain("- [x] Ship the parser [#1]");
  });

  test("a delivery that is lost is made up for by the next look", async () => {
    await product.killApp();
    await product.startApp({ TICKMARK_LOOK_EVERY_MS: "1000" });
    await product.idle();
    await product.control("POST", "faults", { kind: "delivery-drop", count: 5 });

    await product.setState(2, "closed");

    await until(
      async () => (await product.file(NAME)).toString().includes("- [x] Write the README [#2]"),
      "the box is ticked",
    );
    await product.control("DELETE", "faults");
  });

  test("pain 15, pain 83: deliveries that are doubled, late and in another order cost no second commit", async () => {
    const commits = await product.botCommits();
    await product.control("POST", "faults", { kind: "delivery-double", count: 10 });
    await product.control("POST", "faults", { kind: "delivery-reorder", count: 10 });
    await product.control("POST", "faults", { kind: "delivery-late", ms: 300, count: 10 });

    await product.setState(1, "open");
    await product.idle();

    expect((await product.file(NAME)).toString()).toContain("- [ ] Ship the parser [#1]");
    expect((await product.botCommits()).length - commits.length).toBe(1);
  });
});
