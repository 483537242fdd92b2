/**
 * What the Worker is given: bindings and settings, read in one place.
 *
 * `wrangler.jsonc` and `workerd.capnp` bind the same names; a test holds the two together.
 */
import type { App } from "./platform/shopify/oauth.ts";

export interface Env {
  /** What is stored of each shop; `objects.ts` gives its objects. */
  SHOP: DurableObjectNamespace;
  DIRECTORY: DurableObjectNamespace;
  /** The admin page's files: a disk service locally, the platform's assets in production. */
  ASSETS: Fetcher;
  /** A mail server on this machine; absent in production. */
  SMTP?: Fetcher;
  /** Sites on this machine, for whoever develops with one; absent on Cloudflare, and unused in production. */
  LOOPBACK?: Fetcher;
  /** The folder on this machine where erasures are kept; absent in production. */
  ERASURES?: Fetcher;
  /** Where erasures are kept on Cloudflare; absent where none is bound. */
  ERASURES_BUCKET?: R2Bucket;
  /** The name of this process, by which the launcher knows its answers; absent in production. */
  EDGEWISE_INSTANCE?: string | null;
  EDGEWISE_MODE?: string | null;
  EDGEWISE_ADMIN_KEY?: string | null;
  EDGEWISE_MASTER_KEY?: string | null;
  /** While the master key is changed: the one before, or several parted by commas. */
  EDGEWISE_PREVIOUS_MASTER_KEY?: string | null;
  EDGEWISE_PUBLIC_URL?: string | null;
  /** The least level of what is logged: debug, info, warn or error. */
  LOG_LEVEL?: string | null;
  /** On Cloudflare, where data is kept: empty for anywhere, or "eu". */
  EDGEWISE_JURISDICTION?: string | null;
  /** Where the operator is called when a shop needs attention; empty for nowhere. */
  EDGEWISE_ALERT_URL?: string | null;
  /** Where DNS is looked up over HTTPS; empty for nowhere. */
  EDGEWISE_DNS_URL?: string | null;
  SHOPIFY_API_KEY?: string | null;
  SHOPIFY_API_SECRET?: string | null;
  /** While the app's secret is changed: the one before. */
  SHOPIFY_PREVIOUS_API_SECRET?: string | null;
  SMTP_URL?: string | null;
  /** The header in which a trusted proxy passes a sender's address; without one it is not known. */
  EDGEWISE_CLIENT_ADDRESS_HEADER?: string | null;
}

/** Whether development conveniences, such as the movable clock, are open. Closed unless asked for. */
export const isDevelopment = (env: Env): boolean => env.EDGEWISE_MODE === "development";

/** The Shopify app that this installation is; with an empty secret it is none. */
export function appOf(env: Env): App {
  const secret = env.SHOPIFY_API_SECRET ?? "";
  // Without an app there is none that had another secret.
  const before = secret === "" ? "" : (env.SHOPIFY_PREVIOUS_API_SECRET ?? "");
  const signsWith = [secret, before].filter((one) => one !== "");
  return { key: env.SHOPIFY_API_KEY ?? "", secret, signsWith };
}

/**
 * Where this Worker is reached from outside, without a slash at the end: links in messages lead there.
 * Read whenever it is needed, so that a Worker that moves takes its links along.
 */
export const publicUrl = (env: Env, otherwise: string): string =>
  (env.EDGEWISE_PUBLIC_URL || otherwise).replace(/\/+$/, "");
