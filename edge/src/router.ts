/**
 * The Worker's routes in one table, and the way from a request to one of them.
 *
 * `openapi.ts` beside it describes the same routes to people; a test compares the two, and asks the
 * running Worker.
 */
import { giveBuffer } from "./body-buffers.ts";
import { giveRoom } from "./body-budget.ts";
import type { Env } from "./env.ts";
import { leave } from "./gate.ts";
import { logError } from "./log.ts";
import { openapi } from "./openapi.ts";
import { Problem, notFound } from "./problem.ts";
import * as admin from "./routes/admin.ts";
import { backup, restore } from "./routes/backup.ts";
import { compliance } from "./routes/compliance.ts";
import { consents } from "./routes/consents.ts";
import { collect, preflight } from "./routes/events.ts";
import { fleet, metrics } from "./routes/fleet.ts";
import { healthz, readyz } from "./routes/health.ts";
import * as operations from "./routes/operations.ts";
import { page, root } from "./routes/pages.ts";
import * as questions from "./routes/questions.ts";
import * as segments from "./routes/segments.ts";
import * as shops from "./routes/shops.ts";
import { unsubscribe, unsubscribePage } from "./routes/unsubscribe.ts";
import * as workflows from "./routes/workflows.ts";
import { shopifyWebhook, wooCommerceWebhook } from "./routes/webhooks.ts";

/** What a route gets to see. */
export interface Call {
  request: Request;
  url: URL;
  env: Env;
  /** The path's named parts. */
  part: (name: string) => string;
}

/** Set by the build: whether this is the build with a trap, for the tests of the trap policy. */
declare const TRAP_BUILD: boolean;

type Handler = (call: Call) => Response | Promise<Response>;

const ROUTES: readonly [string, Handler][] = [
  ["GET /", root],
  ["GET /app/{path*}", page],
  ["GET /healthz", healthz],
  ["GET /readyz", readyz],
  ["GET /metrics", metrics],
  ["GET /api/fleet", fleet],
  ["GET /openapi.json", () => Response.json(openapi)],
  ["POST /webhooks/shopify/compliance", compliance],
  ["POST /webhooks/shopify/{token}", shopifyWebhook],
  ["POST /webhooks/woocommerce/{token}", wooCommerceWebhook],
  ["POST /v1/events", collect],
  ["OPTIONS /v1/events", preflight],
  ["GET /u/{token}", unsubscribePage],
  ["POST /u/{token}", unsubscribe],
  ["GET /api/shops", shops.list],
  ["POST /api/shops", shops.create],
  ["GET /api/shops/{shop}", shops.about],
  ["DELETE /api/shops/{shop}", shops.destroy],
  ["PUT /api/shops/{shop}/domain", shops.move],
  ["PUT /api/shops/{shop}/webhook-secret", shops.rotateSecret],
  ["POST /api/shops/{shop}/server-key", shops.rotateServerKey],
  ["POST /api/shops/{shop}/outgoing-webhook-secret", shops.revealOutgoingSecret],
  ["POST /api/shops/{shop}/webhook-address", shops.rotateAddress],
  ["GET /api/shops/{shop}/backup", backup],
  ["POST /api/restore", restore],
  ["POST /api/shops/{shop}/consents", consents],
  ["POST /api/shops/{shop}/clock", admin.moveClock],
  ["GET /api/shops/{shop}/config", admin.readConfig],
  ["PUT /api/shops/{shop}/config", admin.saveConfig],
  ["GET /api/shops/{shop}/plans/{plan}", admin.plan],
  ["POST /api/shops/{shop}/config/check", workflows.check],
  ["GET /api/shops/{shop}/workflows", workflows.list],
  ["GET /api/shops/{shop}/workflows/{workflow}/revisions", workflows.revisions],
  ["GET /api/shops/{shop}/workflows/{workflow}/draft", workflows.draft],
  ["PUT /api/shops/{shop}/workflows/{workflow}/draft", workflows.saveDraft],
  ["DELETE /api/shops/{shop}/workflows/{workflow}/draft", workflows.removeDraft],
  ["POST /api/shops/{shop}/workflows/{workflow}/let-in", workflows.letIn],
  ["GET /api/shops/{shop}/customers", admin.customers],
  ["POST /api/shops/{shop}/customers/search", admin.searchCustomers],
  ["GET /api/shops/{shop}/customers/{customer}", admin.customer],
  ["DELETE /api/shops/{shop}/customers/{customer}", admin.eraseCustomer],
  ["GET /api/shops/{shop}/customers/{customer}/timeline", admin.timeline],
  ["GET /api/shops/{shop}/customers/{customer}/export", admin.dataExport],
  ["POST /api/shops/{shop}/customers/{customer}/commands", admin.command],
  ["GET /api/shops/{shop}/customers/{customer}/segments", segments.ofCustomer],
  ["GET /api/shops/{shop}/audience", segments.audience],
  ["GET /api/shops/{shop}/history", segments.history],
  ["GET /api/shops/{shop}/facts", segments.facts],
  ["GET /api/shops/{shop}/segments", segments.list],
  ["GET /api/shops/{shop}/segments/{segment}", segments.detail],
  ["GET /api/shops/{shop}/segments/{segment}/members", segments.members],
  ["POST /api/shops/{shop}/promotions", workflows.promote],
  ["GET /api/shops/{shop}/outbox", admin.outbox],
  ["GET /api/shops/{shop}/dead-letters", admin.deadLetters],
  ["POST /api/shops/{shop}/dead-letters/{letter}/retry", admin.retryDeadLetter],
  ["GET /api/shops/{shop}/privacy-requests", admin.privacyRequests],
  ["POST /api/shops/{shop}/privacy-requests/answer", admin.answerPrivacyRequest],
  ["GET /api/shops/{shop}/questions", questions.list],
  ["POST /api/shops/{shop}/questions/answer", questions.answer],
  ["PUT /api/shops/{shop}/platform-access", questions.setAccess],
  ["GET /api/shops/{shop}/sending", operations.sending],
  ["PUT /api/shops/{shop}/sending", operations.switchSending],
  ["GET /api/shops/{shop}/operations", operations.read],
  ["PUT /api/shops/{shop}/operations/thresholds", operations.setThresholds],
  ["GET /api/shops/{shop}/health", admin.health],
];

interface Compiled {
  method: string;
  pattern: RegExp;
  names: string[];
  handler: Handler;
}

const TRAP: readonly [string, Handler][] = [["POST /api/shops/{shop}/trap", admin.trap]];

const compiled: readonly Compiled[] = (TRAP_BUILD ? [...ROUTES, ...TRAP] : ROUTES).map(
  ([route, handler]) => {
    const [method = "", path = ""] = route.split(" ");
    const names = [...path.matchAll(/\{(\w+)\*?\}/g)].map((found) => found[1] ?? "");
    const source = path.replace(/\{\w+(\*?)\}/g, (_, rest) => (rest ? "(.*)" : "([^/]+)"));
    return { method, pattern: new RegExp(`^${source}$`), names, handler };
  },
);

/** Answers a request, whatever happens. */
export async function answer(request: Request, env: Env): Promise<Response> {
  try {
    return await dispatch(request, env);
  } catch (error) {
    if (error instanceof Problem) return error.response();
    logError("request-failed", error);
    const trouble = "Something went wrong here. It was logged; sending the request again is safe.";
    return new Problem(500, "internal", trouble).response();
  } finally {
    giveBuffer(request);
    giveRoom(request);
    leave(request);
  }
}

async function dispatch(request: Request, env: Env): Promise<Response> {
  const url = new URL(request.url);
  const allowed: string[] = [];
  for (const { method, pattern, names, handler } of compiled) {
    const found = url.pathname.match(pattern);
    if (found === null) continue;
    if (method !== request.method && !(method === "GET" && request.method === "HEAD")) {
      allowed.push(method);
      continue;
    }
    const part = (name: string) => decoded(found[names.indexOf(name) + 1] ?? "");
    return await handler({ request, url, env, part });
  }
  if (allowed.length === 0) throw notFound("address");
  const message = `This address takes ${allowed.join(", ")}.`;
  throw new Problem(405, "method-not-allowed", message, { allow: allowed.join(", ") });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw notFound("address");
  }
}
