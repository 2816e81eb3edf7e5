import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Task } from "../model/checklist.js";
import type { TaskKey } from "../model/plan.js";

/** The name of a task within one plan. */
export function taskKey(path: string, task: Task): TaskKey {
  return `${path}#${task.index}`;
}

/**
 * The key in the hidden marker of a task's issue: file, section path, text and occurrence, hashed.
 * It finds the issue again when its number never reached the file (a lost answer, a crash before the commit),
 * so two tasks of a repository must never share one.
 */
export function markerKey(path: string, task: Task): string {
  return shortHash([path, ...task.section, task.text, String(task.occurrence)]);
}

/** 20 hexadecimal digits: 80 bits, enough that a repository never sees two texts with the same one. */
export function shortHash(parts: readonly string[]): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts)))).slice(0, 20);
}
