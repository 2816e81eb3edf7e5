import { formatAccount, formatInstallation } from "../rest/format/account.js";
import type { Actor } from "../world/access.js";
import type { InstallationEvent, RepositoryEvent } from "../world/events.js";
import type { Repository } from "../world/model.js";
import { nodeId } from "../world/node-ids.js";
import type { World } from "../world/world.js";
import { fullName } from "../world/world.js";
import type { Make, Webhook } from "./webhook.js";

/** Where an app is installed on all repositories, it is told of new and deleted ones as "added" and "removed" too. */
export function repositoryWebhooks(world: World, event: RepositoryEvent, make: Make): Webhook[] {
  const { repository, action, changes } = event;
  const told = make("repository", action, repository, { changes });
  const isInstalled = repository.owner === world.state.installation.account;
  if (!isInstalled || (action !== "created" && action !== "deleted")) return [told];
  const kept =
    action === "created"
      ? { repositories_added: [shortRepository(repository)], repositories_removed: [] }
      : { repositories_added: [], repositories_removed: [shortRepository(repository)] };
  const installed = make("installation_repositories", action === "created" ? "added" : "removed", undefined, {
    repository_selection: "all",
    requester: null,
    ...kept,
  });
  const payload = { ...installed.payload, installation: formatInstallation(world, world.state.installation) };
  return [told, { ...installed, payload }];
}

function shortRepository(repository: Repository): object {
  return {
    id: repository.id,
    node_id: nodeId(repository),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
  };
}

export function installationWebhook(
  world: World,
  action: InstallationEvent["action"],
  actor: Actor,
): Webhook {
  const repositories = [...world.state.repositories.values()].map(shortRepository);
  return {
    event: "installation",
    action,
    repository: undefined,
    payload: {
      action,
      installation: formatInstallation(world, world.state.installation),
      repositories,
      requester: null,
      sender: formatAccount(world, actor.account),
    },
  };
}
