import { expect, test } from "@jest/globals";
import type { Outcome } from "../../src/sync/sync-repository.js";
import { ref, startProcess } from "../support/memory-process.js";
import { MemoryRepository } from "../support/memory-repository.js";

const PATH = "checklists/launch.md";
/** No Markdown says this character. */
const UNWRITABLE = "Ship\u0000it";

const rules = (outcome: Outcome): string[] =>
  "diagnostics" in outcome ? outcome.diagnostics.map(({ rule, line }) => `${line} ${rule}`) : [];

test("an issue that is renamed to what a line cannot say is told of as long as it is so", async () => {
  const repository = new MemoryRepository();
  repository.push({ [PATH]: "- [ ] Ship\n- [ ] Rest\n" });
  await startProcess(repository)();
  const text = repository.text(PATH) ?? "";
  repository.changeIssue(1, { title: UNWRITABLE });

  const first = await startProcess(repository)();
  repository.push({ "README.md": "# App\n" });
  const later = await startProcess(repository)();
  repository.changeIssue(2, { completion: "done" });
  const much = await startProcess(repository)();

  expect(rules(first)).toEqual(["1 uneditable-task"]);
  expect([rules(later), rules(much)]).toEqual([["1 title-differs"], ["1 title-differs"]]);
  expect(repository.text(PATH)).toBe(text.replace("[ ] Rest", "[x] Rest"));
  expect(repository.issues.get(1)?.title).toBe(UNWRITABLE);

  repository.changeIssue(1, { title: "Ship it" });
  const settled = await startProcess(repository)();
  expect(rules(settled)).toEqual([]);
  expect(repository.text(PATH)).toContain(`- [ ] Ship it ${ref(1)}`);
  await startProcess(repository)();
  expect(repository.asked).not.toContain("read");
});

test("blanks that Markdown does not tell apart are no difference", async () => {
  const repository = new MemoryRepository();
  repository.push({ [PATH]: "- [ ] Ship\n" });
  await startProcess(repository)();
  repository.changeIssue(1, { title: "Ship   it" });

  expect(rules(await startProcess(repository)())).toEqual([]);
  repository.push({ "README.md": "# App\n" });
  expect(rules(await startProcess(repository)())).toEqual([]);
  expect(repository.text(PATH)).toContain("- [ ] Ship it");
});
