/** The admin API's segments: who is in them, since when, and how that went over time. */
import type { ShopCall } from "../router.ts";
import { count, found, json } from "./admin.ts";

export async function list(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return json(await shop.segments(count(call, "days", 0, 1_000)));
}

export async function detail(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return found(await shop.segment(call.part("segment"), count(call, "days", 90, 1_000)), "segment");
}

export async function members(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const after = call.url.searchParams.get("after") ?? "";
  const limit = count(call, "limit", 50, 200);
  return found(await shop.segmentMembers(call.part("segment"), after, limit), "segment");
}

export async function ofCustomer(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return found(await shop.segmentsOf(call.part("customer")), "customer");
}

/** A page of customers for previews, as bytes; the header `edgewise-next` names the next page. */
export async function audience(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const after = call.url.searchParams.get("after") ?? "";
  const { snapshot, next } = await shop.audience(after, count(call, "limit", 500, 2_000));
  const headers = new Headers({ "content-type": "application/octet-stream" });
  if (next !== null) headers.set("edgewise-next", next);
  return new Response(snapshot, { headers });
}

/** A page of the shop's own history for backtests, as JSON lines; `edgewise-next` names the next page. */
export async function history(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const after = call.url.searchParams.get("after") ?? "";
  const { lines, next, cut } = await shop.history(after, count(call, "limit", 200, 500));
  const headers = new Headers({ "content-type": "application/x-ndjson" });
  if (cut > 0) headers.set("edgewise-cut", String(cut));
  if (next !== null) headers.set("edgewise-next", next);
  return new Response(lines, { headers });
}

export async function facts(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return json(await shop.facts());
}
