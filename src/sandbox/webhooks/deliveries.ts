import { createHmac, randomUUID } from "node:crypto";
import type { Faults } from "../control/faults.js";
import { milliseconds } from "../control/faults.js";
import type { Webhook } from "./webhook.js";

export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly repositoryId: number | null;
  readonly isRedelivery: boolean;
  deliveredAt: string;
  /** In seconds, as GitHub shows it. */
  duration: number;
  /** GitHub's words: `OK`, `Invalid HTTP Response: 500`, `timed out`, `failed to connect to host`. */
  status: string;
  statusCode: number;
  requestHeaders: Readonly<Record<string, string>>;
  responseHeaders: Readonly<Record<string, string>>;
  responseBody: string;
  /** The signed bytes. */
  readonly body: string;
}

export interface AppAddress {
  readonly webhookUrl: string;
  readonly statusUrl?: string;
}

const TIMEOUT_MS = 10_000;
const MAX_IN_FLIGHT = 10;
const KEPT = 2_000;
/** How long a reordered delivery waits for another one to overtake it. */
const OVERTAKE_MS = 300;

/**
 * Sends webhooks to the app as GitHub does: signed, each on its own, no order promised, ten seconds to answer and no
 * automatic second try.
 */
export class Deliveries {
  readonly #secret: string;
  readonly #installationTarget: number;
  readonly #faults: Faults;
  readonly #log: Delivery[] = [];
  readonly #waiting: Delivery[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #held: Delivery | undefined;
  #inFlight = 0;
  #nextId = 1;
  #app: AppAddress | undefined;
  #isClosed = false;

  constructor(options: { secret: string; appId: number; faults: Faults }) {
    this.#secret = options.secret;
    this.#installationTarget = options.appId;
    this.#faults = options.faults;
  }

  connect(app: AppAddress): void {
    this.#app = app;
  }

  get app(): AppAddress | undefined {
    return this.#app;
  }

  /** Deliveries that were not answered yet, also those that a fault holds back. */
  get pending(): number {
    return this.#waiting.length + this.#inFlight + this.#timers.size + (this.#held === undefined ? 0 : 1);
  }

  /** Counts every delivery that ever came into being. */
  get total(): number {
    return this.#nextId - 1;
  }

  /** Newest first, as GitHub lists them. */
  list(): readonly Delivery[] {
    return [...this.#log].reverse();
  }

  find(id: number): Delivery | undefined {
    return this.#log.find((delivery) => delivery.id === id);
  }

  send(webhook: Webhook): void {
    const delivery = this.#record(
      webhook.event,
      webhook.action,
      webhook.repository?.id ?? null,
      JSON.stringify(webhook.payload),
      randomUUID(),
      false,
    );
    if (this.#app === undefined) {
      delivery.status = "no app connected";
      return;
    }
    this.#sendWithFaults(delivery);
  }

  /** Sends the same bytes with the same guid once more. */
  redeliver(old: Delivery): void {
    this.#queue(this.#record(old.event, old.action, old.repositoryId, old.body, old.guid, true));
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting.length = 0;
    this.#held = undefined;
  }

  #record(
    event: string,
    action: string | undefined,
    repositoryId: number | null,
    body: string,
    guid: string,
    isRedelivery: boolean,
  ): Delivery {
    const delivery: Delivery = {
      id: this.#nextId,
      guid,
      event,
      action,
      repositoryId,
      isRedelivery,
      deliveredAt: new Date().toISOString(),
      duration: 0,
      status: "pending",
      statusCode: 0,
      requestHeaders: {},
      responseHeaders: {},
      responseBody: "",
      body,
    };
    this.#nextId += 1;
    this.#log.push(delivery);
    if (this.#log.length > KEPT) this.#log.shift();
    return delivery;
  }

  #sendWithFaults(delivery: Delivery): void {
    const operations =
      delivery.action === undefined
        ? [delivery.event]
        : [delivery.event, `${delivery.event}.${delivery.action}`];
    const struck = this.#faults.take({ method: "POST", path: "/webhook", operations }, [
      "delivery-drop",
      "delivery-double",
      "delivery-late",
      "delivery-reorder",
    ]);
    const has = (kind: string) => struck.find((fault) => fault.kind === kind);
    if (has("delivery-drop") !== undefined) {
      Object.assign(delivery, { status: "failed to connect to host", statusCode: 502 });
      return;
    }
    if (has("delivery-double") !== undefined) this.#queue(delivery);
    const late = has("delivery-late");
    if (late !== undefined) this.#later(milliseconds(late, 1000), () => this.#queue(delivery));
    else if (has("delivery-reorder") !== undefined) this.#hold(delivery);
    else this.#queue(delivery);
  }

  /** Lets the next delivery overtake this one; when none comes it goes on its way. */
  #hold(delivery: Delivery): void {
    this.#release();
    this.#held = delivery;
    this.#later(OVERTAKE_MS, () => {
      if (this.#held === delivery) this.#release();
    });
  }

  #release(): void {
    const delivery = this.#held;
    this.#held = undefined;
    if (delivery !== undefined) this.#queue(delivery);
  }

  #later(delay: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delay);
    this.#timers.add(timer);
  }

  #queue(delivery: Delivery): void {
    this.#waiting.push(delivery);
    this.#pump();
    if (this.#held !== undefined && this.#held !== delivery) this.#release();
  }

  #pump(): void {
    while (this.#inFlight < MAX_IN_FLIGHT && !this.#isClosed) {
      const delivery = this.#waiting.shift();
      if (delivery === undefined) return;
      this.#inFlight += 1;
      void this.#post(delivery).finally(() => {
        this.#inFlight -= 1;
        this.#pump();
      });
    }
  }

  async #post(delivery: Delivery): Promise<void> {
    const started = Date.now();
    delivery.deliveredAt = new Date(started).toISOString();
    delivery.requestHeaders = this.#headers(delivery);
    try {
      const response = await fetch(this.#app?.webhookUrl ?? "", {
        method: "POST",
        headers: delivery.requestHeaders,
        body: delivery.body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      delivery.responseBody = (await response.text()).slice(0, 10_000);
      delivery.responseHeaders = Object.fromEntries(response.headers);
      delivery.statusCode = response.status;
      delivery.status = response.ok ? "OK" : `Invalid HTTP Response: ${response.status}`;
    } catch (error) {
      const isTimeout = error instanceof Error && error.name === "TimeoutError";
      Object.assign(
        delivery,
        isTimeout
          ? { status: "timed out", statusCode: 504 }
          : { status: "failed to connect to host", statusCode: 502 },
      );
    }
    delivery.duration = (Date.now() - started) / 1000;
  }

  /** https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers */
  #headers(delivery: Delivery): Record<string, string> {
    const sign = (algorithm: string): string =>
      createHmac(algorithm, this.#secret).update(delivery.body).digest("hex");
    return {
      accept: "*/*",
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/sandbox",
      "x-github-delivery": delivery.guid,
      "x-github-event": delivery.event,
      "x-github-hook-id": "1",
      "x-github-hook-installation-target-id": String(this.#installationTarget),
      "x-github-hook-installation-target-type": "integration",
      "x-hub-signature": `sha1=${sign("sha1")}`,
      "x-hub-signature-256": `sha256=${sign("sha256")}`,
    };
  }
}
