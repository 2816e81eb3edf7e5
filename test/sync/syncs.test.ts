import { describe, expect, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import type { RepositoryPorts } from "../../src/sync/ports.js";
import type { Outcome } from "../../src/sync/sync-repository.js";
import { ChecklistCache } from "../../src/sync/checklist-cache.js";
import { Syncs } from "../../src/sync/syncs.js";
import type { Hint, News } from "../../src/sync/syncs.js";
import { MemoryRepository } from "../support/memory-repository.js";

const PATH = "checklists/launch.md";
const APP = { installationId: 42, owner: "acme", name: "app" };
const SITE = { installationId: 42, owner: "acme", name: "site" };

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error("Waited in vain");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function refusing(
  ports: RepositoryPorts,
  { refusal }: { readonly refusal: string | undefined },
): RepositoryPorts {
  if (refusal === undefined) return ports;
  const create: RepositoryPorts["issues"]["create"] = (_, issues) =>
    Promise.resolve(issues.map(() => ({ ok: false, refusal })));
  return { ...ports, issues: { ...ports.issues, create } };
}

/** Syncs of `acme/app` and `acme/site`, and what they did. */
async function startSyncs() {
  const app = new MemoryRepository();
  const site = new MemoryRepository();
  for (const repository of [app, site]) repository.push({ [PATH]: "- [ ] Ship\n" });
  const outcomes: (readonly [repository: string, result: Outcome["result"]])[] = [];
  const errors: (readonly [repository: string, retryMs: number | undefined])[] = [];
  /** Why GitHub makes no issue; undefined: it does. */
  const ports: { refusal: string | undefined } = { refusal: undefined };
  const syncs = new Syncs({
    cache: new ChecklistCache(),
    quietMs: 0,
    longestWaitMs: 0,
    connect: ({ name }) => Promise.resolve(name === "app" ? refusing(app.ports(), ports) : site.ports()),
    list: () => Promise.resolve([APP, SITE]),
    onOutcome: (repository, { result }) => outcomes.push([repository, result]),
    onError: (repository, _error, retryMs) => errors.push([repository, retryMs]),
  });
  const idle = () => until(() => syncs.status().waiting + syncs.status().running === 0);
  const ask = async (hint?: Hint, key = APP): Promise<readonly string[]> => {
    app.asked.length = 0;
    syncs.ask(key, hint);
    await idle();
    return app.asked;
  };
  await ask();
  return { syncs, app, site, ask, idle, outcomes, errors, ports };
}

const issueHint = (repository: MemoryRepository, change: object = {}): Hint => {
  const issue = repository.issues.get(1);
  if (!issue) throw new Error("There is no issue #1");
  const { number, title, body, completion, assignees } = issue;
  return { issue: { number, title, body, completion, assignees, ...change } };
};

describe("a change on a board", () => {
  async function startWithBoard() {
    const started = await startSyncs();
    const { app, ask } = started;
    app.push({ [CONFIG_PATH]: "project: { number: 7 }\n" });
    await ask({ head: app.head().oid });
    return started;
  }
  const event = { board: "PVT_7", item: "PVTI_1", isNew: false };

  test("is looked at where the board is kept in step, and only there", async () => {
    const { syncs, app, site, idle } = await startWithBoard();
    app.board.set(1, "Status", "Done");
    app.asked.length = 0;
    site.asked.length = 0;

    syncs.boardChanged(event);
    await idle();

    expect(app.text(PATH)).toContain("- [x] Ship");
    expect(app.asked).toContain("board.readItems");
    expect(site.asked).toEqual([]);
  });

  test("of an item that is nobody's, or of another board, costs nothing", async () => {
    const { syncs, app, idle } = await startWithBoard();
    app.asked.length = 0;

    syncs.boardChanged({ ...event, item: "PVTI_99" });
    syncs.boardChanged({ ...event, board: "PVT_8" });
    await idle();

    expect(app.asked).toEqual([]);
  });

  test("many times in a row is looked at once, and those items are read by one request", async () => {
    const { syncs, app, idle } = await startWithBoard();
    app.push({
      [PATH]: `${app.text(PATH) ?? ""}${"- [ ] More\n".repeat(99)}`,
      [CONFIG_PATH]: "project: { number: 7 }\nlimits: { close: 100 }\n",
    });
    syncs.ask(APP, { head: app.head().oid });
    await idle();
    expect(app.board.items.size).toBe(100);
    app.asked.length = 0;

    for (const [issue, { id }] of app.board.items) {
      app.board.set(issue, "Status", "Done");
      syncs.boardChanged({ board: "PVT_7", item: id, isNew: false });
    }
    await idle();

    expect(app.text(PATH)?.match(/\[x\]/g)).toHaveLength(100);
    expect(app.asked.filter((each) => /^(?:readHead|board\.|commit)/.test(each))).toEqual([
      "readHead",
      "board.readItems",
      "commit",
    ]);
  });

  test("of a board that could not be written to as it was remembered is a look at all of it", async () => {
    const { syncs, app, idle } = await startWithBoard();
    app.board.refusal = (what) =>
      what === "Status" ? "Could not resolve to a node with the global id of 'PVTF_Status'" : undefined;
    app.changeIssue(1, { completion: "done" });
    syncs.ask(APP);
    await idle();
    app.board.refusal = () => undefined;
    app.asked.length = 0;

    syncs.boardChanged({ ...event, item: "PVTI_99" });
    await idle();

    expect(app.asked).toContain("board.read");
    expect(app.board.shown(1)).toMatchObject({ Status: "Done" });
  });

  test("of an item that is new is a look at all of the board", async () => {
    const { syncs, app, idle } = await startWithBoard();
    app.asked.length = 0;

    syncs.boardChanged({ ...event, item: "PVTI_99", isNew: true });
    await idle();

    expect(app.asked).toContain("board.read");
  });

  test("that no event told of is found when every repository is looked at", async () => {
    const { syncs, app, idle } = await startWithBoard();
    app.board.set(1, "Status", "Done");

    syncs.askAll();
    await idle();

    expect(app.text(PATH)).toContain("- [x] Ship");
  });
});

describe("an event that tells nothing new costs nothing", () => {
  test("the app's own commit that comes back as a push", async () => {
    const { app, ask } = await startSyncs();
    expect(await ask({ head: app.head().oid })).toEqual([]);
  });

  test("the app's own words that come back as a change of an issue", async () => {
    const { app, ask } = await startSyncs();
    expect(await ask(issueHint(app))).toEqual([]);
  });

  test("the same body with the line ends of a web form", async () => {
    const { app, ask } = await startSyncs();
    const body = app.issues.get(1)?.body.replaceAll("\n", "\r\n");
    expect(await ask(issueHint(app, { body }))).toEqual([]);
  });

  test("several such events that wait together", async () => {
    const { app, syncs, idle } = await startSyncs();
    app.asked.length = 0;
    syncs.ask(APP, { head: app.head().oid });
    syncs.ask(APP, issueHint(app));
    await idle();
    expect(app.asked).toEqual([]);
  });
});

describe("an event is a reason to look", () => {
  test("when the push is somebody else's", async () => {
    const { app, ask } = await startSyncs();
    app.push({ [PATH]: `${app.text(PATH)}- [ ] Write\n` });
    await ask({ head: app.head().oid });
    expect(app.issues.size).toBe(2);
  });

  test("when the issue is not as the app left it", async () => {
    const { app, ask } = await startSyncs();
    app.changeIssue(1, { completion: "done" });
    await ask(issueHint(app));
    expect(app.text(PATH)).toMatch(/^- \[x\] Ship/);
  });

  test("when the app never saw the issue, and no list has it yet: it is read by number", async () => {
    const { app, ask } = await startSyncs();
    expect(await ask(issueHint(app, { number: 77 }))).toEqual(["readHead", "read"]);
  });

  test("when an issue was deleted: it is read, because no list of changes names it", async () => {
    const { app, ask } = await startSyncs();
    app.issues.delete(1);
    app.missing.set(1, { kind: "deleted" });
    await ask({ suspect: 1 });
    expect(app.text(PATH)).toBe("- [ ] Ship <!-- no issue -->\n");
  });

  test("when one of two tells something new", async () => {
    const { app, syncs, idle } = await startSyncs();
    app.changeIssue(1, { completion: "done" });
    syncs.ask(APP, { head: app.head().oid });
    syncs.ask(APP, issueHint(app));
    await idle();
    expect(app.text(PATH)).toMatch(/^- \[x\] Ship/);
  });

  test("when it does not say what happened", async () => {
    const { ask } = await startSyncs();
    expect(await ask({})).toEqual(["readHead"]);
  });

  test("of its own repository, not of another", async () => {
    const { app, site, syncs, idle } = await startSyncs();
    app.asked.length = 0;
    syncs.ask(SITE);
    await idle();
    expect(app.asked).toEqual([]);
    expect(site.issues.size).toBe(1);
  });
});

describe("a look at every repository", () => {
  test("looks at each that the app is installed on", async () => {
    const { app, site, syncs, idle, outcomes } = await startSyncs();
    app.asked.length = 0;
    syncs.askAll();
    await idle();
    expect(app.asked).toEqual(["readHead"]);
    expect(site.issues.size).toBe(1);
    expect(outcomes).toContainEqual(["acme/site", "applied"]);
  });
});

describe("what GitHub refused", () => {
  test("is tried again with the next look at every repository, and not before", async () => {
    const { app, ask, syncs, idle, ports } = await startSyncs();
    ports.refusal = "Resource not accessible by integration";
    app.push({ [PATH]: "- [ ] Sell\n" });
    await ask({ head: app.head().oid });
    const before = app.text(PATH);
    ports.refusal = undefined;

    expect(await ask()).toEqual(["readHead"]);
    expect(app.text(PATH)).toBe(before);
    syncs.askAll();
    await idle();
    expect(app.text(PATH)).toMatch(/^- \[ \] Sell \[#2\]/);
    expect(await ask()).toEqual(["readHead"]);
  });
});

describe("a sync that fails", () => {
  test("is put back, finds what it had done, and ends as if nothing had happened", async () => {
    const { app, ask, errors } = await startSyncs();
    app.push({ [PATH]: "- [ ] Ship\n- [ ] Write\n" });
    let lost = false;
    app.afterwards = (operation) => {
      if (operation !== "create" || lost) return;
      lost = true;
      throw new RetryError("the connection broke", { afterMs: 1 });
    };

    await ask();

    expect(errors).toEqual([["acme/app", 1]]);
    expect([...app.issues.values()].map(({ title }) => title).sort()).toEqual(["Ship", "Write"]);
  });

  test("because another process moved the base on, reads all anew", async () => {
    const { app, ask, errors, outcomes } = await startSyncs();
    app.changeIssue(1, { completion: "done" });
    app.interfere = (operation) => {
      if (operation !== "base.write") return;
      app.interfere = () => undefined;
      app.base = app.base && { ...app.base, tag: "of another process" };
    };

    expect(await ask(issueHint(app))).toContain("base.read");
    expect(errors).toEqual([["acme/app", 0]]);
    expect(outcomes.at(-1)).toEqual(["acme/app", "applied"]);
    expect(app.text(PATH)).toMatch(/^- \[x\] Ship/);
  });

  test("leaves the other repositories alone", async () => {
    const { app, site, syncs, idle } = await startSyncs();
    app.interfere = () => {
      app.interfere = () => undefined;
      throw new RetryError("the connection broke", { afterMs: 1 });
    };
    syncs.ask(APP);
    syncs.ask(SITE);
    await idle();
    expect(site.issues.size).toBe(1);
  });
});

test("pain 47, pain 85: a budget that is used up: what is done stays done, it is told when it goes on, others go on", async () => {
  const { app, site, syncs } = await startSyncs();
  const tasks = Array.from({ length: 50 }, (_, at) => `- [ ] Task ${at}\n`).join("");
  app.push({ [PATH]: tasks });
  site.push({ [PATH]: "- [ ] Ship\n- [ ] Write\n" });
  let batches = 0;
  app.interfere = (operation) => {
    if (operation === "create" && (batches += 1) === 3)
      throw new RetryError("GitHub takes no more new issues and comments for now", { afterMs: 2_400_000 });
  };
  syncs.ask(APP);
  const start = Date.now();
  await until(() => syncs.stateOf(APP).entry?.last?.outcome.startsWith("put back") === true);
  syncs.ask(SITE);
  await until(() => syncs.stateOf(SITE).entry?.state === "idle");

  const { entry } = syncs.stateOf(APP);
  expect(entry).toMatchObject({
    state: "waiting",
    last: {
      outcome:
        "put back for 2400 s, 40 of 50 issues written: GitHub takes no more new issues and comments for now",
    },
  });
  expect(Date.parse(entry?.due ?? "")).toBeGreaterThanOrEqual(start + 2_400_000);
  expect(site.issues.size).toBe(2);

  await syncs.drain();
  app.interfere = () => undefined;
  const next = new Syncs({
    cache: new ChecklistCache(),
    quietMs: 0,
    longestWaitMs: 0,
    connect: () => Promise.resolve(app.ports()),
    list: () => Promise.resolve([APP]),
    onOutcome: () => undefined,
    onError: () => undefined,
  });
  next.ask(APP);
  await until(() => next.stateOf(APP).entry?.state === "idle");
  expect([...app.issues.values()].filter(({ completion }) => completion === "open")).toHaveLength(50);
  expect(app.issues.size).toBe(51);
});

describe("somebody who asks", () => {
  const asker = (dryRun: boolean) => {
    const news: News[] = [];
    return { news, hint: { asker: { dryRun, tell: (each: News) => news.push(each) } } };
  };

  test("is told how it ended, and it was looked thoroughly", async () => {
    const { ask } = await startSyncs();
    const { news, hint } = asker(false);
    expect(await ask(hint)).toEqual(expect.arrayContaining(["readHead", "base.read", "listFiles"]));
    expect(news).toMatchObject([{ state: "ended", outcome: { result: "applied" } }]);
  });

  test("dry is told what would be done, and nothing is", async () => {
    const { app, ask } = await startSyncs();
    app.push({ [PATH]: "- [ ] Ship\n- [ ] Write\n" });
    const { news, hint } = asker(true);

    const asked = await ask(hint);

    expect(news).toMatchObject([{ state: "ended", outcome: { result: "planned" } }]);
    expect(asked.filter((each) => /create|change|commit|write/.test(each))).toEqual([]);
    expect(app.issues.size).toBe(1);
  });

  test("dry is told once, even if the sync that follows is put back", async () => {
    const { app, syncs, idle } = await startSyncs();
    app.push({ [PATH]: "- [ ] Ship\n- [ ] Write\n" });
    const dry = asker(true);
    const wet = asker(false);
    app.interfere = (operation) => {
      if (operation !== "create") return;
      app.interfere = () => undefined;
      throw new RetryError("the connection broke", { afterMs: 1 });
    };

    syncs.ask(APP, dry.hint);
    syncs.ask(APP, wet.hint);
    await idle();

    expect(dry.news.map(({ state }) => state)).toEqual(["ended"]);
    expect(wet.news.map(({ state }) => state)).toEqual(["waiting", "ended"]);
  });

  test("is told that the process ends before it came to look", async () => {
    const { syncs } = await startSyncs();
    const waiting = asker(false);
    const late = asker(false);
    syncs.ask(APP, waiting.hint);
    await syncs.drain();
    syncs.ask(APP, late.hint);
    expect([waiting.news, late.news]).toEqual([[{ state: "stopped" }], [{ state: "stopped" }]]);
  });
});

describe("the status", () => {
  test("says how each repository's last sync ended", async () => {
    const { syncs } = await startSyncs();
    expect(syncs.status()).toMatchObject({
      waiting: 0,
      running: 0,
      repositories: [
        {
          key: "acme/app",
          state: "idle",
          last: { outcome: expect.stringMatching(/^created 1 issue/) as unknown },
        },
      ],
    });
  });

  test("keeps what was remarked, as long as nothing changed since", async () => {
    const { syncs, app, ask } = await startSyncs();
    app.push({ [PATH]: `${app.text(PATH)}- [] Later\n` });
    await ask();
    await ask();

    const { entry, standing } = syncs.stateOf(APP);
    expect(entry?.last?.outcome).toBe("nothing to do");
    expect(standing?.diagnostics.map(({ rule }) => rule)).toEqual(["empty-brackets"]);
  });

  test("says why nothing is synced", async () => {
    const { app, ask, syncs } = await startSyncs();
    app.push({ ".github/tickmark.yml": "limits: many\n" });
    await ask();
    const [entry] = syncs.status().repositories;
    expect(entry?.last?.outcome).toMatch(/^nothing was synced: \.github\/tickmark\.yml:1:\d+ /);
  });
});
