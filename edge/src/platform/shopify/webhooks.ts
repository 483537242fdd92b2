/**
 * The webhooks that a Shopify shop must have for us, and keeping them in order.
 *
 * Shopify removes a subscription after eight failures in a row and tells only the app's developer. What is missing is
 * made again. Each goes to the shop's own secret address; Shopify signs all of them with the app's secret.
 *
 * A subscription keeps the version of the API that it was made with, and there may be only one of a topic at an
 * address. So the version stands in the address: with the next one they are made at another address before those of
 * the version before are removed, and meanwhile events come twice rather than not at all.
 */
import type { Destination, Tended, Webhooks } from "../webhooks.ts";
import { type Answer, API_VERSION, type Installation, run, type Trouble } from "./admin-api.ts";
import createSubscription from "./operations/create-webhook-subscription.graphql";
import deleteSubscription from "./operations/delete-webhook-subscription.graphql";
import subscriptions from "./operations/webhook-subscriptions.graphql";
import { inAdminApi, TOPICS } from "./topics.ts";

interface Subscription {
  id: string;
  /** As the Admin API names it. */
  topic: string;
  uri: string;
  apiVersion: { handle: string };
}

interface Page {
  webhookSubscriptions: {
    nodes: Subscription[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

/** Pages of the app's subscriptions in a shop that are looked through, at most. */
const MOST_PAGES = 10;

/** A Shopify shop's webhooks, asked for as the app. */
export const shopifyWebhooks = (shop: Installation): Webhooks => ({
  tend: (to) => tend(shop, to),
  removeAll: (to) => removeAll(shop, to),
});

/** Makes what is missing, and removes what is ours and of no use. */
async function tend(shop: Installation, to: Destination): Promise<Tended> {
  const tended: Tended = { made: [], paused: [], trouble: null };
  const found = await ours(shop, to.url);
  const url = `${to.url}?version=${API_VERSION}`;
  if (!Array.isArray(found)) return { ...tended, trouble: found };
  for (const topic of TOPICS) {
    const name = inAdminApi(topic);
    if (found.some((one) => one.topic === name && one.uri === url)) continue;
    const trouble = await subscribe(shop, name, url);
    // One that only moves to another address was not missing.
    const isMoved = found.some((one) => one.topic === name);
    if (trouble === null) tended.made.push(...(isMoved ? [] : [topic]));
    // One permission less is no reason to do without what the others allow.
    else if (trouble === "scope-missing") tended.trouble = trouble;
    else return { ...tended, trouble };
  }
  const trouble = await remove(
    shop,
    found.filter((one, at) => isUseless(one, at, found, url)),
  );
  const isOfOtherVersion = found.some(
    ({ uri, apiVersion: { handle } }) => uri === url && handle !== API_VERSION,
  );
  return { ...tended, trouble: trouble ?? tended.trouble, isOfOtherVersion };
}

/** Removes every subscription of ours. */
async function removeAll(shop: Installation, { url }: Destination): Promise<Trouble | null> {
  const found = await ours(shop, url);
  return Array.isArray(found) ? await remove(shop, found) : found;
}

/** Whether it goes where nobody listens anymore, is of a topic that nobody reads, or is one too many. */
function isUseless(one: Subscription, at: number, all: readonly Subscription[], url: string) {
  const isSame = ({ topic, uri }: Subscription) => topic === one.topic && uri === one.uri;
  return one.uri !== url || !WANTED.has(one.topic) || all.findIndex(isSame) !== at;
}

const WANTED: ReadonlySet<string> = new Set(TOPICS.map(inAdminApi));

async function subscribe(shop: Installation, topic: string, uri: string): Promise<Trouble | null> {
  type Made = { made: { webhookSubscription: object | null; userErrors: { message: string }[] } };
  const { data, trouble } = await run<Made>(shop, createSubscription, { topic, uri });
  if (data === null) return trouble;
  const { webhookSubscription: subscription, userErrors: errors } = data.made;
  if (subscription !== null) return null;
  // Somebody was faster, such as a call whose answer was lost.
  if (errors.some(({ message }) => /taken/i.test(message))) return null;
  // Shopify lets nobody hear of what they may not read.
  return "scope-missing";
}

async function remove(
  shop: Installation,
  useless: readonly Subscription[],
): Promise<Trouble | null> {
  for (const { id } of useless) {
    // What it answers about one that is gone already changes nothing.
    const { trouble } = await run<object>(shop, deleteSubscription, { id });
    if (trouble !== null) return trouble;
  }
  return null;
}

/** The app's subscriptions in the shop that come to this Worker, or why they are not known. */
async function ours(shop: Installation, url: string): Promise<Subscription[] | Trouble> {
  const base = url.slice(0, url.lastIndexOf("/") + 1);
  const found: Subscription[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: Answer<Page> = await run<Page>(shop, subscriptions, { after });
    if (answer.data === null) return answer.trouble;
    const { nodes, pageInfo }: Page["webhookSubscriptions"] = answer.data.webhookSubscriptions;
    found.push(...nodes.filter(({ uri }) => uri.startsWith(base)));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  return found;
}
