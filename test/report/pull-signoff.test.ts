import { describe, expect, test } from "@jest/globals";
import { parseConfig } from "../../src/core/config/parse-config.js";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { LedgerEntry, PhaseSignoff } from "../../src/core/model/signoff.js";
import { fitText } from "../../src/core/report/fit-lines.js";
import {
  formatSignoff,
  formatSignoffTable,
  formatSignoffTitle,
  formatUnrecorded,
} from "../../src/core/report/pull-signoff.js";
import { formatBlocked, formatChoices, formatWhichPhase } from "../../src/core/report/signoff-answers.js";
import { describeSignoffs } from "../../src/core/signoff/describe-signoffs.js";
import { listRequirements } from "../../src/core/signoff/list-requirements.js";
import { entry } from "../signoff/examples.js";

/** GitHub's limits of a check's summary, and of a comment. */
const LONGEST = 65_535;

function phasesOf(text: string, yaml = "", entries: readonly LedgerEntry[] = []): readonly PhaseSignoff[] {
  const config = parseConfig("tickmark.yml", yaml);
  if (!config.ok) throw new Error("no config");
  const { checklist } = parseChecklist("checklists/billing.md", new TextEncoder().encode(text));
  return describeSignoffs(checklist, listRequirements(checklist, config.config), { entries });
}

const named = (signoff: PhaseSignoff) => ({ name: signoff.phase, signoff });

/** Characters that mean something at every place where a text of a person is shown. */
const NASTY =
  "@octocat @acme/team #1 GH-2 closes #3 </details> <!-- tickmark:signoffs --> `x` ||| **b** \u202Egnol";

function harmless(text: string): void {
  const visible = text.replace("<!-- tickmark:signoffs -->", "");
  expect(visible).not.toMatch(/@(?!&#8203;)\w|(?<![&\w])#(?!&#8203;|#)\d|GH-(?!&#8203;)\d|<(?!br>)|\u202E/);
  for (const row of text.split("\n").filter((line) => line.startsWith("|")))
    expect(row.replaceAll("\\|", "").split("|")).toHaveLength(4);
}

describe("the table of a pull request", () => {
  const hostile = `# Plan\n\n### Phase 1: ${NASTY}\n- [ ] ${NASTY} [#5](https://github.com/acme/app/issues/5)\n\n## Sign-off\n- [ ] ${NASTY}\n- [ ] Audit\n`;
  const yaml = `signoff: { requirements: { Audit: { teams: [security], users: ["@octocat"], evidence: green-checks } } }`;

  test("mentions nobody, refers to nothing and keeps its cells, whatever the document says", () => {
    const [phase] = phasesOf(hostile, yaml);
    if (!phase) throw new Error("no phase");
    harmless(formatSignoff(named(phase)));
    harmless(formatSignoffTable([named(phase)], false));
    harmless(formatBlocked("phase-1", phase));

    expect(formatSignoff(named(phase))).toContain(
      "| Audit | missing; needs somebody of the team security or octocat",
    );
  });

  test("nor does a waiver's reason, or a login that GitHub would never give", () => {
    const entries = [
      entry({ requirement: "audit", kind: "waiver", reason: NASTY.replace("\u202E", ""), by: "a|b<i>@c" }),
    ];
    const [phase] = phasesOf(hostile, "", entries);
    if (!phase) throw new Error("no phase");

    harmless(formatSignoffTable([named(phase)], true));
  });

  test("fits into a check and a comment, however much is asked and open, and says what it leaves out", () => {
    const many = (count: number, line: (at: number) => string): string =>
      Array.from({ length: count }, (_, at) => line(at)).join("");
    const long = "@&<".repeat(40);
    const text = `# Plan\n\n${many(40, (at) => `### Phase ${at + 1}: ${long}\n${many(30, (task) => `- [ ] ${task} ${long}\n`)}\n`)}## Sign-off\n${many(200, (at) => `- [ ] ${at} ${long}\n`)}`;
    const phases = phasesOf(text).map(named);
    const [first] = phases;
    if (!first) throw new Error("no phase");
    const check = formatSignoff(first);
    const comment = formatSignoffTable(phases, false);

    expect(check.length).toBeLessThan(LONGEST);
    expect(check).toMatch(/\n\| … and \d+ more \| \|\n\n/);
    expect(check).toContain("comment `/signoff phase-1`");
    expect(comment.length).toBeLessThan(LONGEST);
    expect(formatUnrecorded(comment).length).toBeLessThan(LONGEST);
    expect(comment).toContain("… and 20 more phases");
    expect(Math.max(...phases.map(({ signoff }) => formatSignoffTitle(signoff).length))).toBeLessThan(250);
  });
});

describe("answers", () => {
  test("repeat harmlessly what somebody wrote", () => {
    const text = formatWhichPhase({
      what: "signoff",
      problem: "unknown",
      written: NASTY,
      choices: ["a`b|c\u202E/phase-1"],
      likely: 0,
      rest: [],
    });

    expect(text).toContain("`/signoff abc/phase-1`");
    harmless(text.replace("\u202E", ""));
    expect(formatChoices(["a`b\u202E\nc"])).toBe("`abc`");
  });

  test("are cut at the end of a line where there is no room", () => {
    expect(fitText("one\ntwo\nthree", 100)).toBe("one\ntwo\nthree");
    expect(fitText("one\ntwo\nthree", 10)).toBe("one\ntwo\n…");
  });
});
