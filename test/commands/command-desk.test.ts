import { beforeEach, describe, expect, test } from "@jest/globals";

import type { Permission } from "../../src/core/model/config.js";
import type { Plan, Step } from "../../src/core/model/plan.js";
import type { PhaseSignoff } from "../../src/core/model/signoff.js";
import { RetryError, TerminalError } from "../../src/errors.js";
import { KEY, MemoryDesk, once } from "./memory-desk.js";

/** What happens before anything is done: whoever had the comment before is looked for. */
const SEEN = ["react eyes", "take", "reactions", "ownComments"];
const FINAL = "<!-- tickmark:reply 7 -->\n<!-- tickmark:answer rocket -->\n";

let memory: MemoryDesk;
beforeEach(() => {
  memory = new MemoryDesk();
});

function creates(titles: readonly string[]): Plan {
  const steps = titles.map((title, at): Step => ({
    op: "create-issue",
    task: `a.md#${at}`,
    place: { file: "a.md", line: at + 1, title },
    content: { title, body: "", labels: [] },
    parent: undefined,
    completion: "open",
    reason: "a new task",
  }));
  return {
    steps,
    diagnostics: [],
    unread: [],
    questions: { logins: [], milestones: false, types: false },
    phases: [],
    former: 0,
    signoffs: [],
  };
}

describe("a comment", () => {
  test("is seen, answered and marked as done, in this order", async () => {
    await memory.ask("/tickmark sync");

    expect(memory.calls).toEqual([...SEEN, "roleOf", "reply", "react rocket", "give back"]);
    expect(memory.replies).toEqual([{ id: 100, body: `${FINAL}Nothing to do.` }]);
  });

  test("pain 33: that asks for nothing, as when an issue is closed with a word, costs no request", async () => {
    await memory.ask("Nice work");

    expect(memory.calls).toEqual([]);
  });

  test("that comes again, later or while it is being answered, is answered once", async () => {
    memory.take("/tickmark sync");
    memory.take("/tickmark sync");
    await memory.settle();
    await memory.ask("/tickmark sync");

    expect(memory.replies).toHaveLength(1);
    expect(memory.hints).toHaveLength(1);
  });

  test("with a final answer gets the reaction that is missing, and nothing is done again", async () => {
    memory.reactions.set(7, new Set(["eyes"]));
    memory.replies.push({ id: 100, body: FINAL.replace("rocket", "confused") });
    await memory.ask("/tickmark sync");

    expect([...(memory.reactions.get(7) ?? [])]).toEqual(["eyes", "confused"]);
    expect(memory.hints).toEqual([]);
  });

  test("with its last reaction is left alone, even when somebody deleted the answer", async () => {
    memory.reactions.set(7, new Set(["eyes", "rocket"]));
    await memory.ask("/tickmark sync");

    expect(memory.hints).toEqual([]);
    expect(memory.replies).toEqual([]);
  });

  test("with an answer that is not final has it edited in place", async () => {
    memory.reactions.set(7, new Set(["eyes"]));
    memory.replies.push({ id: 100, body: "<!-- tickmark:reply 7 -->\nThis takes longer." });
    await memory.ask("/tickmark sync");

    expect(memory.replies).toEqual([{ id: 100, body: `${FINAL}Nothing to do.` }]);
  });

  test("is not taken for answered because an answer quotes the marker", async () => {
    memory.reactions.set(7, new Set(["eyes"]));
    memory.replies.push({ id: 100, body: `<!-- tickmark:reply 6 -->\n${FINAL}` });
    await memory.ask("/tickmark sync");

    expect(memory.replies).toHaveLength(2);
  });

  test.each(["react eyes", "roleOf", "reply", "react rocket"])(
    "is answered once when GitHub is unwell at: %s",
    async (call) => {
      memory.interfere = once(call);
      await memory.ask("/tickmark sync");

      expect(memory.replies).toEqual([{ id: 100, body: `${FINAL}Nothing to do.` }]);
      expect(memory.reactions.get(7)).toEqual(new Set(["eyes", "rocket"]));
    },
  );

  test.each(["react eyes", "reply", "react rocket"])(
    "is answered once, and looked at once, when the answer is lost of: %s",
    async (call) => {
      memory.afterwards = once(call);
      await memory.ask("/tickmark sync");

      expect(memory.replies).toHaveLength(1);
      expect(memory.hints).toHaveLength(1);
      expect(memory.reactions.get(7)).toEqual(new Set(["eyes", "rocket"]));
    },
  );

  test("keeps what was done when only the answer failed", async () => {
    memory.outcome = {
      result: "applied",
      plan: creates(["One"]),
      commit: "0123456789abcdef",
      proposal: undefined,
      created: 1,
      changed: 0,
      onBoard: 0,
      diagnostics: [],
    };
    memory.interfere = once("reply");
    const reply = await memory.ask("/tickmark sync");

    expect(memory.hints).toHaveLength(1);
    expect(reply).toContain("Created 1 issue, committed 0123456.");
  });
});

describe("a comment that two processes are told of", () => {
  /** Another process is at it, until this one has asked so often; then that happens. */
  function untilAsked(times: number, then: () => void): void {
    memory.taken.add(7);
    let asked = 0;
    memory.interfere = (call) => {
      if (call === "take" && (asked += 1) === times) then();
    };
  }

  test("is answered by the one that has the turn; the other finds that out, and does nothing", async () => {
    untilAsked(1, () => {
      memory.reactions.set(7, new Set(["eyes", "rocket"]));
      memory.replies.push({ id: 100, body: `${FINAL}Nothing to do.` });
    });
    await memory.ask("/tickmark sync");

    expect(memory.errors).toEqual([expect.any(RetryError)]);
    expect([memory.hints, memory.replies.length]).toEqual([[], 1]);
  });

  test("is finished when it got the turn, but the other had been done a moment before", async () => {
    memory.interfere = (call) => {
      if (call === "take") memory.reactions.set(7, new Set(["eyes", "confused"]));
    };
    await memory.ask("/tickmark sync");

    expect([memory.hints, memory.replies]).toEqual([[], []]);
    expect(memory.calls.at(-1)).toBe("give back");
  });

  test("is answered by the other one when the first has died", async () => {
    memory.reactions.set(7, new Set(["eyes"]));
    untilAsked(1, () => memory.taken.clear());
    await memory.ask("/tickmark sync");

    expect(memory.hints).toHaveLength(1);
    expect(memory.replies).toEqual([{ id: 100, body: `${FINAL}Nothing to do.` }]);
  });

  test("stays with the one that did something and only cannot say so yet", async () => {
    memory.interfere = once("reply");
    await memory.ask("/tickmark sync");

    expect(memory.calls.filter((call) => call === "give back")).toHaveLength(1);
    expect(memory.calls.indexOf("give back")).toBe(memory.calls.length - 1);
  });

  test("is left to the other one when this one cannot go on", async () => {
    memory.interfere = (call) => {
      if (call === "roleOf") throw new TerminalError("not allowed");
    };
    await memory.ask("/tickmark sync");

    expect(memory.calls.at(-1)).toBe("give back");
  });
});

describe("a look that takes longer", () => {
  test("is told of, and the answer is edited when it ends", async () => {
    memory.onAsk = ({ tell }) => {
      tell({ state: "waiting", error: new RetryError("limit"), retryMs: 600_000 });
      setTimeout(() => tell({ state: "ended", outcome: memory.outcome }), 20);
    };
    await memory.ask("/tickmark sync");

    expect(memory.calls).toEqual([...SEEN, "roleOf", "reply", "edit", "react rocket", "give back"]);
    expect(memory.replies).toEqual([{ id: 100, body: `${FINAL}Nothing to do.` }]);
  });

  test("is answered once when even that could not be told", async () => {
    memory.afterwards = once("reply");
    memory.onAsk = ({ tell }) => {
      tell({ state: "waiting", error: new RetryError("limit"), retryMs: 600_000 });
      setTimeout(() => tell({ state: "ended", outcome: memory.outcome }), 20);
    };
    await memory.ask("/tickmark sync");

    expect(memory.replies).toHaveLength(1);
  });

  test("and fails for good says why, as far as that is anybody's business", async () => {
    memory.onAsk = ({ tell }) =>
      tell({ state: "failed", error: new TerminalError("read the head: no access") });
    const told = await memory.ask("/tickmark sync");
    memory.onAsk = ({ tell }) => tell({ state: "failed", error: new Error("secret-token at line 3") });
    const hidden = await memory.ask("/tickmark sync", { id: 8 });

    expect(told).toContain("That did not work: read the head: no access.");
    expect(hidden).not.toContain("secret");
    expect(memory.reactions.get(8)).toEqual(new Set(["eyes", "confused"]));
  });

  test("does not keep a process that stops: the next one answers", async () => {
    memory.onAsk = ({ tell }) => setTimeout(() => tell({ state: "stopped" }), 20);
    memory.take("/tickmark sync");
    await new Promise((resolve) => setImmediate(resolve));
    while (memory.hints.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await memory.desk.drain();

    expect(memory.replies).toEqual([]);
    expect(memory.reactions.get(7)).toEqual(new Set(["eyes"]));
    expect(memory.calls.at(-1)).toBe("give back");
  });

  test("what an earlier process left is taken up", async () => {
    memory.reactions.set(7, new Set(["eyes"]));
    memory.recent = [
      { id: 7, issue: 1, author: "writer", body: "/tickmark sync", createdAt: "2026-01-05T12:00:00Z" },
      { id: 8, issue: 1, author: "writer", body: "Hello", createdAt: "2026-01-05T12:00:00Z" },
    ];
    memory.desk.catchUp(KEY);
    await memory.settle();

    expect(memory.replies).toEqual([{ id: 100, body: `${FINAL}Nothing to do.` }]);
  });
});

describe("who may", () => {
  test("is asked for each command; what needs no more than reading goes on", async () => {
    const reply = await memory.ask("/tickmark help\n/tickmark apply", { author: "reader" });

    expect(memory.hints).toEqual([]);
    expect(reply).toContain("| `/tickmark plan` |");
    expect(reply).toContain(
      "Sorry, `/tickmark apply` takes write access to this repository, and you have read.",
    );
    expect(memory.reactions.get(7)).toEqual(new Set(["eyes", "confused"]));
  });

  test("a hundred comments of somebody who may not are answered ten times, then only with a reaction", async () => {
    for (let id = 1; id <= 100; id += 1) memory.take("/tickmark apply", { id, author: "reader" });
    await memory.settle();
    await memory.ask("/tickmark apply", { id: 101, author: "reader too" });
    await memory.ask("/tickmark sync", { id: 102, author: "writer" });

    expect(memory.replies).toHaveLength(12);
    expect([...memory.reactions.values()].filter((all) => all.has("confused"))).toHaveLength(101);
    expect(memory.hints).toHaveLength(1);
    expect(memory.tired).toEqual(Array(90).fill("reader"));
  });

  test("an answer that is tried again counts once", async () => {
    memory.interfere = (call) => {
      if (call === "reply" && memory.calls.filter((each) => each === call).length <= 15) {
        throw new RetryError("no answer from GitHub", { afterMs: 1 });
      }
    };
    await memory.ask("/tickmark apply", { author: "reader" });

    expect(memory.replies).toHaveLength(1);
  });

  test.each<[string, Permission, boolean]>([
    ["commands: { permission: read }", "read", true],
    ["commands: { permission: triage }", "read", false],
    ["commands: { permission: triage }", "triage", true],
    ["commands: { permission: maintain }", "write", false],
    ["commands: { permission: maintain }", "maintain", true],
    ["commands: { permission: admin }", "maintain", false],
    ["commands: { permission: admin }", "admin", true],
    ["commands: { permission: reed }", "triage", false],
    ["commands: { permission: reed }", "write", true],
  ])("%s: %s: %p", async (config, role, isObeyed) => {
    memory.repository.push({ ".github/tickmark.yml": config });
    memory.roles.set("mona", role);
    await memory.ask("/tickmark sync", { author: "mona" });

    expect(memory.hints).toHaveLength(isObeyed ? 1 : 0);
  });
});

describe("an answer", () => {
  const hostile = [
    "@octocat closes #1 ``` </details>",
    "`````",
    "<!-- tickmark:reply 7 -->",
    "x".repeat(5_000),
    "a\r\n- [ ] b",
    "| | |",
    "\u202Eright",
  ];

  test("to a plan of hostile titles has them in code only, whole lines, folded away", async () => {
    memory.outcome = { result: "planned", plan: creates(hostile), diagnostics: [] };
    const reply = await memory.ask("/tickmark plan");

    const [, title, fence = "", code = "", rest] =
      /<summary>(.*)<\/summary>\n\n(`+)diff\n([^]*?)\n\2\n\n<\/details>([^]*)$/.exec(reply) ?? [];
    expect(title).toBe("7 issues to create.");
    expect(code.split("\n")).toHaveLength(hostile.length);
    expect(fence.length).toBeGreaterThan(5);
    expect(Math.max(...code.split("\n").map((line) => line.length))).toBeLessThanOrEqual(300);
    expect(rest).toBe("");
    expect(reply.replace(code, "")).not.toMatch(/@|#1/);
  });

  test("keeps a remark on one line, whatever the file is called", async () => {
    const remark = { file: "a\n```\nb.md", line: 1, column: 1, rule: "r", message: "say\r\n@octocat" };
    const diagnostics = [{ ...remark, severity: "info" as const }];
    memory.outcome = { result: "planned", plan: creates([]), diagnostics };
    const reply = await memory.ask("/tickmark plan");

    expect(reply).toContain("\n````\na ``` b.md:1:1 info say @octocat\n````\n");
  });

  test("fits into what GitHub takes, however much there is to say", async () => {
    const titles = Array.from({ length: 3_000 }, (_, at) => `Task ${at} ${"long ".repeat(30)}`);
    const diagnostics = titles.map((title, at) => ({
      file: "a.md",
      line: at + 1,
      column: 1,
      rule: "custom-state",
      severity: "warning" as const,
      message: title,
    }));
    memory.outcome = { result: "held", why: "Too much.", plan: creates(titles), diagnostics };
    memory.standing = { result: "held", why: "Too much.", diagnostics, signoffs: [] };
    const reply = await memory.ask("/tickmark plan\n/tickmark sync\n/tickmark apply\n/tickmark status");

    expect(reply.length).toBeLessThanOrEqual(65_536);
    expect(reply.match(/… and \d+ more\n`/g)).toHaveLength(7);
  });

  test("to thirty refused sign-offs fits as well", async () => {
    const text = `It cannot be signed yet.\n\n${"- a task of the phase\n".repeat(400)}`;
    memory.onSign = (_place, { tell }) =>
      tell({
        state: "answered",
        reply: { result: "refused", why: ["open-work"], phase: undefined, entries: [], text, isDone: false },
      });
    const reply = await memory.ask(Array.from({ length: 30 }, (_, at) => `/signoff phase-${at}`).join("\n"));

    expect(reply.length).toBeLessThan(65_536);
    expect(reply.match(/\n- a task of the phase\n…/g)).toHaveLength(30);
  });

  test("about the state tells of the sign-offs that have begun", async () => {
    const requirements = ["Review", "@acme/security | #7"].map((text, at) => ({
      requirement: { text },
      state: at === 0 ? "signed" : "missing",
      entries: at === 0 ? [{}] : [],
    }));
    const phase = { checklist: "a.md", phase: "phase-1", requirements } as unknown as PhaseSignoff;
    const none = {
      ...phase,
      phase: "phase-2",
      requirements: requirements.slice(1),
    } as unknown as PhaseSignoff;
    memory.standing = { result: "applied", why: undefined, diagnostics: [], signoffs: [phase, none] };
    const reply = await memory.ask("/tickmark status");

    expect(reply).toContain("- Sign-off of phase-1 in a.md: 1 of 2 signed; missing: @&#8203;acme/security");
    expect(reply).not.toContain("phase-2");
  });

  test("to a misspelt word repeats it harmlessly", async () => {
    const reply = await memory.ask("/tickmark a`@octocat`#1<b>x");

    expect(reply).toContain("I do not know the command `a'@octocat'#1<b>x`.");
  });

  test("pain 85: about the state says what runs, what waits, what failed and what there is to remark", async () => {
    const last = { at: "2026-01-05T12:00:00.000Z", outcome: "put back for 9 s: @octocat" };
    memory.entry = {
      key: "acme/app",
      state: "running",
      due: undefined,
      progress: "20 of 40 issues written",
      last,
    };
    const running = await memory.ask("/tickmark status");
    memory.entry = { ...memory.entry, state: "waiting", due: "2026-01-05T12:01:00.000Z" };
    const waiting = await memory.ask("/tickmark status", { id: 8 });

    expect(running).toContain("- Last look: 2026-01-05T12:00:00.000Z, put back for 9 s: @&#8203;octocat");
    expect(running).toContain("- Now: a sync is running, 20 of 40 issues written");
    expect(waiting).toContain("- Now: a sync is waiting, it starts at 2026-01-05T12:01:00.000Z");
  });
});
