/**
 * When many addresses of one domain that were good lately bounce within minutes, the domain is at fault and not
 * the addresses (Gmail, December 2020). Then nothing is sent to the domain until the merchant says so, and
 * the addresses are held instead of suppressed.
 *
 * So a bounce at an address that a message arrived at lately waits for a while. An address that nothing ever
 * arrived at gets no such grace.
 */
import { nameOf } from "../ids.ts";
import { log } from "../log.ts";
import type { Stores } from "./stores.ts";
import { addressKey } from "./suppressions.ts";
import type { Timer } from "./timers.ts";

/** An address is good for so long after a message arrived, in milliseconds. */
const GOOD_FOR = 30 * 24 * 3_600_000;
/** That a message arrived is written down once in so long. */
const DAY = 24 * 3_600_000;
/** So many good addresses of one domain, within so long, in milliseconds. */
const MANY = 10;
const WITHIN = 10 * 60_000;
/** Bounces released in one slice. */
const AT_ONCE = 100;

/** Why a message waits whose recipient's domain is paused. */
export const DOMAIN_PAUSED = "domain-paused";

/** A bounce because the address is nobody's. */
export interface Bounce {
  /** What it is called in the journal. */
  name: string;
  customer: string;
  address: string;
  at: number;
  message: string | null;
}

/** Takes in a bounce, in the caller's transaction: it counts at once, or waits for a second look. */
export function takeBounce(stores: Stores, bounce: Bounce, now: number): void {
  const key = addressKey(bounce.address);
  if (!wasGood(stores, key, bounce.at)) {
    tellBounce(stores, bounce, bounce.name, now);
    return;
  }
  const { sql, vault, journal, timers } = stores;
  journal.addForShop(bounce.name, "ignored", "email-report", now, "held");
  const domain = domainIn(bounce.address);
  const sealed = vault.seal(bounce.customer, `bounce/${bounce.name}`, JSON.stringify(bounce));
  const of = vault.fingerprint(`domain:${domain}`);
  const write = "INSERT OR IGNORE INTO held_bounce VALUES (?, ?, ?, ?, ?, ?)";
  sql.exec(write, bounce.name, of, vault.fingerprint(key), now, bounce.customer, sealed);
  timers.once({ kind: "held_bounces" }, now + WITHIN);
  const query = "SELECT count(DISTINCT address) AS n FROM held_bounce WHERE domain = ? AND at > ?";
  const { n } = sql.exec<{ n: number }>(query, of, now - WITHIN).one();
  if (n >= MANY && !isPaused(stores, bounce.address)) {
    const pause = "INSERT OR IGNORE INTO paused_domain VALUES (?, ?, ?)";
    sql.exec(pause, of, domain, now);
    log("domain-paused", { shop: stores.settings.shop, count: n }, "warn");
  }
}

/** Whether nothing is sent to an address' domain for now. */
export function isPaused({ sql, vault }: Stores, address: string): boolean {
  if (sql.exec("SELECT 1 FROM paused_domain LIMIT 1").toArray().length === 0) return false;
  const of = vault.fingerprint(`domain:${domainIn(address)}`);
  return sql.exec("SELECT 1 FROM paused_domain WHERE domain = ?", of).toArray().length > 0;
}

/** The domains to which nothing is sent, with how many addresses are held. */
export function pausedDomains({ sql }: Pick<Stores, "sql">): { name: string; held: number }[] {
  const query = `SELECT name, (SELECT count(DISTINCT address) FROM held_bounce b WHERE b.domain = p.domain) AS held
    FROM paused_domain p ORDER BY name`;
  return sql.exec<{ name: string; held: number }>(query).toArray();
}

/** Sends to a paused domain again, and forgets what bounced there. */
export function resumeDomain(stores: Stores, name: string): void {
  const { sql, vault, outbox, clock, timers } = stores;
  stores.transaction(() => {
    const of = vault.fingerprint(`domain:${name.toLowerCase()}`);
    const query = "SELECT 1 FROM paused_domain WHERE domain = ?";
    if (sql.exec(query, of).toArray().length === 0) return;
    sql.exec("DELETE FROM paused_domain WHERE domain = ?", of);
    sql.exec("DELETE FROM held_bounce WHERE domain = ?", of);
    outbox.resume(DOMAIN_PAUSED, clock.now());
    timers.arm();
  });
}

/** The timer is due: what was held long enough counts, unless its domain is paused. */
export function releaseBounces(stores: Stores, timer: Timer, now: number): void {
  const { sql, vault, timers } = stores;
  type Row = { name: string; at: number; sealed_by: string; sealed: ArrayBuffer };
  const free = "domain NOT IN (SELECT domain FROM paused_domain)";
  const due = `SELECT name, at, sealed_by, sealed FROM held_bounce WHERE ${free} AND at <= ? LIMIT ?`;
  for (const row of sql.exec<Row>(due, now - WITHIN, AT_ONCE).toArray()) {
    sql.exec("DELETE FROM held_bounce WHERE name = ?", row.name);
    // Whoever was erased meanwhile has no key anymore, and is owed nothing.
    if (!vault.keys.has(row.sealed_by)) continue;
    const bounce = JSON.parse(
      vault.open(row.sealed_by, `bounce/${row.name}`, row.sealed),
    ) as Bounce;
    tellBounce(stores, bounce, nameOf("held-bounce", row.name), now);
  }
  sql.exec("DELETE FROM reached WHERE at < ?", now - GOOD_FOR - DAY);
  const next = sql
    .exec<{ at: number | null }>(`SELECT min(at) AS at FROM held_bounce WHERE ${free}`)
    .one().at;
  if (next === null) timers.end(timer);
  else timers.repeat(timer, Math.max(now, next + WITHIN));
}

/** Notes that a message arrived at an address. */
export function noteReached({ sql, vault }: Stores, key: string, at: number): void {
  const write = `INSERT INTO reached VALUES (?1, ?2)
    ON CONFLICT DO UPDATE SET at = ?2 WHERE at < ?2 - ${DAY}`;
  sql.exec(write, vault.fingerprint(key), at);
}

function wasGood({ sql, vault }: Stores, key: string, at: number): boolean {
  const query = "SELECT at FROM reached WHERE address = ?";
  const reached = sql.exec<{ at: number }>(query, vault.fingerprint(key)).toArray()[0]?.at;
  return reached !== undefined && reached > at - GOOD_FOR;
}

function tellBounce(
  { suppressions, customers, decider }: Stores,
  { customer: id, address, at, message, name }: Bounce,
  delivery: string,
  now: number,
): void {
  suppressions.note(addressKey(address), "email", { cause: "bounced", at });
  const customer = customers.find(id);
  if (customer === null) return;
  const named = message === null ? {} : { message };
  const news = { channel: "email", ...named, address };
  const event = {
    fact_key: `edgewise:email:${name}`,
    occurred_at: at,
    received_at: now,
    source: "edgewise",
    kind: { type: "message_bounced", news, permanent: true },
  };
  const input = {
    type: "events",
    customer: customer.id,
    delivery,
    events: JSON.stringify([event]),
  } as const;
  decider.move(customer, input, now, { id: delivery, topic: "email-report" });
}

const domainIn = (address: string): string =>
  address
    .slice(address.lastIndexOf("@") + 1)
    .trim()
    .toLowerCase();
