/**
 * What the shop must do about a delivery beyond a decision about one customer. Taking a delivery in says what;
 * it is done right after, in the same transaction.
 */
import type { DeliveryBytes } from "edgewise";
import { textOf } from "./customer.ts";
import { noteReceived, raise } from "./doubts.ts";
import { eraseCustomers, isNoted, mentionsIn, notePrivacyRequest, requestName } from "./erase.ts";
import type { Incoming } from "./incoming.ts";
import { accountDeleted, orderAnonymized } from "./privacy.ts";
import { noteInterest, queueNews } from "./product-interest.ts";
import type { Stores } from "./stores.ts";

export type Act =
  /** The shop asks to erase people, who may be nobody we know. */
  | { type: "redact-requested"; customers: string[]; incoming: Incoming }
  /** The shop asks for what is stored about somebody. */
  | { type: "data-requested"; customer: string | null; incoming: Incoming }
  /** The shop took the person out of an order of theirs. */
  | ({ type: "order-anonymized"; customer: string } & Pick<DeliveryBytes, "events">)
  /** The shop deleted a customer's account. */
  | { type: "account-deleted"; customer: string }
  /** The platform sent an error instead of the resource. */
  | { type: "rights-lost" }
  /** An order has a status that is none of the platform's own. */
  | { type: "status-seen"; status: string }
  /** It says something is gone that only the platform can say. */
  | { type: "claimed"; delivery: DeliveryBytes; incoming: Incoming }
  /** A webhook reported something; about whom, where it is a customer. */
  | { type: "received"; delivery: DeliveryBytes; customer: string | null }
  /** Something about the shop as a whole was reported, such as a price. */
  | { type: "shop-received"; delivery: DeliveryBytes }
  /** A customer has to do with these products. */
  | { type: "interested"; customer: string; products: string[] };

type Perform<T extends Act["type"]> = (
  stores: Stores,
  act: Extract<Act, { type: T }>,
  now: number,
) => void;

const PERFORMED: { readonly [T in Act["type"]]: Perform<T> } = {
  "redact-requested": (stores, { customers, incoming }, now) =>
    redact(stores, customers, incoming, now),
  "data-requested": (stores, { customer, incoming }, now) => {
    const id = requestName("data", incoming);
    notePrivacyRequest(stores, { id, kind: "data", customer, done: false }, now);
  },
  "order-anonymized": (stores, { customer, events }, now) => {
    const order = anonymizedIn(events);
    if (order !== null) orderAnonymized(stores, customer, order, now);
  },
  "account-deleted": (stores, { customer }, now) => accountDeleted(stores, customer, now),
  "rights-lost": ({ metrics }, _, now) =>
    metrics.add({ workflow: "", step: "", what: "unreadable/platform-error" }, now),
  "status-seen": ({ statuses }, { status }) => statuses.saw(status),
  claimed: (stores, { delivery, incoming }, now) => raise(stores, delivery, incoming, now),
  received: (stores, { delivery, customer }, now) => noteReceived(stores, delivery, customer, now),
  "shop-received": (stores, { delivery }, now) => shopReceived(stores, delivery, now),
  interested: (stores, { customer, products }, now) =>
    noteInterest(stores, customer, products, now),
};

/** Does what is to be done, in its order, in the caller's transaction. */
export function performAll(stores: Stores, acts: readonly Act[], now: number): void {
  for (const act of acts) {
    const perform = PERFORMED[act.type] as Perform<typeof act.type>;
    perform(stores, act, now);
  }
}

function redact(stores: Stores, customers: string[], incoming: Incoming, now: number): void {
  const id = requestName("redact", incoming);
  // Played again, under whatever topic, it must not erase somebody who came back since.
  if (isNoted(stores, id)) return;
  eraseCustomers(stores, customers, mentionsIn(incoming));
  notePrivacyRequest(stores, { id, kind: "redact", customer: null, done: true }, now);
}

function shopReceived(stores: Stores, { kinds, events }: DeliveryBytes, now: number): void {
  if (!kinds.some((kind) => PRODUCT_NEWS.has(kind))) return;
  queueNews(stores, stores.catalog.take(JSON.parse(textOf(events))), now);
}

const PRODUCT_NEWS: ReadonlySet<string> = new Set([
  "product_updated",
  "product_deleted",
  "inventory_changed",
]);

/** The order that was anonymized, by its identity key and its id. */
function anonymizedIn(events: Uint8Array): { key: string; id: string } | null {
  type Anonymized = { fact_key: string; kind: { type: string; order?: { order_id: string } } };
  const all = JSON.parse(textOf(events)) as Anonymized[];
  const found = all.find(({ kind }) => kind.type === "order_anonymized");
  const id = found?.kind.order?.order_id;
  // The fact is named after the order's key.
  return found === undefined || id === undefined
    ? null
    : { key: found.fact_key.slice(0, found.fact_key.lastIndexOf(":")), id };
}
