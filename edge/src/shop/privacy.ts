/**
 * What the shop's platform says about people's data without naming a person: it takes the person out
 * of an order and keeps the order, or it deletes an account.
 *
 * An anonymized order does not say whether its buyer asked to be forgotten: WooCommerce's retention
 * setting anonymizes single old orders of people who still buy. So a customer known by nothing else is
 * erased, one with another order is left alone, and about the rest the merchant is asked.
 */
import { jsonOf, textOf } from "./customer.ts";
import { eraseCustomers, notePrivacyRequest } from "./erase.ts";
import { beginRewriting, drive } from "./erasing.ts";
import type { Stores } from "./stores.ts";

/** What the merchant chose once, in the configuration. */
interface Choice {
  anonymized_orders?: "ask" | "keep" | "erase";
  deleted_accounts?: "keep" | "erase";
}

/** An answer to a request that waits. */
export type Answer = "erase" | "keep";

const choiceOf = ({ plans }: Stores): Choice => (plans.liveConfig().privacy as Choice) ?? {};

/** The person was taken out of an order of a customer's. */
export function orderAnonymized(
  stores: Stores,
  customerId: string,
  order: { key: string; id: string },
  now: number,
): void {
  forgetOrder(stores, customerId, order, now);
  const customer = stores.customers.find(customerId);
  if (customer === null) return;
  const account = stores.identity.hasAccount(customer.id);
  const remains = stores.engine.remains(textOf(customer.state));
  if (remains === "nothing" && !account) {
    eraseCustomers(stores, [customer.id], []);
    const id = `anonymized/${order.id}`;
    notePrivacyRequest(stores, { id, kind: "redact", customer: null, done: true }, now);
    return;
  }
  if (remains === "an-order") {
    const id = `anonymized/${order.id}`;
    notePrivacyRequest(
      stores,
      { id, kind: "order_anonymized", customer: customer.id, done: true },
      now,
    );
    return;
  }
  const { anonymized_orders: choice = "ask" } = choiceOf(stores);
  const id = `anonymized/${customer.id}`;
  if (choice === "erase") {
    eraseCustomers(stores, [customer.id], []);
    notePrivacyRequest(stores, { id, kind: "redact", customer: null, done: true }, now);
    return;
  }
  const done = choice === "keep";
  notePrivacyRequest(stores, { id, kind: "anonymized", customer: customer.id, done }, now);
  if (!done) hold(stores, customer.id, true, now);
}

/** The shop deleted an account. What the delivery says is unsigned, so erasing waits for a word. */
export function accountDeleted(stores: Stores, customer: string, now: number): void {
  if (choiceOf(stores).deleted_accounts !== "erase") return;
  const id = `account-deleted/${customer}`;
  notePrivacyRequest(stores, { id, kind: "account_deleted", customer, done: false }, now);
}

/** Answers a request that waits; false where there is none. */
export function answerRequest(stores: Stores, id: string, answer: Answer, now: number): boolean {
  const query = "SELECT customer FROM privacy_request WHERE id = ? AND done_at IS NULL";
  const row = stores.sql.exec<{ customer: string | null }>(query, id).toArray()[0];
  if (row === undefined) return false;
  stores.sql.exec("UPDATE privacy_request SET done_at = ? WHERE id = ?", now, id);
  const customer = row.customer === null ? null : stores.customers.look(row.customer);
  if (customer === null) return true;
  if (answer === "erase") eraseCustomers(stores, [customer.id], []);
  else hold(stores, customer.id, false, now);
  return true;
}

function hold({ customers, decider }: Stores, id: string, held: boolean, now: number): void {
  const customer = customers.find(id);
  if (customer === null) return;
  const command = { type: held ? "hold_marketing" : "release_marketing" };
  decider.move(customer, { type: "command", command }, now);
}

/** Takes the person out of what is kept about an order: the story, and messages about it. */
function forgetOrder(
  stores: Stores,
  customerId: string,
  order: { key: string; id: string },
  now: number,
): void {
  const { customers, outbox } = stores;
  const customer = customers.find(customerId);
  if (customer === null) return;
  // The row must not be folded from what is rewritten.
  customers.settle(customer.id);
  for (const head of customers.headsOf(customer)) {
    if (head !== null) beginRewriting(stores, { order: order.key, head }, now);
  }
  drive(stores, now);
  const { ledger } = JSON.parse(jsonOf(stores.engine, customer.state) || "{}") as Stored;
  for (const { effect, order: about } of ledger?.sends ?? []) {
    if (about === order.id) outbox.eraseContent(effect);
  }
}

/** A state, as far as messages about orders stand in it. */
interface Stored {
  ledger?: { sends?: { effect: string; order?: string }[] };
}
