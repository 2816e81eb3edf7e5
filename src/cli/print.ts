import { styleText } from "node:util";

type Style = "red" | "yellow" | "blue" | "green" | "dim" | "bold";

export function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Colors are for people: none in a pipe, and none with https://no-color.org set. */
export function paint(style: Style, text: string): string {
  const wanted = process.stdout.isTTY && !process.env["NO_COLOR"];
  return wanted ? styleText(style, text) : text;
}

/** `1 error`, `2 errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
