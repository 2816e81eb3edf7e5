import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { editChecklist } from "../../src/core/markdown/edit-checklist.js";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { Checklist, Task } from "../../src/core/model/checklist.js";
import type { Edit } from "../../src/core/model/edit.js";
import type { TaskField } from "../../src/core/model/metadata.js";

/**
 * The cases are written to be read: a heading says what holds, an `input` block shows a file, and the blocks after it
 * what is read from it (`tasks`, `diagnostics`, `sections`) or done to it (`edits`, then `after` or `refused`).
 */
const FOLDER = "test/cases/markdown/";

interface Case {
  readonly sentence: string;
  readonly blocks: ReadonlyMap<string, string>;
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".md"))) {
  describe(file, () => {
    test.each(readCases(file))("$sentence", ({ blocks }) => {
      const source = encode(blocks.get("input"));
      const { checklist, diagnostics } = parseChecklist("list.md", source);
      const shown = {
        tasks: () => checklist.tasks.map(formatTask),
        sections: () => formatSections(checklist),
        diagnostics: () =>
          diagnostics.map(({ line, column, severity, rule, message }) =>
            `${line}:${column} ${severity} ${rule}: ${message}`.replace(/\u00A0/g, "⍽"),
          ),
      };
      for (const [name, show] of Object.entries(shown)) {
        if (blocks.has(name)) expect(show()).toEqual(lines(blocks.get(name)));
      }
      if (blocks.has("edits")) checkEdits(blocks, source);
    });
  });
}

function checkEdits(blocks: Case["blocks"], source: Uint8Array): void {
  const result = editChecklist("list.md", source, lines(blocks.get("edits")).map(readEdit));
  if (!result.ok) {
    expect(result.diagnostics.map(({ line }) => String(line))).toEqual(lines(blocks.get("refused")));
    return;
  }
  expect(new TextDecoder().decode(result.source)).toBe(new TextDecoder().decode(encode(blocks.get("after"))));
  expect(result.checklist).toEqual(parseChecklist("list.md", result.source).checklist);
}

function readCases(file: string): Case[] {
  const cases: { sentence: string; blocks: Map<string, string> }[] = [];
  let open: string | undefined;
  for (const line of readFileSync(FOLDER + file, "utf8").split("\n")) {
    const current = cases.at(-1);
    const [, name] = /^~~~~ (\w+)$/.exec(line) ?? [];
    if (open !== undefined && line === "~~~~") open = undefined;
    else if (open !== undefined) current?.blocks.set(open, `${current.blocks.get(open) ?? ""}${line}\n`);
    else if (line.startsWith("## ")) cases.push({ sentence: line.slice(3), blocks: new Map() });
    else if (name !== undefined) current?.blocks.set((open = name), "");
  }
  return cases;
}

/** Signs for what cannot be seen: blank, tab, carriage return, no-break space; and for the end of a file without a last newline. */
function encode(block = ""): Uint8Array {
  const text = block
    .replace(/␣/g, " ")
    .replace(/⇥/g, "\t")
    .replace(/␍\n?/g, (end) => (end.length > 1 ? "\r\n" : "\r"))
    .replace(/⍽/g, "\u00A0")
    .replace(/∎\n/, "");
  return new TextEncoder().encode(text);
}

function lines(block = ""): string[] {
  return block.split("\n").filter((line) => line !== "");
}

function formatTask(task: Task): string {
  const notes = [
    task.kind === "task" ? "" : task.kind,
    task.completion === "dropped" ? "dropped" : "",
    task.checked && task.struck ? "struck" : "",
    task.parent === undefined ? "" : `in ${task.parent}`,
    task.reference === undefined
      ? ""
      : `${task.reference.style} ${task.reference.repository ?? ""}#${task.reference.number}`,
    task.mentioned.length === 0
      ? ""
      : `mentions ${task.mentioned.map(({ number }) => `#${number}`).join(" ")}`,
    task.untracked ? "untracked" : "",
  ].filter((note) => note !== "");
  return [`${task.line} [${task.checked ? "x" : " "}] ${task.title}`, ...notes].join(" | ");
}

function formatSections({ sections }: Checklist): string[] {
  return sections.map(
    ({ title, slug, phase, signoff }) =>
      `${title} | ${slug} | ${phase ?? "no phase"}${signoff ? " | sign-off" : ""}`,
  );
}

function readEdit(line: string): Edit {
  const [, op = "", index = "", value = ""] = /^(\S+) (\d+) ?(.*)$/.exec(line) ?? [];
  const task = Number(index);
  const number = Number(value);
  switch (op) {
    case "tick":
    case "untick":
    case "strike":
    case "unstrike":
    case "remove-reference":
    case "set-untracked":
      return { op, task };
    case "set-title":
      return { op, task, title: value };
    case "set-field":
    case "add-field":
    case "remove-field": {
      const [, field = "", text] = /^(\S+) ?(.*)$/.exec(value) ?? [];
      const written = op === "remove-field" ? undefined : text;
      return {
        op: "set-field",
        task,
        field: field as TaskField,
        value: written,
        addLine: op === "add-field",
      };
    }
    case "set-comment":
      return { op: "set-reference", task, reference: { style: "comment", number } };
    case "set-link": {
      const repository = "acme/app";
      const url = `https://github.com/${repository}/issues/${number}`;
      return { op: "set-reference", task, reference: { style: "link", number, url, repository } };
    }
    default:
      throw new Error(`Unexpected edit \`${line}\``);
  }
}
