import { TerminalError } from "../errors.js";
import type { TeamPort } from "../signoff/ports.js";
import type { GitHubClient } from "./client.js";
import { statusOf } from "./client.js";
import type { RepositoryAddress } from "./repository-address.js";

/**
 * Membership in teams of the organization that owns the repository, asked for each time: it changes. Secret members are
 * members, those of teams below belong to a team as well, and who did not accept an invitation does not.
 *
 * https://docs.github.com/en/rest/teams/members#get-team-membership-for-a-user
 */
export function organizationTeams(client: GitHubClient, { owner }: RepositoryAddress): TeamPort {
  async function isMember(login: string, slug: string): Promise<boolean> {
    const what = `ask whether ${login} is in the team ${slug}`;
    const answer = await client
      .read(what, () =>
        client.octokit.rest.teams.getMembershipForUserInOrg({ org: owner, team_slug: slug, username: login }),
      )
      .catch((error: unknown) => {
        // Not a member; or there is no such team, or no organization that could have one.
        if (statusOf(error) === 404) return undefined;
        if (statusOf(error) === 403)
          throw new TerminalError(
            "I may not read who is in the teams of the organization: the app needs the permission “Members: read”",
            { cause: error },
          );
        throw error;
      });
    return answer?.data.state === "active";
  }

  async function teamsOf(login: string, slugs: readonly string[]): Promise<ReadonlySet<string>> {
    const teams = new Set<string>();
    for (const slug of slugs) if (await isMember(login, slug)) teams.add(slug);
    return teams;
  }

  return { teamsOf };
}
