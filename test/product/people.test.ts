import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startProduct } from "../support/product.js";
import type { Product } from "../support/product.js";

const NAME = "checklists/launch.md";
const PLACE = { owner: "acme", repo: "app" };
const folder = mkdtempSync(path.join(tmpdir(), "tickmark-"));
const file = path.join(folder, "launch.md");
const TASKS = ["Announce", "Rotate the keys", "Translate", "Print", "Celebrate"];

let product: Product;
beforeAll(async () => {
  writeFileSync(file, `# Launch\n\n${TASKS.map((task) => `- [ ] ${task}\n`).join("")}`);
  product = await startProduct([file]);
});
afterAll(async () => {
  expect(await product.control("GET", "violations")).toEqual([]);
  await product.stop();
  rmSync(folder, { recursive: true });
});

const owner = () => product.as("owner").rest;
const text = async (): Promise<string> => (await product.file(NAME)).toString();
const issueNumber = async (title: string): Promise<number> =>
  (await product.issues()).find((issue) => issue.title === title)?.number ?? 0;

async function edit(from: string | RegExp, to: string): Promise<void> {
  const before = await text();
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await product.push(NAME, after);
  await product.idle();
}

describe("what people set on an issue", () => {
  test("pain 13, pain 29: stays as they left it, whatever happens to its task", async () => {
    const number = await issueNumber("Announce");
    const issue = { ...PLACE, issue_number: number };
    await owner().issues.removeLabel({ ...issue, name: "checklist" });
    await owner().issues.addLabels({ ...issue, labels: ["marketing"] });
    const { data: milestone } = await owner().issues.createMilestone({ ...PLACE, title: "Spring" });
    await owner().issues.update({ ...issue, milestone: milestone.number, assignees: ["writer"] });
    await product.idle();

    await edit("- [ ] Announce", "- [ ] Announce it everywhere");
    await edit(/- \[ \] Announce it everywhere.*\n/, "");
    await product.push(
      NAME,
      `${await text()}\n## Later\n\n- [ ] Announce it everywhere [#${number}](${product.github}/acme/app/issues/${number})\n`,
    );
    await product.idle();

    const { data } = await owner().issues.get(issue);
    expect(data).toMatchObject({ state: "open", title: "Announce it everywhere" });
    expect(data.labels.map((label) => (typeof label === "string" ? label : label.name))).toEqual([
      "marketing",
    ]);
    expect(data.milestone?.title).toBe("Spring");
    expect(data.assignees?.map(({ login }) => login)).toEqual(["writer"]);
  });

  test("whom they put in the place of the owner comes into the file by one commit, and nothing moves after", async () => {
    await edit("- [ ] Print", "- [ ] Print @triager");
    const number = await issueNumber("Print @triager");
    const issue = { ...PLACE, issue_number: number };
    expect((await owner().issues.get(issue)).data.assignees?.map(({ login }) => login)).toEqual(["triager"]);
    const log = await product.requestsDuring(() =>
      owner().issues.update({ ...issue, assignees: ["writer"] }),
    );

    expect(await text()).toContain(
      `- [ ] Print @writer [#${number}](${product.github}/acme/app/issues/${number})\n`,
    );
    expect((await owner().issues.get(issue)).data).toMatchObject({ title: "Print @writer" });
    expect(log.requests.filter(({ operation }) => operation === "CommitFiles")).toHaveLength(1);
    await edit("- [ ] Print @writer", "- [ ] Print");
    expect((await owner().issues.get(issue)).data.assignees).toEqual([]);
  });

  test("pain 32: a label that is renamed on GitHub is renamed on the issues, and not put back there", async () => {
    await owner().issues.updateLabel({ ...PLACE, name: "checklist", new_name: "tracked" });
    await product.idle();
    await edit("- [ ] Translate", "- [ ] Translate all");

    const labels = (await product.issues()).map((issue) => issue.labels);
    expect(new Set(labels.flat())).toEqual(new Set(["marketing", "tracked"]));
  });

  test("closed as a duplicate, its task is struck through", async () => {
    const number = await issueNumber("Print");
    await product.as("owner").request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
      ...PLACE,
      issue_number: number,
      state: "closed",
      state_reason: "duplicate",
    });
    await product.idle();

    expect(await text()).toContain(`- [ ] ~~Print~~ [#${number}]`);
  });

  test("locked, it takes no word, and the rest is done all the same", async () => {
    const [locked, other] = [await issueNumber("Translate all"), await issueNumber("Celebrate")];
    await owner().issues.lock({ ...PLACE, issue_number: locked });
    await edit(/- \[ \] Translate all.*\n- \[ \] ~~Print~~.*\n/, "");
    await product.setState(other, "closed");
    await product.idle();

    const issues = await product.issues();
    const stateOf = (number: number) => issues.find((issue) => issue.number === number)?.stateReason;
    expect([stateOf(locked), stateOf(other)]).toEqual(["not_planned", "completed"]);
    expect(await text()).toContain("- [x] Celebrate");
  });

  test("pain 84: transferred and back, it is still its task's, and there is no other", async () => {
    const number = await issueNumber("Rotate the keys");
    await owner().repos.createInOrg({ org: "acme", name: "elsewhere" });
    const id = async (repo: string): Promise<string> =>
      (await owner().repos.get({ owner: "acme", repo })).data.node_id;
    const move = async (repo: string, at: number, to: string): Promise<number> => {
      const { data } = await owner().issues.get({ owner: "acme", repo, issue_number: at });
      const answer = await product
        .as("owner")
        .graphql<{ transferIssue: { issue: { number: number } } }>(
          "mutation ($id: ID!, $to: ID!) { transferIssue(input: { issueId: $id, repositoryId: $to }) { issue { number } } }",
          { id: data.node_id, to: await id(to) },
        );
      await product.idle();
      return answer.transferIssue.issue.number;
    };
    const away = await move("app", number, "elsewhere");
    expect(await text()).toContain(
      `- [ ] Rotate the keys [#${away}](${product.github}/acme/elsewhere/issues/${away})`,
    );
    const back = await move("elsewhere", away, "app");
    await edit("## Later", "## Much later");

    expect(await text()).toContain(
      `- [ ] Rotate the keys [#${back}](${product.github}/acme/app/issues/${back})`,
    );
    const same = (await product.issues()).filter(({ title }) => title === "Rotate the keys");
    expect(same.map((issue) => [issue.number, issue.state])).toEqual([[back, "open"]]);
  });
});

describe("branches and pull requests of people", () => {
  async function branch(name: string, line: string): Promise<number> {
    const { data: main } = await owner().git.getRef({ ...PLACE, ref: "heads/main" });
    await owner().git.createRef({ ...PLACE, ref: `refs/heads/${name}`, sha: main.object.sha });
    const { data } = await owner().repos.getContent({ ...PLACE, path: NAME, ref: name });
    if (Array.isArray(data) || data.type !== "file") throw new Error("no file");
    const before = Buffer.from(data.content, "base64").toString();
    await product.as("writer").rest.repos.createOrUpdateFileContents({
      ...PLACE,
      path: NAME,
      branch: name,
      message: `docs: ${name}`,
      sha: data.sha,
      content: Buffer.from(before.replace("# Launch\n\n", `# Launch\n\n${line}`)).toString("base64"),
    });
    const pull = await product
      .as("writer")
      .rest.pulls.create({ ...PLACE, head: name, base: "main", title: name });
    return pull.data.number;
  }

  test("pain 10, pain 12: a task gets its issue when it is merged, and one, wherever it was written before", async () => {
    const before = await product.issues();
    const first = await branch("first", "- [ ] Invite the press\n");
    const second = await branch("second", "- [ ] Invite the press\n");
    await product.idle();
    const meanwhile = await product.issues();
    await owner().pulls.merge({ ...PLACE, pull_number: first });
    await product.idle();
    const { data: conflict } = await owner().pulls.get({ ...PLACE, pull_number: second });

    expect(meanwhile.filter(({ author }) => author === "tickmark[bot]")).toHaveLength(
      before.filter(({ author }) => author === "tickmark[bot]").length,
    );
    const made = (await product.issues()).filter(({ title }) => title === "Invite the press");
    // The second cannot be merged as it is: the line that it adds is not the one that is there.
    expect(conflict.mergeable).toBe(false);
    expect(made).toHaveLength(1);
  });

  test("pain 41: their commits and approvals are left alone", async () => {
    const number = await branch("third", "- [ ] Book the room\n");
    await owner().pulls.createReview({ ...PLACE, pull_number: number, event: "APPROVE" });
    const { data: before } = await owner().pulls.get({ ...PLACE, pull_number: number });
    await product.setState(await issueNumber("Invite the press"), "closed");
    await product.idle();
    const { data: after } = await owner().pulls.get({ ...PLACE, pull_number: number });
    const { data: reviews } = await owner().pulls.listReviews({ ...PLACE, pull_number: number });

    expect(after.head.sha).toBe(before.head.sha);
    expect(reviews.map(({ state }) => state)).toEqual(["APPROVED"]);
    expect(await text()).toContain("- [x] Invite the press");
  });
});
