/**
 * Which customers are interested in which product, and passing its news on to them.
 *
 * The rows are kept only while the live plan waits for news of products or asks about them. News go
 * out in slices: the news itself is a row, the timer's cursor says how far it has come. A promotion
 * is news for everybody.
 */
import { logError } from "../log.ts";
import type { News } from "./catalog.ts";
import type { Stores } from "./stores.ts";
import type { SubjectOf, Timer } from "./timers.ts";
import { Turn } from "./turn.ts";

/** The most customers that get news in one turn. */
const AT_ONCE = 200;
const DAY = 24 * 3_600_000;
/** Customers without activity around a product for this long get no more news of it. */
const LOOKBACK = 90 * DAY;

/** News as it is stored until everybody got it; `product` is empty where it is for all. */
interface StoredNews {
  product: string;
  /** The event as JSON text, without whose it is. */
  event: string;
  at: number;
}

/** Notes with which products a customer has to do now. A day's difference is worth no row. */
export function noteInterest(
  { sql, plans }: Pick<Stores, "sql" | "plans">,
  customer: string,
  products: readonly string[],
  now: number,
): void {
  const { watches: needed, catalogue } = plans.needs;
  if (!needed && !catalogue) return;
  const write = `INSERT INTO watch VALUES (?1, ?2, ?3)
    ON CONFLICT (product, customer) DO UPDATE SET at = ?3 WHERE at < ?3 - ?4`;
  for (const product of products) sql.exec(write, product, customer, now, DAY);
}

/** Forgets that a customer had to do with anything. */
export function forgetInterest({ sql }: Pick<Stores, "sql">, customer: string): void {
  sql.exec("DELETE FROM watch WHERE customer = ?", customer);
}

/** Begins to pass news on to the customers they concern. */
export function queueNews(stores: Stores, news: readonly News[], now: number): void {
  const { watches: needed, catalogue } = stores.plans.needs;
  if (!needed && !catalogue) return;
  for (const { product, fact_key, occurred_at, kind } of news) {
    begin(stores, product, { fact_key, occurred_at, kind }, now);
  }
}

/** Begins to announce a promotion to everybody. The same name twice within a moment is one. */
export function announcePromotion(stores: Stores, name: string, now: number): void {
  announce(stores, { key: `edgewise:promotion:${name}:${now}`, name, at: now }, now);
}

/** Begins to announce a promotion to everybody that began at a moment; each key is announced once. */
export function announce(
  stores: Stores,
  { key, name, at }: { key: string; name: string; at: number },
  now: number,
): void {
  const kind = { type: "promotion_started", name } as const;
  begin(stores, "", { fact_key: key, occurred_at: at, kind }, now);
}

/** Begins to tell everybody that a promotion is over; `started` is the key by which its beginning was announced. */
export function announceEnd(
  stores: Stores,
  { started, name, at }: { started: string; name: string; at: number },
  now: number,
): void {
  const kind = { type: "promotion_ended", name, started } as const;
  begin(stores, "", { fact_key: `${started}:over`, occurred_at: at, kind }, now);
}

/** Passes news on to the next customers. */
export function deliverNext(
  stores: Stores,
  { id }: SubjectOf<"news">,
  timer: Timer,
  now: number,
): void {
  const after = timer.cursor ?? "";
  stores.timers.end(timer);
  const query = "SELECT product, event, at FROM news WHERE id = ?";
  const news = stores.sql
    .exec<StoredNews & Record<string, SqlStorageValue>>(query, id)
    .toArray()[0];
  if (news === undefined) return;
  const customers = concerned(stores, news, after);
  const turn = new Turn();
  let last: string | undefined;
  for (const customer of customers) {
    if (!turn.next()) break;
    deliver(stores, customer, news, now);
    last = customer;
  }
  if (last !== undefined && (customers.length === AT_ONCE || last !== customers.at(-1))) {
    stores.timers.set({ kind: "news", id }, now, last);
  } else stores.sql.exec("DELETE FROM news WHERE id = ?", id);
}

function begin(stores: Stores, product: string, event: object, now: number): void {
  const { fact_key } = event as { fact_key: string };
  const id = encodeURIComponent(fact_key);
  const write = "INSERT OR IGNORE INTO news VALUES (?, ?, ?, ?)";
  const { rowsWritten } = stores.sql.exec(write, id, product, JSON.stringify(event), now);
  if (rowsWritten > 0) stores.timers.set({ kind: "news", id }, now);
}

function concerned({ sql, customers }: Stores, news: StoredNews, after: string): string[] {
  if (news.product === "") return customers.idsAfter(after, AT_ONCE);
  const query = `SELECT customer FROM watch
    WHERE product = ? AND customer > ? AND at > ? ORDER BY customer LIMIT ?`;
  return sql
    .exec<{ customer: string }>(query, news.product, after, news.at - LOOKBACK, AT_ONCE)
    .toArray()
    .map(({ customer }) => customer);
}

/** A failure with one customer holds up nobody else. Who was merged is found by the pointer. */
function deliver(stores: Stores, id: string, news: StoredNews, now: number): void {
  try {
    stores.transaction(() => {
      const customer = stores.customers.find(id);
      if (customer === null) return;
      const { watches: needed, catalogue } = stores.plans.needs;
      if (catalogue) stores.decider.move(customer, { type: "shop_changed" }, now);
      if (!needed) return;
      const event = JSON.parse(news.event) as { fact_key: string; kind: { started?: string } };
      // What starts a run names it, so the news of each customer is a fact of its own.
      const own = (key: string) => `${key}:${customer.id}`;
      const { started } = event.kind;
      const kind = { ...event.kind, ...(started !== undefined && { started: own(started) }) };
      const fact_key = own(event.fact_key);
      const fact = { ...event, kind, fact_key, received_at: now, source: "edgewise" };
      const [delivery, events] = [fact_key, JSON.stringify([fact])];
      const input = { type: "events", customer: customer.id, delivery, events } as const;
      stores.decider.move(customer, input, now, { topic: "catalogue" });
    });
  } catch (error) {
    logError("product-news-failed", error, { shop: stores.settings.shop });
  }
}
