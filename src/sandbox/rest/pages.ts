import type { RestAnswer, RestContext } from "./route.js";
import { apiUrl } from "./format/links.js";

const DEFAULT_PER_PAGE = 30;
const MAX_PER_PAGE = 100;

/** One page of a list, with the `link` header that GitHub sends when there is more than one. */
export function paged<T>(
  context: RestContext,
  all: readonly T[],
  format: (thing: T) => unknown,
  wrap?: (page: unknown[]) => unknown,
): RestAnswer {
  const perPage = bounded(context.query.get("per_page"), DEFAULT_PER_PAGE, MAX_PER_PAGE);
  const page = bounded(context.query.get("page"), 1, Number.MAX_SAFE_INTEGER);
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const items = all.slice((page - 1) * perPage, page * perPage).map(format);
  const links: string[] = [];
  if (page > 1) links.push(link(context, Math.min(page - 1, last), "prev"));
  if (page < last) links.push(link(context, page + 1, "next"), link(context, last, "last"));
  if (page > 1) links.push(link(context, 1, "first"));
  return {
    status: 200,
    body: wrap === undefined ? items : wrap(items),
    ...(links.length > 0 ? { headers: { link: links.join(", ") } } : {}),
  };
}

function bounded(text: string | null, fallback: number, max: number): number {
  const value = Number(text ?? fallback);
  return Number.isInteger(value) && value >= 1 ? Math.min(value, max) : fallback;
}

function link(context: RestContext, page: number, relation: string): string {
  const query = new URLSearchParams(context.query);
  query.set("page", String(page));
  return `<${apiUrl(context.world, context.path)}?${query.toString()}>; rel="${relation}"`;
}
