import type { PeoplePort } from "../commands/ports.js";
import type { Permission } from "../core/model/config.js";
import type { GitHubClient } from "./client.js";
import { statusOf } from "./client.js";
import type { RepositoryAddress } from "./repository-address.js";

const ROLES: readonly Permission[] = ["admin", "maintain", "write", "triage", "read"];

/** The names that the same rights have in `permissions` of a person. */
const RIGHTS = {
  admin: "admin",
  maintain: "maintain",
  write: "push",
  triage: "triage",
  read: "pull",
} as const satisfies Record<Permission, string>;

/**
 * Roles of people, asked for each time: they change. Not `author_association`, which calls a private member of the
 * organization a stranger.
 *
 * https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
export function repositoryPeople(client: GitHubClient, { owner, name }: RepositoryAddress): PeoplePort {
  async function roleOf(login: string): Promise<Permission | "none"> {
    const answer = await client
      .read("read a permission", () =>
        client.octokit.rest.repos.getCollaboratorPermissionLevel({ owner, repo: name, username: login }),
      )
      .catch((error: unknown) => {
        // The account is gone.
        if (statusOf(error) !== 404) throw error;
      });
    if (!answer) return "none";
    const { role_name: role, permission, user } = answer.data;
    // `permission` knows neither maintain nor triage, and `role_name` may be a role of the organization's own.
    const known = ROLES.find((each) => each === role);
    const held = ROLES.find((each) => user?.permissions?.[RIGHTS[each]]);
    return known ?? held ?? ROLES.find((each) => each === permission) ?? "none";
  }

  return { roleOf };
}
