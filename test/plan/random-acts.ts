import fc from "fast-check";
import { RetryError, StaleHeadError } from "../../src/errors.js";
import type { World } from "./random-world.js";

/** Something that a person, the app or the network does. Positions are taken modulo what is there. */
export type Act =
  | { readonly what: "mark"; readonly at: number; readonly mark: " " | "x" | "X" }
  | { readonly what: "strike"; readonly at: number }
  | { readonly what: "reword"; readonly at: number; readonly words: string }
  | { readonly what: "add"; readonly at: number; readonly indent: number; readonly words: string }
  | { readonly what: "remove"; readonly at: number }
  | { readonly what: "move" | "copy"; readonly at: number; readonly to: number }
  | { readonly what: "forget"; readonly at: number }
  | { readonly what: "complete"; readonly at: number; readonly completion: "open" | "done" | "dropped" }
  | { readonly what: "rename"; readonly at: number; readonly words: string }
  | { readonly what: "assign"; readonly at: number; readonly assignees: readonly string[] }
  | { readonly what: "delete"; readonly at: number }
  | { readonly what: "sync" | "restart" }
  | { readonly what: "select"; readonly isSelected: boolean }
  | { readonly what: "lose"; readonly operation: string };

const WORDS = [
  "Ship",
  "Test",
  "Ship it with `npm run *all*`",
  "Ask @octocat, fixes #3",
  "a_b_c and *stars*",
  "~~struck~~ in part",
  "[x] looks like a box",
  "1. numbered",
  "<b>bold</b> & <!-- hidden -->",
  "Ünïcödé ☃ 𝒳",
  "pipe | and \\ backslash",
  "https://example.com/a_b",
  "[text] in brackets",
  "- dash",
  "# hash",
  `${"long ".repeat(60)}end`,
];

const at = fc.nat({ max: 20 });
const words = fc.constantFrom(...WORDS);

export const ACT: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ what: fc.constant("mark"), at, mark: fc.constantFrom(" ", "x", "X") }) as fc.Arbitrary<Act>,
  fc.record({ what: fc.constant("strike"), at }) as fc.Arbitrary<Act>,
  fc.record({ what: fc.constant("reword"), at, words }) as fc.Arbitrary<Act>,
  fc.record({ what: fc.constant("add"), at, indent: fc.nat({ max: 3 }), words }) as fc.Arbitrary<Act>,
  fc.record({ what: fc.constant("remove"), at }) as fc.Arbitrary<Act>,
  fc.record({ what: fc.constantFrom("move", "copy"), at, to: at }) as fc.Arbitrary<Act>,
  fc.record({ what: fc.constant("forget"), at }) as fc.Arbitrary<Act>,
  fc.record({
    what: fc.constant("complete"),
    at,
    completion: fc.constantFrom("open", "done", "dropped"),
  }) as fc.Arbitrary<Act>,
  fc.record({ what: fc.constant("rename"), at, words }) as fc.Arbitrary<Act>,
  fc.record({
    what: fc.constant("assign"),
    at,
    assignees: fc.constantFrom([], ["octocat"], ["hubot"], ["hubot", "octocat"]),
  }) as fc.Arbitrary<Act>,
  fc.record({ what: fc.constant("delete"), at }) as fc.Arbitrary<Act>,
  fc.record({ what: fc.constantFrom("sync", "sync", "restart") }) as fc.Arbitrary<Act>,
  fc.record({ what: fc.constant("select"), isSelected: fc.boolean() }) as fc.Arbitrary<Act>,
  fc.record({
    what: fc.constant("lose"),
    operation: fc.constantFrom("create", "change", "commit", "base.write", "createMilestone", "relate"),
  }) as fc.Arbitrary<Act>,
);

const LINE = /^(?<indent> *- \[)(?<mark>[ xX])(?<close>\] )(?<words>.*?)(?<reference> \[#\d+\]\([^)]*\))?$/;

/** Does it. Rejects when it is a sync that fails. */
async function act(world: World, it: Act): Promise<void> {
  switch (it.what) {
    case "sync":
      return void (await world.sync());
    case "restart":
      return world.restart();
    case "lose":
      return world.lose(it.operation);
    case "select":
      return world.select(it.isSelected);
    case "complete":
    case "rename":
    case "assign":
    case "delete":
      return changeIssue(world, it);
    default:
      return editFile(world, it);
  }
}

function changeIssue(
  world: World,
  it: Extract<Act, { what: "complete" | "rename" | "assign" | "delete" }>,
): void {
  const numbers = [...world.repository.issues.keys()];
  const number = numbers[it.at % numbers.length];
  if (number === undefined) return;
  if (it.what === "delete") world.deleteIssue(number);
  else if (it.what === "assign") world.repository.changeIssue(number, { assignees: it.assignees });
  else if (it.what === "rename") world.repository.changeIssue(number, { title: it.words });
  else world.repository.changeIssue(number, { completion: it.completion });
}

type FileAct = Exclude<
  Act,
  { what: "sync" | "restart" | "lose" | "select" | "complete" | "rename" | "assign" | "delete" }
>;

function editFile(world: World, it: FileAct): void {
  const lines = world.text().split("\n").slice(2, -1);
  const at = lines.length === 0 ? 0 : it.at % lines.length;
  const line = lines[at] ?? "";
  switch (it.what) {
    case "add":
      lines.splice(at, 0, `${"  ".repeat(it.indent)}- [ ] ${it.words}`);
      break;
    case "remove":
      lines.splice(at, 1);
      break;
    case "move":
      lines.splice(it.to % Math.max(1, lines.length), 0, ...lines.splice(at, 1));
      break;
    case "copy":
      if (lines.length > 0) lines.splice(it.to % lines.length, 0, line);
      break;
    default:
      if (lines.length > 0) lines[at] = rewrite(line, it);
  }
  world.push(["# Launch", "", ...lines, ""].join("\n"));
}

function rewrite(
  line: string,
  it: Extract<FileAct, { what: "mark" | "strike" | "reword" | "forget" }>,
): string {
  const { indent = "", mark = " ", close = "", words = line, reference = "" } = LINE.exec(line)?.groups ?? {};
  if (close === "") return line;
  switch (it.what) {
    case "mark":
      return `${indent}${it.mark}${close}${words}${reference}`;
    case "strike":
      return `${indent}${mark}${close}~~${words.replaceAll("~~", "")}~~${reference}`;
    case "reword":
      return `${indent}${mark}${close}${it.words}${reference}`;
    case "forget":
      return `${indent}${mark}${close}${words}`;
  }
}

/**
 * Plays what people and the app do, and ends with an undisturbed sync of a file that is selected; one that failed is tried again, as the queue does. */
export async function play(world: World, acts: readonly Act[]): Promise<World> {
  for (const each of acts) {
    try {
      await act(world, each);
    } catch (error) {
      if (!(error instanceof RetryError || error instanceof StaleHeadError)) throw error;
    }
  }
  world.repository.interfere = () => undefined;
  world.repository.afterwards = () => undefined;
  world.select(true);
  await world.sync();
  return world;
}
