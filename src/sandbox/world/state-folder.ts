import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { ObjectStore } from "../git/object-store.js";
import { createFreshWorld } from "./fresh-world.js";
import type { World, WorldState } from "./world.js";
import { createWorld, STATE_VERSION } from "./world.js";

const SAVE_DELAY_MS = 200;

/** The folder cannot be used: it is none, or holds what no sandbox, or another version of it, kept there. */
export class StateFolderError extends Error {
  override readonly name = "StateFolderError";
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
  makeFolder(folder);
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

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "EEXIST" || code === "ENOTDIR" ? "there is a file of that name" : message;
    throw new StateFolderError(`${folder} cannot be a folder to keep the state in: ${why}.`);
  }
}

function readState(folder: string, path: string): WorldState {
  const state = readSnapshot(path);
  if (state?.version === STATE_VERSION) return state as WorldState;
  const by =
    state === undefined ? "holds no state of the sandbox" : "was kept by another version of the sandbox";
  throw new StateFolderError(`${folder} ${by}: start with another folder, or delete it.`);
}

/** Undefined for a file that something else has written. */
function readSnapshot(path: string): { readonly version?: number } | undefined {
  try {
    return deserialize(readFileSync(path)) as { readonly version?: number };
  } catch {
    return undefined;
  }
}
