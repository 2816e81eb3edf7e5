import { createPrivateKey } from "node:crypto";
import { getPrivateKey } from "@probot/get-private-key";
import { z } from "zod";

/** How the process is to run. */
export interface Settings {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
  /** REST root of a GitHub Enterprise server; undefined: github.com. */
  readonly baseUrl: string | undefined;
  readonly quietMs: number;
  readonly longestWaitMs: number;
  /** How often every repository is looked at, whatever events say. */
  readonly lookEveryMs: number;
  /** Whether writes keep to GitHub's limits on creating content. */
  readonly paced: boolean;
}

const milliseconds = (fallback: number) => z.coerce.number().int().min(0).max(3_600_000).default(fallback);

const Environment = z.object({
  APP_ID: z.coerce.number({ error: "the number of the GitHub App, from its settings page" }).int().positive(),
  WEBHOOK_SECRET: z
    .string({ error: "the webhook secret of the GitHub App; without it anybody could send events" })
    .min(1, { error: "the webhook secret of the GitHub App; without it anybody could send events" }),
  HOST: z.string().default("localhost"),
  PORT: z.coerce.number({ error: "a port number" }).int().min(1).max(65_535).default(3_000),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal"]).default("info"),
  GHE_HOST: z.string().min(1).optional(),
  GHE_PROTOCOL: z.enum(["http", "https"]).default("https"),
  TICKMARK_QUIET_MS: milliseconds(2_000),
  TICKMARK_LONGEST_WAIT_MS: milliseconds(20_000),
  TICKMARK_LOOK_EVERY_MS: milliseconds(1_800_000).refine((value) => value >= 1_000),
  TICKMARK_PACE: z.enum(["on", "off"]).default("on"),
});

/** Reads the settings; the problems are sentences, one for each setting that is missing or wrong. */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly string[] } {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(present);
  const key = readPrivateKey(present);
  if (!parsed.success || key.problem !== undefined) {
    const wrong = parsed.success
      ? []
      : parsed.error.issues.map((issue) => describe(String(issue.path[0]), issue.message, present));
    return { ok: false, problems: [...wrong, ...(key.problem === undefined ? [] : [key.problem])] };
  }
  const { data } = parsed;
  return {
    ok: true,
    settings: {
      appId: data.APP_ID,
      privateKey: key.value,
      webhookSecret: data.WEBHOOK_SECRET,
      host: data.HOST,
      port: data.PORT,
      logLevel: data.LOG_LEVEL,
      baseUrl: data.GHE_HOST === undefined ? undefined : `${data.GHE_PROTOCOL}://${data.GHE_HOST}/api/v3`,
      quietMs: data.TICKMARK_QUIET_MS,
      longestWaitMs: data.TICKMARK_LONGEST_WAIT_MS,
      lookEveryMs: data.TICKMARK_LOOK_EVERY_MS,
      paced: data.TICKMARK_PACE === "on",
    },
  };
}

function describe(name: string, message: string, env: Readonly<Record<string, string | undefined>>): string {
  // A secret's value is never repeated.
  const value = name === "WEBHOOK_SECRET" || env[name] === undefined ? "" : ` (it is \`${env[name]}\`)`;
  return `${name}${env[name] === undefined ? " is missing" : " is wrong"}${value}: ${message}`;
}

type Key = { readonly value: string; readonly problem: undefined } | { readonly problem: string };

function readPrivateKey(env: Readonly<Record<string, string | undefined>>): Key {
  try {
    const value = getPrivateKey({ env });
    if (value === null)
      return {
        problem:
          "PRIVATE_KEY is missing: the private key of the GitHub App (PEM), or PRIVATE_KEY_PATH, the file that holds it",
      };
    // Otherwise the first request would fail, and with words that help nobody.
    return createPrivateKey(value).asymmetricKeyType === "rsa"
      ? { value, problem: undefined }
      : { problem: "PRIVATE_KEY is wrong: a GitHub App has an RSA key" };
  } catch (error) {
    return { problem: `PRIVATE_KEY is wrong: ${error instanceof Error ? error.message : String(error)}` };
  }
}
