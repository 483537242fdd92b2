/**
 * The session in the browser: a cookie that no script can read, so that a hole in the page can't carry it away.
 *
 * A cookie is sent along by the browser without being asked, so it opens nothing alone: it counts only beside a header
 * that no other site's page can send, since this server allows no site to (CORS). `SameSite=Strict` is the second
 * lock. Inside Shopify's admin, where browsers keep cookies from frames, there is none: App Bridge's token is sent.
 */
import type { Env } from "../env.ts";
import { isDevelopment, publicUrl } from "../env.ts";
import { isLoopback } from "../loopback.ts";
import { Problem } from "../problem.ts";

/** `__Host-`: only this host can set it, only over TLS, for all of it. */
const NAME = "__Host-edgewise";
/** On this machine there is no TLS; browsers keep a `Secure` cookie from some of them. */
const NAME_IN_DEVELOPMENT = "edgewise";
/** As long as a session can last. What it really lasts, the directory says. */
const SECONDS = 90 * 24 * 3_600;

/** The header by which the admin page says that it is the one that sends. */
const PAGE = "x-edgewise-page";

/** @throws Problem 403 for a request that some other page may have sent */
export function refuseOtherPages(request: Request): void {
  if (request.headers.get(PAGE) === "1") return;
  const message = "Send X-Edgewise-Page: 1. It shows that the request comes from the admin page.";
  throw new Problem(403, "not-from-the-page", message);
}

/** The session's token that a browser sends, or null. */
export function sessionOf(env: Env, request: Request): string | null {
  if (request.headers.get(PAGE) !== "1") return null;
  // The other name would let a neighboring host plant a session of its own.
  const name = isPlain(env, new URL(request.url)) ? NAME_IN_DEVELOPMENT : NAME;
  const cookies = new Map(
    (request.headers.get("cookie") ?? "").split(";").map((one) => {
      const [found = "", ...value] = one.trim().split("=");
      return [found, value.join("=")] as const;
    }),
  );
  return cookies.get(name) ?? null;
}

/** The header that begins a session in the browser; with an empty token, that ends it. */
export function cookieOf(env: Env, url: URL, token: string): string {
  const lasting = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${token === "" ? 0 : SECONDS}`;
  return isPlain(env, url)
    ? `${NAME_IN_DEVELOPMENT}=${token}; ${lasting}`
    : `${NAME}=${token}; ${lasting}; Secure`;
}

/** Whether this is development on this machine, without TLS. */
const isPlain = (env: Env, url: URL): boolean =>
  isDevelopment(env) &&
  isLoopback(url.hostname) &&
  !publicUrl(env, url.origin).startsWith("https:");

const BROWSERS = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS)\//],
  ["Safari", /\bSafari\//],
] as const;
const SYSTEMS = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["Mac", /\bMacintosh\b/],
  ["Linux", /\bLinux\b/],
] as const;

/** The browser in a few words of ours: what it sends of itself is long, and nobody's business. */
export function deviceOf(request: Request): string {
  const agent = request.headers.get("user-agent") ?? "";
  const find = (all: readonly (readonly [string, RegExp])[]) =>
    all.find(([, pattern]) => pattern.test(agent))?.[0];
  const [browser, system] = [find(BROWSERS) ?? "Another browser", find(SYSTEMS)];
  return system === undefined ? browser : `${browser} on ${system}`;
}
