import type { PhaseSignoff } from "../core/model/signoff.js";
import {
  formatSignoff,
  formatSignoffTable,
  formatSignoffTitle,
  formatUnrecorded,
  isComplete,
  SIGNOFF_TABLE_MARKER,
  SIGNOFFS_ELSEWHERE,
} from "../core/report/pull-signoff.js";
import type { Gate } from "../core/signoff/find-gates.js";
import { formatRecord, parseRecord } from "../core/signoff/pull-record.js";
import { namePhases } from "../core/signoff/resolve-phase.js";
import type { Situation } from "./describe-pull.js";
import type { CheckContent, OwnCheck, PullFacts, SignoffPorts } from "./ports.js";
import { phaseKey } from "./read-pull.js";

interface Shown {
  readonly situation: Situation;
  readonly pull: PullFacts;
  readonly phases: readonly PhaseSignoff[];
  /** Those on the head, oldest first. */
  readonly checks: readonly OwnCheck[];
  readonly gates: readonly Gate[];
}

const EPOCH = "1970-01-01T00:00:00Z";

/** Brings the check runs on the head, and the comment with the table, to what is the case now. */
export async function showPull(
  shown: Shown,
  ports: Pick<SignoffPorts, "checks" | "comments">,
): Promise<void> {
  const { pull, situation, phases } = shown;
  // Of a commit that is merged nobody waits for a check.
  if (pull.state === "open") {
    for (const content of contentsOf(shown)) await showCheck(content, shown, ports.checks);
  }
  const said = phases.filter((phase) => (situation.words.get(phaseKey(phase)) ?? []).length > 0);
  if (said.length === 0) return;
  const named = said.map((signoff) => ({ name: nameOf(signoff, phases), signoff }));
  await showTable(pull, formatSignoffTable(named, pull.state === "merged"), ports.comments);
}

function contentsOf({ pull, situation, phases, gates }: Shown): readonly CheckContent[] {
  const gated = phases.flatMap((phase): CheckContent[] => {
    const words = situation.words.get(phaseKey(phase)) ?? [];
    const gate = gates.find((each) => each.phase && phaseKey(each.phase) === phaseKey(phase));
    if (words.length === 0 && !gate) return [];
    const name = nameOf(phase, phases);
    const record = formatRecord({ pull: pull.number, checklist: phase.checklist, phase: phase.phase, words });
    const isWaited = gate === undefined || gate.isClosed;
    const conclusion = isComplete(phase) ? "success" : isWaited ? "action_required" : "neutral";
    const isNeedless = gate?.isClosed === false && words.length === 0;
    return [
      {
        pull: pull.number,
        name: `Sign-off: ${name}`,
        conclusion,
        title: isNeedless ? "Not needed for this pull request" : formatSignoffTitle(phase),
        summary: formatSignoff({ name, signoff: phase }),
        text: record,
      },
    ];
  });
  const unknown = gates.filter(({ phase }) => phase === undefined);
  return [...gated, ...unknown.map((gate) => unknownGate(gate, pull))];
}

/** The config is wrong: where the check is required, nothing is let through by mistake. */
function unknownGate({ name, isClosed }: Gate, { number }: PullFacts): CheckContent {
  return {
    pull: number,
    name: `Sign-off: ${name}`,
    conclusion: isClosed ? "action_required" : "neutral",
    title: "The config names a phase that is not there",
    summary:
      "A gate under `signoff.gates` in `.github/tickmark.yml` names a phase that no checklist has, or that several have. Name it as `/signoff` does, `phase-2` or `billing/phase-2`.",
    text: "",
  };
}

/**
 * A check run is made for what was said anew, and the last one is brought up to date where only the world changed: so
 * no run ever loses a word that another process wrote at the same time.
 */
async function showCheck(
  content: CheckContent,
  { pull, checks }: Shown,
  port: SignoffPorts["checks"],
): Promise<void> {
  const own = checks.filter((check) => check.name === content.name && check.pull === pull.number);
  const latest = own.at(-1);
  if (!latest || hasNews(content, own)) return port.create(pull.head, content);
  const isSame =
    latest.conclusion === content.conclusion &&
    latest.title === content.title &&
    latest.summary === content.summary &&
    latest.text === content.text;
  if (!isSame) await port.update(latest.id, content);
}

function hasNews(content: CheckContent, own: readonly OwnCheck[]): boolean {
  const known = new Set(
    own.flatMap(({ text }) => (parseRecord(text)?.words ?? []).map((word) => JSON.stringify(word))),
  );
  return (parseRecord(content.text)?.words ?? []).some((word) => !known.has(JSON.stringify(word)));
}

/** Merged, and the app may not read its own record any more. Where nothing was shown, nothing was signed. */
export async function showUnrecorded(pull: PullFacts, comments: SignoffPorts["comments"]): Promise<void> {
  const [present] = await findTables(pull, comments);
  const body = present && formatUnrecorded(present.body);
  if (present && body !== undefined && body !== present.body) await comments.edit(present.id, body);
}

/** The first is the one that everybody finds again. Two processes may have made one at the same moment. */
async function findTables(
  { number }: PullFacts,
  comments: SignoffPorts["comments"],
): Promise<readonly { readonly id: number; readonly body: string }[]> {
  const own = await comments.ownComments(number, EPOCH);
  return own.filter(({ body }) => body.startsWith(SIGNOFF_TABLE_MARKER)).sort((a, b) => a.id - b.id);
}

async function showTable(pull: PullFacts, body: string, comments: SignoffPorts["comments"]): Promise<void> {
  let tables = await findTables(pull, comments);
  if (tables.length === 0) {
    await comments.reply(pull.number, body);
    tables = await findTables(pull, comments);
  }
  const [present, ...others] = tables;
  if (present && present.body !== body) await comments.edit(present.id, body);
  for (const { id } of others) await comments.edit(id, SIGNOFFS_ELSEWHERE);
}

function nameOf(phase: PhaseSignoff, phases: readonly PhaseSignoff[]): string {
  return namePhases([phase], phases, new Set())[0] ?? phase.phase;
}
