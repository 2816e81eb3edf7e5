import { parentPort } from "node:worker_threads";
import { parseChecklist } from "../core/markdown/parse-checklist.js";
import type { ReadingAnswer, ReadingTask } from "./reading-thread.js";

/** The other end of `ReadingThread`. */
parentPort?.on("message", (task: ReadingTask) => parentPort?.postMessage(answer(task)));

function answer({ path, source }: ReadingTask): ReadingAnswer {
  try {
    return { read: parseChecklist(path, source) };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}
