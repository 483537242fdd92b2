/**
 * The admin page's files, with the types and headers that a disk service does not know.
 */
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

/** Nothing from elsewhere, no inline script; wasm may be compiled, workers may be started. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
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
  return new Response(file.body, {
    headers: {
      "content-type": type,
      "content-security-policy": `${POLICY}; frame-ancestors ${ancestors(url)}`,
      "cache-control": lasting ? "public, max-age=31536000, immutable" : "no-cache",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}

/** Embedded in Shopify's admin, the page names the shop it is framed by; else nobody may frame it. */
function ancestors(url: URL): string {
  const shop = url.searchParams.get("shop") ?? "";
  const valid = /^[a-zA-Z0-9][a-zA-Z0-9-]*\.myshopify\.com$/.test(shop);
  return valid ? `https://${shop} https://admin.shopify.com` : "'none'";
}
