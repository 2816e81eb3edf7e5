/** What is granted, by the names that GitHub has in `permissions` of its answers. */
export type Permissions = Readonly<Record<string, string | undefined>>;

/** A permission or an event that the app needs. */
interface Need {
  /** What does not work without it. */
  readonly without: string;
  /** The only part of the app that needs it; undefined: everybody does. */
  readonly part?: string;
}

interface PermissionNeed extends Need {
  readonly access: "read" | "write";
  /** Personal accounts have nothing that it could be about, and are not asked for it. */
  readonly ofOrganization?: true;
}

/** A higher access contains the lower ones. */
const ACCESS: readonly (string | undefined)[] = ["read", "write", "admin"];

/** How whatever is told by no event is found all the same. */
const LATE = "with the next look at every repository only";

/**
 * What app.yml asks for, and what the app would be without it.
 *
 * https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
 */
export const PERMISSIONS: Readonly<Record<string, PermissionNeed>> = {
  metadata: { access: "read", without: "nothing works" },
  contents: { access: "write", without: "checklists cannot be read or not be kept in step" },
  issues: { access: "write", without: "tasks get no issues, and commands no answers" },
  pull_requests: {
    access: "write",
    without: "no repository can be looked at, or a branch that refuses commits gets no pull request",
  },
  checks: { access: "write", part: "sign-off", without: "nothing can be signed on a pull request" },
  statuses: { access: "read", part: "sign-off", without: "green checks cannot be asked for as evidence" },
  members: {
    access: "read",
    part: "sign-off by teams",
    without: "nobody is known to belong to a team",
    ofOrganization: true,
  },
  organization_projects: {
    access: "write",
    part: "project boards",
    without: "no board is kept in step",
    ofOrganization: true,
  },
};

/** The events of app.yml. Installations are told to every App. */
export const EVENTS: Readonly<Record<string, Need>> = {
  push: { without: `a changed checklist is noticed ${LATE}` },
  issues: { without: `a changed issue is noticed ${LATE}` },
  issue_comment: { without: `a command is noticed ${LATE}` },
  pull_request: { part: "sign-off", without: "new commits and merges of pull requests are not noticed" },
  pull_request_review: { part: "sign-off", without: "an approving review is not noticed" },
  check_run: { part: "sign-off", without: "nobody can ask for a check again" },
  check_suite: { part: "sign-off", without: "checks that have become green are not noticed" },
  status: { part: "sign-off", without: "statuses that have become green are not noticed" },
  repository: { without: `a new name or default branch of a repository is noticed ${LATE}` },
  projects_v2_item: { part: "project boards", without: `a change on a board is noticed ${LATE}` },
};

/** What is granted to the App, or by an owner to one installation. */
export interface Grant {
  readonly permissions: Permissions;
  readonly events: readonly string[];
}

/** What is missing, or granted too low: a phrase for each, with what does not work. */
export function listMissing({ permissions, events }: Grant): readonly string[] {
  const missing = Object.entries(EVENTS).filter(([name]) => !events.includes(name));
  return [
    ...listMissingPermissions(permissions),
    ...missing.map(([name, need]) => `the event ${name} (${describe(need)})`),
  ];
}

/** Of all that the App asks for, what the owner of an installation has not accepted. Events follow permissions. */
export function listUnaccepted(
  asked: Permissions,
  accepted: Permissions,
  isOrganization: boolean,
): readonly string[] {
  const never = new Set(listMissingPermissions(asked));
  return listMissingPermissions(accepted, isOrganization).filter((phrase) => !never.has(phrase));
}

function listMissingPermissions(granted: Permissions, isOrganization = true): readonly string[] {
  return Object.entries(PERMISSIONS)
    .filter(([name, { access }]) => ACCESS.indexOf(granted[name]) < ACCESS.indexOf(access))
    .filter(([, { ofOrganization }]) => isOrganization || !ofOrganization)
    .map(([name, need]) => `${name}: ${need.access} (${describe(need)})`);
}

function describe({ part, without }: Need): string {
  return part === undefined ? without : `for ${part} only: ${without}`;
}
