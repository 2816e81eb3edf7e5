import { act, showFiles } from "./act.js";
import { Conductor } from "./conductor.js";
import { openRepository, Violation } from "./repository.js";
import type { Repository } from "./repository.js";
import type { Command, Script } from "./script.js";
import { control, installationToken } from "./stage.js";
import type { Stage } from "./stage.js";

/** Plays a script, and throws its story when something happened that must never happen. */
export async function play(stage: Stage, script: Script): Promise<void> {
  await control(stage, "DELETE", "faults");
  stage.mailbox.length = 0;
  stage.pushes = 0;
  await installationToken(stage);
  const repository = await openRepository(stage, script);
  stage.nextRepository += 1;
  const conductor = new Conductor(stage, repository, script.processes);
  try {
    for (const command of script.commands) await perform(conductor, repository, command);
    await finish(conductor, script);
  } catch (error) {
    throw new Error(await tell(error, conductor, repository, script));
  } finally {
    await conductor.end();
    await repository.user.inRepository("DELETE", "", undefined, "owner");
  }
}

async function perform(conductor: Conductor, repository: Repository, command: Command): Promise<void> {
  switch (command.do) {
    case "sync":
      return conductor.sync(command);
    case "restart":
      return conductor.restart();
    case "wait":
      conductor.story.push("a second passes");
      return new Promise((resolve) => setTimeout(resolve, 1_050));
    default:
      conductor.story.push(await act(repository, command));
  }
}

/** The faults are over: one sync until nothing is under way, and then nothing is left to do. */
async function finish(conductor: Conductor, { endsFresh }: Script): Promise<void> {
  await conductor.settle(endsFresh);
  await conductor.expectAgreement();
  await conductor.expectLedger();
  await conductor.expectNothingToDo("the same process");
  await conductor.restart();
  await conductor.expectNothingToDo("a new process");
}

async function tell(
  error: unknown,
  { story }: Conductor,
  repository: Repository,
  { files, commands, ...rest }: Script,
): Promise<string> {
  const [start] = repository.versions.slice(1);
  const head = await repository.user.head();
  const issues = await repository.user.issues();
  return [
    error instanceof Violation ? error.message : String(error instanceof Error ? error.stack : error),
    `  settings: ${JSON.stringify(rest)}`,
    `  at the start (${files.length} files, ${commands.length} commands):`,
    showFiles(start?.head.files ?? new Map()),
    ...story.map((line) => `  - ${line}`),
    "  in the end:",
    showFiles(head.files),
    ...issues.map(
      ({ number, title, completion, author, parent }) =>
        `    #${number} ${completion} “${title}” by ${author}${parent === undefined ? "" : ` under #${parent}`}`,
    ),
  ].join("\n");
}
