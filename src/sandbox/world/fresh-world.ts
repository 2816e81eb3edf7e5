import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { ObjectStore } from "../git/object-store.js";
import type { Account, App, Role } from "./model.js";
import { createRepository } from "./repositories.js";
import type { World } from "./world.js";
import { createWorld } from "./world.js";

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
  members: "read",
  organization_projects: "write",
};

const APP_EVENTS = [
  "check_run",
  "issue_comment",
  "issue_dependencies",
  "issues",
  "label",
  "milestone",
  "pull_request",
  "push",
  "repository",
  "sub_issues",
];

/** The organisation `acme` with the repository `acme/app`, people of every role, and the app "Tickmark" installed on it. */
export function createFreshWorld(openStore?: (repositoryId: number) => ObjectStore): World {
  let id = FIRST_ID;
  const account = (kind: Account["kind"], login: string): Account => ({
    kind,
    id: (id += 1),
    login,
    createdAt: CREATED,
  });
  const acme = account("Organization", "acme");
  const people = PEOPLE.map(([login, role]) => ({ account: account("User", login), role }));
  const bot = account("Bot", "tickmark[bot]");
  const app: App = {
    kind: "App",
    id: 1,
    clientId: "Iv23sandboxTickmark",
    slug: "tickmark",
    bot,
    owner: acme,
    permissions: APP_PERMISSIONS,
    events: APP_EVENTS,
    createdAt: CREATED,
  };
  const member = (login: string): Account[] =>
    people.filter((person) => person.account.login === login).map((person) => person.account);
  const team = (slug: string, logins: string[]) => ({
    kind: "Team" as const,
    id: (id += 1),
    slug,
    name: slug,
    organization: acme,
    members: logins.flatMap(member),
  });
  const roles = new Map(people.map((person) => [person.account, person.role]));
  const world = createWorld(
    {
      nextId: id + 1000,
      lastSecond: Math.floor(Date.now() / 1000),
      accounts: [acme, ...people.map((person) => person.account), bot],
      teams: [team("leads", ["lead"]), team("security", ["security"])],
      roles,
      repositories: new Map(),
      formerNames: new Map(),
      app,
      installation: { kind: "Installation", id: 2001, app, account: acme, createdAt: CREATED },
      privateKey: generateKeyPairSync("rsa", { modulusLength: 2048 })
        .privateKey.export({ type: "pkcs1", format: "pem" })
        .toString(),
      webhookSecret: randomBytes(20).toString("hex"),
      tokens: new Map(),
      isInstallationAnnounced: false,
    },
    openStore,
  );
  const [owner] = people;
  if (owner === undefined) throw new Error("a world needs an owner");
  createRepository(
    world,
    { kind: "user", account: owner.account, app: null },
    acme,
    { name: "app", private: true, description: "The repository of the sandbox", autoInit: true },
    roles,
  );
  return world;
}
