/** The sandbox's GitHub, as far as an app must know it. */
export interface GitHubPlace {
  readonly url: string;
  readonly credentials: {
    readonly appId: number;
    readonly privateKey: string;
    readonly webhookSecret: string;
  };
}

export interface AppPlace {
  readonly port: number;
  readonly limits: boolean;
  readonly verbose: boolean;
}

/** What the app is told in its environment to work against the sandbox instead of github.com. */
export function appEnvironment(
  github: GitHubPlace,
  { port, limits, verbose }: AppPlace,
): Record<string, string> {
  const { appId, privateKey, webhookSecret } = github.credentials;
  const { host, protocol } = new URL(github.url);
  return {
    APP_ID: String(appId),
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: webhookSecret,
    GHE_HOST: host,
    GHE_PROTOCOL: protocol.replace(":", ""),
    HOST: "127.0.0.1",
    PORT: String(port),
    LOG_LEVEL: verbose ? "info" : "warn",
    NODE_ENV: "production",
    // GitHub wants writes a second apart; without its limits nobody needs to wait.
    ...(limits ? {} : { TICKMARK_PACE: "off" }),
    TICKMARK_QUIET_MS: "200",
    TICKMARK_LONGEST_WAIT_MS: "2000",
  };
}

/** What any program needs of the caller's environment; GitHub tokens and the like stay behind. */
export function callersEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LANG", "TZ", "SystemRoot", "USERPROFILE"];
  return Object.fromEntries(
    names.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}
