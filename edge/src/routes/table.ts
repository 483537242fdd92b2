/**
 * The Worker's routes in one table: the address, who may call it, what answers, and for what changes
 * something the name under which that is written down.
 *
 * A route without a declared access is no `Route`, so it does not compile. `openapi/` describes the same
 * routes to people; a test compares the two, and asks the running Worker.
 */
import { openapi } from "../openapi.ts";
import { withAccess } from "../openapi/access.ts";
import type { Call, KnownCall, ShopCall } from "../router.ts";
import type { Access } from "../scopes.ts";
import * as admin from "./admin.ts";
import { backup, restore } from "./backup.ts";
import * as changes from "./changes.ts";
import { compliance } from "./compliance.ts";
import { consents } from "./consents.ts";
import { collect, preflight } from "./events.ts";
import { fleet, masterKey, metrics } from "./fleet.ts";
import { healthz, readyz } from "./health.ts";
import * as keys from "./keys.ts";
import * as operations from "./operations.ts";
import { page, root } from "./pages.ts";
import * as questions from "./questions.ts";
import * as segments from "./segments.ts";
import * as shops from "./shops.ts";
import { unsubscribe, unsubscribePage } from "./unsubscribe.ts";
import { shopifyWebhook, wooCommerceWebhook } from "./webhooks.ts";
import * as workflows from "./workflows.ts";

export type Answer = Response | Promise<Response>;
type Changing = "POST" | "PUT" | "DELETE";
type Known = Exclude<Access, "public">;

/** `null` in a change's place: the route reads, and has a body only because what it reads by is long or private. */
export type Route =
  | readonly [string, "public", (call: Call) => Answer]
  | readonly [`GET ${string}`, Known, (call: KnownCall) => Answer]
  | readonly [`GET /api/shops/{shop}${string}`, Known, (call: ShopCall) => Answer]
  | readonly [`${Changing} ${string}`, Known, (call: KnownCall) => Answer, string | null]
  | readonly [
      `${Changing} /api/shops/{shop}${string}`,
      Known,
      (call: ShopCall) => Answer,
      string | null,
    ];

export const ROUTES: readonly Route[] = [
  ["GET /", "public", root],
  ["GET /app/{path*}", "public", page],
  ["GET /healthz", "public", healthz],
  ["GET /readyz", "public", readyz],
  ["GET /openapi.json", "public", () => Response.json(description())],
  ["POST /webhooks/shopify/compliance", "public", compliance],
  ["POST /webhooks/shopify/{token}", "public", shopifyWebhook],
  ["POST /webhooks/woocommerce/{token}", "public", wooCommerceWebhook],
  ["POST /v1/events", "public", collect],
  ["OPTIONS /v1/events", "public", preflight],
  ["GET /u/{token}", "public", unsubscribePage],
  ["POST /u/{token}", "public", unsubscribe],

  ["GET /metrics", "fleet:read", metrics],
  ["GET /api/fleet", "fleet:read", fleet],
  ["GET /api/master-key", "fleet:read", masterKey],
  ["GET /api/keys", "operator", keys.listOperators],
  ["POST /api/keys", "operator", keys.makeOperators, "api-key-made"],
  ["DELETE /api/keys/{key}", "operator", keys.revokeOperators, "api-key-revoked"],
  ["GET /api/changes", "fleet:read", changes.listOperators],
  ["GET /api/shops", "any", shops.list],
  ["POST /api/shops", "operator", shops.create, "shop-created"],
  ["POST /api/restore", "operator", restore, "shop-restored"],

  ["GET /api/shops/{shop}", "any", shops.about],
  ["DELETE /api/shops/{shop}", "operator", shops.destroy, "shop-deleted"],
  ["GET /api/shops/{shop}/backup", "operator", backup],
  ["PUT /api/shops/{shop}/domain", "operator", shops.move, "domain-changed"],
  ["GET /api/shops/{shop}/keys", "owner", keys.list],
  ["POST /api/shops/{shop}/keys", "owner", keys.make, "api-key-made"],
  ["DELETE /api/shops/{shop}/keys/{key}", "owner", keys.revoke, "api-key-revoked"],
  ["PUT /api/shops/{shop}/webhook-secret", "owner", shops.rotateSecret, "webhook-secret-changed"],
  ["POST /api/shops/{shop}/server-key", "owner", shops.rotateServerKey, "server-key-changed"],
  [
    "POST /api/shops/{shop}/outgoing-webhook-secret",
    "owner",
    shops.revealOutgoingSecret,
    "outgoing-secret-shown",
  ],
  [
    "POST /api/shops/{shop}/webhook-address",
    "owner",
    shops.rotateAddress,
    "webhook-address-changed",
  ],
  [
    "PUT /api/shops/{shop}/platform-access",
    "owner",
    questions.setAccess,
    "platform-access-changed",
  ],
  ["POST /api/shops/{shop}/clock", "operations:write", admin.moveClock, "clock-moved"],

  ["GET /api/shops/{shop}/config", "workflows:read", admin.readConfig],
  ["PUT /api/shops/{shop}/config", "workflows:write", admin.saveConfig, "config-published"],
  ["POST /api/shops/{shop}/config/check", "workflows:read", workflows.check, null],
  ["GET /api/shops/{shop}/plans/{plan}", "workflows:read", admin.plan],
  ["GET /api/shops/{shop}/workflows", "workflows:read", workflows.list],
  ["GET /api/shops/{shop}/workflows/{workflow}/revisions", "workflows:read", workflows.revisions],
  ["GET /api/shops/{shop}/workflows/{workflow}/draft", "workflows:read", workflows.draft],
  [
    "PUT /api/shops/{shop}/workflows/{workflow}/draft",
    "workflows:write",
    workflows.saveDraft,
    "draft-saved",
  ],
  [
    "DELETE /api/shops/{shop}/workflows/{workflow}/draft",
    "workflows:write",
    workflows.removeDraft,
    "draft-deleted",
  ],
  [
    "POST /api/shops/{shop}/workflows/{workflow}/let-in",
    "workflows:write",
    workflows.letIn,
    "segment-let-in",
  ],
  ["POST /api/shops/{shop}/promotions", "workflows:write", workflows.promote, "promotion-told"],
  ["GET /api/shops/{shop}/segments", "workflows:read", segments.list],
  ["GET /api/shops/{shop}/segments/{segment}", "workflows:read", segments.detail],
  ["GET /api/shops/{shop}/facts", "workflows:read", segments.facts],

  ["GET /api/shops/{shop}/customers", "customers:read", admin.customers],
  ["POST /api/shops/{shop}/customers/search", "customers:read", admin.searchCustomers, null],
  ["GET /api/shops/{shop}/customers/{customer}", "customers:read", admin.customer],
  [
    "DELETE /api/shops/{shop}/customers/{customer}",
    "customers:write",
    admin.eraseCustomer,
    "customer-erased",
  ],
  ["GET /api/shops/{shop}/customers/{customer}/timeline", "customers:read", admin.timeline],
  ["GET /api/shops/{shop}/customers/{customer}/export", "customers:read", admin.dataExport],
  ["GET /api/shops/{shop}/customers/{customer}/segments", "customers:read", segments.ofCustomer],
  [
    "POST /api/shops/{shop}/customers/{customer}/commands",
    "customers:write",
    admin.command,
    "customer-changed",
  ],
  ["POST /api/shops/{shop}/consents", "customers:write", consents, "consents-imported"],
  ["GET /api/shops/{shop}/audience", "customers:read", segments.audience],
  ["GET /api/shops/{shop}/history", "customers:read", segments.history],
  ["GET /api/shops/{shop}/segments/{segment}/members", "customers:read", segments.members],
  ["GET /api/shops/{shop}/outbox", "customers:read", admin.outbox],
  ["GET /api/shops/{shop}/privacy-requests", "customers:read", admin.privacyRequests],
  [
    "POST /api/shops/{shop}/privacy-requests/answer",
    "customers:write",
    admin.answerPrivacyRequest,
    "privacy-request-answered",
  ],

  ["GET /api/shops/{shop}/operations", "operations:read", operations.read],
  [
    "PUT /api/shops/{shop}/operations/thresholds",
    "operations:write",
    operations.setThresholds,
    "thresholds-changed",
  ],
  ["GET /api/shops/{shop}/changes", "operations:read", changes.list],
  ["GET /api/shops/{shop}/health", "operations:read", admin.health],
  ["GET /api/shops/{shop}/sending", "operations:read", operations.sending],
  [
    "PUT /api/shops/{shop}/sending",
    "operations:write",
    operations.switchSending,
    "sending-switched",
  ],
  ["GET /api/shops/{shop}/dead-letters", "operations:read", admin.deadLetters],
  [
    "POST /api/shops/{shop}/dead-letters/{letter}/retry",
    "operations:write",
    admin.retryDeadLetter,
    "failed-item-retried",
  ],
  ["GET /api/shops/{shop}/questions", "operations:read", questions.list],
  // A yes may erase the shop's data.
  [
    "POST /api/shops/{shop}/questions/answer",
    "customers:write",
    questions.answer,
    "question-answered",
  ],
];

/** In builds that have the engine's export for it: a test's way to a trap. */
export const TRAP: Route = ["POST /api/shops/{shop}/trap", "operator", admin.trap, null];

let described: object | null = null;

function description(): object {
  described ??= withAccess(openapi, ROUTES);
  return described;
}
