/**
 * Events from browsers and servers: Shopify's web pixel and Segment's calls, one, many, or a batch.
 *
 * The write key is public, since it stands in a page. It lets someone say what a visitor did, never
 * who the visitor is beyond what the shop's own server confirmed; the engine holds to that. The server
 * key is secret: Segment's calls with it are the shop's own word, and a browser may not use it. Here
 * the origin is checked, where there is one, and the rate limited.
 */
import { readBody } from "../body.ts";
import type { Listing } from "../directory/directory.ts";
import { lookup } from "../directory/lookup.ts";
import type { Env } from "../env.ts";
import { busy, Problem } from "../problem.ts";
import type { Call } from "../router.ts";
import { carry } from "../shop/carry.ts";
import { shopStub } from "./access.ts";
import { answerOf } from "./webhooks.ts";

/** Segment's own limit for a batch. */
const LARGEST_BATCH = 500 * 1024;
/** Requests a second that one shop's key may make over time, and at once. */
const RATE = 100;
const BURST = 400;

export async function collect(call: Call): Promise<Response> {
  const { request, url, env } = call;
  const { listing, isServer } = await shopOf(env, request, url);
  const cors = corsFor(request, listing);
  refuseFlood(listing.shop);
  const body = await readBody(request, LARGEST_BATCH, "visitor");
  const source = sourceOf(url, body);
  if (source === null) {
    throw new Problem(
      400,
      "shape-unknown",
      "The body must be a web pixel event or a Segment call, or a batch of them.",
      cors,
    );
  }
  const outcome = await carry(shopStub(env, listing.shop), {
    source: isServer && source === "segment" ? "segment-server" : source,
    topic: "",
    headers: {},
    body,
  });
  if (outcome === null) throw busy();
  return Response.json(answerOf(outcome), { headers: cors });
}

/** A browser's question before a call from another origin. */
export async function preflight({ request }: Call): Promise<Response> {
  const origin = request.headers.get("origin") ?? "*";
  const headers = {
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "authorization, content-type, x-write-key",
    "access-control-max-age": "600",
    vary: "origin",
  };
  return new Response(null, { status: 204, headers });
}

/** The key stands where Segment puts it, in a header of ours, or in the query (for `sendBeacon`). */
async function shopOf(
  env: Env,
  request: Request,
  url: URL,
): Promise<{ listing: Listing; isServer: boolean }> {
  const key =
    request.headers.get("x-write-key") ??
    url.searchParams.get("write_key") ??
    basicUser(request) ??
    "";
  const isServer = /^sk_[\w-]{20,60}$/.test(key);
  if (isServer && (request.headers.has("origin") || url.searchParams.has("write_key"))) {
    const message =
      "The server key is secret: a browser sends the write key, and never in an address.";
    throw new Problem(403, "server-key-exposed", message);
  }
  const isPublic = /^wk_[\w-]{20,60}$/.test(key);
  const by = isServer ? "byServerKey" : "byWriteKey";
  const listing = isServer || isPublic ? await lookup(env, by, key) : null;
  if (listing === null) {
    const message = "Send the shop's write key, or from its server the server key.";
    throw new Problem(401, "write-key-unknown", message);
  }
  return { listing, isServer };
}

function basicUser(request: Request): string | null {
  const given = request.headers.get("authorization")?.match(/^Basic (\S+)$/i)?.[1];
  try {
    return given === undefined ? null : (atob(given).split(":")[0] ?? null);
  } catch {
    return null;
  }
}

/**
 * The shop's own site and the origins its merchant named may call from a browser. Servers send no
 * origin; Shopify's strict pixel sandbox sends `null`.
 */
function corsFor(request: Request, { domain, origins, platform }: Listing): Record<string, string> {
  const origin = request.headers.get("origin");
  if (origin === null) return {};
  const known = [`https://${domain}`, `https://www.${domain}`, ...origins];
  if (platform === "shopify") known.push("null");
  if (!known.includes(origin)) {
    throw new Problem(403, "origin-not-allowed", "This origin may not send events for this shop.");
  }
  return { "access-control-allow-origin": origin, vary: "origin" };
}

/** A pixel event has a `clientId` and a `name`; a Segment call has a `type` of its own. */
function sourceOf(url: URL, body: Uint8Array): "shopify-pixel" | "segment" | null {
  const named = url.searchParams.get("source");
  if (named === "shopify-pixel" || named === "segment") return named;
  try {
    const value = JSON.parse(new TextDecoder().decode(body));
    const first = Array.isArray(value) ? value[0] : (value?.batch?.[0] ?? value);
    if (typeof first !== "object" || first === null) return null;
    return "clientId" in first && "name" in first ? "shopify-pixel" : "segment";
  } catch {
    return null;
  }
}

const buckets = new Map<string, { tokens: number; at: number }>();

/** A token bucket for each shop, in this isolate: a limit on noise, not an exact account. */
function refuseFlood(shop: string): void {
  const now = Date.now();
  const bucket = buckets.get(shop) ?? { tokens: BURST, at: now };
  const tokens = Math.min(BURST, bucket.tokens + ((now - bucket.at) / 1000) * RATE);
  if (buckets.size > 10_000) buckets.clear();
  buckets.set(shop, { tokens: Math.max(0, tokens - 1), at: now });
  if (tokens < 1) {
    throw new Problem(429, "too-many", "Too many calls with this key. Send them in batches.", {
      "retry-after": "1",
    });
  }
}
