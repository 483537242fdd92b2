/** The logs of changes: a shop's, and what was done to shops as such. */
import { directory } from "../objects.ts";
import { Problem } from "../problem.ts";
import type { Call, KnownCall, ShopCall } from "../router.ts";
import { count } from "./admin.ts";

export async function list(call: ShopCall): Promise<Response> {
  return answerOf(await call.shop.changes(before(call), limit(call)));
}

export async function listOperators(call: KnownCall): Promise<Response> {
  return answerOf(await directory(call.env).changes(before(call), limit(call)));
}

const limit = (call: Call): number => Math.max(1, count(call, "limit", 50, 500));

function before({ url }: Call): number | null {
  const text = url.searchParams.get("before");
  if (text === null) return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new Problem(400, "bad-parameter", "before must be the “next” of the page before.");
}

const answerOf = (page: object): Response =>
  Response.json(page, { headers: { "cache-control": "no-store" } });
