import { Refusal } from "../world/refusal.js";
import type { Delivery } from "../webhooks/deliveries.js";
import { apiUrl } from "./format/links.js";
import { requireApp } from "./app.js";
import type { RestAnswer, RestContext, Route } from "./route.js";
import { numberParam, ok, route } from "./route.js";

const MAX_PER_PAGE = 100;

/** What an app may ask about the webhooks that were sent to it. */
export const DELIVERY_ROUTES: readonly Route[] = [
  route("GET /app/hook/config", "apps/get-webhook-config-for-app", (context) => {
    requireApp(context);
    return ok({
      content_type: "json",
      insecure_ssl: "0",
      secret: "********",
      url: context.deliveries.app?.webhookUrl ?? "",
    });
  }),
  route("GET /app/hook/deliveries", "apps/list-webhook-deliveries", listDeliveries),
  route("GET /app/hook/deliveries/{delivery_id}", "apps/get-webhook-delivery", (context) => {
    const delivery = deliveryOf(context);
    return ok({
      ...formatDelivery(context, delivery),
      url: context.deliveries.app?.webhookUrl ?? "",
      request: { headers: delivery.requestHeaders, payload: JSON.parse(delivery.body) as unknown },
      response: { headers: delivery.responseHeaders, payload: delivery.responseBody },
    });
  }),
  route("POST /app/hook/deliveries/{delivery_id}/attempts", "apps/redeliver-webhook-delivery", (context) => {
    context.deliveries.redeliver(deliveryOf(context));
    return { status: 202, body: {} };
  }),
];

function deliveryOf(context: RestContext): Delivery {
  requireApp(context);
  const delivery = context.deliveries.find(numberParam(context, "delivery_id"));
  if (delivery === undefined) throw new Refusal("not-found", "Not Found");
  return delivery;
}

/** Newest first; `cursor` is the id to go on with. */
function listDeliveries(context: RestContext): RestAnswer {
  requireApp(context);
  const { query } = context;
  const perPage = Math.min(MAX_PER_PAGE, Number(query.get("per_page") ?? 30));
  const cursor = query.get("cursor");
  const status = query.get("status");
  const all = context.deliveries
    .list()
    .filter(
      (delivery) =>
        (cursor === null || delivery.id <= Number(cursor)) &&
        (status === null || (status === "success") === isSuccess(delivery)),
    );
  const next = all[perPage];
  const shown = all.slice(0, perPage).map((delivery) => formatDelivery(context, delivery));
  if (next === undefined) return ok(shown);
  const more = new URLSearchParams(query);
  more.set("cursor", String(next.id));
  return ok(shown, { link: `<${apiUrl(context.world, context.path)}?${more.toString()}>; rel="next"` });
}

function isSuccess(delivery: Delivery): boolean {
  return delivery.statusCode >= 200 && delivery.statusCode < 400;
}

function formatDelivery(context: RestContext, delivery: Delivery): Record<string, unknown> {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.isRedelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action ?? null,
    installation_id: context.world.state.installation.id,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}
