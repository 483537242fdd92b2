/** What the edge did for one customer, made again in the browser; kept up to date without hammering. */
import { signal } from "@preact/signals";
import { poll } from "../live/poll.ts";
import { ask } from "../engine/client.ts";
import type { Recorded, Replayed } from "../engine/protocol.ts";
import type { Api, CustomerDetail } from "../server/api.ts";
import { factsOf } from "./server.ts";
import type { Named } from "./stored.ts";

export interface Story {
  detail: CustomerDetail;
  /** The customer's own, and those of everybody who was merged into them; the oldest first. */
  moments: Recorded[];
  /** What the browser makes of each of them. */
  replayed: Replayed[];
  /** Whether older moments were left out, so that nothing could be made again. */
  cut: boolean;
  engines: { edge: string; browser: string };
  /** The compiled configurations that decided, by plan id, byte for byte. */
  plans: Record<string, string>;
  /** What is true of the shop now, as conditions ask for it. */
  facts: object;
  zone: string;
  readAt: number;
}

export const story = signal<Story | null>(null);
export const storyFailure = signal<Error | null>(null);

/** How many moments are read at most, and how many at once. */
const MOST = 5_000;
const PAGE = 1_000;
/** How often the newest moment's name is asked for while somebody looks, in milliseconds. */
const PAUSE = 4_000;

/** Follows a customer until the returned function is called. */
export function followCustomer(api: Api, shop: string, id: string): () => void {
  let newest: string | null = null;
  story.value = null;
  storyFailure.value = null;
  return poll({
    load: async (signal) => {
      const asking = api.until(signal);
      const head = (await asking.timeline(shop, id, 1)).moments[0]?.id ?? null;
      const known = story.peek();
      if (head === newest && known !== null) return known;
      const read = await readStory(asking, shop, id);
      newest = head;
      return read;
    },
    every: PAUSE,
    found: (read) => {
      story.value = read;
      storyFailure.value = null;
    },
    failed: (error) => {
      storyFailure.value = error;
    },
  });
}

async function readStory(api: Api, shop: string, id: string): Promise<Story> {
  const [own, detail, health, facts, info] = await Promise.all([
    allMoments(api, shop, id, null),
    api.customer(shop, id),
    api.health(shop),
    factsOf(api, shop),
    ask("info", null),
  ]);
  const earlier = await Promise.all(detail.earlier.map((head) => allMoments(api, shop, id, head)));
  const chains = [own, ...earlier];
  const moments = chains.flatMap((chain) => chain.moments).sort((a, b) => a.now - b.now);
  // A story from which a person was taken out of an order, or that is damaged, can't be made again.
  const cut =
    chains.some((chain) => chain.cut) ||
    moments.some(({ redacted, unreadable }) => redacted || unreadable);
  const ids = new Set([...moments.map(({ plan }) => plan), detail.plan]);
  const texts = await Promise.all(
    [...ids].map(async (plan) => [plan, await planText(api, shop, plan)]),
  );
  const plans = Object.fromEntries(texts) as Record<string, string>;
  // Each story began with nothing known, and is made again by itself.
  const made = cut
    ? []
    : await Promise.all(chains.map((chain) => ask("replay", { moments: chain.moments, plans })));
  const byId = new Map(made.flat().map((one) => [one.id, one]));
  const replayed = moments.flatMap(({ id: moment }) => byId.get(moment) ?? []);
  return {
    detail,
    moments,
    replayed,
    cut,
    engines: { edge: health.engine.engine, browser: info.engine },
    plans,
    facts,
    zone: namesIn(plans[detail.plan]).shop?.time_zone ?? "UTC",
    readAt: Date.now(),
  };
}

/** A story from `head` on, or from the customer's newest moment. */
async function allMoments(api: Api, shop: string, id: string, head: string | null) {
  const moments: Recorded[] = [];
  let before = head;
  do {
    const page = await api.timeline(shop, id, PAGE, before);
    moments.push(...page.moments);
    before = page.next;
  } while (before !== null && moments.length < MOST);
  return { moments: moments.reverse(), cut: before !== null };
}

/** Plans never change under their id, so each is fetched once. */
const texts = new Map<string, Promise<string>>();

function planText(api: Api, shop: string, plan: string): Promise<string> {
  const key = `${shop}/${plan}`;
  const text = texts.get(key) ?? api.planText(shop, plan);
  texts.set(key, text);
  text.catch(() => texts.delete(key));
  return text;
}

/** A compiled configuration, as far as it names things. */
export const namesIn = (text: string | undefined): Named => JSON.parse(text ?? "{}") as Named;
