/**
 * The admin page's files, with the types and headers that a disk service does not know.
 */
import type { Env } from "../env.ts";
import { notFound } from "../problem.ts";
import type { Call } from "../router.ts";

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

export const root = ({ url }: Call): Response => Response.redirect(new URL("/app/", url).href, 302);

export async function page({ request, env, part, url }: Call): Promise<Response> {
  const path = part("path") || "index.html";
  if (path.split("/").includes("..")) throw notFound("page");
  const file = await env.ASSETS.fetch(
    new Request(new URL(`/${path}`, url), { method: request.method }),
  );
  if (file.status !== 200) throw notFound("page");
  const type = TYPES[path.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  const lasting = /-[\w-]{8,}\.\w+$/.test(path);
  const key = path === "index.html" ? appKey(env, url) : null;
  const scripts = `'self' 'wasm-unsafe-eval'${key === null ? "" : ` ${new URL(APP_BRIDGE).origin}`}`;
  return new Response(key === null ? file.body : withAppBridge(await file.text(), key), {
    headers: {
      "content-type": type,
      "content-security-policy": `${POLICY}; script-src ${scripts}; frame-ancestors ${ancestors(url)}`,
      "cache-control": lasting ? "public, max-age=31536000, immutable" : "no-cache",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}

/** The app's key where Shopify's admin frames the page, which names the shop and the host; else null. */
function appKey(env: Env, url: URL): string | null {
  const key = env.SHOPIFY_API_KEY ?? "";
  const framed = url.searchParams.has("host") && ancestors(url) !== "'none'";
  return framed && /^[\w-]+$/.test(key) ? key : null;
}

/** App Bridge wants to be the first script of the page, with the app's key before it. */
const withAppBridge = (html: string, key: string): string =>
  html.replace(
    "<head>",
    `<head><meta name="shopify-api-key" content="${key}"><script src="${APP_BRIDGE}"></script>`,
  );

/** Embedded in Shopify's admin, the page names the shop it is framed by; else nobody may frame it. */
function ancestors(url: URL): string {
  const shop = url.searchParams.get("shop") ?? "";
  const valid = /^[a-zA-Z0-9][a-zA-Z0-9-]*\.myshopify\.com$/.test(shop);
  return valid ? `https://${shop} https://admin.shopify.com` : "'none'";
}
