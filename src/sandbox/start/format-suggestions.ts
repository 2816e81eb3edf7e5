// What somebody who has never seen Tickmark can do next, with commands that work as they are pasted.

import type { Places } from "./format-ready.js";
import type { ObservedRepository } from "./observe-repository.js";
import type { FilePhase } from "../page/find-signable-phase.js";

interface Suggestion {
  readonly text: string;
  readonly commands: readonly string[];
}

/** Numbered steps, as far as the repository has something to try them on. */
export function formatSuggestions(
  places: Places,
  { files, phases, openIssues, board, head }: ObservedRepository,
): string[] {
  const open = files.flatMap(({ path, boxes }) =>
    boxes.flatMap(({ issue, checked, line }) =>
      !checked && issue !== undefined ? [{ path, line, issue }] : [],
    ),
  );
  const [first, second = first, third = second] = open;
  if (first === undefined || second === undefined || third === undefined)
    return [
      openIssues > 0
        ? `No box has an issue. Look whether an open issue says why: ${places.repository}`
        : `Look around: ${places.repository}`,
    ];
  const [phase] = phases;
  const suggestions = [
    {
      text: `Close an issue; a commit by the app ticks its box, ${first.path} line ${first.line}.`,
      commands: [`as writer issues/${first.issue} -X PATCH -d '{"state":"closed"}' > /dev/null`],
    },
    { text: "Look at the file.", commands: [readFile("reader", first.path)] },
    { text: `Tick a box by a push; the app closes issue #${second.issue}.`, commands: tickByPush(second) },
    ...(board === undefined
      ? []
      : [
          {
            text: `On the board, move #${third.issue} to Done: its issue closes, and its box is ticked.`,
            commands: [],
          },
        ]),
    ...(phase === undefined ? [] : signOff(phase, head.oid)),
  ];
  return [
    `In the browser: ${places.repository} leads through it, and ticks off what you did.`,
    "In a terminal: paste this first, it sends a request as the login it is given:",
    "",
    `as() { curl -s -H "authorization: token sandbox-$1" "${places.api}/repos/acme/app/$2" "\${@:3}"; }`,
    "",
    ...suggestions.flatMap(({ text, commands }, at) => [
      `${at + 1}. ${text}`,
      ...commands,
      ...(at < suggestions.length - 1 ? [""] : []),
    ]),
  ];
}

function readFile(login: string, path: string): string {
  return `as ${login} contents/${encodeURI(path)} -H 'accept: application/vnd.github.raw+json'`;
}

function tickByPush({ path, line }: { readonly path: string; readonly line: number }): string[] {
  const name = encodeURI(path);
  return [
    `SHA=$(as writer contents/${name} | grep -o '"sha": *"[0-9a-f]*"' | head -n 1 | grep -o '[0-9a-f]\\{40\\}')`,
    `TEXT=$(${readFile("writer", path)} | sed '${line}s/\\[ \\]/[x]/' | base64 | tr -d '\\n')`,
    `printf '{"message":"Tick a box","sha":"%s","content":"%s"}' "$SHA" "$TEXT" | as writer contents/${name} -X PUT -d @- > /dev/null`,
  ];
}

/** `writer` cannot sign their own pull request; what `security` may not sign, `maintainer` may. */
function signOff({ path, key, issues }: FilePhase, head: string): Suggestion[] {
  const closing = issues.map((issue) => `closes #${issue}`).join(", ");
  return [
    {
      text: `Sign a phase: a pull request completes ${key} of ${path}, and its author, security and maintainer sign. Watch below what the app says.`,
      commands: [
        `as writer git/refs -d '{"ref":"refs/heads/drill","sha":"${head}"}' > /dev/null`,
        `as writer contents/drill.md -X PUT -d '{"branch":"drill","message":"Write it down","content":"RHJpbGwK"}' > /dev/null`,
        `PULL=$(as writer pulls -d '{"title":"Hold a drill","head":"drill","base":"main","body":"${closing}"}' | grep -o '"number": *[0-9]*' | head -n 1 | tr -dc 0-9)`,
        `for WHO in writer security maintainer; do as $WHO issues/$PULL/comments -d '{"body":"/signoff ${key}"}' > /dev/null; done`,
      ],
    },
    {
      text: "Merge it. The app writes who signed what below the requirements, at the end of the file.",
      commands: [`as owner pulls/$PULL/merge -X PUT > /dev/null`],
    },
  ];
}
