/**
 * The way from a request to its route, and past who may call it.
 *
 * Who calls is settled here for every route that is not public, and so is the shop that the path names,
 * so a route that is reached may be called.
 */
import { giveBuffer } from "./body-buffers.ts";
import { giveRoom } from "./body-budget.ts";
import type { Caller } from "./caller.ts";
import type { Listing } from "./directory/directory.ts";
import type { Env } from "./env.ts";
import { enter, leave } from "./gate.ts";
import { type Level, logError, logRequest, useLevelOf } from "./log.ts";
import { shopStub } from "./objects.ts";
import { busy, notFound, Problem } from "./problem.ts";
import { callerOf, permit, shopFor } from "./routes/access.ts";
import { recorded } from "./routes/record.ts";
import { type Answer, type Route, ROUTES, TRAP } from "./routes/table.ts";
import type { Shop } from "./shop/shop.ts";
import { type Trail, trailOf } from "./trail.ts";

/** What a public route gets to see. */
export interface Call {
  request: Request;
  url: URL;
  env: Env;
  /** The path's named parts. */
  part: (name: string) => string;
  /** What is noted of the request on its way. */
  trail: Trail;
}

/** What a route gets to see that not everybody may call. */
export interface KnownCall extends Call {
  caller: Caller;
}

/** What a route of one shop gets to see, which the caller may ask for this. */
export interface ShopCall extends KnownCall {
  listing: Listing;
  shop: DurableObjectStub<Shop>;
}

/** Set by the build: whether this is the build with a trap, for the tests of the trap policy. */
declare const TRAP_BUILD: boolean;

interface Compiled {
  method: string;
  pattern: RegExp;
  names: string[];
  route: Route;
}

const compiled: readonly Compiled[] = (TRAP_BUILD ? [...ROUTES, TRAP] : ROUTES).map((route) => {
  const [method = "", path = ""] = route[0].split(" ");
  // The API is for those who are known, whatever the table says.
  if (path.startsWith("/api/") && route[1] === "public") throw new Error(`${route[0]} is public`);
  const names = [...path.matchAll(/\{(\w+)\*?\}/g)].map((found) => found[1] ?? "");
  const source = path.replace(/\{\w+(\*?)\}/g, (_, rest) => (rest ? "(.*)" : "([^/]+)"));
  return { method, pattern: new RegExp(`^${source}$`), names, route };
});

/** Answers a request, whatever happens, and writes its line in the log. */
export async function answer(request: Request, env: Env): Promise<Response> {
  useLevelOf(env);
  const began = Date.now();
  const trail = trailOf(request);
  const answered = withId(await attempt(request, env, trail), trail.requestId);
  const { route, shop, requestId } = trail;
  const { status } = answered;
  const told = { route, shop, status, duration_ms: Date.now() - began, request_id: requestId };
  // What anybody can have refused, without a key, is told once a minute.
  const often = status === 401 || status === 429 || (isForAnybody(route) && status >= 400);
  logRequest(told, levelOf(route, status), often);
  return answered;
}

async function attempt(request: Request, env: Env, trail: Trail): Promise<Response> {
  try {
    return await dispatch(request, env, trail);
  } catch (error) {
    if (error instanceof Problem) return error.response();
    // Its route is told in the request's own line.
    logError("request-failed", error, { shop: trail.shop, request_id: trail.requestId });
    const trouble = "Something went wrong here. It was logged; sending the request again is safe.";
    return new Problem(500, "internal", trouble).response();
  } finally {
    giveBuffer(request);
    giveRoom(request);
    leave(request);
  }
}

const isForAnybody = (route: string | null): boolean =>
  route === null || !/ (?:\/api\/|\/metrics$)/.test(route);

/**
 * Webhooks, events, pages and probes that went well are for debugging: a busy shop has hundreds a second,
 * and its journal and figures say more. What went wrong is always told.
 */
function levelOf(route: string | null, status: number): Level {
  if (status >= 500) return status === 503 ? "warn" : "error";
  return isForAnybody(route) && status < 400 ? "debug" : "info";
}

function withId(response: Response, id: string): Response {
  try {
    response.headers.set("x-request-id", id);
    return response;
  } catch {
    // What another service answered, or a redirect, cannot be changed.
    const copy = new Response(response.body, response);
    copy.headers.set("x-request-id", id);
    return copy;
  }
}

async function dispatch(request: Request, env: Env, trail: Trail): Promise<Response> {
  const url = new URL(request.url);
  const allowed: string[] = [];
  for (const { method, pattern, names, route } of compiled) {
    const found = url.pathname.match(pattern);
    if (found === null) continue;
    if (method !== request.method && !(method === "GET" && request.method === "HEAD")) {
      allowed.push(method);
      continue;
    }
    const part = (name: string) => decoded(found[names.indexOf(name) + 1] ?? "");
    trail.route = route[0];
    return await follow(route, { request, url, env, part, trail });
  }
  if (allowed.length === 0) throw notFound("address");
  const message = `This address takes ${allowed.join(", ")}.`;
  throw new Problem(405, "method-not-allowed", message, { allow: allowed.join(", ") });
}

/** Lets the caller in where they may, has the route answer, and writes down what it changes. */
async function follow(route: Route, call: Call): Promise<Response> {
  if (route[1] === "public") return route[2](call);
  const [address, access, handler, change = null] = route;
  const { env, request, part, trail } = call;
  const caller = await callerOf(env, request);
  const known: KnownCall = { ...call, caller };
  const listing = address.includes("{shop}") ? await shopFor(env, caller, part("shop")) : null;
  trail.shop = listing?.shop ?? null;
  permit(caller, access);
  if (listing !== null && !(await enter("call", request, listing.shop))) throw busy();
  const work = () => {
    if (listing === null) return (handler as (call: KnownCall) => Answer)(known);
    return handler({ ...known, listing, shop: shopStub(env, listing.shop) });
  };
  return change === null ? work() : recorded(known, change, work);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw notFound("address");
  }
}
