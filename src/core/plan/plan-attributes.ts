import type { ObservedIssue } from "../model/issue.js";
import type { IssueTarget, MilestoneTarget, Step, StepPlace } from "../model/plan.js";
import { agreedParent, isAfter, lastAssignment } from "./agreed-state.js";
import { isUntyped } from "./choose-types.js";
import { findMissing } from "./follow-missing.js";
import type { PlanInput } from "./plan-input.js";
import { foldName } from "./resolve-owners.js";

/** Where an issue belongs and whom it is given to, as the files say at one time. */
export interface Attributes {
  readonly parent: IssueTarget | undefined;
  readonly milestone: MilestoneTarget | undefined;
  /** Whether they can be assigned or not. */
  readonly logins: readonly string[];
}

interface Subject {
  readonly issue: ObservedIssue;
  readonly place: StepPlace;
  readonly wanted: Attributes;
  /** As the base says; undefined where the base does not know the issue. */
  readonly base: Attributes | undefined;
  /** Of the wanted logins those that GitHub takes. */
  readonly assignable: readonly string[];
  /** Name of the issue type that it is to have where it has none. */
  readonly type: string | undefined;
}

export function isSameAttributes(one: Attributes, other: Attributes): boolean {
  const logins = ({ logins: all }: Attributes): string => all.map(foldName).sort().join(" ");
  return one.parent === other.parent && one.milestone === other.milestone && logins(one) === logins(other);
}

/** What people have given an issue, or taken from it, is theirs; the rest follows the file. */
export function planAttributes(subject: Subject, input: PlanInput): Step[] {
  return [
    ...planParent(subject, input),
    ...planMilestone(subject),
    ...planAssignees(subject, input),
    ...planType(subject),
  ];
}

/** A parent that a person gave the issue stays. */
function planParent({ issue, place, wanted: { parent }, base: known }: Subject, input: PlanInput): Step[] {
  const { base } = input;
  const last = agreedParent(issue, { baseParent: known?.parent, base, isKnown: known !== undefined });
  const agreed =
    typeof last === "number" && (findMissing(last, input) || isGone(last, issue)) ? undefined : last;
  if (parent === agreed || issue.parent !== agreed) return [];
  const reason = parent === undefined ? "no longer nested in the file" : "nested in the file";
  return [{ op: "set-parent", issue: issue.number, place, parent, reason }];
}

/** With a deleted issue GitHub forgets that it was a parent: nobody took the issue out of it, and it has none. */
function isGone(parent: number, { parent: present, events }: ObservedIssue): boolean {
  const last = events.findLast(({ change }) => change.what === "parent");
  return present === undefined && last?.change.what === "parent" && last.change.parent === parent;
}

/** A milestone that a person chose, or took away, stays. */
function planMilestone({ issue, place, wanted: { milestone }, base }: Subject): Step[] {
  if (issue.milestone === milestone || (milestone ?? base?.milestone) === undefined) return [];
  const isAsBase = base !== undefined && base.milestone === issue.milestone;
  if (isAsBase && milestone === base.milestone) return [];
  const last = issue.attributeEvents.findLast(({ change }) => change.what === "milestone");
  const isOwn = last?.own ?? issue.milestone === undefined;
  if (!isAsBase && !isOwn) return [];
  const reason = milestone === undefined ? "no longer in a phase in the file" : "in this phase in the file";
  return [{ op: "set-milestone", issue: issue.number, place, milestone, reason }];
}

/**
 * Each login by itself: what a person did since both sides agreed stays, and so does what they did to an issue that
 * the base does not know.
 */
function planAssignees({ issue, place, wanted, base, assignable }: Subject, input: PlanInput): Step[] {
  const has = new Set(issue.assignees.map(foldName));
  const wants = new Set(wanted.logins.map(foldName));
  const had = new Set(base?.logins.map(foldName));
  const isTheirs = (login: string): boolean => {
    const event = lastAssignment(issue, login);
    return event?.own === false && (base === undefined || isAfter(event, input.base));
  };
  const isOurs = (login: string): boolean =>
    had.has(foldName(login)) || (lastAssignment(issue, login)?.own ?? false);
  const assign = assignable.filter(
    (login) => !has.has(foldName(login)) && !had.has(foldName(login)) && !isTheirs(login),
  );
  const unassign = issue.assignees.filter(
    (login) => !wants.has(foldName(login)) && isOurs(login) && !isTheirs(login),
  );
  if (assign.length + unassign.length === 0) return [];
  const reason = assign.length > 0 ? "named as owner in the file" : "no longer named as owner in the file";
  return [{ op: "set-assignees", issue: issue.number, place, assign, unassign, reason }];
}

function planType({ issue, place, type }: Subject): Step[] {
  if (type === undefined || !isUntyped(issue)) return [];
  return [
    { op: "set-type", issue: issue.number, place, type, reason: "the config names a type, and it has none" },
  ];
}
