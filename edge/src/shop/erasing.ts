/**
 * Cleaning up after erasures, a little at a time.
 *
 * When this begins, the keys are destroyed and the customers' rows gone: nobody can be read, found or
 * written to anymore. What is left are rows that open for nobody. A row of `erasing` says for whom
 * and how far it has come, so a restart goes on where it was; a timer of its own drives it.
 */
import type { PrivacyRequests } from "../contract/privacy.ts";
import { nameOf } from "../ids.ts";
import { log } from "../log.ts";
import { FLUSH_STEPS } from "./keyring.ts";
import { type Item, subjectOf } from "./outbox.ts";
import { namelessId } from "./nameless.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";
import { Turn } from "./turn.ts";

/** How rows about orders begin. */
const ORDER = "order/";
/** The row of an erasure of the whole shop. */
export const EVERYBODY = "*";
/** Rows rewritten in one step. */
const ROWS = 100;
/** Rows opened in one step. */
const ROWS_OPENED = 20;
/** Rows looked at in one step where few of them are concerned. */
const LOOKED_AT = 2_000;
/** How long after the first erasure the keys' old copies are put out of reach, in milliseconds. */
const PASS_AFTER = 5_000;

/** What is done for one person, in this order. `letters` only where a redaction named texts. */
const OF_ONE = ["journal", "outbox", "identity", "watch", "letters"] as const;
/** What is done for the whole shop. */
const OF_ALL = [
  "customers",
  "journals",
  "outboxes",
  "identity",
  "watches",
  "runs",
  "letters",
] as const;

/** What is done for an order that was anonymized. */
const OF_ORDER = ["rewrite"] as const;

type Stage = (typeof OF_ONE | typeof OF_ALL | typeof OF_ORDER)[number];

interface Erasure {
  id: string;
  stage: Stage;
  /** Where the stage goes on; null or empty at its beginning. */
  cursor: string | null;
  begun_at: number;
  done: number;
  of: number;
  sealed: ArrayBuffer | null;
}

type Erasures = PrivacyRequests["erasing"];

/** Begins to clean up after somebody, from the newest row of their journal on; `drive` must follow. */
export function beginCleaning(
  { sql, vault }: Stores,
  { id, head, of, texts }: { id: string; head: string | null; of: number; texts: string[] },
  now: number,
): void {
  let sealed: Buffer | null = null;
  if (texts.length > 0) {
    sealed = sealedTexts(vault, id, texts);
  }
  const [stage] = stagesOf(id);
  const put = "INSERT OR REPLACE INTO erasing VALUES (?, ?, ?, ?, 0, ?, ?)";
  sql.exec(put, id, stage, head, now, of, sealed);
}

/** Cleans up for a turn, and sees to it that timers do the rest. */
export function drive(stores: Stores, now: number): void {
  if (cleanUp(stores, new Turn())) stores.timers.once({ kind: "erasure" }, now);
  if (stores.vault.keys.isStale) passSoon(stores, now);
}

/** Sees to it that destroyed keys' old copies are put out of reach. */
export function passSoon({ timers }: Stores, now: number): void {
  if (!timers.has("key_flush")) timers.once({ kind: "key_pass" }, now + PASS_AFTER);
}

/** Begins to take a person out of what a journal says of an order, from a row on; `drive` must follow. */
export function beginRewriting(
  { sql, vault }: Stores,
  { order, head }: { order: string; head: string },
  now: number,
): void {
  const id = `${ORDER}${head}/${nameOf("order", order)}`;
  const sealed = sealedTexts(vault, id, [order]);
  const put = "INSERT OR IGNORE INTO erasing VALUES (?, ?, ?, ?, 0, 1, ?)";
  sql.exec(put, id, OF_ORDER[0], head, now, sealed);
}

/** Texts to look for, sealed with a key of their own, which goes when that is done. */
function sealedTexts(vault: Stores["vault"], id: string, texts: string[]): Buffer {
  if (!vault.keys.has(textsKey(id))) vault.keys.admit(textsKey(id));
  return vault.seal(textsKey(id), "texts", JSON.stringify(texts));
}

/** Cleans up until the turn is over; whether anything is left. */
function cleanUp(stores: Stores, turn: Turn): boolean {
  while (turn.next()) {
    const query = "SELECT * FROM erasing ORDER BY id DESC LIMIT 1";
    const row = stores.sql.exec<Erasure & Record<string, SqlStorageValue>>(query).toArray()[0];
    if (row === undefined) return false;
    step(stores, row);
  }
  return true;
}

/** What the erasing timer does: clean up, and come again while anything is left. */
export function eraseNext(stores: Stores, timer: Timer, turn: Turn, now: number): void {
  if (cleanUp(stores, turn)) stores.timers.repeat(timer, now);
  else stores.timers.end(timer);
}

/** What the timer of the keys' pass does: a turn of it; after the last comes the flush. */
export function passNext(stores: Stores, timer: Timer, turn: Turn, now: number): void {
  const { timers, vault } = stores;
  while (turn.next()) {
    if (vault.keys.pass()) continue;
    timers.end(timer);
    timers.set({ kind: "key_flush" }, now);
    return;
  }
  timers.repeat(timer, now);
}

/** What the timer of the flush does: its next step, which the cursor counts. */
export function flushNext(stores: Stores, timer: Timer, now: number): void {
  const { timers, vault } = stores;
  const step = Number(timer.cursor ?? 0) + 1;
  const isLast = step >= FLUSH_STEPS;
  vault.keys.flush(isLast);
  // Not in this slice: what is done in one is committed at once, and only what it leaves is written.
  if (!isLast) {
    timers.repeat(timer, now + 1, { cursor: String(step) });
    return;
  }
  timers.end(timer);
  // A customer erased during the pass comes with the next.
  if (vault.keys.isStale) timers.set({ kind: "key_pass" }, now + PASS_AFTER);
}

export function erasures({ sql, timers }: Pick<Stores, "sql" | "timers">): Erasures {
  type Row = { id: string; done: number; of: number };
  const shop = sql
    .exec<Row>("SELECT id, done, of FROM erasing WHERE id = ?", EVERYBODY)
    .toArray()[0];
  const people = "SELECT count(*) AS n FROM erasing WHERE stage <> 'rewrite' AND id <> ?";
  return {
    people: sql.exec<{ n: number }>(people, EVERYBODY).one().n,
    shop: shop === undefined ? null : { done: shop.done, of: shop.of },
    copies: timers.has("key_pass") || timers.has("key_flush"),
  };
}

function step(stores: Stores, row: Erasure): void {
  const next = row.id === EVERYBODY ? stepOfAll(stores, row) : stepOfOne(stores, row);
  if (next !== null) {
    const go = "UPDATE erasing SET cursor = ?, done = ? WHERE id = ?";
    stores.sql.exec(go, next.cursor, row.done + (next.done ?? 0), row.id);
    return;
  }
  const stages = stagesOf(row.id);
  const stage = stages[stages.indexOf(row.stage) + 1];
  if (stage !== undefined) {
    stores.sql.exec("UPDATE erasing SET stage = ?, cursor = '' WHERE id = ?", stage, row.id);
    return;
  }
  if (row.sealed !== null) stores.vault.keys.destroy(textsKey(row.id));
  stores.sql.exec("DELETE FROM erasing WHERE id = ?", row.id);
  log("cleaned-up", { shop: stores.settings.shop, of: row.of });
}

function stagesOf(id: string): readonly Stage[] {
  if (id === EVERYBODY) return OF_ALL;
  return id.startsWith(ORDER) ? OF_ORDER : OF_ONE;
}

/** Where a stage goes on; null once it is done. */
type Next = { cursor: string; done?: number } | null;

function stepOfOne(stores: Stores, { id, stage, cursor, sealed }: Erasure): Next {
  const { journal, outbox, deadLetters, vault } = stores;
  const texts = (): string[] => {
    const text = sealed === null ? null : vault.tryOpen(textsKey(id), "texts", sealed);
    return JSON.parse(text ?? "[]") as string[];
  };
  switch (stage) {
    case "journal":
      return goingOn(journal.eraseChain(cursor, ROWS));
    case "outbox":
      return outbox.eraseSome(id, ROWS) ? { cursor: "" } : null;
    case "identity":
      return goingOn(stores.identity.forgetKeys(cursor ?? "", LOOKED_AT));
    case "watch":
      return goingOn(stopWatching(stores, id, cursor ?? ""));
    case "rewrite":
      return goingOn(
        journal.rewriteEvents(cursor, ROWS_OPENED, (events) =>
          stores.engine.anonymize(events, texts()[0] ?? ""),
        ),
      );
    default:
      return goingOn(deadLetters.eraseMentions(cursor ?? "", texts()));
  }
}

function stepOfAll(stores: Stores, { stage, cursor, begun_at: begun }: Erasure): Next {
  const { customers, deadLetters, sql, timers } = stores;
  const after = cursor ?? "";
  switch (stage) {
    case "customers": {
      const ids = customers.erasedAfter(after, ROWS);
      for (const id of ids) forgetRow(stores, id, begun);
      const last = ids.at(-1);
      return last === undefined ? null : { cursor: last, done: ids.length };
    }
    case "journals":
      return goingOn(stores.journal.eraseLost(after, LOOKED_AT));
    case "outboxes": {
      type Left = Pick<Item, "id" | "type" | "next_at"> & Record<string, SqlStorageValue>;
      const items = sql
        .exec<Left>(
          `SELECT id, type, next_at FROM outbox o WHERE id > ? AND ${keyless("o")} ORDER BY id LIMIT ?`,
          after,
          ROWS,
        )
        .toArray();
      for (const item of items) timers.move(subjectOf(item), item.next_at, null);
      const ids = JSON.stringify(items.map(({ id }) => id));
      sql.exec("DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))", ids);
      return goingOn(items.at(-1)?.id ?? null);
    }
    case "identity":
      return goingOn(stores.identity.forgetKeys(after, LOOKED_AT));
    case "watches":
      return dropKeylessWatches(stores) ? { cursor: "" } : null;
    case "runs":
      return stores.enrollments.removeKeyless(ROWS) ? { cursor: "" } : null;
    default:
      return deadLetters.eraseBefore(begun, ROWS) ? { cursor: "" } : null;
  }
}

/** Removes the next rows that belong to nobody anymore; whether any are left. */
function dropKeylessWatches({ sql }: Stores): boolean {
  const { rowsWritten } = sql.exec(
    `DELETE FROM watch WHERE (product, customer) IN
       (SELECT product, customer FROM watch t WHERE ${keyless("t")} LIMIT ?)`,
    LOOKED_AT,
  );
  return rowsWritten > 0;
}

/** Removes what stands about a customer whose key is gone beside their journal and outbox. */
export function forgetRow(stores: Stores, id: string, now: number): void {
  const { sql, timers, segments, customers } = stores;
  const query = "SELECT wake_at FROM customer WHERE id = ?";
  const wake = sql.exec<{ wake_at: number | null }>(query, id).toArray()[0]?.wake_at ?? null;
  timers.move({ kind: "wake", customer: id }, wake, null);
  segments.remove(id, now);
  stores.enrollments.remove(id);
  stores.copies.remove(id);
  stores.tasks.remove(id);
  const nameless = namelessId();
  stores.sent.forget(id, nameless);
  stores.credits.forget(id, nameless);
  stores.experiments.forget(id, nameless);
  customers.erase(id);
  sql.exec("UPDATE privacy_request SET customer = NULL WHERE customer = ?", id);
}

/** Takes somebody out of the rows of the next products; where to go on, or null. */
function stopWatching({ sql }: Stores, customer: string, after: string): string | null {
  const query = `WITH RECURSIVE next (product) AS (
      SELECT min(product) FROM watch WHERE product > ?1
      UNION ALL
      SELECT (SELECT min(product) FROM watch WHERE product > next.product)
        FROM next WHERE next.product IS NOT NULL LIMIT ?2
    ) SELECT product FROM next WHERE product IS NOT NULL`;
  const products = sql.exec<{ product: string }>(query, after, ROWS).toArray();
  const these = JSON.stringify(products.map(({ product }) => product));
  const remove =
    "DELETE FROM watch WHERE customer = ? AND product IN (SELECT value FROM json_each(?))";
  sql.exec(remove, customer, these);
  return products.at(-1)?.product ?? null;
}

/** Rows of a table with a column `customer` whose customers' keys were destroyed. */
const keyless = (table: string): string =>
  `NOT EXISTS (SELECT 1 FROM customer_key k WHERE k.customer = ${table}.customer)`;

const goingOn = (cursor: string | null): Next => (cursor === null ? null : { cursor });

const textsKey = (id: string): string => `${id}/texts`;
