/**
 * Forgetting: one person, or the whole shop.
 *
 * People's keys are destroyed first, in one short transaction; what was sealed with them is then
 * unreadable wherever a copy lies, and nobody is found or written to anymore. Then rows are
 * overwritten and removed by slices (`erasing.ts`), of which the first is part of that transaction. What
 * stays are the names of deliveries, so that an old one that comes again does not bring the person back.
 */
import { sha256 } from "../ids.ts";
import { log } from "../log.ts";
import type { Incoming } from "./incoming.ts";
import { keepSoon } from "./kept-erasures.ts";
import { beginCleaning, drive, EVERYBODY, forgetRow, passSoon } from "./erasing.ts";
import type { Stores } from "./stores.ts";
import { keepBeyondErasure } from "./tell-suppressed.ts";

/** The platforms give 30 days to answer a person's request. */
const TIME_TO_ANSWER = 30 * 24 * 3600 * 1000;

/**
 * Erases customers and everyone merged into them, in the caller's transaction. Nothing of theirs has to
 * open for it, so that a damaged row is erased like any other. `mentions` are texts that name them in
 * deliveries that became dead letters.
 */
export function eraseCustomers(stores: Stores, customers: string[], mentions: string[]): void {
  const now = stores.clock.now();
  const everyone = customers.flatMap((id) => {
    const customer = stores.customers.look(id);
    if (customer === null) return [id];
    return [customer.id, ...customer.absorbed];
  });
  for (const [index, id] of everyone.entries()) {
    const head = stores.customers.headOf(id);
    keepBeyondErasure(stores, id, now);
    const addresses =
      "DELETE FROM reached WHERE address IN (SELECT key FROM identity WHERE customer = ?)";
    stores.sql.exec(addresses, id);
    stores.phones.erase(id);
    stores.vault.destroy(id);
    stores.backup.forget(id);
    stores.questions.erase(id);
    forgetRow(stores, id, now);
    // A redaction names texts once, for all customers it names.
    const texts = index === 0 ? mentions : [];
    beginCleaning(stores, { id, head, of: 1, texts }, now);
  }
  if (everyone.length === 0 && mentions.length > 0) {
    const id = `nobody/${sha256(mentions.join("\n")).slice(0, 16)}`;
    beginCleaning(stores, { id, head: null, of: 0, texts: mentions }, now);
  }
  stores.deadLetters.eraseAbout(everyone);
  stores.undecided.beginEpoch();
  stores.erased.add(everyone, now);
  keepSoon(stores, now);
  drive(stores, now);
  log("customers-erased", { shop: stores.settings.shop, count: everyone.length });
}

/**
 * Erases everybody, in the caller's transaction: it destroys all keys, whatever the shop's size, and
 * leaves the rows to be removed by slices. Later visitors to the shop are not affected.
 */
export function beginShopErasure(stores: Stores, now: number): void {
  const query = "SELECT count(*) AS n FROM customer";
  const of = stores.sql.exec<{ n: number }>(query).one().n;
  stores.vault.keys.destroyAll();
  // A copy that is being read would still hold them.
  stores.backup.end();
  stores.customers.forget();
  stores.visitors.erase();
  stores.suppressions.eraseAll();
  stores.sql.exec("DELETE FROM reached");
  stores.sql.exec("DELETE FROM held_bounce");
  stores.phones.eraseAll();
  // What was received before and is not decided yet is about people who are erased.
  stores.undecided.erase();
  stores.questions.eraseAll();
  stores.sql.exec("DELETE FROM erasing");
  beginCleaning(stores, { id: EVERYBODY, head: null, of, texts: [] }, now);
  stores.erased.addEverybody(now);
  keepSoon(stores, now);
  drive(stores, now);
  passSoon(stores, now);
  log("shop-erased", { shop: stores.settings.shop, count: of });
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

/** Whom a redaction names, as texts to look for in deliveries that became dead letters. */
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
