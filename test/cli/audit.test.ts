import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { LedgerEntry } from "../../src/core/model/signoff.js";
import { BILLING, entry, written } from "../signoff/examples.js";
import { runCli, runCliIn } from "./run-cli.js";

/** Signing takes a program that not every machine has. */
const canSign = spawnSync("ssh-keygen", ["-?"]).error === undefined;

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tickmark-audit-"));
  git("init", "-q", "-b", "main");
});
afterEach(() => rmSync(folder, { recursive: true }));

function git(...parameters: string[]): string {
  return execFileSync("git", parameters, { cwd: folder, encoding: "utf8", env: environment("nobody") });
}

function environment(author: string): NodeJS.ProcessEnv {
  const date = "2026-11-22T09:00:00Z";
  return {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: author,
    GIT_AUTHOR_EMAIL: "someone@example.com",
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: "GitHub",
    GIT_COMMITTER_EMAIL: "noreply@github.com",
    GIT_COMMITTER_DATE: date,
  };
}

/** Somebody commits the file with these entries in its ledger. */
function commit(author: string, entries: readonly LedgerEntry[], path = "billing.md"): void {
  writeFileSync(join(folder, path), written(BILLING, entries));
  execFileSync("git", ["add", "--all"], { cwd: folder });
  execFileSync("git", ["commit", "-q", "-m", "Sign"], { cwd: folder, env: environment(author) });
}

async function audit(...options: string[]) {
  const { status, stdout, stderr } = await runCliIn(folder, ["audit", ...options, "--json"]);
  const { events } = JSON.parse(stdout || '{"events":[]}') as { events: Record<string, unknown>[] };
  const lines = events.map(({ what, by, commit: made, byApp }) => {
    const author = (made as { author: string } | null)?.author ?? "nobody yet";
    return `${String(what)} ${String(by)}, ${author}${byApp === true ? "" : " (!)"}`;
  });
  return { status, lines, stderr };
}

describe("tickmark audit", () => {
  test("no ledger: nothing, and all is well", async () => {
    commit("alice", []);

    expect(await audit()).toEqual({ status: 0, lines: [], stderr: "" });
  });

  test("lists who signed what, stale, signed again and withdrawn, by which commit", async () => {
    const bob = entry({ by: "bob", requirement: "security-assessment" });
    commit("alice", []);
    commit("tickmark[bot]", [entry(), bob]);
    commit("tickmark[bot]", [{ ...entry(), stale: true }, bob]);
    commit("tickmark[bot]", [entry({ at: "2026-11-25T00:00:00Z" }), bob]);
    commit("tickmark[bot]", [
      entry({ at: "2026-11-25T00:00:00Z" }),
      { ...bob, kind: "cancel", at: "2026-11-26T00:00:00Z" },
    ]);

    expect(await audit()).toEqual({
      status: 0,
      lines: [
        "recorded alice, tickmark[bot]",
        "recorded bob, tickmark[bot]",
        "stale alice, tickmark[bot]",
        "recorded alice, tickmark[bot]",
        "recorded bob, tickmark[bot]",
      ],
      stderr: "",
    });
  });

  test("is readable", async () => {
    commit("tickmark[bot]", [entry()]);
    const oid = git("rev-parse", "HEAD").slice(0, 10);
    const { stdout } = await runCliIn(folder, ["audit"]);

    expect(stdout).toBe(`billing.md
  code-review: signed by alice for phase-1 on pull request 12, 2026-11-21 10:03:27 UTC
    commit ${oid} by tickmark[bot], 2026-11-22T09:00:00Z, not verified: not with the address of an App, without the line Tickmark-Base, no signature

1 event in 1 file with a ledger, 1 not verified
`);
  });

  test("a commit in the name of the bot is not verified, and is none of the app's where that is asked for", async () => {
    commit("tickmark[bot]", [entry({ by: "mallory" })]);

    expect(await audit()).toMatchObject({ status: 0, lines: ["recorded mallory, tickmark[bot]"] });
    expect((await audit("--strict")).status).toBe(1);
  });

  test("a message or a name cannot pretend to be another commit", async () => {
    commit("mallory\u001E\u001Ftickmark[bot]\u001Fx", [entry()]);
    git("commit", "-q", "--amend", "-m", "x\u001E0123\u001Ftickmark[bot]\u001F1\u001Fbilling.md");

    expect(await audit()).toMatchObject({ status: 1, lines: [expect.stringContaining("(!)")] });
  });

  (canSign ? test : test.skip).each([
    ["of GitHub is verified", "noreply@github.com", 0, ", verified\n"],
    ["of anybody else is not", "mallory@example.com", 1, ", not verified: signed by somebody else\n"],
  ])("a commit in the name of the bot with the signature %s", async (_whose, signer, status, said) => {
    const key = join(folder, ".git", "key");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
    const allowed = join(folder, ".git", "allowed");
    writeFileSync(allowed, `${signer} ${readFileSync(`${key}.pub`, "utf8")}`);
    git("config", "gpg.format", "ssh");
    git("config", "gpg.ssh.allowedSignersFile", allowed);
    git("config", "user.signingkey", key);
    writeFileSync(join(folder, "billing.md"), written(BILLING, [entry()]));
    git("add", "--all");
    const email = "1+tickmark[bot]@users.noreply.github.com";
    execFileSync(
      "git",
      ["commit", "-q", "-S", "-m", "docs: sign\n\nTickmark-Base: none 2026-11-22T09:00:00Z"],
      {
        cwd: folder,
        env: { ...environment("tickmark[bot]"), GIT_AUTHOR_EMAIL: email },
      },
    );

    expect(await runCliIn(folder, ["audit", "--strict"])).toMatchObject({
      status,
      stdout: expect.stringContaining(said),
    });
  });

  test("what somebody else wrote, another bot too, is found out", async () => {
    commit("tickmark[bot]", [entry()]);
    commit("mallory", [entry(), entry({ by: "mallory" })]);
    commit("tickmark[bot]", [entry()]);

    expect(await audit()).toMatchObject({
      status: 1,
      lines: [
        "recorded alice, tickmark[bot]",
        "recorded mallory, mallory (!)",
        "removed mallory, tickmark[bot]",
      ],
    });
    expect((await audit("--app", "other")).lines[0]).toBe("recorded alice, tickmark[bot] (!)");
  });

  test("what is in the file and in no commit is found out", async () => {
    commit("tickmark[bot]", [entry()]);
    writeFileSync(join(folder, "billing.md"), written(BILLING, [entry(), entry({ by: "mallory" })]));

    expect(await audit()).toMatchObject({
      status: 1,
      lines: ["recorded alice, tickmark[bot]", "recorded mallory, nobody yet (!)"],
    });
  });

  test("the history goes on before the file was renamed", async () => {
    commit("tickmark[bot]", [entry()], "old name.md");
    git("mv", "old name.md", "bílling.md");
    execFileSync("git", ["commit", "-q", "-m", "Move"], { cwd: folder, env: environment("alice") });

    expect(await audit("bílling.md")).toMatchObject({ status: 0, lines: ["recorded alice, tickmark[bot]"] });
  });

  test("outside of a repository: a sentence and exit 2", async () => {
    const files = { "a.md": written(BILLING, [entry()]) };
    const { status, stderr } = await runCli(["audit", "a.md"], { files });

    expect(status).toBe(2);
    expect(stderr).toMatch(/^tickmark: git cannot tell the history in .*not a git repository/);
  });
});
