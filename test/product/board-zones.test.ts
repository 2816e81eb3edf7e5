import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, test } from "@jest/globals";
import * as boards from "../sandbox/boards.js";
import { Screen } from "../support/board-screen.js";
import { startProduct } from "../support/product.js";
import type { Product } from "../support/product.js";

const NAME = "checklists/launch.md";
const folder = mkdtempSync(path.join(tmpdir(), "tickmark-"));
let product: Product | undefined;
afterEach(() => product?.stop());
afterAll(() => rmSync(folder, { recursive: true }));

/** Days around which clocks change somewhere, and the last and the first of a year. */
const FILE = [
  "## Phase 1: Build (Weeks 1-2)",
  "",
  "- [ ] One",
  "- [ ] Two",
  "  - **Start:** 2026-03-08 | **Due:** 2026-03-29",
  "- [ ] Three",
  "  - **Start:** 2026-10-25 | **Due:** 2026-11-01",
  "",
].join("\n");

describe.each(["Pacific/Kiritimati", "America/Los_Angeles", "UTC"])("in the zone %s", (TZ) => {
  test("a day of the file is that day on the board, and one of the board is that day in the file", async () => {
    const file = path.join(folder, "launch.md");
    writeFileSync(file, FILE);
    product = await startProduct([file], [], { TZ });
    const screen = new Screen(product);
    screen.board = await boards.createBoard(screen.graphql, "Launch");
    await product.idle();
    await product.push(
      ".github/tickmark.yml",
      [
        `project: { number: ${screen.board.number} }`,
        "checklists: [{ start: 2025-12-29 }]",
        "issues: { phases: { issue: false, milestone: false } }",
        "",
      ].join("\n"),
    );
    await product.idle();

    expect(await screen.shown(1)).toMatchObject({ Start: "2025-12-29", Target: "2026-01-11" });
    expect(await screen.shown(2)).toMatchObject({ Start: "2026-03-08", Target: "2026-03-29" });
    expect(await screen.shown(3)).toMatchObject({ Start: "2026-10-25", Target: "2026-11-01" });

    await screen.set(2, "Start", "2025-12-31");
    await screen.set(2, "Target", "2026-01-01");
    await screen.set(3, "Target", "2026-11-02");
    await product.idle();
    await product.push("README.md", "# Looked at once more\n");
    await product.idle();

    const text = (await product.file(NAME)).toString();
    expect(text).toContain("**Start:** 2025-12-31 | **Due:** 2026-01-01");
    expect(text).toContain("**Start:** 2026-10-25 | **Due:** 2026-11-02");
    expect(await screen.shown(2)).toMatchObject({ Start: "2025-12-31", Target: "2026-01-01" });
  });
});
