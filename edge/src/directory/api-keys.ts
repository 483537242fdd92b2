/**
 * API keys: what the code of a merchant's developer, or an operator's Prometheus, shows instead of the
 * admin key.
 *
 * Each belongs to one shop, or to the operator, and holds a few scopes. Only its hash is stored.
 */
import { randomName, sha256 } from "../ids.ts";
import type { ApiKey as ListedKey } from "../contract/keys.ts";
import type { Grant } from "../scopes.ts";

/** The most keys of a shop, and of the operator. */
export const MOST_KEYS = 100;
/** How much of a key is shown in lists, to recognize it. */
const SHOWN = 8;

/** A key as the Worker needs it to let somebody in. */
export interface ApiKey {
  id: string;
  /** Whose it is; null for the operator's. */
  shop: string | null;
  name: string;
  scopes: Grant[];
}

type Row = {
  id: string;
  shop: string;
  name: string;
  scopes: string;
  prefix: string;
  created_at: number;
  created_by: string;
  last_used_on: string | null;
};

/** The operator's keys stand under this name, which no shop has. */
const OPERATOR = "";

export class ApiKeys {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS api_key (
      id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, shop TEXT NOT NULL, name TEXT NOT NULL,
      scopes TEXT NOT NULL, prefix TEXT NOT NULL, created_at INTEGER NOT NULL,
      created_by TEXT NOT NULL, last_used_on TEXT
    ) WITHOUT ROWID`);
    sql.exec("CREATE INDEX IF NOT EXISTS api_key_shop ON api_key (shop)");
  }

  /** Keeps a new key; null when there are as many as there may be. */
  make(secret: string, of: Omit<ApiKey, "id">, by: string, now: number): ListedKey | null {
    if (this.list(of.shop).length >= MOST_KEYS) return null;
    const made: ListedKey = {
      id: randomName(),
      name: of.name,
      scopes: of.scopes,
      prefix: secret.slice(0, SHOWN),
      created_at: now,
      created_by: by,
      last_used_on: null,
    };
    this.#sql.exec(
      "INSERT INTO api_key VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
      made.id,
      sha256(secret),
      of.shop ?? OPERATOR,
      made.name,
      JSON.stringify(made.scopes),
      made.prefix,
      made.created_at,
      made.created_by,
    );
    return made;
  }

  /** Whose key this is, or null; the day of its use is noted. */
  find(secret: string, today: string): ApiKey | null {
    const query = "SELECT * FROM api_key WHERE hash = ?";
    const row = this.#sql.exec<Row>(query, sha256(secret)).toArray()[0];
    if (row === undefined) return null;
    if (row.last_used_on !== today) {
      this.#sql.exec("UPDATE api_key SET last_used_on = ? WHERE id = ?", today, row.id);
    }
    const shop = row.shop === OPERATOR ? null : row.shop;
    return { id: row.id, shop, name: row.name, scopes: JSON.parse(row.scopes) as Grant[] };
  }

  /** A shop's keys, or the operator's, the newest first. */
  list(shop: string | null): ListedKey[] {
    const query = "SELECT * FROM api_key WHERE shop = ? ORDER BY created_at DESC, id";
    const rows = this.#sql.exec<Row>(query, shop ?? OPERATOR).toArray();
    return rows.map(({ id, name, scopes, prefix, created_at, created_by, last_used_on }) => ({
      id,
      name,
      scopes: JSON.parse(scopes) as Grant[],
      prefix,
      created_at,
      created_by,
      last_used_on,
    }));
  }

  /** Ends a key; whether there was one. */
  revoke(shop: string | null, id: string): boolean {
    const gone = "DELETE FROM api_key WHERE shop = ? AND id = ?";
    return this.#sql.exec(gone, shop ?? OPERATOR, id).rowsWritten > 0;
  }

  /** Ends every key of a shop that is gone. */
  remove(shop: string): void {
    this.#sql.exec("DELETE FROM api_key WHERE shop = ?", shop);
  }
}
