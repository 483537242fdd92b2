/**
 * Links that let somebody in once: an invitation, a new password, coming over from WordPress. Of their secret part
 * only the hash is stored.
 */
import { sha256 } from "../ids.ts";
import { newOwn, type TokenKeys } from "../verify/own-token.ts";

const MINUTE = 60_000;

/** What a link is for, and how long it holds. */
const LASTING = {
  invitation: 7 * 24 * 60 * MINUTE,
  password: 60 * MINUTE,
  wordpress: MINUTE,
} as const;

export type LinkKind = keyof typeof LASTING;

export interface Link {
  kind: LinkKind;
  person: string;
  /** The shop that it leads to; null for a new password, which belongs to none. */
  shop: string | null;
  expiresAt: number;
}

type Row = { kind: LinkKind; person: string; shop: string | null; expires_at: number };

export class Links {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS link (
      hash TEXT PRIMARY KEY, kind TEXT NOT NULL, person TEXT NOT NULL, shop TEXT,
      expires_at INTEGER NOT NULL
    ) WITHOUT ROWID`);
    sql.exec("CREATE INDEX IF NOT EXISTS link_person ON link (person)");
    sql.exec(`CREATE TABLE IF NOT EXISTS used_nonce (
      hash TEXT PRIMARY KEY, until INTEGER NOT NULL
    ) WITHOUT ROWID`);
  }

  /** Keeps a new link, which replaces the one before of its kind. */
  make(secret: string, { kind, person, shop }: Omit<Link, "expiresAt">, now: number): void {
    this.#sql.exec("DELETE FROM link WHERE expires_at <= ?", now);
    this.withdraw(person, kind, shop);
    const insert = "INSERT INTO link (hash, kind, person, shop, expires_at) VALUES (?, ?, ?, ?, ?)";
    this.#sql.exec(insert, sha256(secret), kind, person, shop, now + LASTING[kind]);
  }

  /** What a link is for, or null for one that was used, has ended or never was. */
  find(secret: string, now: number): Link | null {
    const query = "SELECT kind, person, shop, expires_at FROM link WHERE hash = ?";
    const row = this.#sql.exec<Row>(query, sha256(secret)).toArray()[0];
    if (row === undefined || row.expires_at <= now) return null;
    return { kind: row.kind, person: row.person, shop: row.shop, expiresAt: row.expires_at };
  }

  /** Uses a link up: it opens nothing anymore. */
  useUp(secret: string): void {
    this.#sql.exec("DELETE FROM link WHERE hash = ?", sha256(secret));
  }

  /** When somebody's link to a shop ends; null where there is none. */
  endOf(person: string, kind: LinkKind, shop: string): number | null {
    const query = "SELECT expires_at FROM link WHERE person = ? AND kind = ? AND shop = ?";
    const rows = this.#sql.exec<{ expires_at: number }>(query, person, kind, shop).toArray();
    return rows[0]?.expires_at ?? null;
  }

  withdraw(person: string, kind: LinkKind, shop: string | null): void {
    const gone = "DELETE FROM link WHERE person = ? AND kind = ? AND shop IS ?";
    this.#sql.exec(gone, person, kind, shop);
  }

  /** Takes away every link of somebody, or those to one shop. */
  withdrawAll(person: string, shop: string | null = null): void {
    const gone = "DELETE FROM link WHERE person = ? AND shop IS coalesce(?, shop)";
    this.#sql.exec(gone, person, shop);
  }

  /** Notes that a signed message was used; false where it had been. `until`: when it would be refused anyway. */
  useNonce(nonce: string, until: number, now: number): boolean {
    this.#sql.exec("DELETE FROM used_nonce WHERE until <= ?", now);
    const insert = "INSERT OR IGNORE INTO used_nonce (hash, until) VALUES (?, ?)";
    return this.#sql.exec(insert, sha256(nonce), until).rowsWritten > 0;
  }
}

/** Makes a link and gives its secret, which is known to whoever asked and to nobody after. */
export function makeLink(
  { links, tokenKeys }: { links: Links; tokenKeys: () => TokenKeys },
  of: { kind: LinkKind; person: string; shop: string | null },
): string {
  const link = newOwn(tokenKeys(), "link");
  links.make(link, of, Date.now());
  return link;
}
