// Everything on the page is made with `markup`: what is put into it is text and escaped, unless it is itself made with it.

const MADE = Symbol("made with markup");

/** A piece of HTML that is safe to show. Only `markup` makes it, so a string of somebody else's cannot pass for one. */
export interface Markup {
  readonly [MADE]: string;
}

type Value = Markup | string | number | undefined | false | readonly Value[];

/** A template for HTML. Strings and numbers become text, lists are joined, undefined and false are left out. */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { [MADE]: strings.map((string, index) => string + toText(values[index])).join("") };
}

/** The finished text, at the very end. */
export function render(piece: Markup): string {
  return piece[MADE];
}

/** For what this folder itself wrote (its style and script), never for what came from outside. */
export function trusted(source: string): Markup {
  return { [MADE]: source };
}

function toText(value: Value): string {
  if (value === undefined || value === false) return "";
  if (typeof value === "string" || typeof value === "number") return escape(String(value));
  return isMade(value) ? value[MADE] : value.map(toText).join("");
}

function isMade(value: Markup | readonly Value[]): value is Markup {
  return MADE in value;
}

function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
