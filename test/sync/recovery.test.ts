import { describe, expect, test } from "@jest/globals";
import { OvertakenError, RetryError, StaleHeadError } from "../../src/errors.js";
import type { BaseRecord } from "../../src/sync/ports.js";
import { ref, startProcess } from "../support/memory-process.js";
import { MemoryRepository, statesOf } from "../support/memory-repository.js";

const PATH = "checklists/launch.md";

/** The next time this is asked, the effect happens and the answer is lost. */
function loseAnswer(repository: MemoryRepository, operation: string): void {
  repository.afterwards = (asked) => {
    if (asked !== operation) return;
    repository.afterwards = () => undefined;
    throw new RetryError("the connection broke");
  };
}

function launch(text: string): MemoryRepository {
  const repository = new MemoryRepository();
  repository.push({ [PATH]: text });
  return repository;
}

async function settled(
  text: string,
): Promise<{ repository: MemoryRepository; sync: ReturnType<typeof startProcess> }> {
  const repository = launch(text);
  const sync = startProcess(repository);
  await sync();
  return { repository, sync };
}

describe("what it costs", () => {
  test("pain 49, pain 52: nothing to do is one request", async () => {
    const { repository, sync } = await settled("- [ ] Ship\n- [ ] Write\n");

    expect((await sync()).result).toBe("unchanged");
    expect(repository.asked).toEqual(["readHead"]);
  });

  test("a closed issue is one look, one commit, and the move of the base", async () => {
    const { repository, sync } = await settled("- [ ] Ship\n- [ ] Write\n");
    repository.changeIssue(1, { completion: "done" });

    await sync();

    expect(repository.asked).toEqual(["readHead", "commit", "base.write"]);
    expect(repository.text(PATH)).toBe(`- [x] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n`);
  });

  test("after a restart, what changed since the base is enough", async () => {
    const { repository } = await settled("- [ ] Ship\n- [ ] Write\n");
    repository.changeIssue(2, { completion: "done" });

    await startProcess(repository)();

    expect(repository.asked).not.toContain("readOwn");
    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n- [x] Write ${ref(2)}\n`);
  });

  test("pain 44: a push that touches no checklist writes nothing", async () => {
    const { repository, sync } = await settled("- [ ] Ship\n");
    repository.push({ "src/main.ts": "export {};\n" });

    await sync();

    expect(repository.asked).not.toContain("base.write");
    expect(repository.asked).not.toContain("commit");
  });
});

describe("a lost answer", () => {
  test("pain 1, pain 3: to a create: the next sync finds the issues by their markers, in the list of issues", async () => {
    const repository = launch("- [ ] Ship\n  - [ ] Test\n- [ ] Ship\n");
    const sync = startProcess(repository);
    loseAnswer(repository, "create");

    await expect(sync()).rejects.toThrow(RetryError);
    await sync();

    expect(repository.issues.size).toBe(3);
    expect(repository.text(PATH)).toBe(
      `- [ ] Ship ${ref(1)}\n  - [ ] Test ${ref(3)}\n- [ ] Ship ${ref(2)}\n`,
    );
    expect(repository.issues.get(3)?.parent).toBe(1);
  });

  test("to the commit: the commit is found, and the base catches up", async () => {
    const repository = launch("- [ ] Ship\n");
    loseAnswer(repository, "commit");

    await expect(startProcess(repository)()).rejects.toThrow(RetryError);
    await startProcess(repository)();

    expect(repository.issues.size).toBe(1);
    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n`);
    expect(repository.base?.commit).toBe(repository.head().oid);
  });
});

describe("a crash", () => {
  test("pain 14: between create and commit: another process ends with one issue for each task", async () => {
    const repository = launch("- [ ] Ship\n- [ ] Write\n");
    repository.interfere = (operation) => {
      if (operation === "commit") throw new RetryError("killed");
    };
    await expect(startProcess(repository)()).rejects.toThrow(RetryError);
    repository.interfere = () => undefined;

    await startProcess(repository)();

    expect(repository.issues.size).toBe(2);
    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n`);
  });

  test("between create and commit, and the task is ticked meanwhile: the tick counts", async () => {
    const repository = launch("- [ ] Ship\n");
    loseAnswer(repository, "create");
    await expect(startProcess(repository)()).rejects.toThrow(RetryError);
    repository.push({ [PATH]: "- [x] Ship\n" });

    await startProcess(repository)();

    expect(repository.text(PATH)).toBe(`- [x] Ship ${ref(1)}\n`);
    expect(statesOf(repository.issues)).toEqual({ 1: "done" });
  });

  test("between commit and base, and the issue is reopened meanwhile: the box follows", async () => {
    const { repository, sync } = await settled("- [ ] Ship\n");
    repository.changeIssue(1, { completion: "done" });
    repository.interfere = (operation) => {
      if (operation === "base.write") throw new RetryError("killed");
    };
    await expect(sync()).rejects.toThrow(RetryError);
    repository.interfere = () => undefined;
    repository.changeIssue(1, { completion: "open" });

    await startProcess(repository)();

    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n`);
    expect(statesOf(repository.issues)).toEqual({ 1: "open" });
  });

  test("pain 36: between the close of an issue and the base, and the box is unticked meanwhile: the issue follows", async () => {
    const { repository, sync } = await settled("- [ ] Ship\n");
    repository.push({ [PATH]: `- [x] Ship ${ref(1)}\n` });
    repository.interfere = (operation) => {
      if (operation === "base.write") throw new RetryError("killed");
    };
    await expect(sync()).rejects.toThrow(RetryError);
    repository.interfere = () => undefined;
    expect(statesOf(repository.issues)).toEqual({ 1: "done" });
    repository.push({ [PATH]: `- [ ] Ship ${ref(1)}\n` });

    await startProcess(repository)();

    expect(statesOf(repository.issues)).toEqual({ 1: "open" });
    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n`);
  });
});

describe("somebody pushes between reading and committing", () => {
  test("pain 25: nothing is overwritten: the next sync plans again", async () => {
    const repository = launch("- [ ] Ship\n");
    const sync = startProcess(repository);
    repository.interfere = (operation) => {
      if (operation !== "commit") return;
      repository.interfere = () => undefined;
      repository.push({ [PATH]: "- [ ] Ship\n- [ ] Write\n" });
    };

    await expect(sync()).rejects.toThrow(StaleHeadError);
    await sync();

    expect(repository.issues.size).toBe(2);
    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n`);
  });
});

describe("a person who is faster than the app", () => {
  /** The next time this is asked, the person acts first. */
  function actBefore(repository: MemoryRepository, operation: string, act: () => void): void {
    repository.interfere = (asked) => {
      if (asked !== operation) return;
      repository.interfere = () => undefined;
      act();
    };
  }

  test("and closes an issue while many are made: the box follows in the next sync", async () => {
    const repository = launch(Array.from({ length: 60 }, (_, at) => `- [ ] Part ${at + 1}\n`).join(""));
    const sync = startProcess(repository);
    actBefore(repository, "commit", () => repository.changeIssue(7, { completion: "done" }));
    await sync();
    await sync();

    expect(repository.text(PATH)).toContain(`- [x] Part 7 ${ref(7)}\n`);
    expect(repository.text(PATH)?.match(/\[x\]/g)).toHaveLength(1);
  });

  test("and closes an issue just before the app renames it: the box follows in the next sync", async () => {
    const { repository, sync } = await settled("- [ ] Ship\n");
    repository.tick();
    repository.push({ [PATH]: `- [ ] Ship it ${ref(1)}\n` });
    actBefore(repository, "change", () => repository.changeIssue(1, { completion: "done" }));
    await sync();
    await sync();

    expect(repository.issues.get(1)?.title).toBe("Ship it");
    expect(repository.text(PATH)).toBe(`- [x] Ship it ${ref(1)}\n`);
  });
});

describe("issues that are about to be made", () => {
  test("are not when somebody pushed since the files were read", async () => {
    const repository = launch("- [ ] Ship\n");
    repository.interfere = (asked) => {
      if (asked === "lease.acquire") repository.push({ [PATH]: "- [ ] Sell\n" });
    };
    await expect(startProcess(repository)()).rejects.toThrow(StaleHeadError);
    expect(repository.issues.size).toBe(0);
    expect(repository.asked.at(-1)).toBe("lease.release");
  });

  test("are not when another process has made some since", async () => {
    const { repository: other } = await settled("- [ ] Ship\n");
    const repository = launch("- [ ] Ship\n");
    repository.interfere = (asked) => {
      const [made] = other.issues.values();
      if (asked === "lease.acquire" && made) repository.addIssue({ ...made, updatedAt: repository.tick() });
    };
    await expect(startProcess(repository)()).rejects.toThrow(RetryError);
    expect(repository.issues.size).toBe(1);

    repository.interfere = () => undefined;
    await startProcess(repository)();
    expect(repository.issues.size).toBe(1);
    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n`);
  });

  test("are not while no list shows those that a process made before it died", async () => {
    const repository = launch("- [ ] Ship\n- [ ] Write\n");
    loseAnswer(repository, "create");
    await expect(startProcess(repository)()).rejects.toThrow(RetryError);
    for (const number of [1, 2]) repository.hidden.add(number);

    await expect(startProcess(repository)()).rejects.toThrow(
      "#1 was created, and no list of issues shows it",
    );
    expect(repository.issues.size).toBe(2);

    repository.hidden.clear();
    await startProcess(repository)();
    expect(repository.issues.size).toBe(2);
    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n`);
  });

  test("are not when only one of two lists lags: the other knows the younger numbers", async () => {
    const { repository, sync } = await settled("- [ ] Ship\n");
    repository.tick();
    repository.push({ [PATH]: `${repository.text(PATH)}- [ ] Write\n` });
    loseAnswer(repository, "create");
    await expect(sync()).rejects.toThrow(RetryError);
    repository.interfere = (asked) => {
      if (asked === "readChanged") repository.hidden.add(2);
      else repository.hidden.clear();
    };

    await expect(startProcess(repository)()).rejects.toThrow("#2 was created");
    expect(repository.issues.size).toBe(2);
  });

  test("are made although a number beyond all lists has been an issue of the app for long: it was transferred", async () => {
    const { repository: other } = await settled("- [ ] Sell\n");
    const { repository, sync } = await settled("- [ ] Ship\n");
    const { body = "" } = other.issues.get(1) ?? {};
    // It keeps the day on which it was made, so a list has others for the latest ones.
    const { number } = repository.addIssue({ title: "Sell", body, updatedAt: repository.now() });
    repository.hidden.add(number);
    for (let seconds = 0; seconds <= 120; seconds += 10) repository.tick();
    repository.push({ [PATH]: `${repository.text(PATH)}- [ ] Write\n` });
    await sync();

    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n- [ ] Write ${ref(3)}\n`);
  });

  test("are not when another process has made some minutes ago: reading the lists took longer than that", async () => {
    const { repository: other } = await settled("- [ ] Ship\n");
    const repository = launch("- [ ] Ship\n");
    repository.interfere = (asked) => {
      const [made] = other.issues.values();
      if (asked !== "lease.acquire" || !made) return;
      repository.addIssue({ ...made, updatedAt: repository.tick() });
      for (let seconds = 0; seconds <= 180; seconds += 10) repository.tick();
    };
    await expect(startProcess(repository)()).rejects.toThrow("#1 was created");
    expect(repository.issues.size).toBe(1);
  });

  test("are made although a list lags behind what people made", async () => {
    const repository = launch("- [ ] Ship\n");
    const { number } = repository.addIssue({ title: "Mine", own: false });
    repository.hidden.add(number);
    await startProcess(repository)();

    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(2)}\n`);
  });

  test("are made although a person has pasted the app's marker into an issue of their own", async () => {
    const { repository: other } = await settled("- [ ] Sell\n");
    const { repository, sync } = await settled("- [ ] Ship\n");
    const body = other.issues.get(1)?.body ?? "";
    repository.addIssue({ title: "Mine", body, own: false, updatedAt: repository.tick() });
    repository.push({ [PATH]: `${repository.text(PATH)}- [ ] Sell\n` });
    await sync();

    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n- [ ] Sell ${ref(3)}\n`);
    expect(repository.issues.get(2)).toMatchObject({ title: "Mine", body });
  });

  test("are made without the parent whose line has no place for a number", async () => {
    const { repository } = await settled("- [ ] one <!-- two\n  - [ ] Ship\n");
    expect([...repository.issues.values()].map(({ title, parent }) => [title, parent])).toEqual([
      ["Ship", undefined],
    ]);
  });
});

describe("another process looks after the repository as well", () => {
  test.each([1, 2, 3])(
    "what it committed %i times is no edit by a person: the base is read again",
    async (times) => {
      const { repository, sync } = await settled("- [ ] Ship\n- [ ] Write\n- [ ] Test\n");
      const other = startProcess(repository);
      for (let number = 1; number <= times; number += 1) {
        repository.changeIssue(number, { completion: "done" });
        await other();
      }
      const { base } = repository;

      await sync();
      expect(repository.asked).toContain("base.read");
      expect(repository.asked).not.toContain("base.write");
      expect(repository.base).toBe(base);
    },
  );

  test("a commit that was planned from the base before is no edit by a person, though its process died", async () => {
    const { repository, sync } = await settled("- [ ] Ship\n- [ ] Write\n");
    repository.tick();
    repository.push({ [PATH]: `Words.\n\n${repository.text(PATH)}` });
    const slow = repository.base;
    await startProcess(repository)();
    repository.tick();
    const fast = repository.base;
    expect(fast?.commit).not.toBe(slow?.commit);
    repository.changeIssue(1, { completion: "done" });
    repository.base = slow;
    repository.interfere = (asked) => {
      if (asked === "base.write") throw new RetryError("killed");
    };
    await expect(sync()).rejects.toThrow(RetryError);
    repository.interfere = () => undefined;
    repository.base = fast;
    expect(repository.text(PATH)).toContain(`- [x] Ship ${ref(1)}`);
    repository.changeIssue(1, { completion: "open" });

    await startProcess(repository)();
    expect(repository.text(PATH)).toContain(`- [ ] Ship ${ref(1)}`);
    expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "open" });
  });

  test("of two that move the base on, the slower one starts over", async () => {
    const { repository, sync } = await settled("- [ ] Ship\n- [ ] Write\n");
    repository.changeIssue(1, { completion: "done" });
    let later: BaseRecord | undefined;
    repository.interfere = (asked) => {
      if (asked !== "base.write") return;
      repository.interfere = () => undefined;
      later = repository.base = repository.base && { ...repository.base, tag: "another" };
    };

    await expect(sync()).rejects.toThrow(OvertakenError);
    expect(repository.base).toBe(later);
    await startProcess(repository)();
    expect(repository.text(PATH)).toBe(`- [x] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n`);
  });
});

describe("what is remembered in the repository", () => {
  test("is newer than the app's last commit when people pushed since: a restart does not go back", async () => {
    const { repository, sync } = await settled("- [ ] Ship\n");
    repository.tick();
    repository.push({ [PATH]: `Words.\n\n${repository.text(PATH)}` });
    await sync();
    const { base } = repository;
    await startProcess(repository)();

    expect(repository.base).toBe(base);
    expect(repository.asked).not.toContain("base.write");
  });

  test("is how many issues there are, also where only a commit tells of the base: one that is gone is missed", async () => {
    const { repository } = await settled("- [ ] Ship\n- [ ] Write\n");
    repository.changeIssue(2, { completion: "done" });
    loseAnswer(repository, "commit");
    await expect(startProcess(repository)()).rejects.toThrow(RetryError);
    repository.issues.delete(1);
    repository.missing.set(1, { kind: "deleted" });
    await startProcess(repository)();

    expect(repository.text(PATH)).toBe(`- [ ] Ship <!-- no issue -->\n- [x] Write ${ref(2)}\n`);
  });

  test("is how many issues there are: what one that is gone makes the app look for, it looks for once", async () => {
    const { repository, sync } = await settled("- [ ] Ship\n");
    repository.addIssue({ title: "A person's own", own: false });
    repository.tick();
    repository.push({ [PATH]: `Words.\n\n${repository.text(PATH)}` });
    await sync();
    repository.issues.delete(2);
    for (let seconds = 0; seconds < 30; seconds += 10) repository.tick();

    await startProcess(repository)();
    expect(repository.asked).toContain("read");
    await startProcess(repository)();
    expect(repository.asked).not.toContain("read");
  });
});
