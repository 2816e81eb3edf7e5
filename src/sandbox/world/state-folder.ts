import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { ObjectStore } from "../git/object-store.js";
import { createFreshWorld } from "./fresh-world.js";
import type { World, WorldState } from "./world.js";
import { createWorld, STATE_VERSION } from "./world.js";

const SAVE_DELAY_MS = 200;

/** The folder holds what another version of the sandbox kept. */
export class StateVersionError extends Error {
  override readonly name = "StateVersionError";
}

export interface StateFolder {
  readonly world: World;
  /** Writes what is not written yet. */
  readonly flush: () => void;
}

/**
 * The world of a folder, or a fresh one. Git objects are written at once, each a file of its own; the rest is one
 * snapshot, written beside the old one and renamed, a moment after the last change. A kill at any time leaves a whole
 * snapshot whose objects are all there.
 */
export function openStateFolder(folder: string): StateFolder {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "world.bin");
  const openStore = (repositoryId: number): ObjectStore =>
    new ObjectStore(join(folder, "objects", String(repositoryId)));
  const world = existsSync(path)
    ? createWorld(readState(folder, path), openStore)
    : createFreshWorld(openStore);
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    writeFileSync(`${path}.new`, serialize(world.state));
    renameSync(`${path}.new`, path);
  };
  world.onChange.add(() => {
    timer ??= setTimeout(flush, SAVE_DELAY_MS);
  });
  flush();
  return { world, flush };
}

function readState(folder: string, path: string): WorldState {
  const state = deserialize(readFileSync(path)) as { readonly version?: number };
  if (state.version === STATE_VERSION) return state as WorldState;
  throw new StateVersionError(
    `${folder} was kept by another version of the sandbox: start with another folder, or delete it.`,
  );
}
