import { LRUCache } from "lru-cache";
import type { CommandPorts, TurnPort } from "../commands/ports.js";
import type { PullPort, SignoffPorts } from "../signoff/ports.js";
import type { RepositoryPorts } from "../sync/ports.js";
import { AttributeIds } from "./attribute-ids.js";
import { baseStore } from "./base-store.js";
import { repositoryChecks } from "./check-runs.js";
import { GitHubClient } from "./client.js";
import type { Octokit } from "./client.js";
import { repositoryAttributes } from "./repository-attributes.js";
import { commentTurns } from "./comment-turns.js";
import { repositoryComments } from "./comments.js";
import { redeliverFailed } from "./hook-deliveries.js";
import { IssueReader } from "./issue-reader.js";
import { IssueTracker } from "./issue-tracker.js";
import { LabelIds } from "./label-ids.js";
import { LeaseStore, thisProcess } from "./lease-store.js";
import { InstallationPace, UNPACED } from "./pace.js";
import { repositoryPeople } from "./permissions.js";
import { ProjectBoard } from "./project-board.js";
import type { WrittenValues } from "./project-board.js";
import { repositoryPulls } from "./pull-request-facts.js";
import { Registration } from "./registration.js";
import type { RegistrationNews } from "./registration.js";
import type { RepositoryAddress } from "./repository-address.js";
import { RepositoryNames } from "./repository-names.js";
import { repositorySource } from "./repository-source.js";
import { rollingPullRequest } from "./rolling-pull-request.js";
import { organizationTeams } from "./teams.js";

/** What connecting needs of Probot: a client of the app itself, or of one installation. */
export interface AppAuth {
  auth(installationId?: number): Promise<Octokit>;
}

/** What is asked of a repository once. */
interface Kept {
  readonly labels: LabelIds;
  readonly attributes: AttributeIds;
  readonly names: RepositoryNames;
  readonly lease: LeaseStore;
  readonly written: WrittenValues;
  readonly pulls: PullPort;
  readonly turns: TurnPort;
}

export interface ConnectionOptions {
  readonly paced: boolean;
  /** Something about the App's registration is to be known by whoever runs the app. */
  readonly onRegistration?: (news: RegistrationNews) => void;
}

/** Makes the ports of repositories; clients (with their pace) and what hardly changes are kept from one sync to the next. */
export class Connection {
  readonly #app: AppAuth;
  readonly #paced: boolean;
  /** Of installations; undefined is the app itself. */
  readonly #clients = new Map<number | undefined, Promise<GitHubClient>>();
  readonly #self = thisProcess();
  readonly #kept = new LRUCache<string, Kept>({ max: 1_000 });
  readonly registration: Registration;

  constructor(app: AppAuth, { paced, onRegistration = () => undefined }: ConnectionOptions) {
    this.#app = app;
    this.#paced = paced;
    this.registration = new Registration(() => this.#client(undefined), onRegistration);
  }

  /** The ports of one repository, for one sync. */
  async repository(
    installationId: number,
    address: RepositoryAddress,
  ): Promise<Omit<RepositoryPorts, "signoffs">> {
    const client = await this.#client(installationId);
    const slug = await this.slug();
    const reader = new IssueReader(slug, (id, createdAt) => client.pace.remember(id, createdAt));
    const kept = await this.#keep(installationId, address);
    return {
      source: repositorySource(client, address, reader, kept.names),
      base: baseStore(client, address),
      issues: new IssueTracker(client, address, reader, kept),
      attributes: repositoryAttributes(client, address, { ids: kept.attributes, slug }),
      lease: kept.lease,
      proposals: rollingPullRequest(client, address, reader.slug),
      board: new ProjectBoard(client, address, reader, kept.written),
    };
  }

  /** What commands need of one repository. */
  async commands(installationId: number, address: RepositoryAddress): Promise<CommandPorts> {
    const client = await this.#client(installationId);
    const { source } = await this.repository(installationId, address);
    const { turns } = await this.#keep(installationId, address);
    return {
      comments: repositoryComments(client, address, await this.slug()),
      turns,
      people: repositoryPeople(client, address),
      source,
    };
  }

  /** What sign-offs need of one repository. */
  async signoffs(installationId: number, address: RepositoryAddress): Promise<SignoffPorts> {
    const client = await this.#client(installationId);
    const { source, issues } = await this.repository(installationId, address);
    const { id } = await this.registration.app();
    const slug = await this.slug();
    const { pulls } = await this.#keep(installationId, address);
    return {
      source,
      issues,
      pulls,
      checks: repositoryChecks(client, address, id),
      teams: organizationTeams(client, address),
      comments: repositoryComments(client, address, slug),
    };
  }

  /** Every repository that the app is installed on. */
  async repositories(): Promise<readonly (RepositoryAddress & { readonly installationId: number })[]> {
    const found: (RepositoryAddress & { installationId: number })[] = [];
    for (const { id } of await this.registration.installations()) {
      const client = await this.#client(id);
      const repositories = await client.read("list the installation's repositories", () =>
        client.octokit.paginate(client.octokit.rest.apps.listReposAccessibleToInstallation, {
          per_page: 100,
        }),
      );
      found.push(
        ...repositories.map((repository) => ({
          installationId: id,
          owner: repository.owner.login,
          name: repository.name,
        })),
      );
    }
    return found;
  }

  /** Asks for events again that GitHub could not deliver, while no process was there to take them. */
  async redeliverFailed(): Promise<number> {
    return redeliverFailed(await this.#client(undefined));
  }

  /** The app's name in addresses and logins. Asked once. */
  async slug(): Promise<string> {
    const { slug = "" } = await this.registration.app();
    return slug;
  }

  async #keep(installationId: number, address: RepositoryAddress): Promise<Kept> {
    const key = `${installationId}/${address.owner}/${address.name}`.toLowerCase();
    const known = this.#kept.get(key);
    if (known) return known;
    const client = await this.#client(installationId);
    const { id } = await this.registration.app();
    const kept = {
      labels: new LabelIds(client, address),
      attributes: new AttributeIds(client, address, await this.slug()),
      names: new RepositoryNames(client),
      lease: new LeaseStore(client, address, this.#self),
      written: new Map(),
      pulls: repositoryPulls(client, address, id),
      turns: commentTurns(client, address, this.#self),
    };
    this.#kept.set(key, kept);
    return kept;
  }

  /** One for each, for as long as the process lives: a client listens to its Octokit, and of the app there is only one. */
  #client(installationId: number | undefined): Promise<GitHubClient> {
    const known = this.#clients.get(installationId);
    if (known) return known;
    const isPaced = this.#paced && installationId !== undefined;
    const made = this.#app
      .auth(installationId)
      .then((octokit) => new GitHubClient(octokit, isPaced ? new InstallationPace() : UNPACED));
    this.#clients.set(installationId, made);
    made.catch(() => this.#clients.delete(installationId));
    return made;
  }
}
