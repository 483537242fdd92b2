/**
 * Sessions: who is signed in, on which browser, until when. A token is 256 random bits, of which only the hash is
 * stored.
 */
import { randomName, sha256 } from "../ids.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long a session lasts in all, and without being used. */
const INVITED = { longest: 90 * DAY, idle: 14 * DAY };
/** Coming again through WordPress is one click, and WordPress may have let the person go meanwhile. */
const THROUGH_WORDPRESS = { longest: 12 * HOUR, idle: 12 * HOUR };
/** A use is noted when the one before is older than this: most calls write nothing. */
const NOTED_AFTER = HOUR;
/** The most sessions of a person; the one used longest ago makes room. */
const MOST = 20;

/** A session as its person sees it. */
export interface Session {
  id: string;
  person: string;
  /** The only shop that it opens; null for all of the person's. */
  shop: string | null;
  /** The browser in a few words, such as `Firefox on Windows`. */
  device: string;
  createdAt: number;
  usedAt: number;
  /** When it ends, used or not. */
  endsAt: number;
}

type Row = {
  id: string;
  person: string;
  shop: string | null;
  device: string;
  created_at: number;
  used_at: number;
  idle_ms: number;
  ends_at: number;
};

export class Sessions {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS session (
      hash TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL, shop TEXT,
      device TEXT NOT NULL, created_at INTEGER NOT NULL, used_at INTEGER NOT NULL,
      idle_ms INTEGER NOT NULL, ends_at INTEGER NOT NULL
    ) WITHOUT ROWID`);
    sql.exec("CREATE INDEX IF NOT EXISTS session_person ON session (person)");
  }

  /** Begins a session with a fresh token, whatever the browser sent: nobody can prepare one for somebody else. */
  begin(token: string, of: { person: string; shop: string | null; device: string }, now: number) {
    this.#sql.exec("DELETE FROM session WHERE ends_at <= ? OR used_at + idle_ms <= ?", now, now);
    const { longest, idle } = of.shop === null ? INVITED : THROUGH_WORDPRESS;
    this.#sql.exec(
      `INSERT INTO session (hash, id, person, shop, device, created_at, used_at, idle_ms, ends_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      sha256(token),
      randomName(),
      of.person,
      of.shop,
      of.device,
      now,
      now,
      idle,
      now + longest,
    );
    for (const { id } of this.list(of.person, now).slice(MOST)) this.end(of.person, id);
  }

  /** Whose session a token is, or null for none that still holds; that it was used is noted. */
  find(token: string, now: number): Session | null {
    const query = "SELECT * FROM session WHERE hash = ?";
    const row = this.#sql.exec<Row>(query, sha256(token)).toArray()[0];
    if (row === undefined || !holds(row, now)) return null;
    if (row.used_at + NOTED_AFTER <= now) {
      this.#sql.exec("UPDATE session SET used_at = ? WHERE id = ?", now, row.id);
    }
    return sessionOf(row);
  }

  /** A person's sessions, the latest used first. */
  list(person: string, now: number): Session[] {
    const query = "SELECT * FROM session WHERE person = ? ORDER BY used_at DESC, created_at DESC";
    const rows = this.#sql.exec<Row>(query, person).toArray();
    return rows.filter((row) => holds(row, now)).map(sessionOf);
  }

  /** Ends one session of a person; whether there was one. */
  end(person: string, id: string): boolean {
    const gone = "DELETE FROM session WHERE person = ? AND id = ?";
    return this.#sql.exec(gone, person, id).rowsWritten > 0;
  }

  /** Ends all sessions of a person, except one that may be named. */
  endAll(person: string, except: string | null = null): void {
    this.#sql.exec("DELETE FROM session WHERE person = ? AND id IS NOT ?", person, except);
  }
}

const holds = ({ ends_at: endsAt, used_at: usedAt, idle_ms: idle }: Row, now: number): boolean =>
  now < endsAt && now < usedAt + idle;

const sessionOf = (row: Row): Session => ({
  id: row.id,
  person: row.person,
  shop: row.shop,
  device: row.device,
  createdAt: row.created_at,
  usedAt: row.used_at,
  endsAt: Math.min(row.ends_at, row.used_at + row.idle_ms),
});
