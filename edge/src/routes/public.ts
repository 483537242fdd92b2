/**
 * What anybody may call: pages, platforms' webhooks, events, links in messages, probes. What they send is
 * checked where it is taken in, by its signature or key.
 *
 * They are at hand from the start and need nothing of the API, which is loaded at its first call.
 * `openapi/public.ts` describes them.
 */
import { throughStore } from "./app-proxy.ts";
import type { Call } from "./call.ts";
import { compliance } from "./compliance.ts";
import { collect, preflight } from "./events.ts";
import { healthz, readyz } from "./health.ts";
import { followed, followedShort, picture } from "./links.ts";
import { compile } from "./match.ts";
import { page, root } from "./pages.ts";
import { PUBLIC_ADDRESSES, type PublicAddress } from "./public-addresses.ts";
import { comeBack, sayWhy, unsubscribe, unsubscribePage } from "./unsubscribe.ts";
import { shopifyWebhook, wooCommerceWebhook } from "./webhooks.ts";

const handlers: Readonly<Record<PublicAddress, (call: Call) => Response | Promise<Response>>> = {
  "GET /": root,
  "GET /app/{path*}": page,
  "GET /healthz": healthz,
  "GET /readyz": readyz,
  "GET /openapi.json": async (call: Call) => (await import("../openapi/document.ts")).served(call),
  "POST /webhooks/shopify/compliance": compliance,
  "POST /webhooks/shopify/{token}": shopifyWebhook,
  "POST /webhooks/woocommerce/{token}": wooCommerceWebhook,
  "POST /webhooks/email/{provider}/{token}": async (call: Call) =>
    (await import("./email-reports.ts")).receiveReports(call),
  "POST /webhooks/sms/{provider}/{shop}": async (call: Call) =>
    (await import("./sms-posts.ts")).receiveText(call),
  "POST /connect/woocommerce": async (call: Call) =>
    (await import("./connect.ts")).connectWooCommerce(call),
  "POST /sign-in": async (call: Call) => (await import("./sign-in.ts")).signIn(call),
  "POST /sign-in/forgotten": async (call: Call) => (await import("./sign-in.ts")).forgotten(call),
  "POST /sign-in/link": async (call: Call) => (await import("./sign-in.ts")).openLink(call),
  "POST /sign-in/link/use": async (call: Call) => (await import("./sign-in.ts")).useLink(call),
  "POST /sign-in/wordpress": async (call: Call) =>
    (await import("./wordpress-visit.ts")).visitFromWordPress(call),
  "POST /v1/events": collect,
  "OPTIONS /v1/events": preflight,
  "GET /i/{shop}/{image}": async (call: Call) => (await import("./shown-image.ts")).showImage(call),
  "GET /c/{token}": followed,
  "GET /l/{token}": followedShort,
  "GET /o/{token}": picture,
  "GET /v/{token}": async (call: Call) => (await import("./customer-pages.ts")).showEmail(call),
  "GET /u/{token}": (call: Call) => unsubscribePage(call),
  "POST /u/{token}": (call: Call) => unsubscribe(call),
  "POST /u/{token}/why": (call: Call) => sayWhy(call),
  "POST /u/{token}/back": (call: Call) => comeBack(call),
  "GET /p/{token}": async (call: Call) =>
    (await import("./customer-pages.ts")).showPreferences(call),
  "POST /p/{token}": async (call: Call) =>
    (await import("./customer-pages.ts")).savePreferences(call),
  "GET /confirm/{token}": async (call: Call) =>
    (await import("./customer-pages.ts")).showOptIn(call),
  "POST /confirm/{token}": async (call: Call) =>
    (await import("./customer-pages.ts")).confirmOptIn(call),
  "GET /s/{token}": async (call: Call) => (await import("./customer-pages.ts")).showSurvey(call),
  "POST /s/{token}": async (call: Call) => (await import("./customer-pages.ts")).answerSurvey(call),
  "GET /f/{form}": async (call: Call) => (await import("./forms.ts")).showForm(call),
  "POST /f/{form}": async (call: Call) => (await import("./forms.ts")).sendForm(call),
  "GET /f/{form}/markup": async (call: Call) => (await import("./forms.ts")).showMarkup(call),
  "GET /embed/form.js": async () => (await import("./forms.ts")).formScript(),
  "GET /proxy/shopify/u/{token}": throughStore(unsubscribePage),
  "POST /proxy/shopify/u/{token}": throughStore(unsubscribe),
};

export const publicRoutes = compile(
  PUBLIC_ADDRESSES.map((address) => {
    const [method = "", path = ""] = address.split(" ");
    return { address, method, path, handle: handlers[address] };
  }),
);
