/**
 * How all shops are: the last report of each, and sums by day for a month.
 *
 * Lateness is worked out when it is asked for, from when something was due: a shop that is stuck reports
 * nothing, and that is when one wants to know.
 */
import type { FleetShop } from "../contract/fleet.ts";

const KEPT_DAYS = 31;
/** From here on somebody should look, in milliseconds. */
const LATE = 5 * 60_000;

/** What a shop reports. Sums are since the report before. */
export interface Report {
  /** Milliseconds since 1970, of the host's clock, as all moments here. */
  at: number;
  /** The first moment something is due; null when nothing is. */
  next_due: number | null;
  dead_letters: number;
  failing_endpoints: number;
  /** What the shop's tables take on disk. */
  bytes: number;
  /** Verified requests. */
  requests: number;
  /** Rows written, index rows included. */
  rows: number;
  traps: number;
  /** How long the shop had the process to itself, in milliseconds. */
  busy_ms: number;
}

/** Something about a shop that somebody should look at. */
export interface Concern {
  shop: string;
  code: "late" | "dead-letters" | "failing-endpoints" | "engine-trap";
  message: string;
}

type LastReport = Omit<Report, "requests" | "rows" | "traps" | "busy_ms"> & { shop: string };

export class Fleet {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS report (
      shop TEXT PRIMARY KEY, at INTEGER NOT NULL, next_due INTEGER, dead_letters INTEGER NOT NULL,
      failing_endpoints INTEGER NOT NULL, bytes INTEGER NOT NULL
    ) WITHOUT ROWID`);
    sql.exec(`CREATE TABLE IF NOT EXISTS day (
      shop TEXT NOT NULL, day TEXT NOT NULL, requests INTEGER NOT NULL, rows INTEGER NOT NULL,
      traps INTEGER NOT NULL, busy_ms INTEGER NOT NULL, PRIMARY KEY (shop, day)
    ) WITHOUT ROWID`);
  }

  /** Takes in a shop's report; returns what is new in it and needs attention. */
  take(shop: string, report: Report): Concern[] {
    const before = this.#last(shop);
    this.#sql.exec(
      "INSERT OR REPLACE INTO report VALUES (?, ?, ?, ?, ?, ?)",
      shop,
      report.at,
      report.next_due,
      report.dead_letters,
      report.failing_endpoints,
      report.bytes,
    );
    this.#addToDay(shop, report);
    const concerns: Concern[] = [];
    const failed = report.dead_letters - (before?.dead_letters ?? 0);
    if (failed > 0) {
      const message = `${failed} new dead letters, ${report.dead_letters} in total.`;
      concerns.push({ shop, code: "dead-letters", message });
    }
    if (report.failing_endpoints > (before?.failing_endpoints ?? 0)) {
      const message = `${report.failing_endpoints} webhook addresses keep failing.`;
      concerns.push({ shop, code: "failing-endpoints", message });
    }
    if (report.traps > 0) {
      const message = `The engine stopped unexpectedly ${report.traps} times.`;
      concerns.push({ shop, code: "engine-trap", message });
    }
    return [...concerns, ...this.#late(report.at)];
  }

  /** All shops, those that are latest first, then those that take the process the longest. */
  standings(now: number, days: number): FleetShop[] {
    const query = `SELECT s.shop, s.domain, s.platform, r.at, r.next_due, r.dead_letters,
        r.failing_endpoints, r.bytes
      FROM shop s LEFT JOIN report r ON r.shop = s.shop`;
    type Row = Pick<FleetShop, "shop" | "domain" | "platform"> & Partial<LastReport>;
    const rows = this.#sql.exec(query).toArray() as unknown as Row[];
    const standings = rows.map((row) => ({
      shop: row.shop,
      domain: row.domain,
      platform: row.platform,
      at: row.at ?? null,
      late_by_ms: lateBy(row.next_due ?? null, now),
      dead_letters: row.dead_letters ?? 0,
      failing_endpoints: row.failing_endpoints ?? 0,
      bytes: row.bytes ?? 0,
      days: this.#days(row.shop, days),
    }));
    const busy = ({ days: all }: FleetShop) => all[0]?.busy_ms ?? 0;
    return standings.sort(
      (one, other) => other.late_by_ms - one.late_by_ms || busy(other) - busy(one),
    );
  }

  /** Forgets a shop that is gone. */
  remove(shop: string): void {
    this.#sql.exec("DELETE FROM report WHERE shop = ?", shop);
    this.#sql.exec("DELETE FROM day WHERE shop = ?", shop);
  }

  #addToDay(shop: string, { at, requests, rows, traps, busy_ms: busy }: Report): void {
    const added = this.#sql.exec(
      `INSERT INTO day VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (shop, day) DO UPDATE SET requests = requests + excluded.requests,
         rows = rows + excluded.rows, traps = traps + excluded.traps,
         busy_ms = busy_ms + excluded.busy_ms`,
      shop,
      dayOf(at),
      requests,
      rows,
      traps,
      Math.round(busy),
    );
    const oldest = dayOf(at - KEPT_DAYS * 86_400_000);
    if (added.rowsWritten > 0) {
      this.#sql.exec("DELETE FROM day WHERE shop = ? AND day < ?", shop, oldest);
    }
  }

  #days(shop: string, limit: number): FleetShop["days"] {
    const query = `SELECT day, requests, rows, traps, busy_ms FROM day WHERE shop = ?
      ORDER BY day DESC LIMIT ?`;
    return this.#sql.exec(query, shop, limit).toArray() as unknown as FleetShop["days"];
  }

  #late(now: number): Concern[] {
    const query = "SELECT shop, next_due FROM report WHERE next_due < ? LIMIT 20";
    const rows = this.#sql.exec<{ shop: string; next_due: number }>(query, now - LATE).toArray();
    return rows.map(({ shop, next_due: due }) => ({
      shop,
      code: "late",
      message: `Something has been due for ${Math.round((now - due) / 60_000)} minutes.`,
    }));
  }

  #last(shop: string): LastReport | null {
    const rows = this.#sql.exec("SELECT * FROM report WHERE shop = ?", shop).toArray();
    return (rows[0] as unknown as LastReport | undefined) ?? null;
  }
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const lateBy = (due: number | null, now: number): number =>
  due === null ? 0 : Math.max(0, now - due);
