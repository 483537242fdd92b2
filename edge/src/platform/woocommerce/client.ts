/**
 * A shop's WooCommerce REST API, as shops really answer it.
 *
 * Between us and WooCommerce stand hosts that block PUT and DELETE, caches that answer for it, firewalls
 * that ask whether we are human, and plugins that print before the JSON. Each is told apart, because each
 * is mended elsewhere; and none of them is an answer of WooCommerce's.
 */
import { Buffer } from "node:buffer";
import { TooLarge, textOf } from "../bounded-text.ts";
import { signed } from "./oauth.ts";

/** A REST API key. */
export interface Keys {
  key: string;
  secret: string;
  /** The way to a site on this machine that has no https: requests are signed there, and carry no secret. */
  loopback?: Fetcher;
}

/**
 * Why there is no answer of WooCommerce's: it does not accept the key (anymore), something before it
 * turns us away, a cache answered, what came is no JSON, or nothing came.
 */
export type Trouble = "refused" | "blocked" | "cached" | "not-json" | "unreachable";

export type Answer =
  | { status: number; body: unknown; trouble: null }
  | { status: number; body: null; trouble: Trouble };

/** An answer as it came, before anybody asked whether it is WooCommerce's. */
export interface Raw {
  status: number;
  headers: Headers;
  text: string;
}

/** How long an answer may take, in milliseconds, and how large it may be, in bytes. */
export interface Limits {
  time: number;
  size: number;
}

const LIMITS: Limits = { time: 10_000, size: 4 * 1024 * 1024 };
/** Ours, and no search engine's: some caches serve those whatever they have. */
const USER_AGENT = "Edgewise";

/** Asks a shop. Never throws. `path` is what follows `/wp-json/`. */
export async function ask(
  domain: string,
  keys: Keys,
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: unknown,
): Promise<Answer> {
  const raw = await call(domain, keys, method, path, body);
  if (typeof raw === "string") return { status: 0, body: null, trouble: "unreachable" };
  return read(raw.status, raw.headers, raw.text);
}

/** Why nothing came back: nobody is there, or it was more, or later, than we wait for. */
export type Silence = "unreachable" | "too-much";

/** Asks a shop, and gives what came back. Never throws. */
export async function call(
  domain: string,
  keys: Keys,
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: unknown,
  limits = LIMITS,
): Promise<Raw | Silence> {
  const { key, secret, loopback } = keys;
  const url = new URL(`${loopback ? "http" : "https"}://${domain}/wp-json/${path}`);
  // WordPress takes the method from here where a host lets only GET and POST through.
  if (method === "DELETE") url.searchParams.set("_method", method);
  const sent = method === "GET" ? "GET" : "POST";
  const basic = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
  try {
    const response = await (loopback ?? globalThis).fetch(
      loopback ? signed(url, sent, keys) : url,
      {
        method: sent,
        headers: {
          ...(loopback ? {} : { authorization: basic }),
          "user-agent": USER_AGENT,
          "cache-control": "no-cache",
          ...(method === "GET" ? {} : { "content-type": "application/json" }),
        },
        body: method === "GET" ? null : JSON.stringify(body ?? {}),
        // The key is for this host and no other.
        redirect: "manual",
        signal: AbortSignal.timeout(limits.time),
      },
    );
    const { status, headers } = response;
    return { status, headers, text: await textOf(response, limits.size) };
  } catch (error) {
    const isTooMuch = error instanceof TooLarge || (error as Error).name === "TimeoutError";
    return isTooMuch ? "too-much" : "unreachable";
  }
}

/** What an answer is worth. */
export function read(status: number, headers: Headers, text: string): Answer {
  const failed = (trouble: Trouble): Answer => ({ status, body: null, trouble });
  if (status >= 300 && status < 400) return failed("unreachable");
  if (Number(headers.get("age") ?? 0) > 0 || /\bhit\b/i.test(headers.get("x-cache") ?? "")) {
    return failed("cached");
  }
  const body = parsed(text);
  if (status >= 500) return failed("unreachable");
  if (body === undefined) {
    return failed(
      status === 403 || status === 429 || CHALLENGE.test(text) ? "blocked" : "not-json",
    );
  }
  if (status === 401 || status === 403) return failed("refused");
  return { status, body, trouble: null };
}

/** WooCommerce's name for what went wrong; empty where it names nothing. */
export function codeOf(body: unknown): string {
  const code = (body as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}

/** Refusals that may pass, by that name. */
export const PASSING: ReadonlySet<string> = new Set(["rate_limit_exceeded"]);

/** What pages say that want to see a human. */
const CHALLENGE = /captcha|challenge|are you (?:a )?human|checking your browser/i;

/** The JSON in a text, after a byte order mark and white space; undefined where anything else is before it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(bare(text));
  } catch {
    return undefined;
  }
}

/** A text without a byte order mark and white space before it. */
export const bare = (text: string): string => text.replace(/^[\uFEFF\s]+/, "");
