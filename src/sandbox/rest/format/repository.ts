import type { Actor } from "../../world/access.js";
import { hasRole, isAllowed, NEEDS } from "../../world/access.js";
import type { Repository } from "../../world/model.js";
import { nodeId } from "../../world/node-ids.js";
import type { World } from "../../world/world.js";
import { fullName } from "../../world/world.js";
import { formatAccount } from "./account.js";
import { repositoryApiUrl, repositoryUrl } from "./links.js";
import type { Schema } from "./schemas.js";

/** A repository as lists and webhooks carry it. */
export function formatRepository(world: World, repository: Repository) {
  const html = repositoryUrl(world, repository);
  const openIssues = countOpen(repository);
  return {
    ...formatNames(world, repository),
    ...formatLinks(repositoryApiUrl(world, repository)),
    git_url: html.replace(/^http/, "git"),
    ssh_url: `git@127.0.0.1:${fullName(repository)}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    homepage: null,
    mirror_url: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: repository.hasIssues,
    has_projects: true,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    has_pull_requests: true,
    pull_request_creation_policy: "all" as const,
    forks_count: 0,
    archived: repository.archived,
    disabled: false,
    open_issues_count: openIssues,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? ("private" as const) : ("public" as const),
    forks: 0,
    open_issues: openIssues,
    watchers: 0,
    default_branch: repository.defaultBranch,
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt,
  } satisfies Schema<"repository">;
}

/** Asked for with every webhook: no copy of a list that may hold thousands. */
function countOpen(repository: Repository): number {
  let count = 0;
  for (const issue of repository.issues.values()) if (issue.state === "open") count += 1;
  return count;
}

function formatNames(world: World, repository: Repository) {
  return {
    id: repository.id,
    node_id: nodeId(repository),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: formatAccount(world, repository.owner),
    html_url: repositoryUrl(world, repository),
    description: repository.description,
    fork: false,
    url: repositoryApiUrl(world, repository),
  };
}

/** As `GET /repos/{owner}/{repo}` answers, with what the asker may do. */
export function formatFullRepository(
  world: World,
  repository: Repository,
  actor: Actor,
): Schema<"full-repository"> {
  const isAdmin = isAllowed(actor, repository, NEEDS.administer);
  return {
    ...formatRepository(world, repository),
    license: null,
    ...(repository.owner.kind === "Organization"
      ? { organization: formatAccount(world, repository.owner) }
      : {}),
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: true,
    allow_auto_merge: repository.allowAutoMerge,
    delete_branch_on_merge: false,
    network_count: 0,
    subscribers_count: 0,
    permissions: {
      admin: isAdmin,
      maintain: actor.kind === "user" && hasRole(actor.account, repository, "maintain"),
      push: isAllowed(actor, repository, NEEDS.writeContents),
      triage: isAllowed(actor, repository, NEEDS.triageIssues),
      pull: isAllowed(actor, repository, NEEDS.readContents),
    },
  };
}

const LINK_PATHS = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
} as const;

type Links = { -readonly [Name in keyof typeof LINK_PATHS]: string };

const knownLinks = new Map<string, Links>();

/** Thirty-odd texts that every webhook repeats: made once per repository. */
function formatLinks(api: string): Links {
  const known = knownLinks.get(api);
  if (known !== undefined) return known;
  const links = Object.fromEntries(
    Object.entries(LINK_PATHS).map(([name, path]) => [name, api + path]),
  ) as Links;
  knownLinks.set(api, links);
  return links;
}
