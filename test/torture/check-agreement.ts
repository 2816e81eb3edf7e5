import { ownLines } from "./document.js";
import type { LineState } from "./document.js";
import type { SeenIssue } from "./github-user.js";
import type { Repository } from "./repository.js";

const APP = "tickmark";

/** Everything that is wrong after a sync that went through and of which people's acts were a part. */
export function findDisagreements(
  repository: Repository,
  states: readonly LineState[],
  issues: readonly SeenIssue[],
): readonly string[] {
  const byNumber = new Map(issues.map((issue) => [issue.number, issue]));
  const own = ownLines(states);
  return [
    ...states.flatMap((state) => aboutLine(repository, state, own, byNumber)),
    ...issues.flatMap((issue) => aboutIssue(repository, issue, own.get(issue.number))),
    ...aboutPhases(repository, issues),
  ];
}

const PHASE = /<!-- tickmark:phase .*?-->/;

/** No two issues for one phase; a block that people wrote into says nothing. */
function aboutPhases({ damaged }: Repository, issues: readonly SeenIssue[]): string[] {
  const marked = issues.flatMap(({ number, completion, body }) => {
    const marker = PHASE.exec(body)?.[0];
    return marker !== undefined && completion === "open" && !damaged.has(number) ? [{ number, marker }] : [];
  });
  return marked.flatMap(({ number, marker }, at) => {
    const first = marked.findIndex((other) => other.marker === marker);
    return first === at
      ? []
      : [`#${number} and #${marked[first]?.number} stand for the same phase: ${marker}`];
  });
}

export function isOwn({ author }: SeenIssue): boolean {
  return author === APP || author === `${APP}[bot]`;
}

function aboutLine(
  repository: Repository,
  state: LineState,
  own: ReadonlyMap<number, LineState>,
  byNumber: ReadonlyMap<number, SeenIssue>,
): readonly string[] {
  const { reference, completion, untracked } = state;
  const where = `${state.path}:${state.number} “${state.title}”`;
  if (untracked) return [];
  if (reference === undefined) return completion === "open" ? [`${where} is open and has no issue`] : [];
  if (own.get(reference)?.line.id !== state.line.id)
    return completion === "open" ? [`${where} has the reference #${reference} of another line`] : [];
  const issue = byNumber.get(reference);
  if (!issue) return repository.gone.has(reference) ? [] : [`${where}: #${reference} does not exist`];
  return [
    ...aboutAttribute(repository, state, issue, "completion"),
    ...(isOwn(issue) ? aboutAttribute(repository, state, issue, "title") : []),
    ...aboutParent(repository, state, issue, own),
  ];
}

function aboutAttribute(
  repository: Repository,
  state: LineState,
  issue: SeenIssue,
  attribute: "completion" | "title",
): readonly string[] {
  const where = `${state.path}:${state.number}`;
  const [file, there] = [state[attribute], issue[attribute]];
  if (file !== there)
    return [`${attribute}: ${where} says “${file}”, issue #${issue.number} says “${there}”`];
  if (!isOwn(issue) || !isForeseeable(repository, state, issue)) return [];
  const allowed = repository.ledger.allowed(state, issue, attribute);
  if (!allowed.includes(file))
    return [
      `${attribute}: ${where} and #${issue.number} both say “${file}”, by what people did it is “${allowed.join("” or “")}”`,
    ];
  return [];
}

/**
 * Does what people did say what both are to say? Not where the line had another issue before, whose words may have
 * come over; nor where references wait in a pull request, and lines with the same words change places meanwhile, or
 * people take away the reference by which what waits would find its line.
 */
function isForeseeable(repository: Repository, state: LineState, issue: SeenIssue): boolean {
  if (repository.hadOtherReference(state.line, issue.number)) return false;
  if (repository.branch === "takes commits") return true;
  return repository.ledger.knows(state, issue) && !repository.unnamed.has(state.line.id);
}

/**
 * Not where people put issues below others themselves. What is in no other task belongs
 * to its phase, where phases have issues.
 */
function aboutParent(
  repository: Repository,
  { around }: LineState,
  issue: SeenIssue,
  own: ReadonlyMap<number, LineState>,
): string[] {
  const { regrouped, hasPhases } = repository;
  const outer = around.flatMap(({ line: { id }, reference }) =>
    reference !== undefined && own.get(reference)?.line.id === id ? [reference] : [],
  );
  const [parent] = outer;
  const family = [issue.number, ...outer];
  const isTheirs = family.some((number) => regrouped.has(number));
  if (!isOwn(issue) || isTheirs || (hasPhases && parent === undefined)) return [];
  if (issue.parent === parent) return [];
  return [`#${issue.number} is a sub-issue of ${issue.parent ?? "none"}, the file says ${parent ?? "none"}`];
}

function aboutIssue(repository: Repository, issue: SeenIssue, line: LineState | undefined): string[] {
  const { words, labels, bare } = repository;
  const name = `#${issue.number} “${issue.title}”`;
  const lost = (words.get(issue.number) ?? []).filter((mine) => !issue.body.includes(mine));
  const lostLabels = (labels.get(issue.number) ?? []).filter((label) => !issue.labels.includes(label));
  const isLabelled = bare.has(issue.number) && !labels.has(issue.number) && issue.labels.length > 0;
  return [
    ...(line || !isOwn(issue) ? [] : aboutLeftover(repository, issue, name)),
    ...lost.map((mine) => `${name} lost what a person wrote: ${mine}`),
    ...lostLabels.map((label) => `${name} lost the label ${label}`),
    ...(isLabelled ? [`${name} has labels again that a person took away`] : []),
  ];
}

/** An issue of the app that has no line: people took the line away, or had a hand in it before it was named. */
function aboutLeftover(
  repository: Repository,
  { number, body, completion }: SeenIssue,
  name: string,
): string[] {
  const { reopened, damaged, opened, pushes } = repository;
  if (damaged.has(number) || body.includes("tickmark:dashboard") || PHASE.test(body)) return [];
  if (completion === "open")
    return reopened.has(number) ? [] : [`${name} is open, and no line references it`];
  const wasLineChanged = repository.wasReferenced(number) || opened.get(number) !== pushes;
  return wasLineChanged ? [] : [`${name} was made for a line that has another issue`];
}
