import { countReferences, findDamage, referencesIn } from "./compare-lines.js";
import { readStates, seedLines, splitLines, textOf } from "./document.js";
import type { Documents, Line, LineState } from "./document.js";
import { GithubUser } from "./github-user.js";
import type { SeenHead } from "./github-user.js";
import { Ledger } from "./ledger.js";
import type { Script } from "./script.js";
import { SIGNED_PATH, SIGNED_TEXT } from "./signing.js";
import type { Signing } from "./signing.js";
import type { Stage } from "./stage.js";

/** Something that must never happen. */
export class Violation extends Error {
  override readonly name = "Violation";
}

interface Version {
  readonly head: SeenHead;
  readonly documents: Documents;
}

/** The repository of one run as people know it: every line with its identity, every version, and who did what. */
export class Repository {
  readonly user: GithubUser;
  readonly ledger = new Ledger();
  readonly versions: Version[] = [];
  readonly removed: Line[] = [];
  readonly renamed = new Set<number>();
  /** Deleted or transferred. */
  readonly gone = new Set<number>();
  readonly reopened = new Set<number>();
  /** By issue: how often people had pushed when the app read the files that it was opened for. */
  readonly opened = new Map<number, number>();
  /** Issues whose block people wrote into: a marker may be lost. */
  readonly damaged = new Set<number>();
  /** What people wrote around blocks, and labels that they set, by issue. */
  readonly words = new Map<number, string[]>();
  readonly labels = new Map<number, string[]>();
  /** Issues whose labels people took away. */
  readonly bare = new Set<number>();
  /** Lines whose reference people took away. */
  readonly unnamed = new Set<number>();
  /** Issues of people, to be adopted. */
  readonly foreign: number[] = [];
  /** Issues that people put below another, and those others: what the file wants may make a circle. */
  readonly regrouped = new Set<number>();
  /** Counts people's acts. */
  acts = 0;
  readonly branch: Script["branch"];
  readonly hasPhases: boolean;
  /** Undefined where nobody signs anything. */
  readonly signing: Signing | undefined;
  readonly #script: Script;
  readonly #stage: Stage;
  #lastId = 0;
  /** Index of the version that the last forced push went back to. */
  #forcedAt = 0;

  constructor(stage: Stage, name: string, script: Script) {
    this.#stage = stage;
    this.#script = script;
    this.branch = script.branch;
    this.hasPhases = script.phases;
    this.signing = script.signs ? { pulls: [], comments: [] } : undefined;
    this.user = new GithubUser(stage.sandbox.url, name);
  }

  /** How often people have pushed. */
  get pushes(): number {
    return this.#stage.pushes;
  }

  newId = (): number => (this.#lastId += 1);

  get present(): Version {
    const version = this.versions.at(-1);
    if (!version) throw new Error("Nothing was pushed yet");
    return version;
  }

  get states(): readonly LineState[] {
    return readStates(this.present.documents);
  }

  /** Sees what the app pushed, and that it did not do more than it may. */
  async observe(): Promise<Version> {
    const head = await this.user.head();
    const { present } = this;
    if (head.oid === present.head.oid) return present;
    const documents = follow(present.documents, head, this);
    this.versions.push({ head, documents });
    return this.present;
  }

  /** Pushes what people made of the files. */
  async push(headline: string, documents: Documents): Promise<void> {
    const { head } = this.present;
    const files = new Map([...documents].map(([path, lines]) => [path, textOf(lines)] as const));
    const oid = await this.user.commit(headline, head, files);
    this.#moved({ head: { oid, files }, documents });
  }

  /** Pushes a config, on top of whatever is there. */
  async configure({ mode }: { readonly mode: "auto" | "pull-request" }): Promise<void> {
    const { reference, phases, completed } = this.#script;
    const config = [
      "limits: { create: 10000, close: 10000 }",
      `commit: { mode: ${mode} }`,
      `issues: { reference: ${reference}, phases: { issue: ${phases}, milestone: ${phases} } }`,
      `checklists: [{ paths: ["${SIGNED_PATH}"] }, { paths: ["checklists/**/*.md"], completed: ${completed} }]`,
    ];
    const content = Buffer.from(`${config.join("\n")}\n`).toString("base64");
    const path = "/contents/.github/tickmark.yml";
    const present = (await this.user.inRepository("GET", path).catch(() => undefined)) as
      { readonly sha: string } | undefined;
    await this.user.inRepository("PUT", path, { message: "chore: configure", content, sha: present?.sha });
  }

  async forceBack(version: Version): Promise<void> {
    await this.user.inRepository(
      "PATCH",
      "/git/refs/heads/main",
      { sha: version.head.oid, force: true },
      "owner",
    );
    this.#moved(version);
    this.#forcedAt = this.versions.length - 1;
  }

  /** Is a commit among those that no forced push took away? Merging something older would bring lines back. */
  isInHistory(oid: string): boolean {
    return this.versions.slice(this.#forcedAt).some(({ head }) => head.oid === oid);
  }

  #moved(version: Version): void {
    const before = this.states;
    const kept = new Set([...version.documents.values()].flatMap((lines) => lines.map(({ id }) => id)));
    for (const lines of this.present.documents.values())
      this.removed.push(...lines.filter(({ id }) => !kept.has(id)));
    this.versions.push(version);
    const { states } = this;
    const named = new Map(states.map(({ line, reference }) => [line.id, reference]));
    for (const { line, reference } of before)
      if (reference !== undefined && named.get(line.id) !== reference) this.unnamed.add(line.id);
    this.ledger.pushed(before, states);
    this.acts += 1;
    this.#stage.pushes += 1;
  }

  /** Did a line ever have the reference of another issue? Then the app may have brought over words of that one. */
  hadOtherReference({ id }: Line, number: number): boolean {
    return this.versions.some(({ documents }) =>
      [...documents.values()].some((lines) =>
        lines.some((line) => line.id === id && referencesIn(line.text).some((other) => other !== number)),
      ),
    );
  }

  /** Was an issue ever named by a commit? */
  wasReferenced(number: number): boolean {
    return this.versions.some(({ documents }) => countReferences(documents).has(number));
  }
}

function follow(known: Documents, head: SeenHead, { renamed, gone }: Repository): Documents {
  const allowed = { renamed, gone, references: countReferences(known) };
  const paths = [...known.keys()].sort();
  if (paths.join() !== [...head.files.keys()].sort().join())
    throw new Violation(
      `the app changed which files there are: ${paths.join()} → ${[...head.files.keys()].join()}`,
    );
  return new Map(
    [...head.files].map(([path, text]) => {
      const lines = known.get(path) ?? [];
      const after = splitLines(text);
      if (after.length !== lines.length)
        throw new Violation(`the app changed how many lines ${path} has: ${lines.length} → ${after.length}`);
      const damage = lines.flatMap(
        (before, at) => findDamage({ path, before, after: after[at] ?? "" }, allowed) ?? [],
      );
      if (damage.length > 0) throw new Violation(damage.join("\n"));
      return [path, lines.map(({ id }, at): Line => ({ id, text: after[at] ?? "" }))];
    }),
  );
}

/** Makes the repository with its config and first checklists. */
export async function openRepository(stage: Stage, script: Script): Promise<Repository> {
  const name = `run-${stage.nextRepository}`;
  const repository = new Repository(stage, name, script);
  const { user } = repository;
  await user.rest("owner", "POST", "/orgs/acme/repos", { name, auto_init: true });
  if (script.branch === "merges by itself")
    await user.inRepository("PATCH", "", { allow_auto_merge: true }, "owner");
  await repository.configure({ mode: script.branch === "is spared by config" ? "pull-request" : "auto" });
  if (script.signs) {
    const content = Buffer.from(SIGNED_TEXT).toString("base64");
    await user.inRepository("PUT", `/contents/${SIGNED_PATH}`, { message: "docs: what is signed", content });
  }
  repository.versions.push({ head: await user.head(), documents: new Map() });
  const documents = new Map(
    script.files.map((file, at) => {
      const lines = seedLines(file).map((text): Line => ({ id: repository.newId(), text }));
      return [`checklists/${["launch", "tasks"][at] ?? String(at)}.md`, lines];
    }),
  );
  await repository.push("docs: plan", documents);
  if (script.branch === "wants pull requests" || script.branch === "merges by itself")
    await user.protect(true);
  for (const title of ["Somebody's own issue", "Write tests"]) {
    const issue = (await user.inRepository("POST", "/issues", { title })) as { number: number };
    repository.foreign.push(issue.number);
  }
  return repository;
}
