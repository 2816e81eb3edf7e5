import { Command, InvalidArgumentError, type OutputConfiguration } from "commander";

export interface StartOptions {
  readonly port: number;
  readonly appPort: number;
  readonly json: boolean;
  readonly app: boolean;
  readonly state: string | undefined;
  /** A config to push instead of the sandbox's own. */
  readonly config: string | undefined;
  readonly limits: boolean;
  readonly verbose: boolean;
  /** Empty: the project's own checklists. */
  readonly files: readonly string[];
}

const EXAMPLES = `
Examples:
  $ npm run sandbox
      Tickmark's own checklists, on http://127.0.0.1:4000
  $ npm run sandbox -- docs/roadmap.md docs/launch.md
      your checklists instead: nothing leaves this computer
  $ npm run --silent sandbox -- --port 0 --app-port 0 --json roadmap.md
      for scripts: any free ports, and one line of JSON when the first sync is done
  $ npm run sandbox -- --state .tickmark-sandbox
      stop it, start it again, and go on where you were
  $ npm run sandbox -- --no-app
      only the GitHub; it prints how to start the app by hand (in a debugger, say)

Who you can be (send "Authorization: token sandbox-LOGIN"):
  owner (admin), maintainer, writer, triager, reader, lead (team leads), security (team security), outsider (no access)
`;

/** Reads the command line; `argv` is without node and script. With `output`, nothing ends the process (for tests). */
export function parseOptions(argv: readonly string[], output?: OutputConfiguration): StartOptions {
  const program = new Command("npm run sandbox --")
    .description(
      "Starts a GitHub of its own on this computer and Tickmark against it, pushes checklists to acme/app, and stays up, so that you can close issues, tick boxes and watch.",
    )
    .argument(
      "[files...]",
      "Markdown files to push into checklists/ (default: those in Tickmark's own checklists/)",
    )
    .option("--port <number>", "where GitHub listens; 0: any free port", parsePort, 4000)
    .option("--app-port <number>", "where the app listens; 0: any free port", parsePort, 3000)
    .option("--json", "print one line of JSON when the first sync is done, and nothing else")
    .option("--no-app", "do not start the app; print how to start it by hand")
    .option(
      "--state <folder>",
      "keep GitHub's state in this folder and go on from it next time (on the same port: references name it)",
    )
    .option(
      "--config <file>",
      "push this as .github/tickmark.yml (default: checklists/sandbox.yml, or with files of yours one that raises the app's limits)",
    )
    .option("--limits", "enforce GitHub's rate limits (and let the app pace its writes)")
    .option("--verbose", "show the app's log")
    .addHelpText("after", EXAMPLES);
  if (output !== undefined) program.configureOutput(output).exitOverride();
  program.parse(argv, { from: "user" });
  const given = program.opts<Partial<StartOptions> & Pick<StartOptions, "port" | "appPort" | "app">>();
  return {
    state: undefined,
    config: undefined,
    json: false,
    limits: false,
    verbose: false,
    ...given,
    files: program.args,
  };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("Expected a number from 0 to 65535, for example 4000.");
}
