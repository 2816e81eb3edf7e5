import { hostname } from "node:os";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { RetryError } from "../errors.js";
import type { LeasedHead, LeasePort } from "../sync/lease.js";
import type { GitHubClient } from "./client.js";
import { statusOf } from "./client.js";
import { moveRef, NOWHERE, readRef, refName } from "./move-ref.js";
import type { RepositoryAddress } from "./repository-address.js";

const Holder = z.object({ host: z.string(), pid: z.number() });

/** A process. */
export interface LeaseHolder extends z.infer<typeof Holder> {
  /** Tags of all the leases that it has: a repository that was renamed is asked for by two names at once. */
  readonly held: Set<string>;
}

/** This process. */
export function thisProcess(): LeaseHolder {
  return { host: hostname(), pid: process.pid, held: new Set() };
}

/** Longer than any sync may create issues without a pause; a holder on another host that is still there then is gone. */
const STALE_MS = 10 * 60_000;
const RETRY_MS = 3_000;

/**
 * A lease is a ref that only one can make: `POST git/refs` refuses one that exists. It points to a tag that says
 * who holds it, so that what a dead process left behind is taken over, by a compare-and-set: of all who find it,
 * one gets it. Every taking has a tag of its own, or a holder that was seen twice would look like one that never
 * gave it back.
 *
 * https://docs.github.com/en/rest/git/refs#create-a-reference
 */
export class LeaseStore implements LeasePort {
  readonly #client: GitHubClient;
  readonly #address: RepositoryAddress;
  readonly #repository: { readonly owner: string; readonly repo: string };
  readonly #self: LeaseHolder;
  readonly #folder: string;
  /** The tag that the ref points to while this process has the lease. */
  #held: string | undefined;
  /** The tag of another holder, and when it was first seen. */
  #other: { readonly sha: string; readonly since: number } | undefined;

  /** `folder`: of the refs, below `refs/`. */
  constructor(
    client: GitHubClient,
    address: RepositoryAddress,
    self: LeaseHolder,
    folder = "tickmark-lease",
  ) {
    this.#client = client;
    this.#self = self;
    this.#folder = folder;
    this.#address = address;
    this.#repository = { owner: address.owner, repo: address.name };
  }

  async acquire(head: LeasedHead): Promise<void> {
    if (!(await this.tryToAcquire(head)))
      throw new RetryError("Another process is creating issues in this repository", { afterMs: RETRY_MS });
  }

  /** Answers false while another process holds it. */
  async tryToAcquire(head: LeasedHead): Promise<boolean> {
    const tag = await this.#makeTag(head.oid);
    if (!(await this.#make(head.branch, tag)) && !(await this.#takeOver(head, tag))) return false;
    this.#held = tag;
    this.#self.held.add(tag);
    return true;
  }

  /** What somebody took over meanwhile stays theirs. */
  async release(head: LeasedHead): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined) return;
    this.#self.held.delete(held);
    await this.#move("give back the lease", head, held, NOWHERE);
  }

  async #makeTag(commit: string): Promise<string> {
    const { host, pid } = this.#self;
    const { data } = await this.#client.write("name this process", () =>
      this.#client.octokit.rest.git.createTag({
        ...this.#repository,
        tag: "tickmark-lease",
        message: JSON.stringify({ host, pid, taking: randomUUID() }),
        object: commit,
        type: "commit",
      }),
    );
    return data.sha;
  }

  #ref(branch: string): string {
    return `${this.#folder}/${refName(branch)}`;
  }

  async #make(branch: string, sha: string): Promise<boolean> {
    try {
      await this.#client.write("take the lease", () =>
        this.#client.octokit.rest.git.createRef({
          ...this.#repository,
          ref: `refs/${this.#ref(branch)}`,
          sha,
        }),
      );
      return true;
    } catch (error) {
      if (statusOf(error) === 422) return false;
      throw error;
    }
  }

  async #takeOver(head: LeasedHead, tag: string): Promise<boolean> {
    const present = await this.#read(head.branch);
    if (present !== NOWHERE && (await this.#isHeld(present))) return false;
    return this.#move("take over the lease", head, present, tag);
  }

  async #read(branch: string): Promise<string> {
    return (await readRef(this.#client, "read the lease", this.#address, this.#ref(branch))).sha;
  }

  /** Not by this process (an answer was lost), nor by one that died on this host or was not heard of for long. */
  async #isHeld(sha: string): Promise<boolean> {
    if (this.#self.held.has(sha)) return true;
    // Not the time of day: a clock that is set would make a holder old.
    const now = performance.now();
    if (this.#other?.sha !== sha) this.#other = { sha, since: now };
    if (now - this.#other.since > STALE_MS) return false;
    const { data: tag } = await this.#client.read("read the lease's holder", () =>
      this.#client.octokit.rest.git.getTag({ ...this.#repository, tag_sha: sha }),
    );
    return isAlive(tag.message, this.#self);
  }

  #move(what: string, { repositoryId, branch }: LeasedHead, before: string, after: string): Promise<boolean> {
    const move = { repositoryId, ref: this.#ref(branch), before, after };
    return moveRef(this.#client, what, this.#address, move);
  }
}

/**
 * One of another host may be. What has this process's number is a former one, as in a container, or itself before an
 * answer was lost.
 */
function isAlive(message: string, self: LeaseHolder): boolean {
  const holder = parseHolder(message);
  if (holder?.host !== self.host) return true;
  if (holder.pid === self.pid) return false;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

function parseHolder(message: string): z.infer<typeof Holder> | undefined {
  try {
    return Holder.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
