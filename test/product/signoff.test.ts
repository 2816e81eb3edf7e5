import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { hasReferenceDocuments, REFERENCE_DOCUMENTS, startProduct, until } from "../support/product.js";
import type { Product } from "../support/product.js";
import { PullRequests } from "../support/pull-requests.js";
import type { Pull } from "../support/pull-requests.js";
import { SEEN_AND_DONE, SEEN_AND_NOT_DONE, Talk } from "../support/talk.js";

const CONFIG = ".github/tickmark.yml";
const NAME = "checklists/module.md";
const REFERENCE = REFERENCE_DOCUMENTS.find((name) => name.endsWith("module-modernization.md")) ?? "";
const folder = mkdtempSync(path.join(tmpdir(), "tickmark-"));
const file = path.join(folder, "module.md");

/** A module in three phases, and what each of them requires. */
const MODULE = `# Module

### Phase 1: Setup (25%)
- [ ] Models
  - [ ] Migrations
- [ ] Routes

### Phase 2: Security (50%)
- [ ] Authentication
- [ ] Rate limits

### Phase 3: Launch (25%)
- [ ] Runbook

## Verification & Sign-off
Each phase requires:
- [ ] Code review completion
- [ ] Testing verification
- [ ] Performance validation
- [ ] Security assessment
- [ ] Documentation review
- [ ] Team lead sign-off

## Notes
Nothing here.
`;

const RULES = `signoff:
  requirements:
    Code review completion: { evidence: approved-review }
    Testing verification: { evidence: green-checks }
    Security assessment: { teams: [security] }
    Team lead sign-off: { teams: [leads] }
limits: { create: 1000, close: 1000 }
`;

/** What a test sees of the product, in few words. */
class Stage {
  readonly product: Product;
  readonly talk: Talk;
  readonly pulls: PullRequests;

  constructor(product: Product) {
    this.product = product;
    this.talk = new Talk(product);
    this.pulls = new PullRequests(product);
  }

  async configure(config: string): Promise<void> {
    await this.product.push(CONFIG, config);
    await this.product.idle();
  }

  async text(): Promise<string> {
    return (await this.product.file(NAME)).toString();
  }

  /** What is below a heading. */
  async section(heading: string): Promise<string> {
    const text = await this.text();
    const start = text.indexOf(heading);
    const end = text.slice(start + heading.length).search(/^#{1,3} /m);
    return text.slice(start, start + heading.length + end);
  }

  /** Numbers of the issues of the tasks below a heading. */
  async issuesOf(heading: string): Promise<readonly number[]> {
    return [...(await this.section(heading)).matchAll(/\[#(\d+)\]/g)].map(([, number]) => Number(number));
  }

  /** The whole ledger, with the empty line that sets it off; empty when there is none. */
  async ledger(): Promise<string> {
    return /\n?<!-- tickmark:ledger[\s\S]*?<!-- \/tickmark:ledger -->\n/.exec(await this.text())?.[0] ?? "";
  }

  async ask(login: string, pull: Pull | number, body: string) {
    return this.talk.ask(login, body, typeof pull === "number" ? pull : pull.number);
  }

  /** The row of a requirement in the ledger, without the alignment of its columns. */
  async ledgerRow(requirement: string): Promise<string> {
    const row = (await this.text()).split("\n").find((line) => line.startsWith(`| ${requirement}`));
    return (row ?? "no row").replace(/ +/g, " ").replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/g, "TIME");
  }
}

afterAll(() => rmSync(folder, { recursive: true }));

/** The same story for a document of our own and, where they are, the ones that people brought. */
const STORIES: readonly (readonly [string, () => string])[] = [
  ["a module in three phases", () => MODULE],
  ...(hasReferenceDocuments
    ? [["module-modernization.md", () => readFileSync(REFERENCE, "utf8")] as const]
    : []),
];

describe.each(STORIES)("the story of a phase over two pull requests: %s", (_name, document) => {
  let stage: Stage;
  let first: Pull;
  let second: Pull;
  beforeAll(async () => {
    writeFileSync(file, document());
    stage = new Stage(await startProduct([file]));
    await stage.configure(RULES);
    // What was there before: the first phase is done, and nobody asks who reviewed it.
    for (const number of await stage.issuesOf("### Phase 1")) await stage.product.setState(number, "closed");
    await stage.product.idle();
    const [issue = 0] = await stage.issuesOf("### Phase 1");
    const all = "code testing performance security documentation lead";
    const { replies } = await stage.ask("maintainer", issue, `/waive phase-1 ${all} "Before Tickmark"`);
    expect(replies).toEqual([]);
  });
  afterAll(() => stage.product.stop());

  /** Half of the issues of phase 2, for the body of a pull request. */
  async function half(which: "first" | "second"): Promise<string> {
    const numbers = await stage.issuesOf("### Phase 2");
    const middle = Math.floor(numbers.length / 2);
    const own = which === "first" ? numbers.slice(0, middle) : numbers.slice(middle);
    return own.map((number) => `Closes #${number}`).join("\n");
  }

  test("a phase with open tasks is refused with the list of them; what the pull request closes is none", async () => {
    first = await stage.pulls.open("maintainer", "models", { body: await half("first") });
    const { replies, reactions } = await stage.ask("writer", first, "/signoff phase-2");
    const numbers = await stage.issuesOf("### Phase 2");

    expect(reactions).toEqual(SEEN_AND_NOT_DONE);
    expect(replies).toHaveLength(1);
    expect(replies[0]).toContain("`phase-2` cannot be signed yet.");
    expect(replies[0]).toContain(`(issue ${numbers.at(-1) ?? 0}, line `);
    expect(replies[0]).not.toContain(`(issue ${numbers[0] ?? 0}, line `);
    expect(await stage.pulls.checks(first)).toEqual([]);
  });

  test("merged, the first pull request writes nothing into the ledger, and its tasks are ticked", async () => {
    const before = await stage.ledger();
    await stage.pulls.merge("owner", first);

    expect(await stage.ledger()).toBe(before);
    expect(await stage.section("### Phase 2")).toContain("- [x] ");
  });

  test("a phase whose predecessor is not signed is refused", async () => {
    second = await stage.pulls.open("maintainer", "routes", {
      body: `${await half("second")}\n${(await stage.issuesOf("### Phase 3")).map((number) => `Closes #${number}`).join(", ")}`,
    });
    const { replies } = await stage.ask("writer", second, "/signoff phase-3");

    expect(replies[0]).toContain("It depends on what is not signed yet: `phase-2`.");
  });

  test.each([
    ["maintainer", "Nobody signs their own pull request"],
    ["reader", "it needs somebody with write access"],
  ])("%s is refused, and told why", async (login, why) => {
    const { replies, reactions } = await stage.ask(login, second, "/signoff phase-2");

    expect(reactions).toEqual(SEEN_AND_NOT_DONE);
    expect(replies[0]).toContain(why);
    expect(await stage.pulls.tables(second)).toEqual([]);
  });

  test("a stranger cannot even ask", async () => {
    await expect(stage.ask("outsider", second, "/signoff phase-2")).rejects.toMatchObject({ status: 404 });
  });

  test("parts are signed by those who may, each their own, and nobody is told what they see", async () => {
    const writer = await stage.ask("writer", second, "/signoff phase-2");
    const security = await stage.ask("security", second, "/signoff Phase-2 security, please");

    expect([writer.reactions, security.reactions]).toEqual([SEEN_AND_DONE, SEEN_AND_DONE]);
    expect([writer.replies, security.replies]).toEqual([[], []]);
    const [check] = await stage.pulls.checks(second);
    expect(check).toMatchObject({ name: "Sign-off: phase-2", conclusion: "action_required" });
    expect(check?.summary).toContain("| Performance validation | ✅ writer |");
    expect(check?.summary).toContain("| Security assessment | ✅ security |");
    expect(check?.summary).toContain("| Team lead sign-off | missing; needs somebody of the team leads |");
    expect(check?.summary).toContain("| Code review completion | missing; needs an approving review");
    expect(check?.summary).toContain("comment `/signoff phase-2`");
    const tables = await stage.pulls.tables(second);
    expect(tables).toHaveLength(1);
    expect(tables[0]).toContain("### Sign-off of Phase 2: ");
    expect(tables[0]).toContain("| Performance validation | ✅ writer |");
  });

  test("evidence meets the requirements that ask for it, nobody's word does", async () => {
    const word = await stage.ask("lead", second, "/signoff phase-2 testing");
    await stage.pulls.review("lead", second, "APPROVE");
    await stage.pulls.check(second, "test", null);
    const [pending] = await stage.pulls.checks(second);
    await stage.pulls.check(second, "test", "success");
    const [green] = await stage.pulls.checks(second);

    expect(word.reactions).toEqual(SEEN_AND_NOT_DONE);
    expect(word.replies[0]).toContain("green checks on the latest commit meet it");
    expect(pending?.summary).toContain("| Code review completion | ✅ approving review by lead |");
    expect(pending?.summary).toContain("| Testing verification | missing; needs green checks");
    expect(green?.summary).toContain("| Testing verification | ✅ green checks |");
  });

  test("pain 72: new commits make sign-offs stale, visibly", async () => {
    await stage.pulls.push("maintainer", "routes", "src/more.txt", "more\n");
    const [check] = await stage.pulls.checks(second);
    const tables = await stage.pulls.tables(second);

    expect(check).toMatchObject({ name: "Sign-off: phase-2", conclusion: "action_required" });
    expect(check?.summary).toContain("| Performance validation | ⚠ stale: writer; needs somebody with write");
    expect(check?.summary).toContain("| Code review completion | missing");
    expect(tables).toHaveLength(1);
    expect(tables[0]).toContain("⚠ stale: security");
  });

  test("signed again, by all, the check is green", async () => {
    await stage.ask("writer", second, "/signoff phase-2");
    await stage.ask("security", second, "/signoff 2");
    await stage.ask("lead", second, "/signoff Phase 2 lead");
    await stage.pulls.review("lead", second, "APPROVE");
    await stage.pulls.check(second, "test", "success");

    expect(await stage.pulls.checks(second)).toEqual([
      expect.objectContaining({ name: "Sign-off: phase-2", conclusion: "success", title: "Signed" }),
    ]);
  });

  test("a merge of the base branch alone dismisses nothing", async () => {
    await stage.product.push("docs/elsewhere.md", "Elsewhere\n");
    await stage.pulls.update("maintainer", second);
    await stage.pulls.check(second, "test", "success");

    expect(await stage.pulls.checks(second)).toEqual([
      expect.objectContaining({ name: "Sign-off: phase-2", conclusion: "success" }),
    ]);
  });

  test("merged, the bot writes the ledger, and nothing else in the file changes but boxes", async () => {
    const before = await stage.text();
    const ledger = await stage.ledger();
    await stage.pulls.merge("owner", second);
    const after = await stage.text();
    const phases = (ledger.match(/\bphase-\d/g) ?? []).length;

    const [issue] = await stage.issuesOf("### Phase 1");
    expect(await stage.ledgerRow("Security assessment")).toBe(
      `| Security assessment | ➖ waived by maintainer, TIME, issue #${issue ?? 0}: “Before Tickmark” | ✅ security, TIME, #${second.number} ${"| ".repeat(phases - 2)}|`,
    );
    expect(await stage.ledgerRow("Team lead sign-off")).toContain(`✅ lead, TIME, #${second.number}`);
    expect(await stage.ledgerRow("Code review completion")).toContain(
      `✅ approved review by lead, TIME, #${second.number}`,
    );
    expect(await stage.ledgerRow("Testing verification")).toContain("✅ green checks by");
    const boxesAside = (text: string): string => text.replaceAll("[x]", "[ ]");
    expect(boxesAside(after.replace(await stage.ledger(), ""))).toBe(boxesAside(before.replace(ledger, "")));
    // Later phases still ask for it.
    expect(after).toContain("- [ ] Security assessment");
  });

  test("the issue and the milestone of the phase are closed, those of the next one are not", async () => {
    const issues = await stage.product.issues();
    const { data: milestones } = await stage.product
      .as("reader")
      .rest.issues.listMilestones({ owner: "acme", repo: "app", state: "all" });
    const stateOf = (phase: string) => ({
      issue: issues.find(({ title }) => title.startsWith(phase))?.state,
      milestone: milestones.find(({ title }) => title.startsWith(phase))?.state,
    });

    expect(stateOf("Phase 2")).toEqual({ issue: "closed", milestone: "closed" });
    expect(stateOf("Phase 3")).toEqual({ issue: "open", milestone: "open" });
  });

  test("the phase after it is accepted now", async () => {
    const third = await stage.pulls.open("maintainer", "more");
    const { reactions } = await stage.ask("writer", third, "/signoff phase-3");

    expect(reactions).toEqual(SEEN_AND_DONE);
    expect(await stage.pulls.checks(third)).toEqual([
      expect.objectContaining({ name: "Sign-off: phase-3", conclusion: "action_required" }),
    ]);
  });

  test("nothing that was asked or answered contradicts GitHub's descriptions", async () => {
    expect(await stage.product.control("GET", "violations")).toEqual([]);
  });
});

/** One phase, small enough to be signed at once. */
const SMALL = `# Launch

### Phase 1: Setup
- [x] Everything

### Phase 2: Launch
- [x] All the rest

## Sign-off
Each phase requires:
- [ ] Security assessment
- [ ] Load test
`;

async function startSmall(config: string, options: readonly string[] = []): Promise<Stage> {
  writeFileSync(file, SMALL);
  const stage = new Stage(await startProduct([file], options));
  if (options.includes("--no-app")) await stage.product.startApp();
  await stage.configure(config);
  return stage;
}

describe("what people do with a sign-off", () => {
  let stage: Stage;
  let branches = 0;
  beforeAll(async () => {
    stage = await startSmall("signoff: { requirements: { Security assessment: { teams: [security] } } }\n");
  });
  afterAll(() => stage.product.stop());

  const open = (body = ""): Promise<Pull> =>
    stage.pulls.open("maintainer", `work-${(branches += 1)}`, { body });

  test("taken back, it is missing again; whoever has nothing to take back is told so", async () => {
    const pull = await open();
    await stage.ask("writer", pull, "/signoff phase-1 load");
    const [signed] = await stage.pulls.checks(pull);
    const { reactions } = await stage.ask("writer", pull, "/signoff phase-1 cancel");
    const [taken] = await stage.pulls.checks(pull);
    const nothing = await stage.ask("lead", pull, "/signoff phase-1 cancel");

    expect(signed?.summary).toContain("| Load test | ✅ writer |");
    expect(reactions).toEqual(SEEN_AND_DONE);
    expect(taken?.summary).toContain("| Load test | missing;");
    expect(nothing.reactions).toEqual(SEEN_AND_NOT_DONE);
  });

  test("only a maintainer waives, with a reason; it is shown and stays over a push", async () => {
    const pull = await stage.pulls.open("writer", "waived");
    const byLead = await stage.ask("lead", pull, '/waive phase-1 load "no load"');
    const without = await stage.ask("maintainer", pull, "/waive phase-1 load");
    const unnamed = await stage.ask("maintainer", pull, '/waive phase-1 "no load"');
    const done = await stage.ask("maintainer", pull, "/waive phase-1 load “no load @lead | #1”");
    await stage.pulls.push("writer", "waived", "src/waived.txt", "two\n");
    const [check] = await stage.pulls.checks(pull);

    expect(byLead.replies[0]).toContain("Only people with maintain access can set a requirement aside.");
    expect(without.replies[0]).toContain("A waiver needs a reason, in quotes.");
    expect(unnamed.replies[0]).toContain("Which requirement?");
    expect(done.reactions).toEqual(SEEN_AND_DONE);
    expect(check?.summary).toContain(
      "| Load test | ➖ waived by maintainer: “no load @&#8203;lead \\| #&#8203;1” |",
    );
  });

  test("merged, the waiver is in the ledger with its reason", async () => {
    const { data } = await stage.product.as("reader").rest.pulls.list({ owner: "acme", repo: "app" });
    const number = data.find(({ head }) => head.ref === "waived")?.number ?? 0;
    await stage.pulls.merge("owner", { number, branch: "waived" });

    expect(await stage.ledgerRow("Load test")).toContain(
      `➖ waived by maintainer, TIME, #${number}: “no load \\@lead \\| #1”`,
    );
  });

  test.each([
    ["an unknown phase", "/signoff phase-7", "I know no phase “phase-7”. Write one of these:\n\n- `/signoff"],
    [
      "no phase",
      "/signoff",
      "Which phase? Write one of these:\n\n- `/signoff phase-1`\n- `/signoff phase-2`",
    ],
    [
      "a requirement without its phase",
      "/signoff security",
      "I know no phase “security”. Write one of these:\n\n- `/signoff phase-1 security`",
    ],
    ["a phase that could be several", "/signoff phase", "I am not sure which phase “phase” is."],
    ["an unknown requirement", "/signoff phase-1 secuirty", "I know no single requirement “secuirty”"],
    ["a misspelt command", "/signof phase-1", "I do not know the command `signof`. Did you mean `/signoff`?"],
  ])("%s is answered with the choices, and nothing is signed", async (_what, body, answer) => {
    const pull = await open();
    const { replies, reactions } = await stage.ask("security", pull, body);

    expect(replies[0]).toContain(answer);
    expect(reactions).toEqual(SEEN_AND_NOT_DONE);
    expect(await stage.pulls.checks(pull)).toEqual([]);
  });

  test("pain 70: an edited comment is no approval", async () => {
    const pull = await open();
    const id = await stage.talk.say("security", "Looks good", pull.number);
    await stage.talk.edit("security", id, "/signoff phase-1");
    await stage.product.idle();

    expect(await stage.pulls.checks(pull)).toEqual([]);
  });

  test("pain 71: /signoff in a review is no command", async () => {
    const pull = await open();
    await stage.pulls.review("security", pull, "COMMENT", "/signoff phase-1");

    expect(await stage.pulls.checks(pull)).toEqual([]);
  });

  test.each([
    ["a fence", "```\n/signoff phase-1\n```\nlike this"],
    ["a quote", "> /signoff phase-1\n\nreally?"],
    ["an HTML comment", "<!--\n/signoff phase-1\n-->\nhm"],
    ["an e-mail reply", "Hm.\n\nOn Mon, Mona wrote:\n> /signoff phase-1\n"],
    ["a code span", "do `x\n/signoff phase-1` then"],
  ])("pain 67: not in %s", async (_where, body) => {
    const pull = await open();
    await stage.ask("security", pull, body);

    expect(await stage.pulls.checks(pull)).toEqual([]);
  });

  test.each([
    ["in details", "<details><summary>Why</summary>\n\n/signoff phase-1\n\n</details>"],
    ["with CRLF", "Fine.\r\n\r\n/signoff phase-1\r\n"],
    ["with a zero-width character", "/sign\u200Boff phase-1"],
    ["at the end of 60 KB", `${"A line of text.\n".repeat(3_800)}\n/signoff phase-1`],
  ])("a command %s is obeyed, once", async (_where, body) => {
    const pull = await open();
    const { reactions } = await stage.ask("security", pull, body);

    expect(reactions).toEqual(SEEN_AND_DONE);
    expect((await stage.pulls.checks(pull))[0]?.summary).toContain("| Security assessment | ✅ security |");
  });

  test("pain 31: a bot's comment signs nothing, the app's own neither", async () => {
    const pull = await open();
    await stage.ask("writer", pull, "/signoff phase-1");
    const comments = await stage.pulls.tables(pull);

    expect(comments[0]).toContain("/signoff phase-1");
    expect((await stage.pulls.checks(pull))[0]?.summary).toContain("| Security assessment | missing;");
  });

  test("pain 59: membership in a team below and an invitation that is not accepted", async () => {
    const { rest } = stage.product.as("owner");
    const team = { org: "acme", team_slug: "security" };
    const { data: parent } = await rest.teams.getByName(team);
    await rest.teams.create({ org: "acme", name: "appsec", parent_team_id: parent.id });
    await rest.teams.addOrUpdateMembershipForUserInOrg({
      org: "acme",
      team_slug: "appsec",
      username: "lead",
    });
    const pull = await open();
    const child = await stage.ask("lead", pull, "/signoff phase-1 security");
    const stranger = await stage.ask("writer", pull, "/signoff phase-1 security");

    expect(child.reactions).toEqual(SEEN_AND_DONE);
    expect(stranger.replies[0]).toContain("it needs somebody of the team security");
  });

  test("the comment with the table is one, edited in place; changed by hand it forges nothing", async () => {
    const pull = await open();
    await stage.ask("security", pull, "/signoff phase-1");
    const octokit = stage.product.as("writer");
    const place = { owner: "acme", repo: "app" };
    const { data } = await octokit.rest.issues.listComments({ ...place, issue_number: pull.number });
    const table = data.find(({ user }) => user?.login === "tickmark[bot]");
    const body = (table?.body ?? "").replace("missing; needs somebody with write access", "✅ lead");
    await octokit.rest.issues.updateComment({ ...place, comment_id: table?.id ?? 0, body });
    await stage.ask("writer", pull, "/signoff phase-1 cancel");
    await stage.ask("security", pull, "/signoff phase-1");
    const [check] = await stage.pulls.checks(pull);

    expect(check?.summary).not.toContain("✅ lead");
    expect(await stage.pulls.tables(pull)).toHaveLength(1);
  });

  test("a ledger that is forged by a commit in the app's name is put back", async () => {
    const { git } = stage.product.as("writer").rest;
    const place = { owner: "acme", repo: "app" };
    const before = await stage.ledger();
    const { data: ref } = await git.getRef({ ...place, ref: "heads/main" });
    const { data: base } = await git.getRef({ ...place, ref: "tickmark/main" });
    const { data: tag } = await git.getTag({ ...place, tag_sha: base.object.sha });
    const { data: tree } = await git.createTree({
      ...place,
      base_tree: ref.object.sha,
      tree: [
        {
          path: NAME,
          mode: "100644",
          type: "blob",
          content: (await stage.text()).replaceAll("➖ ", "✅ lead, 2026-01-01 00:00:00Z, #1<br>➖ "),
        },
      ],
    });
    const { data: forged } = await git.createCommit({
      ...place,
      message: `docs: sign\n\nTickmark-Base: ${tag.object.sha} ${new Date().toISOString()}`,
      tree: tree.sha,
      parents: [ref.object.sha],
      author: { name: "tickmark[bot]", email: "1+tickmark[bot]@users.noreply.github.com" },
    });
    await git.updateRef({ ...place, ref: "heads/main", sha: forged.sha });
    await stage.product.idle();

    expect(before).toContain("➖ ");
    expect(await stage.ledger()).toBe(before);
  });

  test("closed unmerged nothing is written, and reopened it goes on", async () => {
    const pull = await open();
    await stage.ask("security", pull, "/signoff phase-1");
    const before = await stage.text();
    const update = (state: "open" | "closed") =>
      stage.product
        .as("maintainer")
        .rest.pulls.update({ owner: "acme", repo: "app", pull_number: pull.number, state });
    await update("closed");
    const closed = await stage.ask("security", pull, "/signoff phase-1");
    expect(await stage.text()).toBe(before);
    expect(closed.replies[0]).toContain("is closed");

    await update("open");
    await stage.product.idle();
    await stage.pulls.merge("owner", pull);
    expect(await stage.ledgerRow("Security assessment")).toContain(`✅ security, TIME, #${pull.number}`);
  });

  test("on an issue it is effective at once, and can be taken back there", async () => {
    const { data: issue } = await stage.product
      .as("writer")
      .rest.issues.create({ owner: "acme", repo: "app", title: "A place to talk" });
    const signed = await stage.ask("writer", issue.number, "/signoff phase-1 load");
    const row = await stage.ledgerRow("Load test");
    await stage.ask("writer", issue.number, "/signoff phase-1 cancel");

    expect(signed.reactions).toEqual(SEEN_AND_DONE);
    expect(row).toContain(`✅ writer, TIME, issue #${issue.number}`);
    expect(await stage.ledgerRow("Load test")).toContain(
      `↩ withdrawn by writer, TIME, issue #${issue.number}`,
    );
  });

  test("nothing that was asked or answered contradicts GitHub's descriptions", async () => {
    expect(await stage.product.control("GET", "violations")).toEqual([]);
  });
});

describe("a sign-off that is required", () => {
  let stage: Stage;
  const config = `signoff:
  requirements:
    Security assessment: { teams: [security] }
    Load test: { evidence: green-checks }
  gates:
    - { phase: phase-1, paths: ["infra/**"], labels: [Risky] }
`;
  beforeAll(async () => {
    stage = await startSmall(config);
    await requireChecks("Sign-off: phase-1");
  });
  afterAll(() => stage.product.stop());

  /** Nothing gets into the branch any more without these checks, not even a commit of the app. */
  const requireChecks = (...names: string[]): Promise<unknown> =>
    stage.product.control("POST", "rules", { repository: "acme/app", branch: "main", requiredChecks: names });

  const merge = (pull: Pull) => stage.pulls.merge("owner", pull);

  test("a pull request that the gate does not mean gets a check that says so, and is merged", async () => {
    const pull = await stage.pulls.open("writer", "docs");

    expect(await stage.pulls.checks(pull)).toEqual([
      expect.objectContaining({
        name: "Sign-off: phase-1",
        conclusion: "neutral",
        title: "Not needed for this pull request",
      }),
    ]);
    await merge(pull);
  });

  test("pain 73: one that touches the paths waits, is not under way for ever, and says what is missing", async () => {
    const pull = await stage.pulls.open("writer", "infra", { file: "infra/main.tf" });
    const [check] = await stage.pulls.checks(pull);

    expect(check).toMatchObject({ conclusion: "action_required", title: "0 of 2 requirements met" });
    expect(check?.summary).toContain(
      "| Security assessment | missing; needs somebody of the team security |",
    );
    await expect(merge(pull)).rejects.toMatchObject({ status: 405 });

    await stage.ask("security", pull, "/signoff phase-1");
    await expect(merge(pull)).rejects.toMatchObject({ status: 405 });
    await stage.pulls.check(pull, "test", "failure");
    await expect(merge(pull)).rejects.toMatchObject({ status: 405 });
    await stage.pulls.check(pull, "test", "success");
    await merge(pull);

    // The branch refuses the app's commit as well: the ledger comes by a pull request of its own, which no gate means.
    const { data } = await stage.product.as("reader").rest.pulls.list({ owner: "acme", repo: "app" });
    const own = { number: data[0]?.number ?? 0, branch: data[0]?.head.ref ?? "" };
    expect(await stage.pulls.checks(own)).toEqual([expect.objectContaining({ conclusion: "neutral" })]);
    await merge(own);
    expect(await stage.ledgerRow("Security assessment")).toContain(`✅ security, TIME, #${pull.number}`);
    expect(await stage.ledgerRow("Load test")).toContain(`✅ green checks by owner, TIME, #${pull.number}`);
    await requireChecks();
  });

  test("signed in the ledger, the next one passes; a label that comes and goes is seen", async () => {
    const { rest } = stage.product.as("writer");
    const place = { owner: "acme", repo: "app" };
    await stage.configure(config.replace("phase: phase-1", "phase: phase-2"));
    await rest.issues.createLabel({ ...place, name: "risky", color: "ff0000" });
    const signed = await stage.pulls.open("writer", "infra-2", { file: "infra/main.tf", text: "two\n" });
    await rest.issues.addLabels({ ...place, issue_number: signed.number, labels: ["risky"] });
    await stage.product.idle();
    const labelled = await stage.pulls.checks(signed);
    const other = await stage.pulls.open("writer", "docs-2");
    await rest.issues.addLabels({ ...place, issue_number: other.number, labels: ["risky"] });
    await stage.product.idle();
    const [withLabel] = await stage.pulls.checks(other);
    await rest.issues.removeLabel({ ...place, issue_number: other.number, name: "risky" });
    await stage.product.idle();
    const [without] = await stage.pulls.checks(other);

    expect(labelled).toEqual([
      expect.objectContaining({ name: "Sign-off: phase-2", conclusion: "action_required" }),
    ]);
    expect([withLabel?.conclusion, without?.conclusion]).toEqual(["action_required", "neutral"]);
  });

  test("a status is evidence like a check, and seen at once; it may turn red again", async () => {
    const pull = await stage.pulls.open("writer", "infra-3", { file: "infra/main.tf", text: "three\n" });
    await stage.pulls.status(pull, "jenkins", "pending");
    const [pending] = await stage.pulls.checks(pull);
    await stage.pulls.status(pull, "jenkins", "success");
    const [green] = await stage.pulls.checks(pull);
    await stage.pulls.status(pull, "jenkins", "failure");
    const [red] = await stage.pulls.checks(pull);

    expect(pending?.summary).toContain("| Load test | missing;");
    expect(green?.summary).toContain("| Load test | ✅ green checks |");
    expect(red?.summary).toContain("| Load test | missing;");
  });

  test("asked for again, the check is looked at again, also what no event told of", async () => {
    const pull = await stage.pulls.open("writer", "infra-5", { file: "infra/main.tf", text: "five\n" });
    const { rest } = stage.product.as("writer");
    const fault = { kind: "delivery-drop", match: { operation: "status" } };
    await stage.product.control("POST", "faults", fault);
    await stage.pulls.status(pull, "jenkins", "success");
    const [before] = await stage.pulls.checks(pull);
    const { data } = await rest.checks.listForRef({
      owner: "acme",
      repo: "app",
      ref: await stage.pulls.head(pull),
      check_name: "Sign-off: phase-2",
    });
    await rest.checks.rerequestRun({
      owner: "acme",
      repo: "app",
      check_run_id: data.check_runs[0]?.id ?? 0,
    });
    await stage.product.idle();
    const [after] = await stage.pulls.checks(pull);

    expect(before?.summary).toContain("| Load test | missing;");
    expect(after?.summary).toContain("| Load test | ✅ green checks |");
  });

  test("a gate that names no phase lets nothing through by mistake", async () => {
    await stage.configure(config.replace("phase: phase-1", "phase: phase-9"));
    const pull = await stage.pulls.open("writer", "infra-4", { file: "infra/main.tf", text: "four\n" });

    expect(await stage.pulls.checks(pull)).toEqual([
      expect.objectContaining({
        name: "Sign-off: phase-9",
        conclusion: "action_required",
        title: "The config names a phase that is not there",
      }),
    ]);
  });

  test("what a pull request brings is no setting", async () => {
    await stage.configure(config);
    const pull = await stage.pulls.open("writer", "forged", {
      file: CONFIG,
      text: "signoff: { requirements: { Security assessment: { users: [reader] } } }\n",
    });
    const { replies } = await stage.ask("reader", pull, "/signoff phase-2 security");

    expect(replies[0]).toContain("it needs somebody of the team security");
  });

  test("nothing that was asked or answered contradicts GitHub's descriptions", async () => {
    expect(await stage.product.control("GET", "violations")).toEqual([]);
  });
});

describe("events that are lost, doubled or late, and a process that dies", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startSmall("signoff: { requirements: { Security assessment: { teams: [security] } } }\n", [
      "--no-app",
    ]);
  });
  afterAll(() => stage.product.stop());

  const drop = (operation: string): Promise<unknown> =>
    stage.product.control("POST", "faults", { kind: "delivery-drop", match: { operation } });

  test("a comment that is delivered twice is signed and answered once", async () => {
    const pull = await stage.pulls.open("maintainer", "doubled");
    const fault = { kind: "delivery-double", match: { operation: "issue_comment.created" } };
    await stage.product.control("POST", "faults", fault);
    const { reactions } = await stage.ask("security", pull, "/signoff phase-1");
    const sha = await stage.pulls.head(pull);
    const { data } = await stage.product
      .as("reader")
      .rest.checks.listForRef({ owner: "acme", repo: "app", ref: sha, filter: "all" });

    expect(reactions).toEqual(SEEN_AND_DONE);
    expect(data.total_count).toBe(1);
    expect(await stage.pulls.tables(pull)).toHaveLength(1);
  });

  test("a push that nobody told of makes stale all the same, as soon as somebody looks", async () => {
    const pull = await stage.pulls.open("maintainer", "silent");
    await stage.ask("security", pull, "/signoff phase-1");
    await drop("pull_request.synchronize");
    await stage.pulls.push("maintainer", "silent", "src/silent.txt", "two\n");
    expect(await stage.pulls.checks(pull)).toEqual([]);
    await stage.ask("writer", pull, "/signoff phase-1 load");
    const [check] = await stage.pulls.checks(pull);

    expect(check?.summary).toContain("| Security assessment | ⚠ stale: security;");
    expect(check?.summary).toContain("| Load test | ✅ writer |");
  });

  test("a merge that nobody told of is found by the next sync", async () => {
    const pull = await stage.pulls.open("maintainer", "merged");
    await stage.ask("security", pull, "/signoff phase-2");
    await stage.ask("security", pull, "/signoff phase-1");
    await drop("pull_request.closed");
    await stage.pulls.merge("owner", pull);
    await stage.talk.ask("writer", "/tickmark sync", pull.number);

    expect(await stage.ledgerRow("Security assessment")).toContain(`✅ security, TIME, #${pull.number}`);
  });

  test("merged while the process was down, it is written by the next start, once", async () => {
    const pull = await stage.pulls.open("maintainer", "down");
    await stage.ask("writer", pull, "/signoff phase-1 load");
    await stage.product.killApp();
    await stage.product.as("owner").rest.pulls.merge({
      owner: "acme",
      repo: "app",
      pull_number: pull.number,
    });
    await stage.product.startApp();
    await stage.product.idle();
    const row = await stage.ledgerRow("Load test");
    const commits = await stage.product.botCommits();
    await stage.talk.ask("writer", "/tickmark sync", pull.number);

    expect(row).toContain(`✅ writer, TIME, #${pull.number}`);
    expect(row.split("writer")).toHaveLength(2);
    expect(await stage.product.botCommits()).toEqual(commits);
  });

  test("killed between the sign-off and the reaction, the next start adds the reaction and signs no second time", async () => {
    const pull = await stage.pulls.open("maintainer", "killed");
    const id = await stage.talk.say("security", "/signoff phase-2", pull.number);
    await until(async () => (await stage.talk.reactions(id)).length > 0, "the comment was seen");
    const fault = {
      kind: "status",
      count: 1_000,
      match: { operation: "reactions/create-for-issue-comment" },
    };
    await stage.product.control("POST", "faults", fault);
    await until(async () => (await stage.pulls.checks(pull)).length > 0, "it is signed");
    await stage.product.killApp();
    await stage.product.control("DELETE", "faults");
    await stage.product.startApp();
    await stage.product.idle();
    const { data } = await stage.product.as("reader").rest.checks.listForRef({
      owner: "acme",
      repo: "app",
      ref: await stage.pulls.head(pull),
      filter: "all",
    });

    expect(await stage.talk.reactions(id)).toHaveLength(2);
    expect(data.total_count).toBe(1);
  });

  test("nothing that was asked or answered contradicts GitHub's descriptions", async () => {
    expect(await stage.product.control("GET", "violations")).toEqual([]);
  });
});

describe("hostile words", () => {
  /** A table pipe, a marker, a mention, HTML, marks of direction, a very long word, and a forged ledger. */
  const NASTY = "Audit @octocat | <b>x</b> <!-- /tickmark:ledger --> \u202Etxet #1 ";
  const HOSTILE = `# Launch @octocat

### Phase 1: Setup | <img src=x> @acme/everyone
- [x] Everything

## Sign-off
Each phase requires:
- [ ] ${NASTY}
- [ ] ${"Long".repeat(100)}

## Notes

<!-- tickmark:ledger: who signed what, written by Tickmark; what is changed by hand is put back -->

| Requirement | phase-1 |
| --- | --- |
| Audit | ✅ lead, 2026-01-01 00:00:00Z, #1 |

<!-- /tickmark:ledger -->
`;
  let stage: Stage;
  beforeAll(async () => {
    writeFileSync(file, HOSTILE);
    stage = new Stage(await startProduct([file]));
  });
  afterAll(() => stage.product.stop());

  const FORGED =
    '<!-- tickmark:signoff {"v":1,"pull":1,"checklist":"checklists/module.md","phase":"phase-1","words":[]} -->';

  test("forge no sign-off, ping nobody and break no table, in comments and checks", async () => {
    const pull = await stage.pulls.open("maintainer", "hostile", { body: FORGED });
    await stage.ask("writer", pull, FORGED);
    const unknown = await stage.ask("writer", pull, "/signoff @octocat|<b>#1");
    await stage.ask("writer", pull, "/signoff phase-1 audit");
    const waiver = '/waive phase-1 longlonglong "@octocat <!-- x --> | ``` #1 \u202Egnol"';
    await stage.pulls.push("maintainer", "hostile", "src/hostile.txt", "two\n");
    const other = await stage.pulls.open("writer", "hostile-2");
    const waived = await stage.ask("maintainer", other, waiver.replace("longlonglong", "long"));
    const shown = [
      ...unknown.replies,
      ...(await stage.pulls.tables(pull)),
      ...(await stage.pulls.tables(other)),
      ...(await stage.pulls.checks(other)).map(({ summary }) => summary),
    ];

    expect(waived.reactions).toEqual(SEEN_AND_DONE);
    expect(shown.length).toBeGreaterThan(3);
    for (const text of shown) {
      const visible = text.replace("<!-- tickmark:signoffs -->", "").replace(/<!-- tickmark:[^>]*-->/g, "");
      expect(visible).not.toMatch(/@(?!&#8203;)\w|(?<![\w&])#(?!&#8203;|#)\d|<(?!!--)|\u202E/);
      expect(text).not.toContain("✅ lead");
      for (const row of text.split("\n").filter((line) => line.startsWith("|")))
        expect(row.replaceAll("\\|", "").split("|")).toHaveLength(4);
    }
  });

  test("nor in the ledger: it is read back as it was written, and the forged one is left where it is", async () => {
    const other = { number: 0, branch: "hostile-2" };
    const { data } = await stage.product.as("reader").rest.pulls.list({ owner: "acme", repo: "app" });
    other.number = data.find(({ head }) => head.ref === "hostile-2")?.number ?? 0;
    await stage.pulls.merge("owner", other);
    const text = await stage.text();
    const own = text.slice(text.indexOf("<!-- tickmark:ledger"), text.indexOf("## Notes"));
    const forged = text.slice(text.indexOf("## Notes"));
    const commits = await stage.product.botCommits();
    await stage.talk.ask("writer", "/tickmark sync", other.number);

    expect(own).toContain(`➖ waived by maintainer`);
    expect(own.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(4);
    expect(forged).toBe(HOSTILE.slice(HOSTILE.indexOf("## Notes")));
    expect(await stage.product.botCommits()).toEqual(commits);
  });

  test("nothing that was asked or answered contradicts GitHub's descriptions", async () => {
    expect(await stage.product.control("GET", "violations")).toEqual([]);
  });
});
