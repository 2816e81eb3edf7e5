import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { editChecklist } from "../../src/core/markdown/edit-checklist.js";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { Checklist } from "../../src/core/model/checklist.js";
import type { Edit } from "../../src/core/model/edit.js";
import { editsBetween, rebaseEdits } from "../../src/core/plan/pending-edits.js";

const HOST = "https://github.com";
const PATH = "checklists/a.md";

function read(text: string, path = PATH): Checklist {
  return parseChecklist(path, new TextEncoder().encode(text)).checklist;
}

function edited(text: string, edits: readonly Edit[], path = PATH): string {
  const result = editChecklist(path, new TextEncoder().encode(text), edits);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return new TextDecoder().decode(result.source);
}

function link(task: number, number: number): Edit {
  const url = `${HOST}/acme/app/issues/${number}`;
  return { op: "set-reference", task, reference: { style: "link", number, repository: "acme/app", url } };
}

/** The text as people have it now, with the edits that were made on what it was. */
function rebased(before: string, edits: readonly Edit[], now: string): string {
  const sides = { before: [read(before)], after: [read(edited(before, edits))], head: [read(now)] };
  return edited(now, rebaseEdits({ ...sides, host: HOST }).get(PATH) ?? []).replace(/\(http[^)]*\)/g, "");
}

const TICK: Edit = { op: "tick", task: 0 };

describe("pending edits", () => {
  test.each([
    ["stay with a task that moves", "- [ ] a\n- [ ] b\n", "- [ ] b\n- [ ] a\n", "- [ ] b\n- [x] a [#1]\n"],
    [
      "stay with one that is reworded",
      "- [ ] Ship the app\n- [ ] b\n",
      "- [ ] new\n- [ ] Ship the whole app\n- [ ] b\n",
      "- [ ] new\n- [x] Ship the whole app [#1]\n- [ ] b\n",
    ],
    [
      "stay with one that is written anew in its place",
      "- [ ] a\n- [ ] b\n",
      "- [ ] x\n- [ ] b\n",
      "- [x] x [#1]\n- [ ] b\n",
    ],
    ["are not for a copy", "- [ ] a\n", "- [ ] a\n- [ ] a\n", "- [x] a [#1]\n- [ ] a\n"],
    ["go with a line that is removed", "- [ ] a\n- [ ] b\n", "- [ ] b\n", "- [ ] b\n"],
    ["leave alone what a person has done since", "- [ ] a\n", "- [ ] ~~a~~\n", "- [ ] ~~a~~ [#1]\n"],
    [
      "leave alone a line that somebody gave another reference",
      "- [ ] a\n",
      "- [ ] a <!-- #9 -->\n",
      "- [ ] a <!-- #9 -->\n",
    ],
    ["are not made twice", "- [ ] a\n", `- [x] a [#1](${HOST}/acme/app/issues/1)\n`, "- [x] a [#1]\n"],
  ])("%s", (_what, before, now, expected) => {
    expect(rebased(before, [TICK, link(0, 1)], now)).toBe(expected);
  });

  test("follow a task into another file", () => {
    const before = "- [ ] a\n- [ ] b\n";
    const edits = rebaseEdits({
      before: [read(before)],
      after: [read(edited(before, [link(0, 1), link(1, 2)]))],
      head: [read("- [ ] a\n"), read("# Other\n\n- [ ] b\n", "checklists/b.md")],
      host: HOST,
    });

    expect(edits.get(PATH)).toEqual([link(0, 1)]);
    expect(edits.get("checklists/b.md")).toEqual([link(0, 2)]);
  });

  test("a task that lost its reference by hand is not taken for another one", () => {
    const before = `- [ ] a [#1](${HOST}/acme/app/issues/1)\n- [ ] b\n`;

    expect(rebased(before, [TICK, link(1, 2)], "- [ ] c\n- [ ] b\n")).toBe("- [ ] c\n- [ ] b [#2]\n");
  });
});

test("whatever the edits are, they are found again from the two files, and give the same bytes", () => {
  const title = fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,12}[a-z]$/);
  const task = fc.record({
    title,
    checked: fc.boolean(),
    struck: fc.boolean(),
    reference: fc.option(fc.nat(50)),
  });
  const wish = fc.record({
    tick: fc.boolean(),
    strike: fc.boolean(),
    link: fc.boolean(),
    rename: fc.option(title),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(task, wish), { minLength: 1, maxLength: 8 }), (tasks) => {
      const text = tasks
        .map(([{ title: words, checked, struck, reference }], at) => {
          const ref = reference === null ? "" : ` <!-- #${at * 100 + reference + 1} -->`;
          return `- [${checked ? "x" : " "}] ${struck ? `~~${words}~~` : words}${ref}\n`;
        })
        .join("");
      const before = read(text);
      const edits = before.tasks.flatMap((present, at): Edit[] => {
        const wanted = tasks[at]?.[1];
        if (!wanted) return [];
        return [
          ...(wanted.tick ? [{ op: present.checked ? "untick" : "tick", task: at } as const] : []),
          ...(wanted.strike ? [{ op: present.struck ? "unstrike" : "strike", task: at } as const] : []),
          ...(wanted.link ? [link(at, 1_000 + at)] : []),
          ...(wanted.rename === null ? [] : [{ op: "set-title", task: at, title: wanted.rename } as const]),
        ];
      });
      const result = editChecklist(PATH, new TextEncoder().encode(text), edits);
      if (!result.ok) return;
      const after = new TextDecoder().decode(result.source);
      const found = editsBetween(before, read(after), HOST);

      expect(edited(text, found)).toBe(after);
      const sides = { before: [before], after: [read(after)], head: [read(text)] };
      expect(edited(text, rebaseEdits({ ...sides, host: HOST }).get(PATH) ?? [])).toBe(after);
    }),
  );
});
