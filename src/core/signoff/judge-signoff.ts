import type { Permission, RequirementRules } from "../model/config.js";
import type { OpenTask, PhaseSignoff, Requirement } from "../model/signoff.js";

/** Somebody who wants to sign, as far as GitHub knows them. */
export interface Signer {
  readonly login: string;
  readonly isBot: boolean;
  readonly role: Permission | "none";
  /** Slugs of the teams that they are an active member of, among those that `teamsToAsk` names. */
  readonly teams: ReadonlySet<string>;
}

export interface SignoffRequest {
  readonly phase: PhaseSignoff;
  readonly signer: Signer;
  /** Logins of those whose work the pull request is; empty on the issue of a phase. */
  readonly authors: readonly string[];
  /** The requirements that were named; empty: all that the signer may sign. */
  readonly named: readonly Requirement[];
  readonly what: "sign-off" | "waiver";
}

/** Why somebody may not sign a requirement. */
export type Refusal =
  | { readonly why: "bot" }
  | { readonly why: "author" }
  /** Some other requirement of the same phase asks for somebody else. */
  | { readonly why: "not-entitled"; readonly rules: RequirementRules }
  /** No person's word counts: it takes the evidence, or a maintainer's waiver. */
  | { readonly why: "evidence-only"; readonly evidence: NonNullable<RequirementRules["evidence"]> }
  | { readonly why: "not-a-maintainer" };

/** Why nobody may sign the phase yet. */
export interface Blocked {
  readonly openTasks: readonly OpenTask[];
  /** Keys of phases. */
  readonly unsigned: readonly string[];
}

/** What becomes of somebody's wish to sign. */
export interface Judgement {
  /** To be recorded; nothing while the phase is blocked. */
  readonly granted: readonly Requirement[];
  /** Signed, and by the same person, already. */
  readonly already: readonly Requirement[];
  readonly refused: readonly { readonly requirement: Requirement; readonly refusal: Refusal }[];
  readonly blocked: Blocked | undefined;
}

/**
 * Who may sign what. Teams, people and a permission in the config are each enough by itself; where the config names
 * only evidence, no person can sign. Waivers are for maintainers, at any time. Nobody signs their own pull request, and
 * no bot signs anything.
 */
export function judgeSignoff(request: SignoffRequest): Judgement {
  const { phase, named } = request;
  const wanted = phase.requirements.filter(
    ({ requirement }) => named.length === 0 || named.some(({ key }) => key === requirement.key),
  );
  const isReady = phase.openTasks.length === 0 && phase.unsigned.length === 0;
  // A waiver is a word about the requirement, not about the work.
  const blocked =
    isReady || request.what === "waiver"
      ? undefined
      : { openTasks: phase.openTasks, unsigned: phase.unsigned };
  const granted: Requirement[] = [];
  const already: Requirement[] = [];
  const refused: { requirement: Requirement; refusal: Refusal }[] = [];
  for (const { requirement, entries } of wanted) {
    const refusal = refuse(requirement, request);
    const hasSaidSo = entries.some(
      ({ kind, by, stale }) => kind === request.what && !stale && isSameLogin(by, request.signer.login),
    );
    if (refusal) refused.push({ requirement, refusal });
    else if (hasSaidSo) already.push(requirement);
    else if (!blocked) granted.push(requirement);
  }
  return { granted, already, refused, blocked };
}

/** Slugs of the teams that a judgement about these requirements depends on. */
export function teamsToAsk(requirements: readonly Requirement[]): readonly string[] {
  return [...new Set(requirements.flatMap(({ rules }) => teamsOf(rules)))];
}

function refuse({ rules }: Requirement, { signer, authors, what }: SignoffRequest): Refusal | undefined {
  if (signer.isBot) return { why: "bot" };
  if (authors.some((author) => isSameLogin(author, signer.login))) return { why: "author" };
  if (what === "waiver")
    return includesRole(signer.role, "maintain") ? undefined : { why: "not-a-maintainer" };
  if (isEntitled(signer, rules)) return undefined;
  const { teams, users, permission, evidence } = rules;
  const isByPeople = teams.length + users.length > 0 || permission !== undefined;
  return evidence !== undefined && !isByPeople
    ? { why: "evidence-only", evidence }
    : { why: "not-entitled", rules };
}

function isEntitled({ login, role, teams }: Signer, rules: RequirementRules): boolean {
  const isNamed = rules.users.some((user) => isSameLogin(user.replace(/^@/, ""), login));
  const isInTeam = teamsOf(rules).some((team) => teams.has(team));
  return isNamed || isInTeam || (rules.permission !== undefined && includesRole(role, rules.permission));
}

/** A team among the users is written `@acme/backend`. */
function teamsOf({ teams, users }: RequirementRules): readonly string[] {
  const among = users.flatMap((user) => (user.includes("/") ? [user.slice(user.lastIndexOf("/") + 1)] : []));
  return [...teams, ...among].map((team) => team.toLowerCase());
}

const ROLES = ["none", "read", "triage", "write", "maintain", "admin"] as const;

function includesRole(role: Permission | "none", needed: Permission): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** GitHub does not tell logins apart by case. */
function isSameLogin(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
