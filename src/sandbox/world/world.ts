import type { Account, App, Installation, Issue, IssueType, Repository, Role, Team } from "./model.js";
import type { Actor, Grant } from "./access.js";
import { isVisible } from "./access.js";
import type { WorldEvent, WorldListener } from "./events.js";
import type { Project } from "./project-model.js";
import { ObjectStore } from "../git/object-store.js";
import { Refusal } from "./refusal.js";
import { rememberRevision } from "./revisions.js";

export interface IssuedToken {
  readonly grant: Grant;
  readonly expiresAt: number;
}

/** Counted up when what is kept becomes another thing: what an older sandbox kept is not understood. */
export const STATE_VERSION = 4;

/** Everything that is kept when the sandbox stops, but for git objects, which have files of their own. */
export interface WorldState {
  readonly version: typeof STATE_VERSION;
  nextId: number;
  /** The last second that was written anywhere: time never runs backwards. */
  lastSecond: number;
  readonly accounts: Account[];
  readonly teams: Team[];
  /** What people may do in new repositories of the organisation. */
  readonly roles: Map<Account, Role>;
  readonly repositories: Map<number, Repository>;
  /** Former `owner/name` of renamed repositories: GitHub redirects. */
  readonly formerNames: Map<string, Repository>;
  readonly issueTypes: IssueType[];
  readonly projects: Map<number, Project>;
  /** The last number that an owner's project was given. */
  readonly projectNumbers: Map<Account, number>;
  readonly app: App;
  readonly installation: Installation;
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Installation tokens that were given out, by token. */
  readonly tokens: Map<string, IssuedToken>;
  isInstallationAnnounced: boolean;
}

export interface World {
  readonly state: WorldState;
  /** `http://127.0.0.1:PORT`, known when the server listens. */
  baseUrl: string;
  readonly stores: Map<number, ObjectStore>;
  readonly listeners: Set<WorldListener>;
  /** Told of every change, so that the state is saved. */
  readonly onChange: Set<() => void>;
  readonly openStore: (repositoryId: number) => ObjectStore;
}

export function createWorld(
  state: WorldState,
  openStore: (repositoryId: number) => ObjectStore = () => new ObjectStore(),
): World {
  return {
    state,
    baseUrl: "http://127.0.0.1",
    stores: new Map(),
    listeners: new Set(),
    onChange: new Set(),
    openStore,
  };
}

export function storeOf(world: World, repository: Repository): ObjectStore {
  const known = world.stores.get(repository.id);
  if (known !== undefined) return known;
  const store = world.openStore(repository.id);
  world.stores.set(repository.id, store);
  return store;
}

export function nextId(world: World): number {
  return (world.state.nextId += 1);
}

/** GitHub's time stamps have the precision of a second. */
export function now(world: World): string {
  const second = Math.max(world.state.lastSecond, Math.floor(Date.now() / 1000));
  world.state.lastSecond = second;
  return isoSecond(second);
}

export function isoSecond(second: number): string {
  return new Date(second * 1000).toISOString().replace(".000Z", "Z");
}

/** Says what happened; webhooks are made from this and from nothing else. */
export function emit(world: World, actor: Actor, event: WorldEvent): void {
  for (const listener of world.listeners) listener(event, actor);
  changed(world);
}

export function changed(world: World): void {
  for (const listener of world.onChange) listener();
}

/** Every change of an issue passes here: its time moves, and its history remembers. */
export function touchIssue(world: World, issue: Issue): void {
  issue.updatedAt = now(world);
  rememberRevision(issue);
  changed(world);
}

export function findAccount(world: World, login: string): Account | undefined {
  const wanted = login.toLowerCase();
  return world.state.accounts.find((account) => account.login.toLowerCase() === wanted);
}

/** The repository as far as the actor may see it; former names work, as GitHub's redirects do. */
export function findRepository(
  world: World,
  actor: Actor,
  owner: string,
  name: string,
): Repository | undefined {
  const found = lookUpRepository(world, owner, name);
  return found !== undefined && isVisible(actor, found) ? found : undefined;
}

export function lookUpRepository(world: World, owner: string, name: string): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  for (const repository of world.state.repositories.values()) {
    if (fullName(repository).toLowerCase() === wanted) return repository;
  }
  return world.state.formerNames.get(wanted);
}

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** The issue or pull request with this number; deleted is "gone", transferred is told apart by the caller. */
export function findIssue(repository: Repository, number: number): Issue {
  const issue = repository.issues.get(number);
  if (issue !== undefined) return issue;
  if (repository.deletedNumbers.has(number)) throw new Refusal("gone", "This issue was deleted");
  throw new Refusal("not-found", "Not Found");
}
