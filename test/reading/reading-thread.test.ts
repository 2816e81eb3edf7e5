import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { UnreadableError } from "../../src/errors.js";
import { ReadingThread } from "../../src/reading/reading-thread.js";

/** A thread runs what was built. */
const BUILT = pathToFileURL(path.resolve("dist/reading/reading-worker.js"));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const titlesIn = async (thread: ReadingThread, text: string): Promise<readonly string[]> => {
  const { checklist } = await thread.read("launch.md", bytes(text));
  return checklist.tasks.map(({ title }) => title);
};

/** A reader that does this with a path, and answers the path. */
function scripted(act: string): URL {
  const script = `import { parentPort } from "node:worker_threads";
    parentPort.on("message", ({ path }) => { ${act}; parentPort.postMessage({ read: path }); });`;
  return new URL(`data:text/javascript,${encodeURIComponent(script)}`);
}

describe("a thread for reading", () => {
  test("reads one file after the other", async () => {
    const thread = new ReadingThread(BUILT);
    const read = [titlesIn(thread, "- [ ] Ship\n"), titlesIn(thread, "- [x] Test\n")];
    expect(await Promise.all(read)).toEqual([["Ship"], ["Test"]]);
  });

  test("gives up on a file that is nested more deeply than there is stack, and reads the next", async () => {
    const thread = new ReadingThread(BUILT);
    const deep = thread.read("deep.md", bytes(">".repeat(20_000)));
    await expect(deep).rejects.toThrow(/^Unexpected text nested so deeply, expected a checklist/);
    expect(await titlesIn(thread, "- [ ] Ship\n")).toEqual(["Ship"]);
  });

  test("gives up on a file that takes too long, and reads the next", async () => {
    const thread = new ReadingThread(scripted(`while (path === "endless.md");`), 3_000);
    const endless = thread.read("endless.md", bytes(""));
    const next = thread.read("launch.md", bytes(""));

    await expect(endless).rejects.toThrow(UnreadableError);
    await expect(endless).rejects.toMatchObject({ path: "endless.md" });
    expect(await next).toBe("launch.md");
  });

  test("gives up on a file that takes too much memory, and reads the next", async () => {
    const thread = new ReadingThread(
      scripted(
        `if (path === "huge.md") throw Object.assign(new Error(), { code: "ERR_WORKER_OUT_OF_MEMORY" })`,
      ),
    );
    await expect(thread.read("huge.md", bytes(""))).rejects.toThrow(
      /^Unexpected text that takes so much memory/,
    );
    expect(await thread.read("launch.md", bytes(""))).toBe("launch.md");
  });

  test("a mistake in reading is told as it is", async () => {
    const thread = new ReadingThread(scripted(`throw new TypeError("a mistake")`));
    const read = thread.read("launch.md", bytes(""));
    await expect(read).rejects.not.toThrow(UnreadableError);
    await expect(read).rejects.toThrow("a mistake");
  });
});
