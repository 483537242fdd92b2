/**
 * Taking in one verified request: is it new, what does it say, whose is it, what follows.
 *
 * A delivery's name is made from shop, topic and the body's hash. The platforms' own delivery ids are
 * unsigned or not unique, so they are not trusted. A body that comes again within 30 days changes
 * nothing; after that it is taken as said again (a bare `{"id": 7}` means the same each time a
 * product is deleted).
 */
import type { DeliveryBytes, Engine, Ingested, IngestRequest, Resolution } from "edgewise";
import type { Act } from "./acts.ts";
import type { Incoming, Outcome } from "./incoming.ts";
import { nameOf, sha256 } from "../ids.ts";
import { type Customer, textOf } from "./customer.ts";
import type { Customers } from "./customers.ts";
import type { Decider } from "./decide.ts";
import type { ErasedPeople } from "./erased.ts";
import type { Identity } from "./identity.ts";
import type { Journal, Sender } from "./journal.ts";
import type { PhoneHolders } from "./phone-holders.ts";
import { numbersIn, withNumbers } from "./phone-numbers.ts";
import type { Plans } from "./plans.ts";
import type { Received } from "./received.ts";
import type { Settings } from "./settings.ts";
import { channelOf, phoneKey, type SuppressedAddresses } from "./suppressions.ts";
import { tellOf } from "./tell-suppressed.ts";
import type { Kept, Visitors } from "./visitors.ts";

/** How long a delivery is remembered, at least. */
const REMEMBERED = 30 * 24 * 3600 * 1000;
/**
 * How long a WooCommerce deletion is. Its body is a bare id, byte for byte the same each time a thing
 * is taken out of the bin and deleted again; and WooCommerce does not repeat what failed.
 */
const DELETION_REMEMBERED = 60 * 1000;

/** Messages of one batch that are decided in one turn at most. */
const MOST_IN_TURN = 100;

/** A request with the name of what it delivers. */
export interface Named {
  incoming: Incoming;
  topic: string;
  /** SHA-256 of the body. */
  hash: string;
  /** What it is called in the journal, when it is received for the first time. */
  inbox: string;
  /** What it says, where it was read ahead of its turn. */
  said: Ingested<DeliveryBytes> | null;
}

/** A request on its way in. A batch of many messages is taken in by several turns. */
export interface Task {
  readonly incoming: Incoming;
  progress: Progress | null;
}

/** How far a request has come. */
interface Progress {
  said: Ingested<DeliveryBytes>;
  /** The name of what it delivers first; null where that was taken in before. */
  first: string | null;
  /** How many of its deliveries were looked at, and how many of them were new. */
  done: number;
  fresh: number;
}

/** What became of a request in a turn: its outcome, or how far it has come. */
export type Step = Outcome | { type: "more"; progress: Progress };

/** What became of it, and what the shop must do about it. */
export interface Taken {
  step: Step;
  acts: Act[];
}

/** The platform's own names for a delivery: kept for support questions to the platform, never relied on. */
function senderOf({ headers }: Incoming): Sender | undefined {
  const sender: Sender = {};
  const [event, webhook] = [headers["x-shopify-event-id"], headers["x-shopify-webhook-id"]];
  if (event !== undefined) sender.event_id = event;
  if (webhook !== undefined) sender.webhook_id = webhook;
  return event === undefined && webhook === undefined ? undefined : sender;
}

/** Whether the shop's platform signed it. */
export const isWebhook = ({ source }: Pick<Incoming, "source">): boolean =>
  source === "shopify" || source === "woocommerce";

const NOTHING = new Uint8Array();

const keyAt = (delivery: DeliveryBytes, index: number): string => delivery.keys[index]?.key ?? "";

export class Intake {
  readonly #engine: Engine;
  readonly #settings: Settings;
  readonly #customers: Customers;
  readonly #identity: Identity;
  readonly #journal: Journal;
  readonly #decider: Decider;
  readonly #plans: Plans;
  readonly #visitors: Visitors;
  readonly #erased: ErasedPeople;
  readonly #received: Received;
  readonly #phones: PhoneHolders;
  readonly #telling: Parameters<typeof tellOf>[0];
  /** What is known of requests that wait: a turn may end before theirs. */
  readonly #waiting = new WeakMap<Incoming, Named>();

  constructor(
    engine: Engine,
    settings: Settings,
    stores: {
      customers: Customers;
      identity: Identity;
      journal: Journal;
      decider: Decider;
      plans: Plans;
      visitors: Visitors;
      erased: ErasedPeople;
      received: Received;
      suppressions: SuppressedAddresses;
      phones: PhoneHolders;
    },
  ) {
    this.#engine = engine;
    this.#settings = settings;
    this.#customers = stores.customers;
    this.#identity = stores.identity;
    this.#journal = stores.journal;
    this.#decider = stores.decider;
    this.#plans = stores.plans;
    this.#visitors = stores.visitors;
    this.#erased = stores.erased;
    this.#received = stores.received;
    this.#phones = stores.phones;
    this.#telling = stores;
  }

  /**
   * Names some requests, and reads those that are new: what is looked up for all of them at once costs less
   * than one after the other. What was found is remembered for as long as the request waits.
   */
  expect(some: readonly Task[], now: number): Named[] {
    const named = some.map(({ incoming }) => this.#named(incoming));
    this.#journal.rows.expect(named.map(({ inbox }) => inbox));
    if (named.length === 1) return named;
    for (const [index, one] of named.entries()) {
      if (some[index]?.progress === null) this.#readAhead(one, now);
    }
    const keys = named.flatMap(({ said }) => (said?.deliveries ?? []).flatMap((one) => one.keys));
    this.#customers.expect(keys);
    return named;
  }

  #named(incoming: Incoming): Named {
    const known = this.#waiting.get(incoming);
    if (known !== undefined) return known;
    const hash = sha256(incoming.body);
    const topic = incoming.topic || incoming.source;
    const named = { incoming, topic, hash, inbox: this.#name(topic, hash, 0, 0), said: null };
    this.#waiting.set(incoming, named);
    return named;
  }

  #readAhead(named: Named, now: number): void {
    if (named.said !== null || this.#journal.seenAt(named.inbox) !== null) return;
    try {
      named.said = this.#read(named.incoming, now);
    } catch {
      // It is refused in its turn, and the others aren't.
    }
  }

  /**
   * Takes in one request, in the caller's transaction, or as much of it as can be done until `end`, a
   * moment by the host's clock.
   */
  take(
    { incoming, topic, hash, inbox, said: read }: Named,
    before: Progress | null,
    now: number,
    end: number,
  ): Taken {
    const ends = (step: Step, acts: Act[] = []): Taken => ({ step, acts });
    let progress = before;
    if (progress === null) {
      const first = this.#freshName(topic, hash, 0, now, inbox);
      // A batch may have been cut short by the end of the process: each of its messages is looked for.
      if (first === null && isWebhook(incoming)) return ends({ type: "duplicate" });
      const said = read ?? this.#read(incoming, now);
      if (said.ignored !== undefined) {
        if (first === null) return ends({ type: "duplicate" });
        const { reason } = said.ignored;
        // Webhooks leave a trace of having been ignored; a browser's noise does not.
        if (isWebhook(incoming)) this.#journal.addForShop(first, "ignored", topic, now, reason);
        const acts: Act[] = reason === "platform-error" ? [{ type: "rights-lost" }] : [];
        return ends({ type: "ignored", reason }, acts);
      }
      progress = { said, first, done: 0, fresh: 0 };
    }
    const deliveries = progress.said.deliveries ?? [];
    const acts: Act[] = [];
    let { done, fresh } = progress;
    for (const delivery of deliveries.slice(done)) {
      const inTurn = done - progress.done;
      // Where the clock stands still while we compute, counting ends the turn.
      if (inTurn > 0 && (Date.now() >= end || inTurn >= MOST_IN_TURN)) {
        return ends({ type: "more", progress: { ...progress, done, fresh } }, acts);
      }
      const id = done === 0 ? progress.first : this.#freshName(topic, hash, done, now);
      done += 1;
      if (id === null) continue;
      fresh += 1;
      acts.push(...this.#takeOne(delivery, id, incoming, topic, now));
    }
    const isKnown = fresh === 0 && deliveries.length > 0;
    return ends(
      isKnown ? { type: "duplicate" } : { type: "accepted", deliveries: deliveries.length },
      acts,
    );
  }

  /** Takes in as true what was claimed by a delivery when it came, in the caller's transaction. */
  confirm(incoming: Incoming, id: string, receivedAt: number, now: number): Act[] {
    const said = this.#read(incoming, receivedAt);
    return (said.deliveries ?? []).flatMap((delivery) =>
      this.#takeOne({ ...delivery, question: null }, id, incoming, incoming.topic, now),
    );
  }

  #takeOne(
    delivery: DeliveryBytes,
    id: string,
    incoming: Incoming,
    topic: string,
    now: number,
  ): Act[] {
    const { status } = delivery;
    if (delivery.question !== null) {
      this.#journal.addForShop(id, "shop", topic, now, "asked");
      return [{ type: "claimed", delivery, incoming }];
    }
    this.#received.saw(delivery.kinds);
    const acts: Act[] = status === null ? [] : [{ type: "status-seen", status }];
    if (delivery.scope === "shop") {
      this.#journal.addForShop(id, "shop", topic, now, delivery.events);
      acts.push({ type: "shop-received", delivery });
      if (isWebhook(incoming)) acts.push({ type: "received", delivery, customer: null });
      return acts;
    }
    if (this.#mayWait(delivery, incoming, id, topic, now)) return acts;
    const kept = this.#visitors.takeOf(delivery.keys, now);
    acts.push(...kept.flatMap((one) => this.takeKept(one, now)));
    acts.push(...this.#takeIn(delivery, id, incoming, topic, now));
    return acts;
  }

  /** Takes in what is about a person. */
  #takeIn(
    delivery: DeliveryBytes,
    id: string,
    incoming: Incoming,
    topic: string,
    now: number,
  ): Act[] {
    const { kinds } = delivery;
    const found = this.#customers.identify(delivery.keys);
    const people = [...new Set(found.flatMap((one) => (one === null ? [] : [one.customer])))];
    if (kinds.includes("customer_redact_requested")) {
      this.#journal.addForShop(id, "shop", topic, now, "");
      return [{ type: "redact-requested", customers: people, incoming }];
    }
    if (kinds.includes("customer_data_requested")) {
      this.#journal.addForShop(id, "shop", topic, now, "");
      return [{ type: "data-requested", customer: people[0] ?? null, incoming }];
    }
    // Where nobody is known of it, it is nobody's; and what comes late about the erased is as well.
    const unknown = people.length === 0;
    const forgotten = unknown ? this.#identity.forgotten(delivery.keys) : [];
    const resolution = this.#engine.resolve({
      shop: this.#settings.shop,
      inbox: id,
      keys: delivery.keys,
      found,
      forgotten,
    });
    const isErased = resolution.forgotten || (unknown && this.#erased.has(resolution.customer));
    if (isErased || (delivery.only_known && unknown)) {
      const note = isErased ? "erased" : "nobody-known";
      this.#journal.addForShop(id, "ignored", topic, now, note);
      return [];
    }
    const customer = this.#customerOf(delivery, resolution, now);
    const numbers = numbersIn(delivery);
    for (const number of numbers) this.#phones.note(phoneKey(number), customer.id);
    // What a delivery says of somebody who no longer has what it is about is left out.
    const events = resolution.outdated
      ? this.#engine.withoutPerson(textOf(delivery.events))
      : delivery.events;
    const delivered = { type: "events", customer: customer.id, delivery: id, events } as const;
    const { products } = delivery;
    // What was read again and says nothing new is worth no row.
    const onlyNews = incoming.importedBefore !== undefined;
    const entry = { id, topic, sender: senderOf(incoming), products, onlyNews };
    const moves = resolution.moves.map(({ key, ...move }) => ({
      ...move,
      key: keyAt(delivery, key),
    }));
    if (moves.length === 0) this.#decider.move(customer, delivered, now, entry);
    else this.#decider.reassign(customer, moves, { delivered, keys: delivery.keys }, now, entry);
    if (resolution.created) this.#tellOf(customer, delivery.keys, now);
    this.#tellOf(
      customer,
      numbers.map((number) => ({ key: phoneKey(number) })),
      now,
    );
    const of = { customer: customer.id };
    const acts: Act[] = [];
    if (products.length > 0) acts.push({ type: "interested", ...of, products });
    if (isWebhook(incoming)) acts.push({ type: "received", ...of, delivery });
    if (kinds.includes("order_anonymized")) {
      acts.push({ type: "order-anonymized", ...of, events: delivery.events });
    }
    if (kinds.includes("customer_deleted")) acts.push({ type: "account-deleted", ...of });
    return acts;
  }

  /** Takes in what a visitor did before, now that something asks for it. */
  takeKept({ id, source, topic, delivery }: Kept, now: number): Act[] {
    const incoming = { source, topic, headers: {}, body: NOTHING };
    return this.#takeIn(delivery, id, incoming, topic, now);
  }

  /**
   * Whether somebody is unknown and only looked around, and nothing asks for that; then it is kept for
   * later, unless they have done more than may wait.
   */
  #mayWait(
    delivery: DeliveryBytes,
    incoming: Incoming,
    id: string,
    topic: string,
    now: number,
  ): boolean {
    const { source } = incoming;
    if (source !== "segment" && source !== "shopify-pixel") return false;
    const [only, ...others] = delivery.keys;
    if (only === undefined || others.length > 0 || !only.key.startsWith("visitor:")) return false;
    const { unasked } = this.#plans.needs;
    if (!delivery.kinds.every((kind) => unasked.includes(kind))) return false;
    if (this.#customers.identify([only])[0] !== null) return false;
    return this.#visitors.keep(only.key, { id, source, topic, delivery }, now);
  }

  /** Whose delivery it is: found, new, or several people who turn out to be one. */
  #customerOf(delivery: DeliveryBytes, resolution: Resolution, now: number): Customer {
    const known = this.#customers.find(resolution.customer);
    const customer = known ?? this.#customers.admit(resolution.customer);
    customer.named = customer.named || resolution.named;
    const claims = new Map(resolution.claims.map(({ key, claim }) => [key, claim]));
    const links = [...new Set([...resolution.link, ...claims.keys()])].map((index) => {
      const claim = claims.get(index) ?? null;
      const lasting = claim !== null || resolution.lasting.includes(index);
      return { key: keyAt(delivery, index), claim, lasting };
    });
    this.#identity.link(customer.id, links);
    this.#tellOf(customer, links, now);
    for (const id of resolution.merge) {
      const loser = this.#customers.find(id);
      if (loser !== null && loser.id !== customer.id) this.#decider.merge(customer, loser, now);
    }
    return customer;
  }

  /** Tells a customer what is known of addresses that are theirs from now on. */
  #tellOf(customer: Customer, keys: readonly { key: string }[], now: number): void {
    const addresses = keys.filter(({ key }) => channelOf(key) !== null);
    for (const { key } of addresses) tellOf(this.#telling, customer, key, now);
  }

  /** The delivery's name, or null when it was seen within the time it is remembered. */
  #freshName(
    topic: string,
    hash: string,
    index: number,
    now: number,
    first = this.#name(topic, hash, index, 0),
  ): string | null {
    let id = first;
    for (let again = 1; ; again += 1) {
      const seen = this.#journal.seenAt(id) ?? this.#visitors.seenAt(id);
      if (seen === null) return id;
      if (seen > now - (/^\w+\.deleted$/.test(topic) ? DELETION_REMEMBERED : REMEMBERED))
        return null;
      id = this.#name(topic, hash, index, again);
    }
  }

  #name(topic: string, hash: string, index: number, again: number): string {
    return nameOf("inbox", this.#settings.shop, topic, hash, String(index), String(again));
  }

  /** What a request says; the telephone numbers in it as everything behind knows them. */
  #read(incoming: Incoming, now: number): Ingested<DeliveryBytes> {
    const said = this.#engine.ingestBytes(this.#request(incoming, now), incoming.body);
    if (said.deliveries === undefined) return said;
    // What a browser says finds nobody by a number: anybody can type one.
    const isFound = isWebhook(incoming) || incoming.source === "edgewise";
    const { country } = this.#plans;
    return { deliveries: said.deliveries.map((one) => withNumbers(one, country, isFound)) };
  }

  #request(incoming: Incoming, now: number): IngestRequest {
    const { source, topic, headers, receivedAt, importedBefore: before } = incoming;
    const { domain, currency, connectedAt } = this.#settings;
    const { consent, woocommerce } = this.#plans.needs;
    const connected = connectedAt === undefined ? {} : { connected_at: connectedAt };
    const ofStore = { woocommerce, reports_carts: this.#settings.reportsCarts === true };
    const rules = source === "woocommerce" ? ofStore : {};
    const shop = { domain, currency, consent, time_zone: this.#plans.zone, ...connected, ...rules };
    const imported = before === undefined ? {} : { imported_before: before };
    return { source, topic, headers, received_at: receivedAt ?? now, shop, ...imported };
  }
}
