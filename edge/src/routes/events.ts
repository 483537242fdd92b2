/**
 * Events from browsers and servers: Shopify's web pixel and Segment's calls, one, many, or a batch.
 *
 * The write key is public, since it stands in a page. It lets someone say what a visitor did, never
 * who the visitor is beyond what the shop's own server confirmed; the engine holds to that. The server
 * key is secret: Segment's calls with it are the shop's own word, and a browser may not use it. Here
 * the origin is checked, where there is one, and the rate limited.
 */
import { readBody } from "../body.ts";
import { addressOf } from "../client-address.ts";
import type { Listing } from "../directory/directory.ts";
import { lookup } from "../directory/lookup.ts";
import type { Env } from "../env.ts";
import { busy, Problem } from "../problem.ts";
import type { Call } from "./call.ts";
import { shopStub } from "../stubs.ts";
import { carry } from "../shop/carry.ts";
import { type Load, refuseCalls, refuseLoad } from "./flood.ts";
import { answerOf } from "./webhooks.ts";

/** Segment's own limit for a batch. */
const LARGEST_BATCH = 500 * 1024;

export async function collect(call: Call): Promise<Response> {
  const { request, url, env } = call;
  const { listing, isServer } = await shopOf(env, request, url);
  call.trail.shop = listing.shop;
  const cors = corsFor(request, listing);
  const length = request.headers.get("content-length") ?? "";
  const declared = /^\d+$/.test(length) ? Number(length) : LARGEST_BATCH;
  refuseCalls(listing.shop, Math.min(declared, LARGEST_BATCH), isServer);
  const body = await readBody(request, LARGEST_BATCH, { sender: "visitor", party: listing.shop });
  const messages = messagesIn(body);
  const source = sourceOf(url, messages);
  if (source === null) {
    throw new Problem(
      400,
      "shape-unknown",
      "The body must be a web pixel event or a Segment call, or a batch of them.",
      cors,
    );
  }
  refuseLoad(listing.shop, loadOf(messages), addressOf(env, request), isServer);
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
    const message = "Send the shop's write key, or from a server the shop's server key.";
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

type Message = Record<string, unknown>;

/** The messages of a body, which is one, a list, or an object with a list. */
function messagesIn(body: Uint8Array): Message[] {
  try {
    const value = JSON.parse(new TextDecoder().decode(body));
    const list = Array.isArray(value) ? value : (value?.batch ?? value?.events ?? [value]);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/** A pixel event has a `clientId` and a `name`; a Segment call has a `type` of its own. */
function sourceOf(url: URL, [first]: Message[]): "shopify-pixel" | "segment" | null {
  const named = url.searchParams.get("source");
  if (named === "shopify-pixel" || named === "segment") return named;
  if (typeof first !== "object" || first === null) return null;
  return "clientId" in first && "name" in first ? "shopify-pixel" : "segment";
}

/** How much there is to do for them. */
function loadOf(messages: Message[]): Load {
  const visitors = messages.flatMap((message) => {
    const id = message?.anonymousId ?? message?.anonymous_id ?? message?.clientId;
    return typeof id === "string" ? [id.slice(0, 100)] : [];
  });
  return { messages: Math.max(1, messages.length), visitors: [...new Set(visitors)] };
}
