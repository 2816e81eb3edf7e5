import type { Reply } from "../signoff/answer-ask.js";
import type { ConfigResult } from "../core/config/parse-config.js";
import type { Outcome } from "../sync/sync-repository.js";
import type { Syncs } from "../sync/syncs.js";
import type { Arguments } from "./parse-arguments.js";

/** Something that people may ask for in a comment. Help and documentation are made from it. */
export interface Command {
  /** The word that the others know it by. */
  readonly name: string;
  /** What its line starts with: `/tickmark plan`, `/signoff`. */
  readonly call: string;
  /** Otherwise the rest of the line is anybody's words. */
  readonly takesArguments?: true;
  readonly usage: string;
  readonly description: string;
  readonly examples: readonly string[];
  /**
   * `commands`: whatever the config's `commands.permission` says. Of `maintainers`, and of `requirements` (whoever a
   * requirement asks for), the command judges itself.
   */
  readonly permission: "read" | "commands" | "maintainers" | "requirements";
  run(context: CommandContext, given: Arguments): Promise<Section> | Section;
}

/** What a command may use. */
export interface CommandContext {
  readonly commands: readonly Command[];
  /** Of the default branch, as it is now. */
  readonly config: ConfigResult;
  /** Looks at the repository when its turn comes, and answers how that ended. Throws `LookFailedError`. */
  readonly look: (how: { readonly dryRun?: boolean; readonly release?: true }) => Promise<Outcome>;
  /** Signs for whoever wrote the comment, or refuses. Throws `LookFailedError`. */
  readonly sign: (what: "signoff" | "waive", given: Arguments) => Promise<Reply>;
  readonly state: () => ReturnType<Syncs["stateOf"]>;
  /** So many characters an answer may have. */
  readonly room: number;
}

/** The answer to one command. */
export interface Section {
  /** Markdown that mentions nobody and refers to nothing; empty when there is nothing to say. */
  readonly text: string;
  /** Whether all that was asked for was done. */
  readonly isDone: boolean;
}
