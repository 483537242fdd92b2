/**
 * Forgetting: one person, or the whole shop.
 *
 * A person's key is destroyed first; what was sealed with it is then unreadable wherever a copy lies.
 * Then rows are overwritten and removed. What stays are the names of deliveries, so that an old one
 * that comes again does not bring the person back.
 */
import { sha256 } from "../ids.ts";
import { log } from "../log.ts";
import type { Incoming } from "./deliver.ts";
import type { Stores } from "./stores.ts";
import { watchesNothing } from "./watch.ts";

/** The platforms give 30 days to answer a person's request. */
const TIME_TO_ANSWER = 30 * 24 * 3600 * 1000;

/** Erases customers and everyone merged into them, in the caller's transaction. */
export function eraseCustomers(stores: Stores, customers: string[], mentions: string[]): void {
  const { sql, vault, timers, journal, outbox, deadLetters } = stores;
  const everyone = customers.flatMap((id) => {
    const customer = stores.customers.find(id);
    return customer === null ? [id] : [customer.id, ...customer.absorbed];
  });
  for (const id of everyone) {
    const query = "SELECT head, wake_at FROM customer WHERE id = ?";
    const row = sql.exec<{ head: string | null; wake_at: number | null }>(query, id).toArray()[0];
    watchesNothing(stores, id);
    stores.runs.remove(stores.customers.find(id)?.state ?? "");
    vault.destroy(id);
    stores.segments.remove(id, stores.clock.now());
    outbox.erase(id);
    stores.questions.erase(id);
    if (row !== undefined) {
      timers.move(`w/${id}`, row.wake_at, null);
      journal.erase(row.head);
    }
    stores.customers.erase(id);
    sql.exec("UPDATE privacy_request SET customer = NULL WHERE customer = ?", id);
  }
  deadLetters.erase(everyone, mentions);
  log("customers-erased", { count: everyone.length });
}

/**
 * What a request is: a person asks for their data or for erasure; every order that names a person was
 * anonymized, some order of a person who has others was, or an account was deleted.
 */
export type PrivacyKind = "data" | "redact" | "anonymized" | "order_anonymized" | "account_deleted";

/** Writes down that a person asked for their data or for erasure. */
export function notePrivacyRequest(
  stores: Stores,
  request: { id: string; kind: PrivacyKind; customer: string | null; done: boolean },
  now: number,
): void {
  stores.sql.exec(
    "INSERT OR IGNORE INTO privacy_request VALUES (?, ?, ?, ?, ?, ?)",
    request.id,
    request.kind,
    request.customer,
    now,
    now + TIME_TO_ANSWER,
    request.done ? now : null,
  );
}

/** How many requests wait for the merchant to choose between erasing and keeping somebody. */
export function openPrivacyRequests(sql: Stores["sql"]): number {
  const query = `SELECT count(*) AS n FROM privacy_request
    WHERE done_at IS NULL AND kind IN ('anonymized', 'account_deleted')`;
  return sql.exec<{ n: number }>(query).one().n;
}

/** Whom a redaction names, as texts to look for in deliveries that were laid aside. */
export function mentionsIn(incoming: Incoming): string[] {
  try {
    const { customer } = JSON.parse(new TextDecoder().decode(incoming.body));
    return [customer?.email, customer?.phone].filter(
      (text) => typeof text === "string" && text !== "",
    );
  } catch {
    return [];
  }
}

/** A name for a request that is the same however often and under whatever topic its body comes. */
export const requestName = (what: "redact" | "data", incoming: Incoming): string =>
  `${what}/${sha256(incoming.body).slice(0, 32)}`;

/** Whether a request was written down before. */
export function isNoted({ sql }: Stores, id: string): boolean {
  return sql.exec("SELECT 1 FROM privacy_request WHERE id = ?", id).toArray().length > 0;
}

/** Erases everybody, in the caller's transaction. */
export function redactShop(stores: Stores): void {
  const { customers, deadLetters } = stores;
  for (let ids = customers.idsAfter("", 500); ids.length > 0; ids = customers.idsAfter("", 500)) {
    eraseCustomers(stores, ids, []);
  }
  for (const { id } of deadLetters.list(100_000)) deadLetters.remove(id);
  stores.visitors.erase();
}
