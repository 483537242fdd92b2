/** The Edgewise plugin in a WooCommerce shop, asked with the shop's key. */
import { ask, type Keys, type Trouble } from "./client.ts";

/** What the plugin hands over to the site, and keeps there. */
export interface Handover {
  shop: string;
  api_url: string;
  api_key: string;
  webhook_url: string;
  webhook_secret: string;
  events_url: string;
  write_key: string;
}

const ROUTES = "wc-edgewise/v1";

/** What the site says of itself, unchecked, or why the key is not proven. */
export async function siteOf(
  domain: string,
  keys: Keys,
): Promise<{ said: unknown } | { trouble: Trouble | "no-plugin" }> {
  const { status, body, trouble } = await ask(domain, keys, "GET", `${ROUTES}/site`);
  if (trouble !== null) return { trouble };
  return status === 200 ? { said: body } : { trouble: "no-plugin" };
}

/** Hands the connection over; whether the site keeps it. */
export async function handOver(
  domain: string,
  keys: Keys,
  given: Handover & { site: string; key_id: number },
): Promise<boolean> {
  const { status } = await ask(domain, keys, "POST", `${ROUTES}/connection`, given);
  return status === 200;
}

/** Lets the site forget the connection and remove its key; whether it did. */
export async function endAt(domain: string, keys: Keys, site: string): Promise<boolean> {
  const { status } = await ask(domain, keys, "POST", `${ROUTES}/connection/ended`, { site });
  return status === 200;
}

/** Where a site is asked: at the shop's domain, in the folder it is in. */
export const addressOf = (domain: string, { folder = "" }: { folder?: string }): string =>
  folder === "" ? domain : `${domain}/${folder}`;

/** Whether an address is on a domain, with or without `www.` and with or without a path. */
export const isOn = (site: string, domain: string): boolean =>
  site.split("/")[0] === domain.toLowerCase().replace(/^www\./, "");
