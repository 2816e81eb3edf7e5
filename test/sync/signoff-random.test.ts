import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { NewSignoff, SignoffEntry } from "../../src/core/model/signoff.js";
import { ChecklistCache } from "../../src/sync/checklist-cache.js";
import type { RepositoryMemory } from "../../src/sync/repository-memory.js";
import { syncRepository } from "../../src/sync/sync-repository.js";
import { ref } from "../support/memory-process.js";
import { MemoryRepository } from "../support/memory-repository.js";

const PATH = "checklists/launch.md";
const FILE = `# Launch
## Phase 1: Build
- [x] Models ${ref(1)}
## Phase 2: Run
- [ ] Deploy ${ref(2)}
## Sign-off
- [ ] Review
- [ ] Security

## After
Words.
`;
const ISSUES = { "phase-1": 1, "phase-2": 2 } as const;
type Phase = keyof typeof ISSUES;

interface Word {
  readonly phase: Phase;
  readonly requirement: "review" | "security";
  readonly by: "alice" | "bob";
}

/** What somebody does, or what befalls the app. */
type Act =
  | (Word & { readonly act: "sign" | "cancel" | "waive" })
  /** The same as some word before, told once more. */
  | { readonly act: "repeat"; readonly which: number }
  | { readonly act: "close" | "reopen"; readonly phase: Phase }
  | { readonly act: "forge" | "erase" | "respace" | "reword" | "restart" };

const word = {
  phase: fc.constantFrom<Phase>("phase-1", "phase-2"),
  requirement: fc.constantFrom<Word["requirement"]>("review", "security"),
  by: fc.constantFrom<Word["by"]>("alice", "bob"),
};
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constantFrom("sign" as const, "cancel", "waive"), ...word }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("repeat" as const), which: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constantFrom("close" as const, "reopen"), phase: word.phase }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constantFrom("forge" as const, "erase", "respace", "reword", "restart") }),
  },
);

/** What the ledger is to say, kept by the rules of docs/signoff.md and nothing else: `alice waiver`, `bob sign-off stale`. */
class Expected {
  readonly #cells = new Map<string, { kind: string; at: string; stale: boolean }>();
  readonly #open = new Map<string, boolean>([
    ["phase-1", false],
    ["phase-2", true],
  ]);

  say({ kind, phase, requirement, by, at }: SignoffEntry): void {
    const key = `${phase} ${requirement} ${by}`;
    const before = this.#cells.get(key);
    if (kind === "cancel" && (!before || before.kind === "cancel")) return;
    if (before && before.at >= at) return;
    this.#cells.set(key, { kind, at, stale: false });
  }

  work(phase: Phase, open: boolean): void {
    if (open && !this.#open.get(phase))
      for (const [key, cell] of this.#cells)
        if (key.startsWith(phase) && cell.kind === "sign-off") this.#cells.set(key, { ...cell, stale: true });
    this.#open.set(phase, open);
  }

  lines(): string[] {
    return [...this.#cells].map(([key, { kind, stale }]) => `${key} ${kind}${stale ? " stale" : ""}`).sort();
  }

  boxes(): string {
    const isMet = (phase: string, requirement: string): boolean =>
      [...this.#cells].some(
        ([key, { kind, stale }]) => key.startsWith(`${phase} ${requirement} `) && kind !== "cancel" && !stale,
      );
    return ["review", "security"]
      .map((each) => (isMet("phase-1", each) && isMet("phase-2", each) ? "x" : " "))
      .join("");
  }
}

/** The app beside the people, and the model of what its ledger is to say. */
class Play {
  readonly repository = new MemoryRepository();
  readonly expected = new Expected();
  readonly #said: NewSignoff[] = [];
  #cache = new ChecklistCache();
  #memory: RepositoryMemory | undefined;
  #minute = 0;

  constructor() {
    this.repository.push({ [PATH]: FILE });
    this.repository.addIssue({ title: "Models", completion: "done" });
    this.repository.addIssue({ title: "Deploy" });
  }

  async sync(record: readonly NewSignoff[] = []): Promise<number> {
    const { outcome, memory } = await syncRepository({
      ports: this.repository.ports(),
      cache: this.#cache,
      memory: this.#memory,
      suspects: [],
      record,
      dashboard: undefined,
      release: true,
      mode: "apply",
      progress: () => undefined,
    });
    this.#memory = memory ?? this.#memory;
    return outcome.result === "applied" ? outcome.plan.steps.length : 0;
  }

  async perform(act: Act): Promise<void> {
    switch (act.act) {
      case "sign":
      case "cancel":
      case "waive":
        return this.#record(act);
      case "repeat": {
        const again = this.#said[act.which];
        await this.sync(again ? [again] : []);
        return;
      }
      case "close":
      case "reopen":
        this.repository.changeIssue(ISSUES[act.phase], { completion: act.act === "close" ? "done" : "open" });
        this.expected.work(act.phase, act.act === "reopen");
        break;
      case "restart":
        this.#memory = undefined;
        this.#cache = new ChecklistCache();
        break;
      default:
        this.#edit(act.act);
    }
    await this.sync();
  }

  async #record({ act, phase, requirement, by }: Act & Word): Promise<void> {
    this.#minute += 1;
    const at = new Date(Date.UTC(2026, 1, 1, 0, this.#minute)).toISOString().replace(".000", "");
    const signed = { phase, requirement, by, at, source: { kind: "pull", number: 12 } } as const;
    const kind = ({ sign: "sign-off", cancel: "cancel", waive: "waiver" } as const)[act as "sign"];
    const entry = { ...signed, kind, ...(act === "waive" && { reason: "later" }) } as SignoffEntry;
    this.#said.push({ checklist: PATH, entry });
    this.expected.say(entry);
    await this.sync([{ checklist: PATH, entry }]);
  }

  #edit(how: "forge" | "erase" | "respace" | "reword"): void {
    const text = this.text();
    const edited = {
      forge: text.replace(/✅ (?:alice|bob)|\| {3,}\|/, "| ✅ mallory, 2026-02-01 00:00:00Z, #1 |"),
      erase: text.replace(/<!-- tickmark:ledger[^]*\/tickmark:ledger -->/, ""),
      respace: text.replace(/ {2,}\|/g, " |").replace(/-{4,}/g, "---"),
      reword: text.replace("# Launch", "# Launch again"),
    }[how];
    if (edited !== text) this.repository.push({ [PATH]: edited });
  }

  text(): string {
    return this.repository.text(PATH) ?? "";
  }

  ledger(): string[] {
    const { checklist } = parseChecklist(PATH, new TextEncoder().encode(this.text()));
    return checklist.ledgers
      .flatMap(({ entries }) => entries)
      .map((each) => {
        const { phase, requirement, by, kind, stale } = each;
        return `${phase} ${requirement} ${by} ${kind}${stale ? " stale" : ""}`;
      })
      .sort();
  }

  boxes(): string {
    const { checklist } = parseChecklist(PATH, new TextEncoder().encode(this.text()));
    return checklist.tasks
      .filter(({ kind }) => kind === "requirement")
      .map(({ checked }) => (checked ? "x" : " "))
      .join("");
  }
}

describe("whatever people sign, take back, reopen and forge", () => {
  test("the ledger says who signed what, the boxes follow it, and nothing is left to do", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAct, { maxLength: 12 }), async (acts) => {
        const play = new Play();
        await play.sync();
        for (const act of acts) {
          await play.perform(act);
          expect(play.ledger()).toEqual(play.expected.lines());
          expect(play.boxes()).toBe(play.expected.boxes());
          expect(await play.sync()).toBe(0);
        }
        expect(play.text()).toContain("\n\n## After\nWords.\n");
      }),
      { numRuns: 25 },
    );
  });
});
