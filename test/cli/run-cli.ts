import { spawn } from "node:child_process";
import { mkdtemp, rm, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line, as a process of its own, in a folder with the given files. */
export async function runCli(
  parameters: readonly string[],
  { files = {}, input = "" }: { files?: Readonly<Record<string, string>>; input?: string } = {},
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "tickmark-cli-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await run([MAIN, ...parameters], folder, input);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The same in a folder that is there. */
export function runCliIn(folder: string, parameters: readonly string[]): Promise<Outcome> {
  return run([MAIN, ...parameters], folder, "");
}

function run(parameters: readonly string[], cwd: string, input: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, parameters, { cwd });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject).on("close", (status) => resolve({ status, stdout, stderr }));
    child.stdin.end(input);
  });
}

/** Runs the command line in a shell pipe; answers what the shell says about the first command as well. */
export function runPiped(parameters: readonly string[], pipe: string): Promise<Outcome> {
  const command = `"${process.execPath}" "${MAIN}" ${parameters.map((text) => `"${text}"`).join(" ")}`;
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-o", "pipefail", "-c", `${command} | ${pipe}`]);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject).on("close", (status) => resolve({ status, stdout, stderr }));
  });
}
