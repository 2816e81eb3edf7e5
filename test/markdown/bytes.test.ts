import { describe, expect, test } from "@jest/globals";
import { editChecklist } from "../../src/core/markdown/edit-checklist.js";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { Edit } from "../../src/core/model/edit.js";

const REFERENCE = { style: "comment", number: 7 } as const;

/** One character for each byte, so that files can be written down that are no UTF-8. */
function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function edit(source: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const result = editChecklist("list.md", source, edits);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.source;
}

/** What an edit of the first task does to a file, whatever its bytes. */
const FILES: readonly [state: string, before: Uint8Array, after: Uint8Array][] = [
  ["CRLF line ends", utf8("# A\r\n- [ ] b  \r\nc\r\n"), utf8("# A\r\n- [x] b <!-- #7 -->  \r\nc\r\n")],
  ["CR line ends", utf8("# A\r- [ ] b\r- [ ] c\r"), utf8("# A\r- [x] b <!-- #7 -->\r- [ ] c\r")],
  ["all line ends mixed", utf8("# A\r\n- [ ] b\n\r- [ ] c"), utf8("# A\r\n- [x] b <!-- #7 -->\n\r- [ ] c")],
  ["a byte order mark", utf8("\uFEFF- [ ] b"), utf8("\uFEFF- [x] b <!-- #7 -->")],
  [
    "a byte order mark before front matter",
    utf8("\uFEFF---\na: 1\n---\n- [ ] b"),
    utf8("\uFEFF---\na: 1\n---\n- [x] b <!-- #7 -->"),
  ],
  ["tabs", utf8("-\t[ ]\tb\t\n\t-\t[ ] c"), utf8("-\t[x]\tb <!-- #7 -->\t\n\t-\t[ ] c")],
  ["no line end at its end", utf8("- [ ] b"), utf8("- [x] b <!-- #7 -->")],
  ["a NUL", utf8("a\0\n\n- [ ] b\0c\n"), utf8("a\0\n\n- [x] b\0c <!-- #7 -->\n")],
  ["characters of one to four bytes", utf8("é日🎉\n- [ ] é日🎉\n"), utf8("é日🎉\n- [x] é日🎉 <!-- #7 -->\n")],
  [
    "replacement characters of its own",
    utf8("\uFFFD\n- [ ] \uFFFD\n"),
    utf8("\uFFFD\n- [x] \uFFFD <!-- #7 -->\n"),
  ],
  ["Latin-1", bytes("caf\xe9\n- [ ] na\xefve\xe9\n"), bytes("caf\xe9\n- [x] na\xefve\xe9 <!-- #7 -->\n")],
  [
    "a cut-off sequence at its end",
    bytes("- [ ] b\n\n\xf0\x9f\x8e"),
    bytes("- [x] b <!-- #7 -->\n\n\xf0\x9f\x8e"),
  ],
  [
    "broken bytes behind a byte order mark",
    bytes("\xef\xbb\xbf\xff- x\n- [ ] \xc3\xa9\xff"),
    bytes("\xef\xbb\xbf\xff- x\n- [x] \xc3\xa9\xff <!-- #7 -->"),
  ],
];

describe("a file with", () => {
  test.each(FILES)("pain 45: %s keeps every other byte", (_, before, after) => {
    expect(
      edit(before, [
        { op: "tick", task: 0 },
        { op: "set-reference", task: 0, reference: REFERENCE },
      ]),
    ).toEqual(after);
    expect(
      edit(after, [
        { op: "untick", task: 0 },
        { op: "remove-reference", task: 0 },
      ]),
    ).toEqual(before);
  });

  test.each(FILES)("%s can be struck and taken back", (_, before) => {
    const struck = edit(before, [{ op: "strike", task: 0 }]);
    expect(parseChecklist("list.md", struck).checklist.tasks[0]?.completion).toBe("dropped");
    expect(edit(struck, [{ op: "unstrike", task: 0 }])).toEqual(before);
  });

  test.each(FILES)("%s takes a new title", (_, before) => {
    const titled = edit(before, [{ op: "set-title", task: 0, title: "é new *title*" }]);
    expect(parseChecklist("list.md", titled).checklist.tasks[0]?.title).toBe("é new *title*");
  });
});

describe("bytes that are no UTF-8", () => {
  test("are a warning with their place, and replacement characters in the text", () => {
    const { checklist, diagnostics } = parseChecklist(
      "list.md",
      bytes("- [ ] one\n- [ ] na\xefve\xe9 \xc3\xa9\n"),
    );
    expect(diagnostics).toMatchObject([{ rule: "not-utf8", severity: "warning", line: 2, column: 9 }]);
    expect(checklist.tasks[1]).toMatchObject({ text: "na\uFFFDve\uFFFD é", mark: 13 });
  });

  test("of every ill-formed kind stand for themselves", () => {
    const broken = [
      "\x80",
      "\xc0\xaf",
      "\xe0\x80\x80",
      "\xed\xa0\x80",
      "\xf0\x80\x80\x80",
      "\xf4\x90\x80\x80",
      "\xf8",
      "\xe2\x82",
    ];
    for (const piece of broken) {
      const { checklist } = parseChecklist("list.md", bytes(`- [ ] ${piece}\n- [ ] b`));
      expect(checklist.tasks.map(({ text }) => text)).toEqual(["\uFFFD".repeat(piece.length), "b"]);
      expect(checklist.tasks[1]?.mark).toBe(10 + piece.length);
    }
  });
});

describe("an empty file", () => {
  test("has no tasks and gives no remarks", () => {
    const metadata = { start: undefined, roles: [], sections: [], tasks: [] };
    const empty = {
      checklist: { path: "list.md", sections: [], tasks: [], metadata, ledgers: [] },
      diagnostics: [],
    };
    expect(parseChecklist("list.md", new Uint8Array())).toEqual(empty);
  });

  test("stays as it is when nothing is to be done", () => {
    expect(edit(utf8("\uFEFF"), [])).toEqual(utf8("\uFEFF"));
  });
});
