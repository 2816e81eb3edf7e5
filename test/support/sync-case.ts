import { parse } from "yaml";
import { parseConfig } from "../../src/core/config/parse-config.js";
import { selectChecklist } from "../../src/core/config/select-checklist.js";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { Completion } from "../../src/core/model/checklist.js";
import type { IssueEvent } from "../../src/core/model/issue.js";
import type { NewSignoff } from "../../src/core/model/signoff.js";
import { issueContent } from "../../src/core/plan/issue-content.js";
import { formatPlan } from "../../src/core/report/format-plan.js";
import { ChecklistCache } from "../../src/sync/checklist-cache.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import { syncRepository } from "../../src/sync/sync-repository.js";
import type { Outcome } from "../../src/sync/sync-repository.js";
import { MemoryRepository, WITHOUT_PHASES } from "./memory-repository.js";

/**
 * A case is a Markdown file: a title, prose, and fenced blocks whose info string says what they are.
 * `base PATH` and `head PATH` are checklists at the base and at the head (a head that is left out is as the base;
 * a base that is left out never was), `config`, `record` (what somebody has just signed), `issues` and `after issues` are YAML, `plan`, `remarks` and
 * `comments` are lines of text, `after PATH` is the file that is left.
 */
export interface SyncCase {
  readonly title: string;
  readonly blocks: ReadonlyMap<string, string>;
}

interface IssueState {
  readonly title: string;
  readonly state?: Completion;
  readonly own?: boolean;
  readonly parent?: number;
  readonly body?: string;
  /** Who closed or reopened it last; the app did so before the base unless `late` says otherwise. */
  readonly by?: "app" | "person";
  readonly late?: boolean;
  readonly was?: string;
  /** What a person changed in the body that the app gave it: from, to. */
  readonly edit?: readonly [string, string];
  readonly missing?: "deleted" | "pull-request" | "moved";
  /** The repository that it was transferred from. */
  readonly arrived?: string;
  /** It was converted to one. */
  readonly discussion?: boolean;
}

export function parseCase(text: string): SyncCase {
  const title = /^# (.+)$/m.exec(text)?.[1] ?? "a case without a title";
  const blocks = new Map<string, string>();
  for (const match of text.matchAll(/^~~~\w+ ([^\n]+)\n([\s\S]*?)^~~~$/gm))
    blocks.set(match[1] ?? "", match[2] ?? "");
  return { title, blocks };
}

/** What was there before, and a sync of it. */
export interface Played {
  readonly repository: MemoryRepository;
  readonly outcome: Outcome;
  readonly planned: readonly string[];
  readonly again: Outcome;
}

export async function play({ blocks }: SyncCase): Promise<Played> {
  const repository = arrange(blocks);
  const cache = new ChecklistCache();
  const sync = () =>
    syncRepository({
      ports: repository.ports(),
      cache,
      memory: undefined,
      suspects: [...repository.missing.keys()],
      record: (parse(blocks.get("record") ?? "") ?? []) as readonly NewSignoff[],
      dashboard: undefined,
      release: false,
      mode: "apply",
      progress: () => undefined,
    });
  const { outcome } = await sync();
  const { outcome: again } = await sync();
  return { repository, outcome, planned: "plan" in outcome ? formatPlan(outcome.plan) : [], again };
}

function arrange(blocks: SyncCase["blocks"]): MemoryRepository {
  const repository = new MemoryRepository();
  const config = blocks.get("config");
  const files = (kind: string): [string, string | null][] =>
    [...blocks].flatMap(([name, text]) => {
      const path = name.startsWith(`${kind} `) ? name.slice(kind.length + 1) : undefined;
      return path === undefined || path === "issues" ? [] : [[path, text === "(gone)\n" ? null : text]];
    });
  const base = files("base");
  const configFile = config === undefined ? {} : { [CONFIG_PATH]: withoutPhases(config) };
  const commit = repository.push({ "README.md": "# App\n", ...configFile, ...Object.fromEntries(base) });
  if (base.length > 0)
    repository.base = { commit, since: repository.tick(), included: {}, dashboard: undefined, phases: {} };
  const head = files("head");
  if (head.length > 0) repository.push(Object.fromEntries(head));
  repository.formerNames = (blocks.get("former names") ?? "").split("\n").filter((name) => name !== "");
  repository.tick();
  addIssues(repository, blocks, config);
  return repository;
}

/** A case whose config says nothing of phases is about something else. */
function withoutPhases(config: string): string {
  return /^issues:/m.test(config) ? config : `${config}${WITHOUT_PHASES}`;
}

function addIssues(
  repository: MemoryRepository,
  blocks: SyncCase["blocks"],
  config: string | undefined,
): void {
  const bodies = bodiesAtBase(blocks, config);
  const states = (parse(blocks.get("issues") ?? "") ?? {}) as Record<string, IssueState>;
  for (const [key, state] of Object.entries(states)) {
    const number = Number(key);
    if (state.missing) {
      repository.missing.set(
        number,
        state.missing === "moved"
          ? {
              kind: "moved",
              repository: "acme/other",
              number: 7,
              url: "https://github.com/acme/other/issues/7",
            }
          : { kind: state.missing },
      );
      continue;
    }
    const own = state.own ?? true;
    repository.addIssue(
      {
        title: state.title,
        own,
        completion: state.state ?? "open",
        parent: state.parent,
        body: edited(state.body ?? (own ? (bodies.get(number) ?? "") : "Words of a person."), state.edit),
        events: events(state, repository.now()),
      },
      number,
    );
  }
}

function edited(body: string, edit: IssueState["edit"]): string {
  if (!edit) return body;
  if (!body.includes(edit[0])) throw new Error(`${JSON.stringify(edit[0])} is not in the body:\n${body}`);
  return body.replace(edit[0], edit[1]);
}

function events({ state, by, late, was, title, arrived, discussion }: IssueState, now: string): IssueEvent[] {
  const at = late || by !== "app" ? now : "2025-01-01T00:00:00.000Z";
  const closed: IssueEvent[] =
    by || (state ?? "open") !== "open"
      ? [{ id: "E_state", at, own: by === "app", change: { what: "state", completion: state ?? "open" } }]
      : [];
  const renamed: IssueEvent[] =
    was === undefined
      ? []
      : [{ id: "E_title", at: now, own: false, change: { what: "title", title, previous: was } }];
  const moved: IssueEvent[] = [
    ...(arrived === undefined ? [] : [{ what: "arrival", from: arrived } as const]),
    ...(discussion ? [{ what: "discussion" } as const] : []),
  ].map((change) => ({ id: `E_${change.what}`, at: now, own: false, change }));
  return [...closed, ...renamed, ...moved];
}

/** The bodies that the app gave its issues when both sides last agreed. */
function bodiesAtBase(blocks: SyncCase["blocks"], configText: string | undefined): Map<number, string> {
  const parsed = parseConfig(CONFIG_PATH, configText);
  if (!parsed.ok) return new Map();
  const bodies = new Map<number, string>();
  for (const [name, text] of blocks) {
    const path = /^(?:base|head) (.+)$/.exec(name)?.[1];
    const rules = path === undefined ? undefined : selectChecklist(path, parsed.config);
    if (path === undefined || !rules) continue;
    const { checklist } = parseChecklist(path, new TextEncoder().encode(text));
    const repository = {
      owner: "acme",
      name: "app",
      url: "https://github.com/acme/app",
      branch: "main",
      formerNames: [],
    };
    for (const task of checklist.tasks) {
      const number = task.reference?.number;
      if (number === undefined || bodies.has(number)) continue;
      bodies.set(number, issueContent({ checklist, rules, task }, parsed.config, repository).body);
    }
  }
  return bodies;
}
