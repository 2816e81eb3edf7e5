import { beforeEach, describe, expect, test } from "@jest/globals";
import { ref, startProcess } from "../support/memory-process.js";
import { MemoryRepository } from "../support/memory-repository.js";

const PATH = "checklists/launch.md";

let repository: MemoryRepository;
let sync: ReturnType<typeof startProcess>;

beforeEach(async () => {
  repository = new MemoryRepository();
  repository.push({ [PATH]: "- [ ] Ship\n- [ ] Announce\n" });
  sync = startProcess(repository);
  await sync();
});

/** Nobody is told. */
function vanish(number: number): void {
  repository.issues.delete(number);
  repository.missing.set(number, { kind: "deleted" });
}

describe("pain 84: an issue is deleted, and the event is lost", () => {
  const processes: [string, () => ReturnType<typeof startProcess>][] = [
    ["the next look", () => sync],
    ["the next start", () => startProcess(repository)],
  ];

  test.each(processes)("%s finds it, and the one after that is one request again", async (_who, process) => {
    vanish(2);
    const look = process();
    await look();

    expect(repository.text(PATH)).toBe(`- [ ] Ship ${ref(1)}\n- [ ] Announce <!-- no issue -->\n`);
    await look();
    expect(repository.asked).toEqual(["readHead"]);
  });

  test.each(processes)(
    "%s finds it, although somebody opened another one meanwhile",
    async (_who, process) => {
      vanish(2);
      repository.tick();
      repository.addIssue({ title: "By hand", own: false });
      await process()();

      expect(repository.text(PATH)).toContain("- [ ] Announce <!-- no issue -->");
    },
  );

  test("of a person's issue is no reason to read the others", async () => {
    const { number } = repository.addIssue({ title: "By hand", own: false });
    await sync();
    const before = repository.text(PATH);
    vanish(number);
    await sync();
    // It was the latest change, which every list has to show: whether it is gone is asked once.
    expect(repository.asked.filter((each) => each === "read")).toHaveLength(1);
    await startProcess(repository)();

    expect(repository.asked).not.toContain("read");
    expect(repository.text(PATH)).toBe(before);
  });
});

test("issues that are opened are no reason to read the others", async () => {
  repository.tick();
  repository.addIssue({ title: "By hand", own: false });
  await sync();
  repository.push({ [PATH]: `${repository.text(PATH) ?? ""}- [ ] Celebrate\n` });
  await sync();
  await sync();
  await startProcess(repository)();

  expect(repository.asked).not.toContain("read");
  expect(repository.text(PATH)).toContain(`- [ ] Celebrate ${ref(4)}`);
});
