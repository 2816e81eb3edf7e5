import { describe, expect, test } from "@jest/globals";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import { UnreadableError } from "../../src/errors.js";
import { ChecklistCache } from "../../src/sync/checklist-cache.js";
import type { Reading } from "../../src/sync/checklist-cache.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import type { KnownDashboard } from "../../src/sync/publish-dashboard.js";
import { syncRepository } from "../../src/sync/sync-repository.js";
import { MemoryRepository } from "../support/memory-repository.js";

const PATH = "checklists/launch.md";
const BEYOND = "limits: { create: 1 }\n";

function start(files: Record<string, string>, cache = new ChecklistCache()) {
  const repository = new MemoryRepository();
  repository.push(files);
  let dashboard: KnownDashboard | undefined;
  const sync = async ({ release = false, forget = false } = {}) => {
    repository.asked.length = 0;
    const synced = await syncRepository({
      ports: repository.ports(),
      cache,
      memory: undefined,
      dashboard: forget ? undefined : dashboard,
      suspects: [],
      record: [],
      release,
      mode: "apply",
      progress: () => undefined,
    });
    dashboard = synced.dashboard;
    return synced.outcome.result;
  };
  return { repository, sync };
}

const body = (repository: MemoryRepository): string => repository.issues.get(1)?.body ?? "";

describe("a plan beyond the limits", () => {
  const files = { [CONFIG_PATH]: BEYOND, [PATH]: "- [ ] Ship `it`\n- [ ] Tell @everyone\n" };

  test("is shown in an issue, once, and nothing else is touched", async () => {
    const { repository, sync } = start(files);

    expect(await sync()).toBe("held");
    expect(await sync()).toBe("held");
    expect(await sync({ forget: true })).toBe("held");

    expect(repository.issues.size).toBe(1);
    expect(body(repository)).toContain('+ create issue "Ship it" (checklists/launch.md:1): new task');
    expect(repository.asked).not.toContain("change");
    expect(repository.text(PATH)).toBe(files[PATH]);
  });

  test("is shown in one issue, though a process died right after it made that and no list shows it yet", async () => {
    const { repository, sync } = start(files);
    await sync();
    repository.hidden.add(1);

    expect(await sync({ forget: true })).toBe("held");

    expect(repository.issues.size).toBe(1);
    expect(repository.asked).toContain("lease.release");
  });

  test("is released by ticking the box, and the issue is closed when nothing waits any more", async () => {
    const { repository, sync } = start(files);
    await sync();
    repository.changeIssue(1, {
      body: body(repository).replace("- [ ] <!-- tickmark:release", "- [x] <!-- tickmark:release"),
    });

    expect(await sync()).toBe("applied");

    expect(repository.issues.size).toBe(3);
    expect(repository.issues.get(1)?.completion).toBe("done");
    expect(body(repository)).toContain("Everything is in step.");
  });

  test("is shown beside what people have written around it, at whatever time", async () => {
    const { repository, sync } = start(files);
    await sync();
    repository.changeIssue(1, { body: `Who looks into this?\n\n${body(repository)}\n\nI do.` });
    await sync();
    repository.changeIssue(1, { body: `${body(repository)}\n\nOn Monday.` });

    expect(await sync({ release: true })).toBe("applied");

    expect(body(repository)).toMatch(/^Who looks into this\?\n\n<!-- tickmark:dashboard -->/);
    expect(body(repository)).toMatch(/Everything is in step\.[^]*I do\.\n\nOn Monday\.$/);
  });

  test("a dashboard that was deleted is made anew, while there is something to say", async () => {
    const { repository, sync } = start(files);
    await sync();
    repository.issues.delete(1);
    repository.push({ [PATH]: "- [ ] Ship it\n- [ ] Tell all\n" });

    expect(await sync()).toBe("held");

    expect([...repository.issues.keys()]).toEqual([2]);
  });

  test("that has grown since it was released waits again", async () => {
    const { repository, sync } = start(files);
    await sync();
    repository.changeIssue(1, { body: body(repository).replace("- [ ] <!--", "- [x] <!--") });
    repository.push({ [PATH]: "- [ ] Ship it\n- [ ] Tell all\n- [ ] And more\n" });

    expect(await sync()).toBe("held");

    expect(repository.issues.size).toBe(1);
    expect(body(repository)).toContain("- [ ] <!-- tickmark:release");
    expect(body(repository)).toContain("And more");
  });

  test("is released by a command as well", async () => {
    const { repository, sync } = start(files);
    await sync();

    expect(await sync({ release: true })).toBe("applied");
    expect(repository.issues.size).toBe(3);
  });

  test("shows in no issue when the config wants no dashboard", async () => {
    const { repository, sync } = start({ ...files, [CONFIG_PATH]: `${BEYOND}dashboard: false\n` });

    expect(await sync()).toBe("held");
    expect(repository.issues.size).toBe(0);
  });
});

test("pain 26: emptied by a person, it is written again, and is no second one", async () => {
  const { repository, sync } = start({ [CONFIG_PATH]: BEYOND, [PATH]: "- [ ] Ship\n- [ ] Announce\n" });
  await sync();
  const said = body(repository);
  repository.changeIssue(1, { body: "" });

  expect(await sync()).toBe("held");
  expect(body(repository)).toBe(said);
  expect(repository.issues.size).toBe(1);
});

test("a person's issue that says the same is left alone", async () => {
  const other = start({ [CONFIG_PATH]: BEYOND, [PATH]: "- [ ] Ship\n- [ ] Announce\n" });
  await other.sync();
  const { repository, sync } = start({ [CONFIG_PATH]: BEYOND, [PATH]: "- [ ] Write\n" });
  await sync();
  const text = body(other.repository);
  repository.addIssue({ title: "Mine", body: text, own: false, updatedAt: repository.tick() });
  repository.push({ [PATH]: `${repository.text(PATH)}- [ ] Ship\n- [ ] Announce\n- [ ] Sell\n` });

  expect(await sync()).toBe("held");
  expect(repository.issues.get(2)).toMatchObject({ title: "Mine", body: text });
  expect(repository.issues.get(3)?.body).toContain("3 issues");
});

describe("a wrong config", () => {
  test("is told in an issue with the place and a right example, and the issue is closed once it is mended", async () => {
    const { repository, sync } = start({
      [CONFIG_PATH]: "limits: { create: many }\n",
      [PATH]: "- [ ] Ship\n",
    });

    expect(await sync()).toBe("wrong-config");
    expect(body(repository)).toMatch(/\.github\/tickmark\.yml:1:\d+\].*many/);

    repository.push({ [CONFIG_PATH]: "limits: { create: 5 }\n" });
    expect(await sync({ forget: true })).toBe("applied");
    expect(repository.issues.get(1)?.completion).toBe("done");
    expect(repository.issues.size).toBe(2);
  });
});

describe("a checklist that is too large to be read", () => {
  test("holds everything up, is told with its size, and nothing is lost when it is excluded", async () => {
    const { repository, sync } = start({ [PATH]: "- [ ] Ship\n" });
    await sync();
    const text = repository.text(PATH) ?? "";
    repository.push({ [PATH]: `${text}\n${"Words. ".repeat(300_000)}` });

    expect(await sync()).toBe("wrong-config");
    expect(repository.issues.get(2)?.body).toMatch(
      /launch\.md:1:1\].*Unexpected 2\.1 MB, expected .* at most 1\.0 MB/,
    );
    expect(repository.issues.get(1)?.completion).toBe("open");

    repository.push({ [PATH]: text });
    expect(await sync()).toBe("applied");
    expect(repository.issues.get(1)?.completion).toBe("open");
  });
});

describe("when all is well", () => {
  test("there is no dashboard, and nobody asks for one", async () => {
    const { repository, sync } = start({ [PATH]: "- [ ] Ship\n- []  a near miss is for its author\n" });

    await sync();

    expect(repository.issues.size).toBe(1);
    expect(repository.asked.filter((operation) => operation === "readOwn")).toHaveLength(1);
  });
});

describe("a checklist that nobody can read in time", () => {
  const HOSTILE = "checklists/hostile.md";
  const reading: Reading = (path, source) =>
    path === HOSTILE
      ? Promise.reject(new UnreadableError(path, "Unexpected text nested so deeply, expected a checklist"))
      : Promise.resolve(parseChecklist(path, source));

  test("holds everything up, is told where it stands, and nothing is lost when it is gone", async () => {
    const { repository, sync } = start({ [PATH]: "- [ ] Ship\n" }, new ChecklistCache(reading));
    await sync();
    repository.push({ [HOSTILE]: ">>>>" });

    expect(await sync()).toBe("wrong-config");
    expect(repository.issues.get(2)?.body).toMatch(
      /hostile\.md:1:1\].*nested so deeply, expected a checklist, take out .* or exclude the file/,
    );

    repository.push({ [CONFIG_PATH]: `checklists: [{ exclude: ["${HOSTILE}"] }]\n` });
    expect(await sync()).toBe("applied");
    expect(repository.issues.get(1)?.completion).toBe("open");
    expect(repository.issues.get(2)?.completion).toBe("done");
  });
});
