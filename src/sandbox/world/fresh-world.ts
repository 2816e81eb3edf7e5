import { generateKeyPairSync, randomBytes } from "node:crypto";
import { userActor } from "../auth/credential.js";
import type { ObjectStore } from "../git/object-store.js";
import type { Account, App, IssueType, Role, Team } from "./model.js";
import { AUTOMATION_LOGIN } from "./project-workflows.js";
import { createRepository } from "./repositories.js";
import type { World, WorldState } from "./world.js";
import { createWorld, STATE_VERSION } from "./world.js";

/** Who may do what in `acme/app`. The outsider sees a private repository as a stranger does: not at all. */
const PEOPLE: readonly (readonly [login: string, role: Role])[] = [
  ["owner", "admin"],
  ["maintainer", "maintain"],
  ["writer", "write"],
  ["triager", "triage"],
  ["reader", "read"],
  ["lead", "write"],
  ["security", "write"],
  ["outsider", "none"],
];

const FIRST_ID = 1_000_000;
const CREATED = "2026-01-01T00:00:00Z";

const APP_PERMISSIONS: App["permissions"] = {
  metadata: "read",
  contents: "write",
  issues: "write",
  pull_requests: "write",
  checks: "write",
  statuses: "read",
  members: "read",
  organization_projects: "write",
};

const APP_EVENTS = [
  "check_run",
  "check_suite",
  "issue_comment",
  "issue_dependencies",
  "issues",
  "label",
  "milestone",
  "projects_v2",
  "projects_v2_item",
  "pull_request",
  "pull_request_review",
  "push",
  "repository",
  "status",
  "sub_issues",
];

/** What every organisation has in the beginning. */
const ISSUE_TYPES: readonly (readonly [name: string, color: IssueType["color"], description: string])[] = [
  ["Task", "yellow", "A specific piece of work"],
  ["Bug", "red", "An unexpected problem or behavior"],
  ["Feature", "blue", "A request, idea, or new functionality"],
];

/** The organisation `acme` with the repository `acme/app`, people of every role, and the app "Tickmark" installed on it. */
export function createFreshWorld(openStore?: (repositoryId: number) => ObjectStore): World {
  const world = createWorld(freshState(), openStore);
  const { roles, accounts } = world.state;
  const owner = [...roles].find(([, role]) => role === "admin")?.[0];
  const acme = accounts.find((account) => account.kind === "Organization");
  if (owner === undefined || acme === undefined)
    throw new Error("a world needs an organisation and an owner");
  const wanted = { name: "app", private: true, description: "The repository of the sandbox", autoInit: true };
  createRepository(world, userActor(owner), acme, wanted, roles);
  return world;
}

function freshState(): WorldState {
  let id = FIRST_ID;
  const newId = (): number => (id += 1);
  const account = (kind: Account["kind"], login: string): Account => ({
    kind,
    id: newId(),
    login,
    createdAt: CREATED,
  });
  const acme = account("Organization", "acme");
  const people = PEOPLE.map(([login, role]) => [account("User", login), role] as const);
  const app = freshApp(account("Bot", "tickmark[bot]"), acme);
  const team = (slug: string, login: string): Team => {
    const members = people.map(([person]) => person).filter((person) => person.login === login);
    const invited: Account[] = [];
    return {
      kind: "Team",
      id: newId(),
      slug,
      name: slug,
      organization: acme,
      members,
      invited,
      parent: null,
    };
  };
  const teams = [team("leads", "lead"), team("security", "security")];
  return {
    version: STATE_VERSION,
    nextId: id + 1000,
    lastSecond: Math.floor(Date.now() / 1000),
    accounts: [acme, ...people.map(([person]) => person), app.bot, account("Bot", AUTOMATION_LOGIN)],
    teams,
    roles: new Map(people),
    repositories: new Map(),
    formerNames: new Map(),
    issueTypes: ISSUE_TYPES.map(([name, color, description]) => ({
      kind: "IssueType",
      id: newId(),
      organization: acme,
      name,
      description,
      color,
      isEnabled: true,
      createdAt: CREATED,
      updatedAt: CREATED,
    })),
    projects: new Map(),
    projectNumbers: new Map(),
    app,
    installation: {
      kind: "Installation",
      id: 2001,
      app,
      account: acme,
      permissions: app.permissions,
      createdAt: CREATED,
    },
    privateKey: newPrivateKey(),
    webhookSecret: randomBytes(20).toString("hex"),
    tokens: new Map(),
    isInstallationAnnounced: false,
  };
}

function freshApp(bot: Account, owner: Account): App {
  const clientId = "Iv23sandboxTickmark";
  const [permissions, events] = [APP_PERMISSIONS, APP_EVENTS];
  return {
    kind: "App",
    id: 1,
    clientId,
    slug: "tickmark",
    bot,
    owner,
    permissions,
    events,
    createdAt: CREATED,
  };
}

function newPrivateKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
}
