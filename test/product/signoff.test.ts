import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startProduct } from "../support/product.js";
import type { Product, ProductIssue } from "../support/product.js";
import { PullRequests } from "../support/pull-requests.js";
import type { Pull } from "../support/pull-requests.js";
import { SEEN_AND_DONE, SEEN_AND_NOT_DONE, Talk } from "../support/talk.js";

const CONFIG = ".github/tickmark.yml";
const NAME = "checklists/module.md";
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

  async issueOf(title: string): Promise<ProductIssue> {
    const issue = (await this.product.issues()).find((each) => each.title === title);
    if (!issue) throw new Error(`There is no issue ${title}`);
    return issue;
  }

  async close(...titles: string[]): Promise<void> {
    for (const title of titles) await this.product.setState((await this.issueOf(title)).number, "closed");
    await this.product.idle();
  }

  async closing(...titles: string[]): Promise<string> {
    const numbers = await Promise.all(titles.map(async (title) => (await this.issueOf(title)).number));
    return numbers.map((number) => `Closes #${number}`).join("\n");
  }

  async text(): Promise<string> {
    return (await this.product.file(NAME)).toString();
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

async function start(config = RULES): Promise<Stage> {
  writeFileSync(file, MODULE);
  const stage = new Stage(await startProduct([file]));
  await stage.configure(config);
  return stage;
}

afterAll(() => rmSync(folder, { recursive: true }));

describe("the story of a phase over two pull requests", () => {
  let stage: Stage;
  let first: Pull;
  let second: Pull;
  beforeAll(async () => {
    stage = await start();
    first = await stage.pulls.open("maintainer", "models", {
      body: await stage.closing("Models", "Migrations"),
    });
  });
  afterAll(() => stage.product.stop());

  test("a phase with open tasks is refused with the list of them; what the pull request closes is none", async () => {
    const { replies, reactions } = await stage.ask("writer", first, "/signoff phase-1");

    expect(reactions).toEqual(SEEN_AND_NOT_DONE);
    expect(replies).toHaveLength(1);
    expect(replies[0]).toContain("`phase-1` cannot be signed yet.");
    expect(replies[0]).toContain("- Routes (issue ");
    expect(replies[0]).not.toContain("- Models");
    expect(await stage.pulls.checks(first)).toEqual([]);
  });

  test("merged, the first pull request writes nothing into the ledger, and its tasks are ticked", async () => {
    await stage.pulls.merge("owner", first);

    expect(await stage.text()).toMatch(/- \[x\] Models .*\n {2}- \[x\] Migrations/);
    expect(await stage.text()).not.toContain("tickmark:ledger");
  });

  test("a phase whose predecessor is not signed is refused", async () => {
    second = await stage.pulls.open("maintainer", "routes", { body: await stage.closing("Routes") });
    await stage.close("Authentication", "Rate limits");
    const { replies } = await stage.ask("writer", second, "/signoff phase-2");

    expect(replies[0]).toContain("It depends on what is not signed yet: `phase-1`.");
  });

  test.each([
    ["maintainer", "Nobody signs their own pull request"],
    ["reader", "it needs somebody with write access"],
  ])("%s is refused, and told why", async (login, why) => {
    const { replies, reactions } = await stage.ask(login, second, "/signoff phase-1");

    expect(reactions).toEqual(SEEN_AND_NOT_DONE);
    expect(replies[0]).toContain(why);
    expect(await stage.pulls.tables(second)).toEqual([]);
  });

  test("a stranger cannot even ask", async () => {
    await expect(stage.ask("outsider", second, "/signoff phase-1")).rejects.toMatchObject({ status: 404 });
  });

  test("parts are signed by those who may, each their own, and nobody is told what they see", async () => {
    const writer = await stage.ask("writer", second, "/signoff phase-1");
    const security = await stage.ask("security", second, "/signoff Phase-1 security, please");

    expect([writer.reactions, security.reactions]).toEqual([SEEN_AND_DONE, SEEN_AND_DONE]);
    expect([writer.replies, security.replies]).toEqual([[], []]);
    const [check] = await stage.pulls.checks(second);
    expect(check).toMatchObject({ name: "Sign-off: phase-1", conclusion: "action_required" });
    expect(check?.summary).toContain("| Performance validation | ✅ writer |");
    expect(check?.summary).toContain("| Security assessment | ✅ security |");
    expect(check?.summary).toContain("| Team lead sign-off | missing; needs somebody of the team leads |");
    expect(check?.summary).toContain("| Code review completion | missing; needs an approving review");
    expect(check?.summary).toContain("comment `/signoff phase-1`");
    const tables = await stage.pulls.tables(second);
    expect(tables).toHaveLength(1);
    expect(tables[0]).toContain("### Sign-off of Phase 1: Setup (25%)");
    expect(tables[0]).toContain("| Performance validation | ✅ writer |");
  });

  test("evidence meets the requirements that ask for it, nobody's word does", async () => {
    const word = await stage.ask("lead", second, "/signoff phase-1 testing");
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

    expect(check).toMatchObject({ name: "Sign-off: phase-1", conclusion: "action_required" });
    expect(check?.summary).toContain("| Performance validation | ⚠ stale: writer; needs somebody with write");
    expect(check?.summary).toContain("| Code review completion | missing");
    expect(tables).toHaveLength(1);
    expect(tables[0]).toContain("⚠ stale: security");
  });

  test("signed again, by all, the check is green", async () => {
    await stage.ask("writer", second, "/signoff phase-1");
    await stage.ask("security", second, "/signoff 1");
    await stage.ask("lead", second, "/signoff setup lead");
    await stage.pulls.review("lead", second, "APPROVE");
    await stage.pulls.check(second, "test", "success");

    expect(await stage.pulls.checks(second)).toEqual([
      expect.objectContaining({ name: "Sign-off: phase-1", conclusion: "success", title: "Signed" }),
    ]);
  });

  test("a merge of the base branch alone dismisses nothing", async () => {
    await stage.product.push("docs/elsewhere.md", "Elsewhere\n");
    await stage.pulls.update("maintainer", second);
    await stage.pulls.check(second, "test", "success");

    expect(await stage.pulls.checks(second)).toEqual([
      expect.objectContaining({ name: "Sign-off: phase-1", conclusion: "success" }),
    ]);
  });

  test("merged, one commit of the bot writes the ledger, and nothing else in the file changes but boxes", async () => {
    const before = await stage.text();
    const commits = await stage.product.botCommits();
    await stage.pulls.merge("owner", second);
    const after = await stage.text();

    expect(await stage.product.botCommits()).toHaveLength(commits.length + 1);
    expect(await stage.ledgerRow("Security assessment")).toBe(
      `| Security assessment | ✅ security, TIME, #${second.number} | | |`,
    );
    expect(await stage.ledgerRow("Team lead sign-off")).toContain(`✅ lead, TIME, #${second.number}`);
    expect(await stage.ledgerRow("Code review completion")).toContain(
      `✅ approved review by lead, TIME, #${second.number}`,
    );
    expect(await stage.ledgerRow("Testing verification")).toContain("✅ green checks by");
    const rest = after.replace(/\n?<!-- tickmark:ledger[\s\S]*<!-- \/tickmark:ledger -->\n/, "");
    expect(rest.replaceAll("[x]", "[ ]")).toBe(before.replaceAll("[x]", "[ ]"));
    // Two phases still ask for it.
    expect(after).toContain("- [ ] Security assessment");
  });

  test("the phase after it is accepted now", async () => {
    const third = await stage.pulls.open("maintainer", "more");
    const { reactions } = await stage.ask("writer", third, "/signoff phase-2");

    expect(reactions).toEqual(SEEN_AND_DONE);
    expect(await stage.pulls.checks(third)).toEqual([
      expect.objectContaining({ name: "Sign-off: phase-2", conclusion: "action_required" }),
    ]);
  });

  test("nothing that was asked or answered contradicts GitHub's descriptions", async () => {
    expect(await stage.product.control("GET", "violations")).toEqual([]);
  });
});
