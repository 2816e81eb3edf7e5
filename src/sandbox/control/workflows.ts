import type { Body } from "../fields.js";
import { flag, missing, requiredInteger, requiredText } from "../fields.js";
import { workflowNamed } from "../world/project-workflows.js";
import { Refusal } from "../world/refusal.js";
import type { World } from "../world/world.js";
import { changed } from "../world/world.js";

/** Switches one of the workflows of a board on or off: on GitHub only its page can. */
export function setWorkflow(world: World, given: Body): void {
  const [owner, number] = [requiredText(given, "owner"), requiredInteger(given, "project")];
  const project = [...world.state.projects.values()].find(
    (known) => known.owner.login === owner && known.number === number,
  );
  if (project === undefined) throw new Refusal("not-found", `${owner} has no project ${number}`);
  const name = requiredText(given, "name");
  const workflow = workflowNamed(project, name);
  if (workflow === undefined) {
    const known = project.workflows.map((each) => each.name).join(", ");
    throw new Refusal("not-found", `no workflow ${name}, only ${known}`);
  }
  const enabled = flag(given, "enabled");
  if (enabled === undefined) throw missing("enabled");
  workflow.enabled = enabled;
  changed(world);
}
