import { describe, expect, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import type { ObservedIssue } from "../../src/core/model/issue.js";
import { ensureFresh, latestChanges } from "../../src/sync/lag.js";
import type { ToldIssue } from "../../src/sync/lag.js";
import { MemoryRepository, statesOf } from "../support/memory-repository.js";
import { ref, startProcess } from "../support/memory-process.js";

/** GitHub's lists are read from copies that lag behind; what has a number is read as it is. */

const PATH = "checklists/launch.md";

function launch(text: string) {
  const repository = new MemoryRepository();
  repository.push({ [PATH]: text });
  let process = startProcess(repository);
  /** `forget`: a process that has just started. */
  const sync = async ({ told = [] as ToldIssue[], forget = false } = {}): Promise<string> => {
    if (forget) process = startProcess(repository);
    return (await process([], told)).result;
  };
  /** From now on lists show these as they are now, whatever becomes of them. */
  const freeze = (...numbers: number[]): void => {
    for (const number of numbers) repository.outdated.set(number, issue(number));
  };
  const issue = (number: number): ObservedIssue => {
    const found = repository.issues.get(number);
    if (!found) throw new Error(`There is no #${number}`);
    return found;
  };
  return { repository, sync, freeze, issue };
}

describe.each([
  ["the same process", { forget: false }],
  ["a new process", { forget: true }],
])("a list lags behind what the app wrote, and %s looks", (_, how) => {
  test("a closed issue that is shown as open unticks no box", async () => {
    const { repository, sync, freeze } = launch("- [ ] Ship\n");
    await sync();
    freeze(1);
    repository.push({ [PATH]: `- [x] Ship ${ref(1)}\n` });
    await sync();
    expect(statesOf(repository.issues)).toEqual({ 1: "done" });

    await expect(sync(how)).rejects.toThrow("A list of issues does not show yet what became of #1");

    repository.outdated.clear();
    await sync(how);
    expect(repository.text(PATH)).toBe(`- [x] Ship ${ref(1)}\n`);
  });

  test("a reopened issue that is shown as closed ticks no box", async () => {
    const { repository, sync, freeze } = launch("- [ ] Ship\n");
    await sync();
    repository.changeIssue(1, { completion: "done" });
    await sync();
    freeze(1);
    repository.push({ [PATH]: `- [ ] Ship ${ref(1)}\n` });
    await sync();
    expect(statesOf(repository.issues)).toEqual({ 1: "open" });

    await expect(sync(how)).rejects.toThrow(RetryError);

    repository.outdated.clear();
    await sync(how);
    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n`);
    expect(statesOf(repository.issues)).toEqual({ 1: "open" });
  });

  test("an issue that is shown below its former parent goes below the next one all the same", async () => {
    const { repository, sync, freeze } = launch("- [ ] Ship\n  - [ ] Test\n");
    await sync();
    freeze(2);
    repository.push({ [PATH]: `- [ ] Ship ${ref(1)}\n- [ ] Test ${ref(2)}\n` });
    await sync();
    repository.push({ [PATH]: `- [ ] Ship ${ref(1)}\n  - [ ] Test ${ref(2)}\n` });

    await expect(sync(how)).rejects.toThrow(RetryError);

    repository.outdated.clear();
    await sync(how);
    expect(repository.issues.get(2)?.parent).toBe(1);
  });
});

describe.each([
  ["the same process", { forget: false }],
  ["a new process", { forget: true }],
])("the base moves while a list lags ten seconds behind what a person did, and %s looks", (_, how) => {
  /** `act` is what the person does with the issue of a task that is done; its list shows it after the base has moved. */
  async function lateFor(act: (repository: MemoryRepository) => void) {
    const { repository, sync, freeze } = launch("- [ ] Ship\n");
    await sync();
    repository.changeIssue(1, { completion: "done" });
    await sync();
    for (let seconds = 0; seconds < 60; seconds += 10) repository.tick();
    freeze(1);
    act(repository);
    repository.tick();
    repository.push({ [PATH]: `${repository.text(PATH)}\nWords.\n` });
    await sync();
    repository.outdated.clear();
    await sync(how);
    return repository;
  }

  test("an issue that was reopened opens its box", async () => {
    const repository = await lateFor((it) => it.changeIssue(1, { completion: "open" }));
    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n\nWords.\n`);
  });

  test("an issue that was renamed has its line renamed", async () => {
    const repository = await lateFor((it) => it.changeIssue(1, { title: "Ship it" }));
    expect(repository.text(PATH)).toBe(`- [x] Ship it ${ref(1)}\n\nWords.\n`);
  });
});

test("a list lags behind what a process wrote that died before it could remember: a reopened issue ticks no box", async () => {
  const { repository, sync, freeze } = launch("- [ ] Ship\n");
  await sync();
  repository.changeIssue(1, { completion: "done" });
  await sync();
  freeze(1);
  repository.push({ [PATH]: `- [ ] Ship ${ref(1)}\n- [ ] Write\n` });
  repository.interfere = (operation) => {
    if (operation === "base.write") throw new RetryError("killed");
  };
  await expect(sync()).rejects.toThrow("killed");
  repository.interfere = () => undefined;
  expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "open" });

  await sync({ forget: true }).catch(() => undefined);
  repository.outdated.clear();
  await sync({ forget: true });

  expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n`);
  expect(statesOf(repository.issues)).toEqual({ 1: "open", 2: "open" });
});

describe("the latest changes that are known", () => {
  const repository = new MemoryRepository();
  const at = (second: number): string => `2026-01-01T00:00:0${second}Z`;
  const change = (number: number, updatedAt: string, title = "Ship"): ObservedIssue =>
    repository.addIssue({ title, updatedAt }, number);
  const numbers = (stamps: readonly { readonly number: number }[]): number[] =>
    stamps.map(({ number }) => number);

  test("are all of one second: nobody knows which of them was the last", () => {
    expect(numbers(latestChanges([], [change(1, at(3)), change(2, at(1)), change(3, at(3))]))).toEqual([
      1, 3,
    ]);
  });

  test("stay when only older ones come to be known", () => {
    const former = latestChanges([], [change(1, at(3))]);
    expect(latestChanges(former, [change(2, at(2))])).toEqual(former);
    expect(numbers(latestChanges(former, [change(2, at(3))]))).toEqual([1, 2]);
    expect(numbers(latestChanges(former, [change(2, at(4))]))).toEqual([2]);
  });

  test("are none where there is no issue", () => {
    expect(latestChanges([], [])).toEqual([]);
  });

  test("must all be shown by a list that has nothing younger", async () => {
    const [one, two] = [change(1, at(3)), change(2, at(3))];
    const base = {
      commit: "",
      since: at(1),
      included: {},
      dashboard: undefined,
      latest: latestChanges([], [one, two]),
    };
    const { issues: port } = repository.ports();
    const older = { ...one, completion: "done" } as const;

    await expect(ensureFresh({ readAt: at(5), issues: [two] }, base, port)).rejects.toThrow(
      "what became of #1",
    );
    await expect(ensureFresh({ readAt: at(5), issues: [two, older] }, base, port)).rejects.toThrow(
      RetryError,
    );
    await ensureFresh({ readAt: at(5), issues: [two, one] }, base, port);
    await ensureFresh({ readAt: at(5), issues: [change(3, at(4))] }, base, port);
  });

  test("are not waited for any more after two minutes: no list lags so long", async () => {
    const base = { commit: "", since: at(1), included: {}, dashboard: undefined };
    const latest = latestChanges([], [change(1, at(3))]);
    const { issues: port } = repository.ports();

    const lagging = ensureFresh({ readAt: "2026-01-01T00:02:03Z", issues: [] }, { ...base, latest }, port);
    await expect(lagging).rejects.toThrow(RetryError);
    await ensureFresh({ readAt: "2026-01-01T00:02:04Z", issues: [] }, { ...base, latest }, port);
  });

  test("may be on the next page, where that would show them", async () => {
    const [one, two] = [change(1, at(3)), change(2, at(3))];
    const latest = latestChanges([], [one, two]);
    const base = { commit: "", since: at(1), included: {}, dashboard: undefined, latest };
    const { issues: port } = repository.ports();

    await ensureFresh({ readAt: at(5), issues: [two], next: "page 2" }, base, port);
    const late = ensureFresh({ readAt: at(5), issues: [two, change(3, at(2))], next: "page 2" }, base, port);
    await expect(late).rejects.toThrow("what became of #1");
  });
});

describe("a list shows all there is", () => {
  test("and the latest change was the app's: nothing more is asked", async () => {
    const { repository, sync } = launch("- [ ] Ship\n");
    await sync();
    repository.push({ [PATH]: `- [x] Ship ${ref(1)}\n` });
    await sync();

    expect(await sync()).toBe("unchanged");
    expect(repository.asked).toEqual(["readHead"]);
  });

  test("and the latest change was one of an issue that is gone: that is asked for, and no obstacle", async () => {
    const { repository, sync } = launch("- [ ] Ship\n");
    repository.addIssue({ title: "A person's own", own: false });
    await sync();
    repository.changeIssue(1, { title: "Mine" });
    repository.push({ [PATH]: `${repository.text(PATH)}\nWords.\n` });
    await sync();
    repository.issues.delete(1);
    repository.missing.set(1, { kind: "deleted" });

    expect(await sync({ forget: true })).toBe("applied");
    expect(repository.text(PATH)).toContain(ref(2));
  });

  test("and somebody changed the issue once more within the same second: that counts", async () => {
    const { repository, sync, issue } = launch("- [ ] Ship\n");
    await sync();
    repository.push({ [PATH]: `- [x] Ship ${ref(1)}\n` });
    await sync();
    const { updatedAt } = issue(1);
    repository.issues.set(1, { ...repository.changeIssue(1, { completion: "open" }), updatedAt });

    await sync();
    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n`);
  });
});

describe("an event is faster than the lists", () => {
  test("a closed issue that is still shown as open ticks its box", async () => {
    const { repository, sync, freeze } = launch("- [ ] Ship\n- [ ] Write\n");
    await sync();
    freeze(1);
    const told = [repository.changeIssue(1, { completion: "done" })];

    expect(await sync({ told })).toBe("applied");
    expect(repository.text(PATH)).toBe(`- [x] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n`);
    expect(repository.asked.filter((each) => each === "read")).toHaveLength(1);
  });

  test("that is not in the list of a new process at all", async () => {
    const { repository, sync } = launch("- [ ] Ship\n- [ ] Write\n");
    await sync();
    const told = [repository.changeIssue(1, { completion: "done" })];
    repository.hidden.add(1);

    await sync({ told, forget: true });
    expect(repository.text(PATH)).toBe(`- [x] Ship ${ref(1)}\n- [ ] Write ${ref(2)}\n`);
  });

  test("of several events of an issue the last one counts, and what the list shows as well costs nothing", async () => {
    const { repository, sync, issue } = launch("- [ ] Ship\n");
    await sync();
    const told = [
      repository.changeIssue(1, { completion: "done" }),
      repository.changeIssue(1, { title: "Ship it" }),
    ];

    await sync({ told });
    expect(repository.text(PATH)).toBe(`- [x] Ship it ${ref(1)}\n`);
    expect(repository.asked).not.toContain("read");
    expect(issue(1).title).toBe("Ship it");
  });

  test("an event that comes late tells nothing new: the issue is looked at, and nothing is written", async () => {
    const { repository, sync } = launch("- [ ] Ship\n");
    await sync();
    const told = [repository.changeIssue(1, { completion: "done" })];
    repository.changeIssue(1, { completion: "open" });
    await sync();
    const head = repository.head().oid;

    await sync({ told });
    expect(repository.head().oid).toBe(head);
    expect(statesOf(repository.issues)).toEqual({ 1: "open" });
  });
});
