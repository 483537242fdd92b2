/**
 * The way from a request to its route.
 *
 * What anybody may call is at hand from the start. The API is loaded at its first call: its schemas are
 * many, and a webhook needs none of them.
 */
import { giveBuffer } from "./body-buffers.ts";
import { giveRoom } from "./body-budget.ts";
import type { Env } from "./env.ts";
import { leave } from "./gate.ts";
import { type Level, logError, logRequest, useLevelOf } from "./log.ts";
import { notFound, Problem } from "./problem.ts";
import type { Call } from "./routes/call.ts";
import { type Match, match } from "./routes/match.ts";
import { publicRoutes } from "./routes/public.ts";
import { type Trail, trailOf } from "./trail.ts";

/** Answers a request, whatever happens, and writes its line in the log. */
export async function answer(request: Request, env: Env): Promise<Response> {
  useLevelOf(env);
  const began = Date.now();
  const trail = trailOf(request);
  const answered = withId(await attempt(request, env, trail), trail.requestId);
  const { route, shop, requestId } = trail;
  const { status } = answered;
  const entry = { route, shop, status, duration_ms: Date.now() - began, request_id: requestId };
  // Refusals that anybody can cause without a key are logged once a minute.
  const often = status === 401 || status === 429 || (isForAnybody(route) && status >= 400);
  logRequest(entry, levelOf(route, status), often);
  return answered;
}

async function attempt(request: Request, env: Env, trail: Trail): Promise<Response> {
  try {
    return await dispatch(request, env, trail);
  } catch (error) {
    if (error instanceof Problem) return error.response();
    // The request's own line has its route.
    logError("request-failed", error, { shop: trail.shop, request_id: trail.requestId });
    const trouble = "Something went wrong. It was logged, and it's safe to send the request again.";
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
 * and its journal and figures say more. Failures are always logged.
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
  const { method } = request;
  const call = ({ route, part }: Match<{ address: string }>): Call => {
    trail.route = route.address;
    return { request, url, env, part, trail };
  };
  if (!isApi(url.pathname)) {
    const found = match(publicRoutes, method, url.pathname);
    return "route" in found ? found.route.handle(call(found)) : refuse(found.allowed);
  }

  const { apiRoutes, follow } = await import("./routes/api.ts");
  const found = match(apiRoutes, method, url.pathname);
  return "route" in found ? follow(found.route, call(found)) : refuse(found.allowed);
}

const isApi = (path: string): boolean => path.startsWith("/api/") || path === "/metrics";

function refuse(allowed: string[]): never {
  if (allowed.length === 0) throw notFound("address");
  const message = `This address accepts ${allowed.join(", ")}.`;
  throw new Problem(405, "method-not-allowed", message, { allow: allowed.join(", ") });
}
