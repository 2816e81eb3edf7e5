import { expect, test } from "@jest/globals";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { Edit } from "../../src/core/model/edit.js";
import { editOnce, parseOnce } from "../../src/sync/edit-once.js";

const PATH = "launch.md";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const tick = (task: number): Edit => ({ op: "tick", task });

test("the same edits of the same bytes are worked out once, and what came of them is not parsed again", () => {
  const source = bytes("- [ ] One\n- [ ] Two\n- [] Three\n");

  const first = editOnce(PATH, source, [tick(0)]);
  editOnce(PATH, source, [tick(1)]);

  expect(editOnce(PATH, source, [tick(0)])).toBe(first);
  if (!first.ok) throw new Error("It was refused");
  expect(parseOnce(PATH, first.source).checklist).toBe(first.checklist);
  expect(parseOnce(PATH, first.source)).toEqual(parseChecklist(PATH, first.source));
});

test("other edits, another path and other bytes are others", () => {
  const source = bytes("- [ ] One\n- [ ] Two\n");
  const text = (path: string, from: Uint8Array, edits: readonly Edit[]): string => {
    const result = editOnce(path, from, edits);
    return result.ok ? `${result.checklist.path} ${new TextDecoder().decode(result.source)}` : "refused";
  };

  expect(text(PATH, source, [tick(0)])).toBe(`${PATH} - [x] One\n- [ ] Two\n`);
  expect(text(PATH, source, [tick(1)])).toBe(`${PATH} - [ ] One\n- [x] Two\n`);
  expect(text("other.md", source, [tick(1)])).toBe("other.md - [ ] One\n- [x] Two\n");
  expect(text(PATH, bytes("- [ ] Three\n- [ ] Four\n"), [tick(1)])).toBe(`${PATH} - [ ] Three\n- [x] Four\n`);
});
