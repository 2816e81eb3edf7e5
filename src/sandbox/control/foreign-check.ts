import { userActor } from "../auth/credential.js";
import type { Body } from "../fields.js";
import { nullableText, requiredText } from "../fields.js";
import { addCheckRun, changeCheckRun } from "../world/checks.js";
import type { App } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import type { World } from "../world/world.js";
import { lookUpRepository } from "../world/world.js";

/**
 * Continuous integration, which is another app, runs a check on a commit: it is told as on GitHub. Without a conclusion
 * the check is under way.
 */
export function runForeignCheck(world: World, given: Body): void {
  const [owner = "", name = ""] = requiredText(given, "repository").split("/");
  const repository = lookUpRepository(world, owner, name);
  if (repository === undefined) throw new Refusal("not-found", `no repository ${owner}/${name}`);
  const conclusion = nullableText(given, "conclusion") ?? null;
  const app = foreignApp(world);
  const actor = userActor(app.bot);
  const [headSha, title] = [requiredText(given, "sha"), requiredText(given, "name")];
  const underWay = repository.checkRuns.find(
    (run) =>
      run.app.id === app.id && run.headSha === headSha && run.name === title && run.status !== "completed",
  );
  if (underWay) return changeCheckRun(world, actor, underWay, { conclusion });
  addCheckRun(
    world,
    actor,
    { repository, app, headSha },
    {
      name: title,
      status: conclusion === null ? "in_progress" : "completed",
      conclusion,
      externalId: "",
      detailsUrl: null,
      title: null,
      summary: null,
      text: null,
    },
  );
}

const FOREIGN_ID = 15_368;

/** The same one each time, so that its checks are one suite. */
function foreignApp({ state }: World): App {
  const login = "github-actions[bot]";
  const known = state.accounts.find((account) => account.login === login);
  const bot = known ?? { kind: "Bot", id: FOREIGN_ID, login, createdAt: state.app.createdAt };
  if (!known) state.accounts.push(bot);
  return {
    kind: "App",
    id: FOREIGN_ID,
    clientId: "Iv1.sandboxActions",
    slug: "github-actions",
    bot,
    owner: state.app.owner,
    permissions: { checks: "write" },
    events: ["check_run"],
    createdAt: state.app.createdAt,
  };
}
