import type { Issue, Repository } from "../../world/model.js";
import type { World } from "../../world/world.js";
import { fullName } from "../../world/world.js";

/** Answers name the Enterprise-style root `/api/v3`, whichever root was asked. */
export function apiUrl(world: World, path: string): string {
  return `${world.baseUrl}/api/v3${path}`;
}

export function repositoryApiUrl(world: World, repository: Repository): string {
  return apiUrl(world, `/repos/${fullName(repository)}`);
}

export function repositoryUrl(world: World, repository: Repository): string {
  return `${world.baseUrl}/${fullName(repository)}`;
}

export function issueApiUrl(world: World, issue: Issue): string {
  return `${repositoryApiUrl(world, issue.repository)}/issues/${issue.number}`;
}

export function issueUrl(world: World, issue: Issue): string {
  return `${world.baseUrl}${issuePath(issue)}`;
}

export function issuePath({ repository, pull, number }: Issue): string {
  return `/${fullName(repository)}/${pull === null ? "issues" : "pull"}/${number}`;
}
