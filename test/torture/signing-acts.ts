import { Refused } from "./github-user.js";
import type { Repository } from "./repository.js";
import type { SigningCommand } from "./script.js";
import type { SigningPull } from "./signing.js";

const SIGNERS = ["lead", "security", "maintainer"] as const;
const PHASES = ["phase-1", "phase-1", "phase-2"] as const;
const REQUIREMENTS = ["", " review", " security"] as const;

/** What people do on their own pull requests. Who signs them is somebody else than the writer, whose work it is. */
export async function signOff(repository: Repository, { act, at, to }: SigningCommand): Promise<string> {
  const { signing } = repository;
  if (!signing) return "nobody signs anything";
  repository.acts += 1;
  const open = signing.pulls.filter(({ isMerged }) => !isMerged);
  const pulls = open.length > 0 && at % 4 > 0 ? open : signing.pulls;
  const pull = pulls[Math.floor(at / 4) % Math.max(pulls.length, 1)];
  if (act === "open" || !pull) return openPull(repository);
  return act === "commit" || act === "close" || act === "merge"
    ? change(repository, pull, act)
    : say(repository, pull, wordsOf(act, to), SIGNERS[to % SIGNERS.length] ?? "lead");
}

function wordsOf(act: "sign" | "waive" | "take back", to: number): string {
  const phase = PHASES[to % PHASES.length] ?? "";
  const requirement = REQUIREMENTS[Math.floor(to / 3) % REQUIREMENTS.length] ?? "";
  switch (act) {
    case "sign":
      return `/signoff ${phase}${requirement}`;
    case "waive":
      return `/waive ${phase}${requirement} "not now"`;
    case "take back":
      return `/signoff ${phase}${requirement} cancel`;
  }
}

async function openPull({ user, signing }: Repository): Promise<string> {
  const branch = `work-${(signing?.pulls.length ?? 0) + 1}`;
  const { oid } = await user.head();
  await user.inRepository("POST", "/git/refs", { ref: `refs/heads/${branch}`, sha: oid });
  await commit(user, branch);
  const body = { title: `Work on ${branch}`, head: branch, base: "main" };
  const { number } = (await user.inRepository("POST", "/pulls", body)) as { number: number };
  signing?.pulls.push({ number, branch, commits: 1, isMerged: false });
  return `open the pull request #${number} from ${branch}`;
}

async function commit(user: Repository["user"], branch: string, times = 1): Promise<void> {
  await user.inRepository("PUT", `/contents/${branch}-${times}.md`, {
    message: "feat: work",
    content: Buffer.from("Work.\n").toString("base64"),
    branch,
  });
}

async function change(
  { user }: Repository,
  pull: SigningPull,
  act: "commit" | "close" | "merge",
): Promise<string> {
  const path = `/pulls/${pull.number}`;
  if (act === "commit") {
    if (pull.isMerged) throw new Refused("it is merged already");
    await commit(user, pull.branch, pull.commits + 1);
    pull.commits += 1;
  } else if (act === "close") {
    await user.inRepository("PATCH", path, { state: "closed" });
  } else {
    await user.inRepository("PUT", `${path}/merge`, {}, "owner");
    pull.isMerged = true;
  }
  return `${act} the pull request #${pull.number}`;
}

async function say(
  { user, signing }: Repository,
  { number, commits }: SigningPull,
  words: string,
  by: string,
): Promise<string> {
  const path = `/issues/${number}/comments`;
  const comment = (await user.inRepository("POST", path, { body: words }, by)) as {
    readonly id: number;
    readonly created_at: string;
  };
  signing?.comments.push({ id: comment.id, at: comment.created_at, by, words, pull: number, commits });
  return `${by} says on #${number}: ${words}`;
}
