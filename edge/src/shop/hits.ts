/**
 * Clicks on our links in messages, and loads of our picture: written down at once, and decided a little
 * later, because only what comes in the next seconds shows whether a program follows all links.
 *
 * A link says who was written to, not who clicks. So a click tells nothing about whoever made it: it leaves no
 * cookie, and it joins nobody to anybody.
 */
import type { Email } from "../channel/email.ts";
import type { Sms } from "../channel/sms/text-message.ts";
import {
  BURST,
  type Certainty,
  certaintyOf,
  type Sign,
  signsIn,
  signsOfTime,
} from "../channel/signs.ts";
import { publicUrl } from "../env.ts";
import { nameOf } from "../ids.ts";
import { logError } from "../log.ts";
import { PICTURE } from "../verify/link-token.ts";
import type { Witness } from "../verify/witness.ts";
import { noteReached } from "./domain-pauses.ts";
import { linkedEmail } from "./linked-email.ts";
import type { Item } from "./outbox.ts";
import { sentBy } from "./sent-by.ts";
import type { Stores } from "./stores.ts";
import { readShortLink } from "./short-links.ts";
import { addressKey } from "./suppressions.ts";
import { isText } from "./texting.ts";
import type { Timer } from "./timers.ts";

/** How long a hit waits until it is decided: longer than a burst lasts, in milliseconds. */
const HELD = 3_000;
/** How long a decided one is looked at with others. */
const KEPT = HELD + BURST.within;
/** Of one message so many hits wait at most; the link works all the same. */
const MOST_WAITING = 50;
/** Clicks on one link within so long are one, in milliseconds: people click twice. */
const SAME_CLICK = 10_000;
/** So many of a message's clicks become events at most. */
const MOST_EVENTS = 200;
/** Hits decided in one slice. */
const AT_ONCE = 200;

type Hit = { place: number; effect: string; link: number; at: number; signs: string };

/**
 * Where a link of a message leads. One that nobody knows, or whose message is gone, leads to the shop's start
 * page. Without a witness it isn't counted.
 */
export async function followLink(
  stores: Stores,
  token: string,
  witness: Witness | null,
): Promise<string> {
  const found = linkedEmail(stores, token);
  const target = found?.email?.links?.[found.link];
  if (found === null || target === undefined) return startPage(stores);
  if (witness !== null) await note(stores, { ...found, sent: found.email }, witness);
  return target;
}

/** The same for a short link of a text; the way out is nothing that anybody is interested in. */
export async function followShort(
  stores: Stores,
  token: string,
  witness: Witness | null,
): Promise<string> {
  const name = readShortLink(stores, token);
  const item = name === null ? null : stores.outbox.find(name.effect);
  if (name === null || item === null) return startPage(stores);
  const sent = stores.outbox.shown(item.id).content as Sent | null;
  const target = sent?.links?.[name.link];
  if (target === undefined) return startPage(stores);
  const isOurs = target.startsWith(`${publicUrl(stores.env, stores.settings.publicUrl)}/`);
  if (witness !== null && !isOurs) await note(stores, { item, link: name.link, sent }, witness);
  return target;
}

/** Somebody's mail app loaded a message's picture. */
export async function seePicture(stores: Stores, token: string, witness: Witness): Promise<void> {
  const found = linkedEmail(stores, token);
  if (found?.link === PICTURE && found.email !== null) {
    await note(stores, { ...found, sent: found.email }, witness);
  }
}

/** What somebody reacted to. */
interface Found {
  item: Item;
  link: number;
  /** What was sent; null where it is gone. */
  sent: Sent | null;
}

/** An email or a text, as far as it matters here. */
type Sent = Pick<Email, "to" | "message" | "links" | "test"> | Sms;

/** The shop's start page: its web address, or else its store's. */
function startPage({ plans, settings }: Stores): string {
  const { url } = plans.liveConfig().shop ?? {};
  const isWeb = typeof url === "string" && /^https?:\/\//i.test(url) && URL.canParse(url);
  return isWeb ? url : `https://${settings.domain}/`;
}

/** What is to be written down, and when it is: a disk takes many rows as fast as one. */
const together = new WeakMap<Stores, { hits: Omit<Hit, "place">[]; written: Promise<void> }>();
/** How long hits are gathered, in milliseconds. */
const GATHERED = 2;

function note(stores: Stores, { item, link, sent }: Found, witness: Witness): Promise<void> {
  if (sent?.test === true) return Promise.resolve();
  const at = stores.clock.now();
  const signs = [...signsIn(witness), ...signsOfTime(item.leased_at, at)].join(" ");
  let batch = together.get(stores);
  if (batch === undefined) {
    const written = scheduler.wait(GATHERED).then(() => write(stores));
    // A click that isn't counted leads on all the same.
    const { shop } = stores.settings;
    batch = { hits: [], written: written.catch((error) => logError("hits-lost", error, { shop })) };
    together.set(stores, batch);
  }
  batch.hits.push({ effect: item.id, link, at, signs });
  return batch.written;
}

function write(stores: Stores): void {
  const { hits } = together.get(stores) ?? { hits: [] };
  together.delete(stores);
  const { sql, timers, clock } = stores;
  stores.transaction(() => {
    for (const { effect, link, at, signs } of hits) {
      const insert = `INSERT INTO hit (effect, link, at, signs) SELECT ?1, ?2, ?3, ?4
        WHERE (SELECT count(*) FROM hit WHERE effect = ?1) < ${MOST_WAITING}`;
      sql.exec(insert, effect, link, at, signs);
    }
    timers.once({ kind: "hits" }, clock.now() + HELD);
    timers.arm();
  });
}

/** The timer is due: decides what waited long enough, and comes again while anything is left. */
export function decideHits(stores: Stores, timer: Timer, now: number): void {
  const { sql, timers } = stores;
  sql.exec("DELETE FROM hit WHERE decided = 1 AND at < ?", now - KEPT);
  const due = "SELECT * FROM hit WHERE decided = 0 AND at <= ? ORDER BY place LIMIT ?";
  const hits = sql.exec<Hit>(due, now - HELD, AT_ONCE).toArray();
  for (const hit of hits) {
    const near =
      "SELECT DISTINCT link FROM hit WHERE effect = ? AND link <> ? AND at BETWEEN ? AND ?";
    const { within } = BURST;
    const links = sql.exec(near, hit.effect, PICTURE, hit.at - within, hit.at + within).toArray();
    const isBurst = hit.link !== PICTURE && links.length >= BURST.links;
    const signs = hit.signs.split(" ").filter((sign) => sign !== "") as Sign[];
    takeHit(stores, hit, isBurst ? [...signs, "burst"] : signs, now);
    sql.exec("UPDATE hit SET decided = 1 WHERE place = ?", hit.place);
  }
  const query = "SELECT min(at) AS at FROM hit WHERE decided = 0";
  const { at } = sql.exec<{ at: number | null }>(query).one();
  if (at !== null) timers.repeat(timer, Math.max(now, at + HELD));
  else if (sql.exec("SELECT 1 FROM hit LIMIT 1").toArray().length > 0)
    timers.repeat(timer, now + KEPT);
  else timers.end(timer);
}

function takeHit(stores: Stores, hit: Hit, signs: readonly Sign[], now: number): void {
  const { outbox, cameBack, journal } = stores;
  const item = outbox.find(hit.effect);
  if (item === null) return;
  const certainty = certaintyOf(signs);
  const what = hit.link === PICTURE ? "opens" : "clicks";
  const moment = String(Math.floor(hit.at / SAME_CLICK));
  const name = nameOf("hit", hit.effect, String(hit.link), moment, certainty);
  if (journal.seenAt(name) !== null) return;
  if ((cameBack.of(hit.effect)?.[what][certainty] ?? 0) >= MOST_EVENTS) return;
  tellReaction(stores, item, { name, what, link: hit.link, at: hit.at, signs }, now);
}

interface Reaction {
  /** What it is called in the journal. */
  name: string;
  what: "clicks" | "opens";
  /** Which of the message's links, or where that isn't known the address. */
  link: number | string | null;
  at: number;
  signs: readonly Sign[];
}

/** Counts a click or an open, and tells the customer's story of it; only a person's is theirs. */
export function tellReaction(
  stores: Stores,
  item: Item,
  { name, what, link, at, signs }: Reaction,
  now: number,
): void {
  const { outbox, customers, cameBack, decider } = stores;
  const customer = customers.look(item.customer);
  if (customer === null || customer.unreadable) return;
  const certainty: Certainty = certaintyOf(signs);
  const sent = outbox.shown(item.id).content as Sent | null;
  cameBack.count(item.id, what, certainty);
  const address = typeof link === "number" ? sent?.links?.[link] : link;
  const news = {
    channel: item.channel ?? "email",
    ...(sent?.message === undefined ? {} : { message: sent.message }),
    ...(address == null ? {} : { link: address }),
    ...(signs.length === 0 ? {} : { signs }),
    ...(certainty === "human" ? sentBy(item, sent) : {}),
  };
  const ofPerson = what === "clicks" ? "message_clicked" : "message_opened";
  const event = {
    fact_key: `edgewise:email:${name}`,
    occurred_at: Math.min(at, now),
    received_at: now,
    source: "edgewise",
    kind: { type: certainty === "human" ? ofPerson : "message_scanned", news },
  };
  const input = {
    type: "events",
    customer: customer.id,
    delivery: name,
    events: JSON.stringify([event]),
  } as const;
  decider.move(customer, input, now, { id: name, topic: "reaction" });
  if (sent !== null && !isText(item)) noteReached(stores, addressKey(sent.to), at);
}
