// Plays thousands of random runs against the sandbox, or one failure again: docs/torture.md.
//
//   npm run torture -- --runs 5000 --seed 7
//   npm run torture -- --seed 7 --path 12:0:3
//   npm run torture -- --runs 500 --processes 2

import { spawn } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    path: { type: "string" },
    processes: { type: "string" },
    "no-shrink": { type: "boolean", default: false },
  },
});
const options = {
  runs: Number(values.runs),
  seed: Number(values.seed),
  ...(values.processes !== undefined && { processes: Number(values.processes) }),
  shrink: !values["no-shrink"],
  path: values.path,
};
if (
  ![options.runs, options.seed].every(Number.isSafeInteger) ||
  ![undefined, 1, 2].includes(options.processes)
) {
  console.error("Expected --runs and --seed with whole numbers, and --processes with 1 or 2.");
  process.exit(2);
}
console.log(`seed ${options.seed}, ${options.runs} runs`);

const jest = ["node_modules/jest/bin/jest.js", "test/torture"];
const child = spawn(
  process.execPath,
  ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning", ...jest],
  { stdio: "inherit", env: { ...process.env, TORTURE: JSON.stringify(options) } },
);
child.once("exit", (code) => {
  process.exitCode = code ?? 1;
});
