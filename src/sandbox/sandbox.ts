import type { AddressInfo } from "node:net";
import { checkWebhook } from "./contract/contract.js";
import { Faults } from "./control/faults.js";
import type { RequestRecord } from "./control/request-log.js";
import { RequestLog } from "./control/request-log.js";
import type { Parts } from "./http/parts.js";
import { createSandboxServer } from "./http/server.js";
import { Limits } from "./limits/limits.js";
import { Deliveries } from "./webhooks/deliveries.js";
import type { Webhook } from "./webhooks/webhook.js";
import { webhooksFor } from "./webhooks/webhooks-for.js";
import { createFreshWorld } from "./world/fresh-world.js";
import { runWorkflows } from "./world/project-workflows.js";
import { openStateFolder } from "./world/state-folder.js";
import type { World } from "./world/world.js";
import { emit } from "./world/world.js";
import { userActor } from "./auth/credential.js";

export type { RequestRecord } from "./control/request-log.js";

export interface SandboxOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Keep the state in this folder; it survives restarts. */
  readonly stateDir?: string;
  /** Where the app listens. Without it nothing is sent; the webhooks are recorded. */
  readonly app?: { readonly webhookUrl: string; readonly statusUrl?: string };
  /** Enforce GitHub's limits. */
  readonly limits?: boolean;
  readonly onRequest?: (line: RequestRecord) => void;
  /** Told of every webhook when it comes into being, also while no app is connected. */
  readonly onDelivery?: (delivery: {
    event: string;
    action: string | undefined;
    payload: Record<string, unknown>;
  }) => void;
}

export interface Sandbox {
  readonly url: string;
  readonly credentials: {
    readonly appId: number;
    readonly slug: string;
    readonly privateKey: string;
    readonly webhookSecret: string;
    readonly installationId: number;
  };
  /** The app's port is often known only after it started. */
  connectApp(app: { webhookUrl: string; statusUrl?: string }): void;
  close(): Promise<void>;
}

/** Starts a GitHub of our own on the loopback address. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const folder = options.stateDir === undefined ? undefined : openStateFolder(options.stateDir);
  const world = folder?.world ?? createFreshWorld();
  const parts = assemble(world, options);
  const server = createSandboxServer(parts);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port, "127.0.0.1", resolve);
  });
  world.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (options.app !== undefined) parts.connectApp(options.app);
  const { app, installation, privateKey, webhookSecret } = world.state;
  return {
    url: world.baseUrl,
    credentials: {
      appId: app.id,
      slug: app.slug,
      privateKey,
      webhookSecret,
      installationId: installation.id,
    },
    connectApp: parts.connectApp,
    close: async () => {
      parts.deliveries.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      folder?.flush();
    },
  };
}

function assemble(world: World, options: SandboxOptions): Parts {
  const faults = new Faults();
  const deliveries = new Deliveries({ secret: world.state.webhookSecret, appId: world.state.app.id, faults });
  const log = new RequestLog();
  world.listeners.add((event, actor) => {
    for (const webhook of webhooksFor(world, event, actor)) {
      if (!isSubscribed(world, webhook)) continue;
      log.addViolations(checkWebhook(webhook.event, webhook.action, webhook.payload));
      options.onDelivery?.({ event: webhook.event, action: webhook.action, payload: webhook.payload });
      deliveries.send(webhook);
    }
  });
  // Behind the webhooks: what a board does by itself is told after what caused it.
  world.listeners.add((event) => runWorkflows(world, event));
  const connectApp: Parts["connectApp"] = (app) => {
    deliveries.connect(app);
    announceInstallation(world);
  };
  return {
    world,
    deliveries,
    faults,
    limits: new Limits(options.limits ?? false),
    log,
    onRequest: options.onRequest,
    underWay: 0,
    connectApp,
  };
}

/** Installation events come to every app, the others to those that asked for them; all of where it is installed. */
function isSubscribed(world: World, webhook: Webhook): boolean {
  const { repository } = webhook;
  if (repository !== undefined && repository.owner !== world.state.installation.account) return false;
  return webhook.event.startsWith("installation") || world.state.app.events.includes(webhook.event);
}

/** A fresh world tells the app of its installation when it is first connected. */
function announceInstallation(world: World): void {
  const owner = [...world.state.roles].find(([, role]) => role === "admin")?.[0];
  if (world.state.isInstallationAnnounced || owner === undefined) return;
  world.state.isInstallationAnnounced = true;
  emit(world, userActor(owner), { type: "installation", action: "created" });
}
