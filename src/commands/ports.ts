import type { Permission } from "../core/model/config.js";
import type { HeadReading, SourcePort } from "../sync/ports.js";
import type { RepositoryKey } from "../sync/syncs.js";

/** A new comment by a person, on an issue or a pull request, that asks for something. */
export interface CommandComment {
  readonly repository: RepositoryKey;
  readonly id: number;
  /** Number of the issue or pull request. */
  readonly issue: number;
  readonly author: string;
  readonly body: string;
  /** ISO 8601, GitHub's clock. */
  readonly createdAt: string;
}

/** `eyes`: seen. `rocket`: all was done. `confused`: something was not. */
export type Reaction = "eyes" | "rocket" | "confused";

/** An answer of the app. */
export interface Reply {
  readonly id: number;
  readonly body: string;
}

/** The comments of one repository. */
export interface CommentPort {
  /** Reacts to a comment; answers false when the app had reacted so before. */
  react(comment: number, reaction: Reaction): Promise<boolean>;
  /** The app's own reactions to a comment. */
  reactions(comment: number): Promise<ReadonlySet<string>>;
  /** The app's own comments on an issue since a time. */
  ownComments(issue: number, since: string): Promise<readonly Reply[]>;
  reply(issue: number, body: string): Promise<Reply>;
  edit(reply: number, body: string): Promise<void>;
  /** Comments that people wrote anywhere in the repository since a time, not edited and not answered yet. */
  recent(since: string): Promise<readonly Omit<CommandComment, "repository">[]>;
}

/** Who may do what in one repository. */
export interface PeoplePort {
  /** The role of somebody, however they came to it: directly, by a team, as an owner, as anybody on GitHub. */
  roleOf(login: string): Promise<Permission | "none">;
}

/** What taking a turn needs of the repository. */
export type TurnPlace = Pick<HeadReading, "repositoryId" | "oid">;

/** One process at a time answers a comment. */
export interface TurnPort {
  /** Answers false while another process that lives is at it. Taken again, it is still this one's. */
  take(comment: number, place: TurnPlace): Promise<boolean>;
  giveBack(comment: number, place: TurnPlace): Promise<void>;
}

/** One repository, as far as commands need it. */
export interface CommandPorts {
  readonly comments: CommentPort;
  readonly turns: TurnPort;
  readonly people: PeoplePort;
  readonly source: Pick<SourcePort, "readHead">;
}
