import { TerminalError } from "../errors.js";
import type { CheckContent, CheckPort, OwnCheck } from "../signoff/ports.js";
import type { GitHubClient } from "./client.js";
import { statusOf } from "./client.js";
import type { RepositoryAddress } from "./repository-address.js";

const GREEN: ReadonlySet<string | null> = new Set(["success", "neutral", "skipped"]);

/**
 * Check runs by REST. GitHub lets only the App that made a run change it.
 *
 * https://docs.github.com/en/rest/checks/runs
 */
export function repositoryChecks(
  client: GitHubClient,
  { owner, name }: RepositoryAddress,
  appId: number,
): CheckPort {
  const repository = { owner, repo: name };
  const { octokit } = client;
  const { checks, repos } = octokit.rest;

  async function own(head: string): Promise<readonly OwnCheck[] | undefined> {
    const runs = await client
      .read("read our check runs", () =>
        octokit.paginate(checks.listForRef, {
          ...repository,
          ref: head,
          app_id: appId,
          filter: "all",
          per_page: 100,
        }),
      )
      .catch((error: unknown) => {
        if (statusOf(error) === 403) return undefined;
        throw error;
      });
    return runs
      ?.filter(({ app }) => app?.id === appId)
      .map(({ id, name: title, external_id: place, conclusion, output }) => ({
        id,
        pull: pullOf(place),
        name: title,
        conclusion: conclusion ?? undefined,
        title: output.title ?? "",
        summary: output.summary ?? "",
        text: output.text ?? "",
      }))
      .sort((a, b) => a.id - b.id);
  }

  /** Skipped checks alone prove nothing, and neither does a commit that nothing was run on. */
  async function others(head: string): ReturnType<CheckPort["others"]> {
    const runs = await client
      .read("read the checks", () =>
        octokit.paginate(checks.listForRef, { ...repository, ref: head, filter: "latest", per_page: 100 }),
      )
      .catch(needing("Checks: write"));
    const { data: combined } = await client
      .read("read the statuses", () =>
        repos.getCombinedStatusForRef({ ...repository, ref: head, per_page: 100 }),
      )
      .catch(needing("Commit statuses: read"));
    const foreign = runs.filter(({ app }) => app?.id !== appId);
    const hasStatus = combined.total_count > 0;
    const isRed =
      foreign.some(({ status, conclusion }) => status === "completed" && !GREEN.has(conclusion)) ||
      (hasStatus && combined.state === "failure");
    if (isRed) return "red";
    const isPending =
      foreign.some(({ status }) => status !== "completed") || (hasStatus && combined.state === "pending");
    if (isPending) return "pending";
    return hasStatus || foreign.some(({ conclusion }) => conclusion === "success") ? "green" : "none";
  }

  async function create(head: string, content: CheckContent): Promise<void> {
    await client
      .write("create a check run", () =>
        checks.create({ ...repository, head_sha: head, ...toFields(content) }),
      )
      .catch(needing("Checks: write"));
  }

  async function update(id: number, content: CheckContent): Promise<void> {
    await client
      .write("update a check run", () =>
        checks.update({ ...repository, check_run_id: id, ...toFields(content) }),
      )
      .catch(needing("Checks: write"));
  }

  return { own, others, create, update };
}

/** For whoever can change it: an owner of the installation has to accept what the App asks for. */
function needing(permission: string): (error: unknown) => never {
  return (error) => {
    if (statusOf(error) !== 403) throw error;
    throw new TerminalError(`the app needs the permission “${permission}” in this repository`, {
      cause: error,
    });
  };
}

const PLACE = /^pull (\d+)$/;

/** The pull request that one of our check runs is about, by its `external_id`. */
function pullOf(place: string | null): number | undefined {
  const number = PLACE.exec(place ?? "")?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Completed also while something is missing: a check that is under way would seem to end by itself. */
function toFields({ pull, name, conclusion, title, summary, text }: CheckContent) {
  return {
    name,
    external_id: `pull ${pull}`,
    status: "completed" as const,
    conclusion,
    output: { title, summary, text },
  };
}
