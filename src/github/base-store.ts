import { z } from "zod";
import { OvertakenError } from "../errors.js";
import type { BasePort, BaseRecord, BranchOf, FormerBases } from "../sync/ports.js";
import type { GitHubClient } from "./client.js";
import { statusOf } from "./client.js";
import { branchName, moveRef, NOWHERE, readRef, refName } from "./move-ref.js";
import type { RepositoryAddress } from "./repository-address.js";

const Phase = z.object({
  issue: z.number().int().nullable().optional(),
  milestone: z.number().int().nullable().optional(),
});

const Message = z.object({
  /** Node id: refs are copied along when a repository is mirrored, and numbers mean something else there. */
  repository: z.string().optional(),
  since: z.iso.datetime(),
  included: z.record(z.string(), z.string()).default({}),
  dashboard: z.number().int().optional(),
  unsettled: z.array(z.number().int()).optional(),
  count: z.object({ total: z.number().int(), newest: z.number().int() }).optional(),
  latest: z
    .array(z.object({ number: z.number().int(), updatedAt: z.string(), fingerprint: z.string() }))
    .optional(),
  phases: z.record(z.string(), z.record(z.string(), Phase)).optional(),
  board: z
    .object({
      id: z.string(),
      commit: z.string(),
      since: z.string(),
      columns: z.record(z.string(), z.string()),
      away: z.array(z.number().int()),
    })
    .optional()
    // One that an earlier version wrote otherwise: board and files meet as for the first time.
    .catch(undefined),
  proposal: z
    .object({
      number: z.number().int(),
      url: z.string(),
      why: z.string(),
      head: z.string(),
      declined: z.boolean(),
    })
    .optional(),
});

/** A default branch has seldom had more names than that. */
const MOST_BRANCHES = 10;

const REFS = "refs/tickmark/";

/**
 * The app's memory in the repository: `refs/tickmark/<branch>`, slashes as `%2F`, an annotated tag of the base's commit whose
 * message is JSON. Read by REST: whether GraphQL answers refs outside of heads and tags is not documented.
 */
export function baseStore(client: GitHubClient, { owner, name }: RepositoryAddress): BasePort {
  const repository = { owner, repo: name };
  const octokit = client.octokit.rest;
  const { git } = octokit;
  /** What the ref pointed to when it was read, whatever that was. */
  let present: string | undefined;

  async function read({ repositoryId, branch }: BranchOf): Promise<BaseRecord | undefined> {
    const ref = await readRef(client, "read the base's ref", { owner, name }, `tickmark/${refName(branch)}`);
    present = ref.sha;
    return readTag(ref, repositoryId);
  }

  async function readTag(
    { type, sha }: { readonly type: string; readonly sha: string },
    repositoryId: string,
  ): Promise<BaseRecord | undefined> {
    if (type !== "tag") return undefined;
    const { data: tag } = await client.read("read the base", () =>
      git.getTag({ ...repository, tag_sha: sha }),
    );
    const message = parseMessage(tag.message);
    if (!message) return undefined;
    const { repository: origin = repositoryId, ...remembered } = message;
    const record = { dashboard: undefined, ...remembered, commit: tag.object.sha, tag: sha };
    return origin === repositoryId ? record : undefined;
  }

  async function readFormer({ repositoryId, branch }: BranchOf, oid: string): Promise<FormerBases> {
    const { data: refs } = await client.read("list the bases", () =>
      git.listMatchingRefs({ ...repository, ref: "tickmark/" }),
    );
    const others = refs.filter(({ ref }) => ref !== `${REFS}${refName(branch)}`).slice(0, MOST_BRANCHES);
    const read = await Promise.all(
      others.map(async ({ ref, object }) => ({
        name: branchName(ref.slice(REFS.length)),
        base: await readTag(object, repositoryId),
      })),
    );
    const proposed = read.flatMap(({ name, base }) => (base?.proposal ? [name] : []));
    const latest = read
      .flatMap(({ base }) => base ?? [])
      .sort((a, b) => Date.parse(b.since) - Date.parse(a.since));
    for (const base of latest) {
      // What waits in a pull request is in no history, but the commit that it was made on is.
      if (await isBefore(base.proposal?.head ?? base.commit, oid))
        return { base: { ...base, tag: undefined }, proposed };
    }
    return { base: undefined, proposed };
  }

  /** Whether a commit is in the history of another, or is the same. */
  async function isBefore(commit: string, oid: string): Promise<boolean> {
    const compared = await client
      .read("compare two commits", () =>
        octokit.repos.compareCommitsWithBasehead({
          ...repository,
          basehead: `${commit}...${oid}`,
          per_page: 1,
        }),
      )
      .catch(absent);
    return compared?.data.status === "ahead" || compared?.data.status === "identical";
  }

  async function write(
    { repositoryId, branch }: BranchOf,
    { commit, tag: former, ...remembered }: BaseRecord,
  ): Promise<string> {
    const { data: tag } = await client.write("write the base", () =>
      git.createTag({
        ...repository,
        tag: `tickmark/${branch}`,
        message: JSON.stringify({ repository: repositoryId, ...remembered }),
        object: commit,
        type: "commit",
      }),
    );
    const move = {
      repositoryId,
      ref: `tickmark/${refName(branch)}`,
      before: former ?? present ?? NOWHERE,
      after: tag.sha,
    };
    if (!(await moveRef(client, "move the base's ref", { owner, name }, move)))
      throw new OvertakenError("Another process has recorded another base");
    return tag.sha;
  }

  return { read, readFormer, write };
}

function absent(error: unknown): undefined {
  if (statusOf(error) !== 404) throw error;
}

/** A ref that somebody pointed elsewhere is as good as none: it costs memory, never anybody's work. */
function parseMessage(text: string): z.infer<typeof Message> | undefined {
  try {
    return Message.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
