import { hostname } from "node:os";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { RetryError } from "../errors.js";
import type { LeasePort } from "../sync/lease.js";
import type { GitHubClient } from "./client.js";
import { statusOf } from "./client.js";
import type { RepositoryAddress } from "./repository-address.js";

const Holder = z.object({ host: z.string(), pid: z.number(), life: z.string() });

/** A process. The life tells it from a former one that had the same number on the same host, as in a container. */
export type LeaseHolder = z.infer<typeof Holder>;

const SELF: LeaseHolder = { host: hostname(), pid: process.pid, life: randomUUID() };

/** Longer than any sync may create issues without a pause; a holder on another host that is still there then is gone. */
const STALE_MS = 10 * 60_000;
const RETRY_MS = 3_000;

/**
 * A lease is a ref that only one can make: `POST git/refs` refuses one that exists. It points to a tag that says
 * who holds it, so that what a dead process left behind is taken over.
 *
 * https://docs.github.com/en/rest/git/refs#create-a-reference
 */
export class LeaseStore implements LeasePort {
  readonly #client: GitHubClient;
  readonly #repository: { readonly owner: string; readonly repo: string };
  readonly #self: LeaseHolder;
  /** The tag that names this process. */
  #tag: string | undefined;
  /** The tag of another holder, and when it was first seen. */
  #other: { readonly sha: string; readonly since: number } | undefined;

  constructor(client: GitHubClient, { owner, name }: RepositoryAddress, self = SELF) {
    this.#client = client;
    this.#self = self;
    this.#repository = { owner, repo: name };
  }

  async acquire(branch: string, commit: string): Promise<void> {
    this.#tag ??= await this.#makeTag(commit);
    if (await this.#make(branch, this.#tag)) return;
    const state = await this.#stateOf(branch);
    // What is free by now may be somebody else's in a moment: only what was left behind is taken away.
    if (state === "left behind") await this.release(branch);
    if (state !== "held" && (await this.#make(branch, this.#tag))) return;
    throw new RetryError("Another process is creating issues in this repository", { afterMs: RETRY_MS });
  }

  async release(branch: string): Promise<void> {
    try {
      await this.#client.write("give back the lease", () =>
        this.#client.octokit.rest.git.deleteRef({ ...this.#repository, ref: leaseRef(branch) }),
      );
    } catch (error) {
      // 422: somebody took it over, or gave it back, already.
      if (statusOf(error) !== 422 && statusOf(error) !== 404) throw error;
    }
  }

  async #makeTag(commit: string): Promise<string> {
    const { data } = await this.#client.write("name this process", () =>
      this.#client.octokit.rest.git.createTag({
        ...this.#repository,
        tag: "tickmark-lease",
        message: JSON.stringify(this.#self),
        object: commit,
        type: "commit",
      }),
    );
    return data.sha;
  }

  async #make(branch: string, sha: string): Promise<boolean> {
    try {
      await this.#client.write("take the lease", () =>
        this.#client.octokit.rest.git.createRef({
          ...this.#repository,
          ref: `refs/${leaseRef(branch)}`,
          sha,
        }),
      );
      return true;
    } catch (error) {
      if (statusOf(error) === 422) return false;
      throw error;
    }
  }

  /** Left behind: the holder is this process (an answer was lost), one that died on this host, or one not heard of for long. */
  async #stateOf(branch: string): Promise<"free" | "held" | "left behind"> {
    const { git } = this.#client.octokit.rest;
    const ref = await this.#client
      .read("read the lease", () => git.getRef({ ...this.#repository, ref: leaseRef(branch) }))
      .catch((error: unknown) => (statusOf(error) === 404 ? undefined : Promise.reject(error as Error)));
    if (!ref) return "free";
    const { sha } = ref.data.object;
    if (sha === this.#tag) return "left behind";
    if (this.#other?.sha !== sha) this.#other = { sha, since: Date.now() };
    if (Date.now() - this.#other.since > STALE_MS) return "left behind";
    const { data: tag } = await this.#client.read("read the lease's holder", () =>
      git.getTag({ ...this.#repository, tag_sha: sha }),
    );
    return isDead(tag.message, this.#self) ? "left behind" : "held";
  }
}

function leaseRef(branch: string): string {
  return `tickmark-lease/${branch}`;
}

function isDead(message: string, self: LeaseHolder): boolean {
  const holder = parseHolder(message);
  if (holder?.host !== self.host) return false;
  if (holder.pid === self.pid) return holder.life !== self.life;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

function parseHolder(message: string): LeaseHolder | undefined {
  try {
    return Holder.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
