import { formatAccount, formatOrganization } from "../rest/format/account.js";
import { formatRepository } from "../rest/format/repository.js";
import type { Actor } from "../world/access.js";
import type { Repository } from "../world/model.js";
import { nodeId } from "../world/node-ids.js";
import type { World } from "../world/world.js";

export interface Webhook {
  readonly event: string;
  readonly action: string | undefined;
  readonly repository: Repository | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type Make = (
  name: string,
  action: string | undefined,
  repository: Repository | undefined,
  payload: object,
) => Webhook;

/** Puts what every webhook carries around its own part: repository, organization, installation, sender. */
export function makerOf(world: World, actor: Actor): Make {
  return (name, action, repository, payload) => ({
    event: name,
    action,
    repository,
    payload: given({
      action,
      ...(repository === undefined ? {} : surroundings(world, repository)),
      installation: { id: world.state.installation.id, node_id: nodeId(world.state.installation) },
      sender: formatAccount(world, actor.account),
      ...payload,
    }),
  });
}

/** Without the fields that are undefined: an optional field is absent, never null. */
export function given(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function surroundings(world: World, repository: Repository): object {
  return {
    repository: formatRepository(world, repository),
    organization: formatOrganization(world, repository.owner),
  };
}
