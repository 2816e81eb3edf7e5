import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import { parseComment } from "../../src/commands/parse-comment.js";
import type { Callable, Wish } from "../../src/commands/parse-comment.js";

const OWN = ["plan", "sync", "status", "apply", "help"].map((name) => ({ name, call: `/tickmark ${name}` }));
const COMMANDS: readonly Callable[] = [
  ...OWN,
  { name: "signoff", call: "/signoff", takesArguments: true },
  { name: "waive", call: "/waive", takesArguments: true },
];

function asked(body: string): string[] {
  return parseComment(body, COMMANDS).map(describeWish);
}

function describeWish(wish: Wish): string {
  switch (wish.kind) {
    case "command": {
      const reason = wish.reason === undefined ? [] : [`"${wish.reason}"`];
      return [wish.name, ...wish.words, ...reason].join(" ");
    }
    case "unknown":
      return `${wish.word}? ${wish.nearest ?? "-"}`;
    case "shown":
      return `(${wish.as})`;
  }
}

describe("a command is found", () => {
  test.each([
    ["alone", "/tickmark plan"],
    ["after up to three blanks", "   /tickmark plan"],
    ["in any case", "/TickMark PLAN"],
    ["below other text", "Looks good.\n/tickmark plan\nThanks!"],
    ["between paragraphs", "Looks good.\n\n/tickmark plan\n\nThanks!"],
    ["with Windows line ends", "Looks good.\r\n/tickmark plan\r\nThanks!\r\n"],
    ["with trailing words (pain 69: trailing text defeats a command)", "/tickmark plan please, when you can"],
    ["with punctuation", "/tickmark plan."],
    ["with several blanks and tabs", "/tickmark \t plan\t"],
    ["with a no-break space", "/tickmark\u00A0plan"],
    ["behind a zero-width space", "\u200B/tickmark plan"],
    ["with a zero-width character in it", "/tick\u200Dmark pl\u2060an"],
    ["behind a byte order mark", "\uFEFF/tickmark plan"],
    ["between marks of direction", "\u200F/tickmark plan\u200E"],
    ["after a hard break", "Please:  \n/tickmark plan"],
    ["above a mail signature", "/tickmark plan\n-- \nMona"],
    ["below a quote and a blank line", "> what now?\n\n/tickmark plan"],
    ["in an indented line of a list", "- what we want:\n  /tickmark plan"],
    ["below a list", "- one\n- two\n\n/tickmark plan"],
    ["in details", "<details>\n<summary>What I did</summary>\n\n/tickmark plan\n\n</details>"],
    ["in details without blank lines", "<details><summary>What</summary>\n/tickmark plan\n</details>"],
    ["below an HTML comment", "<!-- a template's hint -->\n\n/tickmark plan"],
    ["below code", "```\nnpm test\n```\n/tickmark plan"],
    ["after a code span", "I ran `npm test`.\n/tickmark plan"],
    ["within emphasis", "**Please\n/tickmark plan**"],
    ["above a thematic break", "/tickmark plan\n\n----------------------------------------"],
  ])("%s", (_where, body) => {
    expect(asked(body)).toEqual(["plan"]);
  });

  test("several in one comment, in their order, each once", () => {
    expect(asked("/tickmark status\n/tickmark plan\n\nand then\n/tickmark sync now\n/tickmark plan")).toEqual(
      ["status", "plan", "sync"],
    );
  });

  test("the app's name alone asks for help", () => {
    expect([asked("/tickmark"), asked("/tickmark !"), asked("/tickmark\nplan")]).toEqual([
      ["help"],
      ["help"],
      ["help"],
    ]);
  });
});

describe("what follows a command that takes something", () => {
  test.each([
    ["a phase", "/signoff phase-2", "signoff phase-2"],
    ["case and punctuation", "/SignOff **Phase-2**, `Security`!", "signoff phase-2 security"],
    ["a checklist", "/signoff billing/phase-2.1", "signoff billing/phase-2.1"],
    ["zero-width characters", "/sign\u200Boff phase\u2060-2", "signoff phase-2"],
    ["Windows line ends", "/signoff phase-2\r\nThanks!", "signoff phase-2"],
    [
      "a reason",
      '/waive phase-2 performance "No load yet, ask in Q3"',
      'waive phase-2 performance "No load yet, ask in Q3"',
    ],
    [
      "a phone's quotes",
      "/waive phase-2 performance “No load yet”",
      'waive phase-2 performance "No load yet"',
    ],
    ["German quotes", "/waive phase-2 performance „No load yet“", 'waive phase-2 performance "No load yet"'],
    ["French quotes", "/waive phase-2 performance «No load yet»", 'waive phase-2 performance "No load yet"'],
    [
      "plain quotes",
      "/waive phase-2 performance 'It isn’t loaded'",
      'waive phase-2 performance "It isn’t loaded"',
    ],
    [
      "a quote that is never closed",
      '/waive phase-2 performance "No load yet',
      'waive phase-2 performance "No load yet"',
    ],
    ["an empty reason", '/waive phase-2 performance ""', 'waive phase-2 performance ""'],
    ["nothing", "/signoff", "signoff"],
  ])("%s", (_what, body, expected) => {
    expect(asked(body)).toEqual([expected]);
  });

  test("the same command with other words is another one", () => {
    expect(asked("/signoff phase-2 security\n/signoff phase-2 testing\n/signoff phase-2 security")).toEqual([
      "signoff phase-2 security",
      "signoff phase-2 testing",
    ]);
  });

  test.each([
    ["/signof phase-2", ["signof? /signoff"]],
    ["/sign-off phase-2", ["sign-off? /signoff"]],
    ["/waiev phase-2 performance", ["waiev? /waive"]],
    ["/tickmark signoff phase-2", ["signoff? /signoff"]],
    ["/signof", []],
    ["/wave", []],
    ["/approve phase-2", []],
    ["/assign me", []],
    ["/lgtm cancel", []],
    ["/signoffs.md", []],
  ])("typos are told, lines of other bots are not: %s", (body, expected) => {
    expect(asked(body)).toEqual(expected);
  });

  test.each([
    ["a fence", "```\n/signoff phase-2\n```\nso"],
    ["a quote", "> /signoff phase-2\n\nReally?"],
    ["an HTML comment", "<!--\n/signoff phase-2\n-->\nHi"],
    ["the middle of a line", "Please /signoff phase-2"],
    ["a forwarded mail", "Why?\n\n-----Original Message-----\n\n/signoff phase-2"],
  ])("pain 67: not in %s", (_where, body) => {
    expect(asked(body)).toEqual([]);
  });
});

describe("pain 67: commands in code blocks and quotes do not run", () => {
  test.each([
    ["a fence", "Write:\n```\n/tickmark apply\n```\nthat's it"],
    ["a fence of tildes", "Write:\n~~~\n/tickmark apply\n~~~\nthat's it"],
    ["a fence that is never closed", "Write:\n```\n/tickmark apply"],
    ["a fence in a list", "- Write:\n  ```\n  /tickmark apply\n  ```"],
    ["indented code", "Write:\n\n    /tickmark apply\n\nthat's it"],
    ["a code span in a sentence", "Write `/tickmark apply` to go on"],
    ["a code span over two lines", "Write `this:\n/tickmark apply` to go on"],
    ["a quote", "> /tickmark apply\n\nShould I?"],
    ["a quote in a quote", "> > /tickmark apply"],
    ["a mail's quote", "Why?\n\nOn Mon, Jan 5, 2026 at 9:00, Mona wrote:\n> /tickmark apply\n>\n> Mona"],
    ["a forwarded mail", "Why?\n\n-----Original Message-----\nFrom: Mona\n\n/tickmark apply"],
    [
      "another mail program's",
      "Why?\r\n\r\nFrom: Mona <m@example.com>\r\nSent: Monday\r\n\r\n/tickmark apply",
    ],
    ["an HTML comment", "<!--\n/tickmark apply\n-->\nHi"],
    ["an HTML comment that is never closed", "<!--\n\n/tickmark apply"],
    ["an HTML comment in a line", "Hi <!-- see\n/tickmark apply\n-->"],
    ["an HTML comment behind a fold", "<details><!--\n/tickmark apply\n--></details>"],
    ["HTML", "<div>\n/tickmark apply\n</div>"],
    ["an HTML quote", "<blockquote>\n\n/tickmark apply\n\n</blockquote>"],
    ["an HTML quote in details", "<details>\n<blockquote>\n\n/tickmark apply\n\n</blockquote></details>"],
    ["preformatted HTML", "<pre>\n\n/tickmark apply\n</pre>"],
    ["HTML code in a sentence", "Write <code>this:\n/tickmark apply</code>"],
    ["a fence in details", "<details>\n\n```\n/tickmark apply\n```\n</details>"],
    ["a table", "command | meaning\n--- | ---\n/tickmark apply | go on"],
    ["a footnote", "See[^1]\n\n[^1]: write\n    /tickmark apply"],
    ["the middle of a line", "Please /tickmark apply"],
    ["a list item's first line", "- /tickmark apply"],
    ["a task", "- [ ] /tickmark apply"],
    ["a link", "[/tickmark apply](https://example.com)"],
    ["an escaped slash", "\\/tickmark apply"],
  ])("in %s", (_where, body) => {
    expect(asked(body)).toEqual([]);
  });

  test.each([
    "/lgtm",
    "/approve",
    "/label tickmark",
    "/plan",
    "/tickmark/apply",
    "/tickmark.md",
    "/tickmarks",
  ])("lines of other bots, paths and other words: %s", (body) => {
    expect(asked(body)).toEqual([]);
  });
});

describe("somebody who is not obeyed is told", () => {
  test.each([
    ["pain 68: back-ticked commands are silently ignored", "`/tickmark plan`\n", ["(code)"]],
    ["a fence and nothing else", "```\n/tickmark plan\n```", ["(code)"]],
    ["a quote that goes on without a blank line", "> Shall we?\n/tickmark plan", ["(quote)"]],
    ["letters that changed places", "/tickmark paln", ["paln? /tickmark plan"]],
    ["typos", "/tickmark plam\n/tickmark stauts", ["plam? /tickmark plan", "stauts? /tickmark status"]],
    ["no blank", "/tickmarkplan", ["plan? /tickmark plan"]],
    ["a hyphen", "/tickmark-plan", ["plan? /tickmark plan"]],
    ["another word", "/tickmark deploy", ["deploy? -"]],
  ])("%s", (_what, body, expected) => {
    expect(asked(body)).toEqual(expected);
  });

  test("a hundred typos are told of a few times", () => {
    const body = Array.from({ length: 100 }, (_, at) => `/tickmark word${at}`).join("\n");

    expect(asked(`${body}\n/tickmark plan`)).toHaveLength(6);
  });
});

describe("whatever a comment is", () => {
  const pieces = fc.constantFrom(
    ...[
      "/tickmark plan",
      "/tickmark",
      "/",
      "`",
      "```",
      "~~~",
      "> ",
      "- ",
      "1. ",
      "    ",
      "\n",
      "\r\n",
      "\n\n",
    ],
    ...[
      "<!--",
      "-->",
      "<details>",
      "</details>",
      "<pre>",
      "<b>",
      "&",
      "\\",
      "|",
      "---",
      "\u200B",
      "text",
      "*",
    ],
  );

  test("it is read without an error, to the same result every time", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const body = parts.join("");
        expect(asked(body)).toEqual(asked(body));
      }),
      { numRuns: 300 },
    );
  });

  test("an ordinary comment of 60 KB is read to its end", () => {
    const body = `${"A line of text with `code`, *emphasis* and [a link](https://example.com).\n".repeat(800)}\n/tickmark plan`;

    expect(body.length).toBeGreaterThan(55_000);
    expect(asked(body)).toEqual(["plan"]);
  });

  test.each([
    ["quotes in quotes", ">".repeat(60_000)],
    ["lists in quotes in lists", "- > ".repeat(15_000)],
    ["comments that never end", `a ${"<!--".repeat(15_000)}`],
    ["instructions that never end", `a ${"<?b ".repeat(15_000)}`],
  ])("60 KB of %s ask for nothing, and keep nobody waiting", (_what, body) => {
    expect(asked(`${body}\n\n/tickmark plan`)).toEqual([]);
  });

  test.each(["[", "*a ", "<a ", "`a``", "<details>", "/tickmark plan\n", "| ", "\\", "&#64;", "_a_", "a~~"])(
    "60 KB of %j are read",
    (piece) => {
      expect(asked(`${piece.repeat(60_000 / piece.length)}\n\n/tickmark plan`)).toEqual(["plan"]);
    },
  );
});
