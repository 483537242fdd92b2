/**
 * Taking in one verified request: is it new, what does it say, whose is it, what follows.
 *
 * A delivery's name is made from shop, topic and the body's hash. The platforms' own delivery ids are
 * unsigned or not unique, so they are not trusted. A body that comes again within 30 days changes
 * nothing; after that it is taken as said again (a bare `{"id": 7}` means the same each time a
 * product is deleted).
 */
import type { Delivery, Engine, Ingested, IngestRequest, Resolution } from "edgewise";
import type { Incoming, Outcome } from "./incoming.ts";
import { nameOf, sha256 } from "../ids.ts";
import type { Customer } from "./customer.ts";
import type { Customers } from "./customers.ts";
import type { Decider } from "./decide.ts";
import type { ErasedPeople } from "./erased.ts";
import type { Journal, Sender } from "./journal.ts";
import type { Plans } from "./plans.ts";
import type { Settings } from "./settings.ts";
import type { Kept, Visitors } from "./visitors.ts";

/** How long a delivery is remembered, at least. */
const REMEMBERED = 30 * 24 * 3600 * 1000;
/**
 * How long a WooCommerce deletion is. Its body is a bare id, the same to the letter each time a thing
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
  /** What it is called in the journal, when it is told for the first time. */
  inbox: string;
}

/** A request on its way in. A batch of many messages is taken in by several turns. */
export interface Task {
  readonly incoming: Incoming;
  progress: Progress | null;
}

/** How far a request has come. */
interface Progress {
  said: Ingested;
  /** The name of what it delivers first; null where that was taken in before. */
  first: string | null;
  /** How many of its deliveries were looked at, and how many of them were new. */
  done: number;
  fresh: number;
}

/** What became of a request in a turn: its outcome, or how far it has come. */
export type Step = Outcome | { type: "more"; progress: Progress };

/** What the shop itself must do about an event, outside any customer's decision. */
export interface ShopActs {
  redact(customers: string[], incoming: Incoming, now: number): void;
  dataRequest(customer: string | null, incoming: Incoming, now: number): void;
  /** The shop took the person out of an order of theirs. */
  anonymized(customer: string, events: string, now: number): void;
  /** The shop deleted a customer's account. */
  accountDeleted(customer: string, now: number): void;
  /** The platform sent an error in the place of what was to be told. */
  lostRights(now: number): void;
  /** An order has a status that is none of the platform's own. */
  sawStatus(status: string): void;
  /** It says something is gone that only the platform can say. */
  asks(delivery: Delivery, incoming: Incoming, now: number): void;
  /** A webhook told of something; about whom, where it is a customer. */
  heard(delivery: Delivery, customer: string | null, now: number): void;
  /** Something about the shop as a whole was told, such as a price. */
  told(delivery: Delivery, now: number): void;
  /** A customer has to do with these products. */
  concerns(customer: string, products: string[], now: number): void;
}

/** The platform's own names for a delivery: kept for whoever asks it about one, never relied on. */
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

const keyAt = (delivery: Delivery, index: number): string => delivery.keys[index]?.key ?? "";

export class Intake {
  readonly #engine: Engine;
  readonly #settings: Settings;
  readonly #customers: Customers;
  readonly #journal: Journal;
  readonly #decider: Decider;
  readonly #plans: Plans;
  readonly #visitors: Visitors;
  readonly #erased: ErasedPeople;
  readonly #acts: ShopActs;

  constructor(
    engine: Engine,
    settings: Settings,
    stores: {
      customers: Customers;
      journal: Journal;
      decider: Decider;
      plans: Plans;
      visitors: Visitors;
      erased: ErasedPeople;
    },
    acts: ShopActs,
  ) {
    this.#engine = engine;
    this.#settings = settings;
    this.#customers = stores.customers;
    this.#journal = stores.journal;
    this.#decider = stores.decider;
    this.#plans = stores.plans;
    this.#visitors = stores.visitors;
    this.#erased = stores.erased;
    this.#acts = acts;
  }

  /** Names requests, and looks at once which of them were taken in before. */
  expect(batch: Task[]): Named[] {
    const named = batch.map(({ incoming }) => {
      const hash = sha256(incoming.body);
      const topic = incoming.topic || incoming.source;
      return { incoming, topic, hash, inbox: this.#name(topic, hash, 0, 0) };
    });
    this.#journal.expect(named.map(({ inbox }) => inbox));
    return named;
  }

  /**
   * Takes in one request, in the caller's transaction, or as much of it as can be done until `end`, a
   * moment by the host's clock.
   */
  take(
    { incoming, topic, hash, inbox }: Named,
    before: Progress | null,
    now: number,
    end: number,
  ): Step {
    let progress = before;
    if (progress === null) {
      const first = this.#freshName(topic, hash, 0, now, inbox);
      // A batch may have been cut short by the end of the process: each of its messages is looked for.
      if (first === null && isWebhook(incoming)) return { type: "duplicate" };
      const said = this.#engine.ingest(this.#request(incoming, now), incoming.body);
      if (said.ignored !== undefined) {
        if (first === null) return { type: "duplicate" };
        this.#ignore(incoming, first, topic, said.ignored.reason, now);
        return { type: "ignored", reason: said.ignored.reason };
      }
      progress = { said, first, done: 0, fresh: 0 };
    }
    const deliveries = progress.said.deliveries ?? [];
    let { done, fresh } = progress;
    for (const delivery of deliveries.slice(done)) {
      const inTurn = done - progress.done;
      // Where the clock stands still while we compute, counting ends the turn.
      if (inTurn > 0 && (Date.now() >= end || inTurn >= MOST_IN_TURN)) {
        return { type: "more", progress: { ...progress, done, fresh } };
      }
      const id = done === 0 ? progress.first : this.#freshName(topic, hash, done, now);
      done += 1;
      if (id === null) continue;
      fresh += 1;
      this.#takeOne(delivery, id, incoming, topic, now);
    }
    return fresh === 0 && deliveries.length > 0
      ? { type: "duplicate" }
      : { type: "accepted", deliveries: deliveries.length };
  }

  /** Takes in as true what was claimed by a delivery when it came, in the caller's transaction. */
  confirm(incoming: Incoming, id: string, receivedAt: number, now: number): void {
    const said = this.#engine.ingest(this.#request(incoming, receivedAt), incoming.body);
    for (const delivery of said.deliveries ?? []) {
      this.#takeOne({ ...delivery, question: null }, id, incoming, incoming.topic, now);
    }
  }

  #takeOne(delivery: Delivery, id: string, incoming: Incoming, topic: string, now: number): void {
    const { status } = delivery;
    if (delivery.question !== null) {
      this.#journal.addForShop(id, "shop", topic, now, "asked");
      this.#acts.asks(delivery, incoming, now);
      return;
    }
    if (status !== null) this.#acts.sawStatus(status);
    if (delivery.scope === "shop") {
      this.#journal.addForShop(id, "shop", topic, now, delivery.events);
      this.#acts.told(delivery, now);
      if (isWebhook(incoming)) this.#acts.heard(delivery, null, now);
      return;
    }
    if (this.#mayWait(delivery, incoming, id, topic, now)) return;
    for (const kept of this.#visitors.takeOf(delivery.keys, now)) this.takeKept(kept, now);
    this.#takeIn(delivery, id, incoming, topic, now);
  }

  /** Takes in what is about a person. */
  #takeIn(delivery: Delivery, id: string, incoming: Incoming, topic: string, now: number): void {
    const { kinds } = delivery;
    const found = this.#customers.identify(delivery.keys);
    const people = [...new Set(found.flatMap((one) => (one === null ? [] : [one.customer])))];
    if (kinds.includes("customer_redact_requested")) {
      this.#acts.redact(people, incoming, now);
      this.#journal.addForShop(id, "shop", topic, now, "");
      return;
    }
    if (kinds.includes("customer_data_requested")) {
      this.#acts.dataRequest(people[0] ?? null, incoming, now);
      this.#journal.addForShop(id, "shop", topic, now, "");
      return;
    }
    const anonymized = kinds.includes("order_anonymized");
    // Where nobody is known of it, it is nobody's; and what comes late about the erased is as well.
    const unknown = people.length === 0;
    const forgotten = unknown ? this.#customers.forgotten(delivery.keys) : [];
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
      return;
    }
    const customer = this.#customerOf(delivery, resolution, now);
    // What a delivery says of somebody who no longer has what it is about is left out.
    const events = resolution.outdated
      ? this.#engine.withoutPerson(delivery.events)
      : delivery.events;
    const told = { type: "events", customer: customer.id, delivery: id, events } as const;
    const { products } = delivery;
    const entry = { id, topic, sender: senderOf(incoming), products };
    const moves = resolution.moves.map(({ key, ...move }) => ({
      ...move,
      key: keyAt(delivery, key),
    }));
    if (moves.length === 0) this.#decider.move(customer, told, now, entry);
    else this.#decider.reassign(customer, moves, { told, keys: delivery.keys }, now, entry);
    if (products.length > 0) this.#acts.concerns(customer.id, products, now);
    if (isWebhook(incoming)) this.#acts.heard(delivery, customer.id, now);
    if (anonymized) this.#acts.anonymized(customer.id, delivery.events, now);
    if (kinds.includes("customer_deleted")) this.#acts.accountDeleted(customer.id, now);
  }

  /** Takes in what a visitor did before, now that something asks for it. */
  takeKept({ id, source, topic, delivery }: Kept, now: number): void {
    const incoming = { source, topic, headers: {}, body: NOTHING };
    this.#takeIn(delivery, id, incoming, topic, now);
  }

  /**
   * Whether somebody is unknown and only looked around, and nothing asks for that; then it is kept for
   * later, unless they have done more than may wait.
   */
  #mayWait(
    delivery: Delivery,
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
  #customerOf(delivery: Delivery, resolution: Resolution, now: number): Customer {
    const known = this.#customers.find(resolution.customer);
    const customer = known ?? this.#customers.admit(resolution.customer);
    customer.named = customer.named || resolution.named;
    const claims = new Map(resolution.claims.map(({ key, claim }) => [key, claim]));
    for (const index of new Set([...resolution.link, ...claims.keys()])) {
      const key = keyAt(delivery, index);
      const claim = claims.get(index) ?? null;
      const lasting = claim !== null || resolution.lasting.includes(index);
      this.#customers.link({ key }, customer.id, { claim, lasting });
    }
    for (const id of resolution.merge) {
      const loser = this.#customers.find(id);
      if (loser !== null && loser.id !== customer.id) this.#decider.merge(customer, loser, now);
    }
    return customer;
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

  /** Webhooks leave a trace of having been ignored; a browser's noise does not. */
  #ignore(incoming: Incoming, inbox: string, topic: string, reason: string, now: number): void {
    if (reason === "platform-error") this.#acts.lostRights(now);
    if (isWebhook(incoming)) this.#journal.addForShop(inbox, "ignored", topic, now, reason);
  }

  #request(incoming: Incoming, now: number): IngestRequest {
    const { source, topic, headers, receivedAt } = incoming;
    const { domain, currency, connectedAt } = this.#settings;
    const { consent, woocommerce } = this.#plans.needs;
    const connected = connectedAt === undefined ? {} : { connected_at: connectedAt };
    const rules = source === "woocommerce" ? { woocommerce } : {};
    const shop = { domain, currency, consent, time_zone: this.#plans.zone, ...connected, ...rules };
    return { source, topic, headers, received_at: receivedAt ?? now, shop };
  }
}
