/**
 * The admin page's files, with the types and headers that a disk service does not know.
 */
import type { Env } from "../env.ts";
import { isShopDomain } from "../platform/shopify/domain.ts";
import { notFound } from "../problem.ts";
import type { Call } from "./call.ts";

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  wasm: "application/wasm",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  webmanifest: "application/manifest+json",
};

/** Names without anything special, and an ending. */
const FILE = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.\w+$/;

/** App Bridge, which Shopify's admin talks to in the page that it frames; it may not be served from here. */
const APP_BRIDGE = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

/** Nothing from elsewhere, no inline script; wasm may be compiled, workers may be started. */
const POLICY = [
  "default-src 'none'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Where the page's own frame shows a message to whoever wrote it: its styles and pictures, and nothing that runs. */
const MESSAGE_FRAME = "message.html";
const MESSAGE_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  // Images of the shop's own come from here, which in development isn't https.
  "img-src 'self' https: data:",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export const root = ({ url }: Call): Response => Response.redirect(new URL("/app/", url).href, 302);

export async function page({ request, env, part, url }: Call): Promise<Response> {
  const path = part("path") || "index.html";
  // Files only: a folder's name has no ending, and a disk service would list what is in it.
  if (!FILE.test(path)) throw notFound("page");
  const file = await env.ASSETS.fetch(
    new Request(new URL(`/${path}`, url), { method: request.method }),
  );
  if (file.status !== 200) throw notFound("page");
  const type = TYPES[path.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  const lasting = /-[\w-]{8,}\.\w+$/.test(path);
  const framing = path === "index.html" ? ancestors(env, url) : "'none'";
  const key = framing === "'none'" ? null : appKey(env, url);
  const scripts = `'self' 'wasm-unsafe-eval'${key === null ? "" : ` ${new URL(APP_BRIDGE).origin}`}`;
  return new Response(key === null ? file.body : withAppBridge(await file.text(), key), {
    headers: {
      "content-type": type,
      "content-security-policy":
        path === MESSAGE_FRAME
          ? MESSAGE_POLICY
          : `${POLICY}; script-src ${scripts}; frame-ancestors ${framing}`,
      "cache-control": lasting ? "public, max-age=31536000, immutable" : "no-cache",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}

/** The app's key where Shopify's admin frames the page, which names the shop and the host; else null. */
function appKey(env: Env, url: URL): string | null {
  const key = env.SHOPIFY_API_KEY ?? "";
  return url.searchParams.has("host") && /^[\w-]+$/.test(key) ? key : null;
}

/** App Bridge wants to be the first script of the page, with the app's key before it. */
const withAppBridge = (html: string, key: string): string =>
  html.replace(
    "<head>",
    `<head><meta name="shopify-api-key" content="${key}"><script src="${APP_BRIDGE}"></script>`,
  );

/**
 * Embedded in Shopify's admin, the page names the shop it is framed by. It need not be one of ours yet: opening the app
 * installs it. Without an app nobody may frame the page.
 */
function ancestors(env: Env, url: URL): string {
  const shop = (url.searchParams.get("shop") ?? "").toLowerCase();
  if (appKey(env, url) === null || !isShopDomain(shop)) return "'none'";
  return `https://${shop} https://admin.shopify.com`;
}
