/**
 * The webhooks that a WooCommerce shop must have for us, and keeping them in order.
 *
 * WooCommerce disables a webhook after seven failures in a row and tells nobody. Making it active again
 * keeps the count, so that one more failure disables it again: it is replaced instead.
 */
import type { Destination, Tended, Webhooks } from "../webhooks.ts";
import { ask, type Keys, type Trouble } from "./client.ts";

const RESOURCES = ["order", "customer", "product", "coupon"] as const;
const EVENTS = ["created", "updated", "deleted", "restored"] as const;

/** WooCommerce has no `restored` for customers. */
export const TOPICS: readonly string[] = RESOURCES.flatMap((resource) =>
  EVENTS.map((event) => `${resource}.${event}`),
).filter((topic) => topic !== "customer.restored");

interface Webhook {
  id: number;
  status: string;
  topic: string;
  delivery_url: string;
}

const PAGE = 100;
/** Pages of a shop's webhooks that are looked through, at most. */
const MOST_PAGES = 10;

/** A WooCommerce store's webhooks, asked for with its key. */
export const wooCommerceWebhooks = (address: string, keys: Keys): Webhooks => ({
  tend: (to) => tend(address, keys, to),
  removeAll: (to) => removeAll(address, keys, to),
});

/** Makes what is missing, replaces what is disabled, and removes what is ours and of no use. */
async function tend(domain: string, keys: Keys, to: Destination): Promise<Tended> {
  const tended: Tended = { made: [], paused: [], trouble: null };
  const found = await ours(domain, keys, to.url);
  if (!Array.isArray(found)) return { ...tended, trouble: found };
  for (const topic of TOPICS) {
    const there = found.filter((one) => one.topic === topic && one.delivery_url === to.url);
    if (there.some(({ status }) => status === "active")) continue;
    if (there.some(({ status }) => status === "paused")) {
      tended.paused.push(topic);
      continue;
    }
    const name = `Edgewise: ${topic}`;
    const wanted = { name, topic, delivery_url: to.url, secret: to.secret, status: "active" };
    const { status, trouble } = await ask(domain, keys, "POST", "wc/v3/webhooks", wanted);
    if (status !== 201) return { ...tended, trouble: trouble ?? "refused" };
    tended.made.push(topic);
  }
  // Only now: a shop that lets us make one and not remove one still delivers.
  const useless = found.filter((one) => isUseless(one, to.url, found));
  return { ...tended, trouble: await remove(domain, keys, useless) };
}

/** Removes every webhook of ours. */
async function removeAll(
  domain: string,
  keys: Keys,
  { url }: Destination,
): Promise<Trouble | null> {
  const found = await ours(domain, keys, url);
  return Array.isArray(found) ? await remove(domain, keys, found) : found;
}

/** Whether it is disabled, goes where nobody listens anymore, or is one too many. */
function isUseless(one: Webhook, url: string, all: readonly Webhook[]): boolean {
  if (one.delivery_url !== url || one.status === "disabled") return true;
  const isSame = ({ topic, status, delivery_url: to }: Webhook) =>
    topic === one.topic && status === one.status && to === url;
  return all.find(isSame)?.id !== one.id;
}

async function remove(
  domain: string,
  keys: Keys,
  webhooks: readonly Webhook[],
): Promise<Trouble | null> {
  for (const { id } of webhooks) {
    const path = `wc/v3/webhooks/${id}?force=true`;
    const { status, trouble } = await ask(domain, keys, "DELETE", path);
    // Somebody else may have removed it meanwhile.
    if (trouble !== null && status !== 404) return trouble;
  }
  return null;
}

/** The shop's webhooks that go to this Worker, or why they are not known. */
async function ours(domain: string, keys: Keys, url: string): Promise<Webhook[] | Trouble> {
  const base = url.slice(0, url.lastIndexOf("/") + 1);
  const found: Webhook[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const path = `wc/v3/webhooks?per_page=${PAGE}&page=${page}`;
    const { body, trouble } = await ask(domain, keys, "GET", path);
    if (trouble !== null) return trouble;
    if (!Array.isArray(body)) return "not-json";
    found.push(...(body as Webhook[]).filter((one) => String(one.delivery_url).startsWith(base)));
    if (body.length < PAGE) break;
  }
  return found;
}
