import type { Faults } from "../control/faults.js";
import type { RequestLog, RequestRecord } from "../control/request-log.js";
import type { Limits } from "../limits/limits.js";
import type { Deliveries } from "../webhooks/deliveries.js";
import type { World } from "../world/world.js";

/** What a running sandbox is made of. */
export interface Parts {
  readonly world: World;
  readonly deliveries: Deliveries;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly log: RequestLog;
  readonly onRequest: ((line: RequestRecord) => void) | undefined;
  /** Requests of the app that are not answered yet. */
  underWay: number;
  readonly connectApp: (app: { webhookUrl: string; statusUrl?: string }) => void;
}
