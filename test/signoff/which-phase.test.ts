import { beforeEach, describe, expect, test } from "@jest/globals";
import { formatPhaseMarker } from "../../src/core/report/phase-marker.js";
import type { Ask } from "../../src/signoff/answer-ask.js";
import { MemorySignoffs } from "./memory-signoffs.js";

const link = (number: number): string => `[#${number}](https://github.com/acme/app/issues/${number})`;
const FILE = `# Launch

### Phase 1: Setup
- [x] Everything

### Phase 2: Work
- [ ] Routes ${link(2)}
- [ ] Models ${link(3)}

### Phase 3: Launch
- [ ] Docs ${link(4)}

## Sign-off
Each phase requires:
- [ ] Security
- [ ] Load test
`;
const CHOICES = "- `/signoff phase-1`\n- `/signoff phase-2`\n- `/signoff phase-3`";
const HERE = " (there is work of it here)";

let stage: MemorySignoffs;
beforeEach(() => {
  stage = new MemorySignoffs("", FILE);
});

async function answer(words: string, number = 12, over: Partial<Ask> = {}) {
  const ask: Ask = {
    what: "signoff",
    by: "lead",
    role: "maintain",
    at: stage.now(),
    words: words.split(" ").filter(Boolean),
    reason: undefined,
    ...over,
  };
  return (await stage.look([ask], [], number)).replies[0];
}

describe("a command on a pull request that names no phase", () => {
  test("is answered with all of them, as commands to paste, and nothing is signed", async () => {
    const reply = await answer("");

    expect(reply).toMatchObject({ result: "refused", why: ["which-phase"], entries: [] });
    expect(reply?.text).toBe(`Which phase? Write one of these:\n\n${CHOICES}`);
  });

  test("is answered with the phase first of which it closes tasks", async () => {
    stage.pull = { ...stage.pull, closes: [3] };

    expect((await answer(""))?.text).toContain(
      `:\n\n- \`/signoff phase-2\`${HERE}\n- \`/signoff phase-1\`\n- \`/signoff phase-3\``,
    );
  });

  test("is answered with several first where it closes tasks of several", async () => {
    stage.pull = { ...stage.pull, closes: [2, 4] };

    expect((await answer("please"))?.text).toContain(
      `:\n\n- \`/signoff phase-2\`${HERE}\n- \`/signoff phase-3\`${HERE}\n- \`/signoff phase-1\``,
    );
  });

  test("keeps what was written behind it", async () => {
    expect((await answer("security cancel"))?.text).toContain("- `/signoff phase-1 security cancel`");
    expect((await answer("load", 12, { what: "waive", reason: "x" }))?.text).toContain(
      '- `/waive phase-1 load "reason"`',
    );
    expect((await answer("", 12, { what: "waive" }))?.text).toContain(
      '- `/waive phase-1 REQUIREMENT "reason"`',
    );
  });

  test("of which there is none by that name, nothing is kept", async () => {
    expect((await answer("phase-9 security"))?.text).toBe(
      `I know no phase “phase-9”. Write one of these:\n\n${CHOICES}`,
    );
  });

  test("lists no more than anybody reads", async () => {
    const phases = Array.from({ length: 30 }, (_, at) => `### Phase ${at + 1}: P\n- [x] a\n`);
    stage = new MemorySignoffs("", `# Plan\n${phases.join("\n")}\n## Sign-off\n- [ ] Security\n`);

    expect((await answer(""))?.text.split("\n").slice(-2)).toEqual([
      "- `/signoff phase-20`",
      "- … and 10 more",
    ]);
  });
});

describe("on the issue of a phase", () => {
  const body = (key: string): string =>
    `<!-- tickmark:begin -->\n${formatPhaseMarker({ file: "checklists/launch.md", key }, "phase")}\n<!-- tickmark:end -->`;
  beforeEach(() => {
    stage.repository.addIssue({ title: "Phase 1: Setup", body: body("phase-1") }, 5);
  });

  test.each(["", "please", "security", "load test", "phase-1"])("%j means that phase", async (words) => {
    const reply = await answer(words, 5);

    expect(reply?.result).toBe("signed");
    expect(reply?.entries.map(({ phase }) => phase)).toContain("phase-1");
  });

  test("cancel and waive mean it as well", async () => {
    const waived = await answer("load", 5, { what: "waive", reason: "later" });
    const cancelled = await answer("cancel", 5);

    expect(waived?.entries).toMatchObject([{ kind: "waiver", phase: "phase-1", requirement: "load-test" }]);
    expect(cancelled).toMatchObject({ phase: { phase: "phase-1" }, why: ["nothing-to-take-back"] });
  });

  test("another phase that is named is the one that is meant, and a name of none is none", async () => {
    const other = await answer("phase-2", 5);
    const none = await answer("phase-9", 5);

    expect(other).toMatchObject({ phase: { phase: "phase-2" }, why: ["open-work"] });
    expect(none).toMatchObject({ phase: undefined, why: ["which-phase"] });
  });

  test.each([
    ["that a person wrote, marker and all", { own: false, body: body("phase-1") }],
    ["of a phase that is gone", { own: true, body: body("phase-8") }],
  ])("%s, nothing is meant", async (_what, issue) => {
    stage.repository.addIssue({ title: "Phase 1: Setup", ...issue }, 6);

    expect(await answer("", 6)).toMatchObject({ result: "refused", why: ["which-phase"] });
  });

  test("of a task, the phase of the task is the first choice, and not signed", async () => {
    stage.repository.addIssue({ title: "Docs" }, 4);

    expect((await answer("", 4))?.text).toContain(`:\n\n- \`/signoff phase-3\`${HERE}\n`);
  });
});

describe("a waiver", () => {
  test.each([
    ["without a reason", "phase-1 load", "no-reason"],
    ["without a requirement", "phase-1", "which-requirement"],
  ])("%s by who may waive nothing is refused for that, whatever else is wrong", async (_how, words, why) => {
    const refused = await answer(words, 12, { what: "waive", role: "write" });
    const told = await answer(words, 12, { what: "waive" });

    expect(refused).toMatchObject({
      why: ["not-a-maintainer"],
      text: expect.stringContaining("maintain access"),
    });
    expect(told).toMatchObject({ why: [why] });
  });

  test("by the author of the pull request is refused", async () => {
    const by = stage.pull.author;

    expect(await answer("phase-1 load", 12, { what: "waive", by, reason: "x" })).toMatchObject({
      why: ["author"],
    });
  });

  test("has a reason that can be read, on one line", async () => {
    const reply = await answer("phase-1 load", 12, {
      what: "waive",
      reason: `\u202Eevil\n${"x".repeat(60_000)}`,
    });
    const reasons = reply?.entries.map((entry) => (entry.kind === "waiver" ? entry.reason : ""));

    expect(reasons).toEqual([`evil ${"x".repeat(194)}…`]);
    expect(stage.shown()?.text.length).toBeLessThan(1_000);
  });
});
