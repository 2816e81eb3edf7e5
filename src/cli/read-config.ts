import { access } from "node:fs/promises";

import { parseConfig, type ConfigResult } from "../core/config/parse-config.js";
import { readSource } from "./read-sources.js";

const USUAL = ".github/tickmark.yml";

/** The config a person named, or else the usual one, or else the defaults. */
export async function readConfig(name: string | undefined): Promise<ConfigResult> {
  const file = name ?? (await exists(USUAL).then((there) => (there ? USUAL : undefined)));
  if (file === undefined) return parseConfig(USUAL, undefined);
  const { path, bytes } = await readSource(file);
  return parseConfig(path, new TextDecoder().decode(bytes));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
