import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { startProduct, until } from "../support/product.js";
import type { Product } from "../support/product.js";
import { SEEN_AND_DONE, SEEN_AND_NOT_DONE, Talk } from "../support/talk.js";

const NAME = "checklists/launch.md";
const CONFIG = ".github/tickmark.yml";
const WITHOUT_PHASES = "issues: { phases: { issue: false, milestone: false } }\n";
const PLACE = { owner: "acme", repo: "app" };
const folder = mkdtempSync(path.join(tmpdir(), "tickmark-"));
const file = path.join(folder, "launch.md");
const SOURCE = "# Launch\n\n- [ ] Write the announcement\n- [ ] Rotate the keys\n";

describe("commands in comments", () => {
  let product: Product;
  let talk: Talk;
  beforeAll(async () => {
    writeFileSync(file, SOURCE);
    product = await startProduct([file]);
    talk = new Talk(product);
  });
  afterAll(() => product.stop());

  test("help answers everybody, once, with a table", async () => {
    const { replies, reactions } = await talk.ask("reader", "/tickmark help");

    expect(replies).toHaveLength(1);
    expect(replies[0]).toContain("| `/tickmark sync` | Looks at the repository now");
    expect(replies[0]).toContain("people with write access or more");
    expect(reactions).toEqual(SEEN_AND_DONE);
  });

  test("sync looks now, and says how it ended", async () => {
    const { replies, reactions } = await talk.ask(
      "writer",
      "Is all in step?\r\n\r\n/TickMark SYNC, please\r\n",
    );

    expect(replies).toEqual([expect.stringContaining("Nothing to do.")]);
    expect(reactions).toEqual(SEEN_AND_DONE);
  });

  test("pain 59: roles count, not how GitHub calls somebody's association", async () => {
    for (const login of ["owner", "maintainer", "lead", "security"]) {
      expect((await talk.ask(login, "/tickmark sync")).reactions).toEqual(SEEN_AND_DONE);
    }
  });

  test.each(["reader", "triager"])(
    "pain 60: %s may not, is told so once, and nothing happens",
    async (login) => {
      const log = await product.requestsDuring(async () => {
        const { replies, reactions } = await talk.ask(login, "/tickmark sync\n/tickmark sync");
        expect(replies).toHaveLength(1);
        expect(replies[0]).toMatch(/Sorry, `\/tickmark sync` takes write access .* you have (read|triage)\./);
        expect(reactions).toEqual(SEEN_AND_NOT_DONE);
      });
      expect(log.requests.map(({ operation }) => operation)).not.toContain("ListFiles");
    },
  );

  test("somebody without access cannot even ask", async () => {
    await expect(talk.say("outsider", "/tickmark status")).rejects.toMatchObject({ status: 404 });
  });

  test("on a pull request as well (pain 61: the author of a pull request asks)", async () => {
    const octokit = product.as("writer");
    const { data: main } = await octokit.rest.git.getRef({ ...PLACE, ref: "heads/main" });
    await octokit.rest.git.createRef({ ...PLACE, ref: "refs/heads/work", sha: main.object.sha });
    await octokit.rest.repos.createOrUpdateFileContents({
      ...PLACE,
      branch: "work",
      path: CONFIG,
      message: "chore: let everybody",
      content: Buffer.from("commands: { permission: read }\n").toString("base64"),
      sha: await shaOf(CONFIG),
    });
    const { data: pull } = await octokit.rest.pulls.create({
      ...PLACE,
      head: "work",
      base: "main",
      title: "Let everybody",
    });
    await product.idle();

    const asked = await talk.ask("writer", "/tickmark plan", pull.number);
    const refused = await talk.ask("reader", "/tickmark plan", pull.number);

    expect(asked.replies).toEqual([expect.stringContaining("Everything is in step")]);
    // What a pull request brings is no setting.
    expect(refused.reactions).toEqual(SEEN_AND_NOT_DONE);
  });

  async function shaOf(name: string): Promise<string> {
    const { data } = await product.as("reader").rest.repos.getContent({ ...PLACE, path: name });
    return Array.isArray(data) ? "" : data.sha;
  }

  test("pain 71: what a review says is no command, neither as a whole nor on a line", async () => {
    const { data } = await product.as("writer").rest.pulls.list(PLACE);
    const log = await product.requestsDuring(() =>
      product.as("lead").rest.pulls.createReview({
        ...PLACE,
        pull_number: data[0]?.number ?? 0,
        event: "COMMENT",
        body: "/tickmark sync",
      }),
    );

    expect(data).toHaveLength(1);
    // A review may be evidence, so the pull request is looked at; nobody answers.
    expect(log.total).toBeLessThanOrEqual(1);
    expect(log.mutations).toBe(0);
  });

  test.each([
    ["pain 67: in a fence", "Try this:\n\n```\n/tickmark sync\n```\n\nor not."],
    ["pain 67: in a quote", "> /tickmark sync\n\nWhy?"],
    ["in an HTML comment", "<!--\n/tickmark sync\n-->\nHello"],
    ["of another bot", "/lgtm\n/approve"],
    ["without a command", "tickmark sync is nice"],
  ])("%s: nobody reacts", async (_what, body) => {
    const log = await product.requestsDuring(() => talk.ask("writer", body));

    expect(log.total).toBe(0);
  });

  test("pain 68: a command in backticks and nothing else is answered, not ignored", async () => {
    const { replies, reactions } = await talk.ask("writer", "`/tickmark sync`");

    expect(replies).toEqual([expect.stringContaining("without the backticks")]);
    expect(reactions).toEqual(SEEN_AND_NOT_DONE);
  });

  test("a typo is answered with what was probably meant", async () => {
    const { replies } = await talk.ask("writer", "/tickmark stauts");

    expect(replies).toEqual([expect.stringContaining("Did you mean `/tickmark status`?")]);
  });

  test("several commands have one answer", async () => {
    const { replies } = await talk.ask(
      "writer",
      "/tickmark status\nand\n/tickmark plan\n/tickmark frobnicate",
    );

    expect(replies).toHaveLength(1);
    expect(replies[0]).toMatch(/status`\*\*\n\n- Last look: [^]*plan`\*\*\n\n[^]*`frobnicate`/);
  });

  test("pain 70: an edited comment asks for nothing, neither new nor again", async () => {
    const plain = await talk.say("writer", "Hello");
    const { replies } = await talk.ask("writer", "/tickmark status");
    const log = await product.requestsDuring(() => talk.edit("writer", plain, "/tickmark sync"));

    expect(replies).toHaveLength(1);
    expect(log.total).toBe(0);
    expect(await talk.reactions(plain)).toEqual([]);
  });

  test("a delivery that comes twice is answered once", async () => {
    await product.control("POST", "faults", {
      kind: "delivery-double",
      count: 2,
      match: { operation: "issue_comment.created" },
    });
    const { replies, reactions } = await talk.ask("writer", "/tickmark sync");

    expect(replies).toHaveLength(1);
    expect(reactions).toEqual(SEEN_AND_DONE);
    await product.control("DELETE", "faults");
  });

  test.each([
    ["the answer to the first reaction is lost", "drop", "reactions/create-for-issue-comment"],
    ["the answer to the reply is lost", "drop", "issues/create-comment"],
    ["GitHub fails once at the reply", "status", "issues/create-comment"],
    ["GitHub fails once at the permission", "status", "repos/get-collaborator-permission-level"],
  ])("%s: still one answer", async (_what, kind, operation) => {
    await product.control("POST", "faults", { kind, match: { operation } });
    const { replies, reactions } = await talk.ask("writer", "/tickmark sync");

    expect(replies).toEqual([expect.stringContaining("Nothing to do.")]);
    expect(reactions).toEqual(SEEN_AND_DONE);
  });

  test("the config of the default branch says who may", async () => {
    await product.push(CONFIG, `commands: { permission: triage }\n${WITHOUT_PHASES}`);
    const triager = await talk.ask("triager", "/tickmark plan");
    const reader = await talk.ask("reader", "/tickmark plan");

    expect(triager.reactions).toEqual(SEEN_AND_DONE);
    expect(reader.replies[0]).toContain("takes triage access");
  });

  test("a held plan is shown by plan and status, released by apply, and by nobody who may not", async () => {
    await product.push(CONFIG, `limits: { create: 2 }\n${WITHOUT_PHASES}`);
    const hostile = "- [ ] Ask @octocat about #1 ```` </details> <!-- tickmark:reply 1 -->\n";
    const text = (await product.file(NAME)).toString();
    await product.push(NAME, `${text}${hostile}- [ ] Second\n- [ ] Third\n`);
    await product.idle();

    const plan = await talk.ask("writer", "/tickmark plan");
    const status = await talk.ask("reader", "/tickmark status");
    const sync = await talk.ask("writer", "/tickmark sync");
    const refused = await talk.ask("reader", "/tickmark apply");
    const mirrored = (await product.issues()).filter(({ labels }) => labels.includes("checklist"));

    expect(plan.reactions).toEqual(SEEN_AND_DONE);
    expect(plan.replies[0]).toContain(
      "<details><summary>3 issues to create.</summary>\n\n`````diff\n+ create issue",
    );
    expect(status.replies[0]).toContain("**A plan is held.**");
    expect(sync.reactions).toEqual(SEEN_AND_NOT_DONE);
    expect(refused.reactions).toEqual(SEEN_AND_NOT_DONE);
    expect(mirrored).toHaveLength(2);

    const applied = await talk.ask("writer", "/tickmark apply");

    expect(applied.reactions).toEqual(SEEN_AND_DONE);
    expect(applied.replies[0]).toMatch(/Created 3 issues, committed [0-9a-f]{7}\./);
    expect((await product.file(NAME)).toString()).toMatch(/- \[ \] Third \[#\d+\]/);
  });

  test("where the config is wrong, the answer says what is wrong", async () => {
    await product.push(CONFIG, "limits: { crate: 2 }\n");
    for (const command of ["plan", "sync", "status"]) {
      const { replies } = await talk.ask("writer", `/tickmark ${command}`);

      expect(replies).toEqual([expect.stringContaining(`${CONFIG}:1:11 error Unexpected key \`crate\``)]);
    }
    expect((await talk.ask("writer", "/tickmark help")).reactions).toEqual(SEEN_AND_DONE);
    await product.push(CONFIG, WITHOUT_PHASES);
  });

  test("nothing that was asked or answered contradicts GitHub's descriptions", async () => {
    expect(await product.control("GET", "violations")).toEqual([]);
  });
});

describe("the app dies while it answers", () => {
  let product: Product;
  let talk: Talk;
  beforeEach(async () => {
    writeFileSync(file, SOURCE);
    product = await startProduct([file], ["--no-app"]);
    talk = new Talk(product);
    await product.startApp();
    await product.idle();
  });
  afterEach(() => product.stop());

  async function fail(operation: string): Promise<void> {
    await product.control("POST", "faults", { kind: "status", count: 1_000, match: { operation } });
  }

  test("between what it did and the answer: the next start answers, and does it no second time", async () => {
    const text = (await product.file(NAME)).toString();
    await product.push(CONFIG, `limits: { create: 0 }\n${WITHOUT_PHASES}`);
    await product.push(NAME, `${text}- [ ] One more\n`);
    await product.idle();
    await fail("issues/create-comment");
    const id = await talk.say("writer", "/tickmark apply");
    await until(async () => (await product.file(NAME)).includes("One more [#"), "the plan is applied");
    await product.killApp();
    await product.control("DELETE", "faults");
    const commits = await product.botCommits();

    await product.startApp();
    await product.idle();

    expect(await talk.repliesTo(id)).toHaveLength(1);
    expect(await talk.reactions(id)).toEqual(SEEN_AND_DONE);
    expect(await product.botCommits()).toEqual(commits);
  });

  test("between the answer and the reaction: the next start adds the reaction, and keeps the answer", async () => {
    await product.killApp();
    await product.startApp({ TICKMARK_QUIET_MS: "1500" });
    await product.idle();
    const id = await talk.say("writer", "/tickmark sync");
    await until(async () => (await talk.reactions(id)).length > 0, "the comment was seen");
    await fail("reactions/create-for-issue-comment");
    await until(async () => (await talk.repliesTo(id)).length > 0, "the comment was answered");
    await product.killApp();
    await product.control("DELETE", "faults");
    const replies = await talk.repliesTo(id);

    await product.startApp();
    await product.idle();

    expect(await talk.repliesTo(id)).toEqual(replies);
    expect(await talk.reactions(id)).toEqual(SEEN_AND_DONE);
  });

  test("while nobody listened: the comment is answered by the next start", async () => {
    await product.killApp();
    const id = await talk.say("writer", "/tickmark sync");

    await product.startApp();
    await product.idle();

    expect(await talk.repliesTo(id)).toHaveLength(1);
  });
});

afterAll(() => rmSync(folder, { recursive: true }));
