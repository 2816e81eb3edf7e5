import { RetryError } from "../errors.js";
import { listMissing, listUnaccepted } from "./app-needs.js";
import { statusOf } from "./client.js";
import type { GitHubClient, Octokit } from "./client.js";

type Apps = Octokit["rest"]["apps"];
/** The App as GitHub answers it. */
type App = NonNullable<Awaited<ReturnType<Apps["getAuthenticated"]>>["data"]>;
type Installation = Awaited<ReturnType<Apps["listInstallations"]>>["data"][number];

/** Something has changed that whoever runs the app has to know: a sentence. */
export interface RegistrationNews {
  readonly kind: "refused" | "lacking" | "mended";
  readonly text: string;
}

/**
 * The App as it is registered on GitHub, and where it is installed. What is missing there is told by nobody but the
 * requests that fail for it, so it is looked for in the answers that are needed anyway, and said when it changes.
 */
export class Registration {
  readonly #client: () => Promise<GitHubClient>;
  readonly #onNews: (news: RegistrationNews) => void;
  #app: Promise<App> | undefined;
  #lacks: readonly string[] = [];
  #refusal: string | undefined;

  constructor(client: () => Promise<GitHubClient>, onNews: (news: RegistrationNews) => void) {
    this.#client = client;
    this.#onNews = onNews;
  }

  /** The App as it was when it was asked for; id and slug stay as they are. */
  app(): Promise<App> {
    this.#app ??= this.#readApp().catch((error: unknown) => {
      this.#app = undefined;
      throw error;
    });
    return this.#app;
  }

  /** Where the App is installed and not suspended. */
  async installations(): Promise<readonly Installation[]> {
    const isFresh = this.#app === undefined;
    let app = await this.app();
    const all = await this.#read("list the installations", (octokit) =>
      octokit.paginate(octokit.rest.apps.listInstallations, { per_page: 100 }),
    );
    const installations = all.filter(({ suspended_at: suspended }) => !suspended);
    if (!isFresh && listLacks(app, installations).length > 0) {
      // Somebody may have changed it since: nothing is said from memory.
      this.#app = undefined;
      app = await this.app();
    }
    this.#note(listLacks(app, installations));
    return installations;
  }

  /** What the App and its installations lack by now, a sentence for each. */
  lacks(): readonly string[] {
    return this.#lacks;
  }

  /** Why GitHub does not accept the credentials, and what to do; undefined: it does, or has not been asked yet. */
  refusal(): string | undefined {
    return this.#refusal;
  }

  async #readApp(): Promise<App> {
    const { data } = await this.#read("read the app", (octokit) => octokit.rest.apps.getAuthenticated());
    if (!data) throw new RetryError("read the app: GitHub answered nothing");
    return data;
  }

  /**
   * Only what is asked as the App itself tells whether the credentials are good, and only GitHub's word does: a server
   * that fails says nothing about them. Refused is tried again, since GitHub's word may also be a mistake of a moment.
   */
  async #read<T>(what: string, send: (octokit: Octokit) => Promise<T>): Promise<T> {
    const client = await this.#client();
    try {
      const answer = await client.read(what, () => send(client.octokit));
      if (this.#refusal !== undefined)
        this.#onNews({ kind: "mended", text: "GitHub accepts the App's credentials." });
      this.#refusal = undefined;
      return answer;
    } catch (error) {
      const refusal = describeRefusal(error);
      if (refusal === undefined) throw error;
      if (refusal !== this.#refusal) this.#onNews({ kind: "refused", text: refusal });
      this.#refusal = refusal;
      throw new RetryError(refusal, { cause: error });
    }
  }

  #note(lacks: readonly string[]): void {
    const known = this.#lacks;
    this.#lacks = lacks;
    for (const text of lacks) if (!known.includes(text)) this.#onNews({ kind: "lacking", text });
    if (known.length > 0 && lacks.length === 0)
      this.#onNews({ kind: "mended", text: "The App and its installations lack nothing any more." });
  }
}

/** An App that is not there is not found; otherwise it is its signature that GitHub does not accept. */
function describeRefusal(error: unknown): string | undefined {
  const status = statusOf(error);
  if (status !== 401 && status !== 404) return undefined;
  const said = `GitHub says: ${error instanceof Error && error.cause instanceof Error ? error.cause.message : status}`;
  return status === 404
    ? `Nothing can be done: GitHub knows no App with this APP_ID. Set the App ID of the App's page, and GHE_HOST if that is not on github.com. ${said}`
    : `Nothing can be done: GitHub does not accept this PRIVATE_KEY for this APP_ID. Set a private key that the App's page lists, and the App ID of that page. ${said}`;
}

function listLacks(app: App, installations: readonly Installation[]): readonly string[] {
  const missing = listMissing(app);
  const ofApp =
    missing.length === 0
      ? []
      : [
          `The App lacks ${missing.join("; ")}. Add this at ${permissionsPage(app)}; GitHub then asks the owner of each installation.`,
        ];
  return [...ofApp, ...installations.flatMap((installation) => listLack(app, installation))];
}

function listLack(
  app: App,
  { account, permissions, target_type: type, html_url: page }: Installation,
): readonly string[] {
  const missing = listUnaccepted(app.permissions, permissions, type !== "User");
  if (missing.length === 0) return [];
  const name = account?.login ?? "an enterprise";
  return [`The installation on ${name} has not accepted ${missing.join("; ")}. Its owner accepts at ${page}`];
}

/** Where the owner of the App changes what it asks for: GitHub's answers link to its public page only. */
function permissionsPage({ html_url: page, owner, slug = "" }: App): string {
  const settings = `/settings/apps/${slug}/permissions`;
  if (!("login" in owner)) return new URL(`/enterprises/${owner.slug}${settings}`, page).href;
  const isPersonal = owner.type === "User";
  return new URL(isPersonal ? settings : `/organizations/${owner.login}${settings}`, page).href;
}
