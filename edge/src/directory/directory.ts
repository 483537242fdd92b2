/**
 * The directory: which shop a token, a write key or a domain belongs to, and how it signs.
 *
 * One object for all shops, asked only for what the Worker's short cache does not know. Tokens and
 * keys are stored as hashes, signing secrets sealed. Asking for an unknown token creates nothing.
 */
import { DurableObject } from "cloudflare:workers";
import { derive, open, seal } from "../seal.ts";
import type { Report } from "../shop/pulse.ts";
import { AlertHook } from "./alert-hook.ts";
import { type ApiKey, ApiKeys, type ListedKey } from "./api-keys.ts";
import { Fleet, type Standing } from "./fleet.ts";
import { type Env, masterKey } from "../env.ts";
import { sha256 } from "../ids.ts";
import { logError } from "../log.ts";

export type Platform = "shopify" | "woocommerce";

/** A shop as the Worker needs it to check a request. */
export interface Listing {
  shop: string;
  platform: Platform;
  /** The shop's own domain: `name.myshopify.com`, or the host of a WooCommerce site. */
  domain: string;
  /** What its webhooks may be signed with, the newest first; at most two. */
  secrets: string[];
  /** Web origins that may send events with the write key, beside the shop's own. */
  origins: string[];
}

export interface Registration {
  shop: string;
  platform: Platform;
  domain: string;
  token: string;
  writeKey: string;
  /** For calls from the shop's own server; secret, other than the write key. */
  serverKey: string;
  secret: string | null;
  origins: string[];
  createdAt: number;
}

type Row = {
  shop: string;
  platform: Platform;
  domain: string;
  origins: string;
  secrets: ArrayBuffer | null;
};

const COLUMNS = "shop, platform, domain, origins, secrets";
/** All columns, as a backup keeps them. */
const KEPT = [
  "shop",
  "platform",
  "domain",
  "origins",
  "token",
  "write_key",
  "secrets",
  "created_at",
  "server_key",
  "old_token",
];

export class Directory extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #fleet: Fleet;
  readonly #alerts: AlertHook;
  readonly #keys: ApiKeys;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(`CREATE TABLE IF NOT EXISTS shop (
      shop TEXT PRIMARY KEY, platform TEXT NOT NULL, domain TEXT NOT NULL, origins TEXT NOT NULL,
      token TEXT NOT NULL UNIQUE, write_key TEXT NOT NULL UNIQUE, secrets BLOB, created_at INTEGER NOT NULL
    ) WITHOUT ROWID`);
    const columns = this.#sql.exec<{ name: string }>("SELECT name FROM pragma_table_info('shop')");
    const there = new Set(columns.toArray().map(({ name }) => name));
    for (const column of ["server_key", "old_token", "checked"]) {
      if (!there.has(column)) this.#sql.exec(`ALTER TABLE shop ADD COLUMN ${column} TEXT`);
    }
    this.#sql.exec("CREATE INDEX IF NOT EXISTS shop_old_token ON shop (old_token)");
    this.#sql.exec("CREATE UNIQUE INDEX IF NOT EXISTS shop_server_key ON shop (server_key)");
    this.#sql.exec("CREATE INDEX IF NOT EXISTS shop_domain ON shop (domain)");
    this.#fleet = new Fleet(this.#sql);
    this.#alerts = new AlertHook(env);
    this.#keys = new ApiKeys(this.#sql);
  }

  register(entry: Registration): void {
    this.#sql.exec(
      `INSERT INTO shop (${COLUMNS}, token, write_key, server_key, created_at, checked)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'yes')`,
      entry.shop,
      entry.platform,
      entry.domain,
      JSON.stringify(entry.origins),
      this.#seal(entry.shop, entry.secret === null ? [] : [entry.secret]),
      sha256(entry.token),
      sha256(entry.writeKey),
      sha256(entry.serverKey),
      entry.createdAt,
    );
  }

  /** Whether any shop has tokens of an earlier release, which do not say by themselves that they are ours. */
  hasEarlyTokens(): boolean {
    const query = "SELECT 1 FROM shop WHERE checked IS NULL LIMIT 1";
    return this.#sql.exec(query).toArray().length > 0;
  }

  byToken(token: string): Listing | null {
    const hash = sha256(token);
    return this.#one("token", hash) ?? this.#one("old_token", hash);
  }

  /** Gives the shop another address; the one before stays good, and the one before that no more. */
  rotateToken(shop: string, token: string): void {
    const update = "UPDATE shop SET old_token = token, token = ? WHERE shop = ?";
    this.#sql.exec(update, sha256(token), shop);
  }

  byWriteKey(key: string): Listing | null {
    return this.#one("write_key", sha256(key));
  }

  byServerKey(key: string): Listing | null {
    return this.#one("server_key", sha256(key));
  }

  setServerKey(shop: string, key: string): void {
    this.#sql.exec("UPDATE shop SET server_key = ? WHERE shop = ?", sha256(key), shop);
  }

  byShop(shop: string): Listing | null {
    return this.#one("shop", shop);
  }

  /** The Shopify shop of a domain, or null. */
  byStore(domain: string): Listing | null {
    return this.byDomain(domain).find(({ platform }) => platform === "shopify") ?? null;
  }

  /** Every shop of a domain, the newest first: a shop that was installed again is listed twice. */
  byDomain(domain: string): Listing[] {
    const query = `SELECT ${COLUMNS} FROM shop WHERE domain = ? ORDER BY created_at DESC, shop`;
    return this.#sql
      .exec<Row>(query, domain)
      .toArray()
      .map((row) => this.#listing(row));
  }

  /** All shops without their secrets, the newest first. */
  all(limit: number): Omit<Listing, "secrets">[] {
    const query = `SELECT ${COLUMNS} FROM shop ORDER BY created_at DESC, shop LIMIT ?`;
    const rows = this.#sql.exec<Row>(query, limit).toArray();
    return rows.map(({ shop, platform, domain, origins }) => ({
      shop,
      platform,
      domain,
      origins: JSON.parse(origins),
    }));
  }

  /** The shops that come next in a round through all of them, each once. */
  nextToSweep(limit: number): string[] {
    const { kv } = this.ctx.storage;
    const after = kv.get<string>("swept") ?? "";
    const query = "SELECT shop FROM shop WHERE shop > ? ORDER BY shop LIMIT ?";
    const rows = this.#sql.exec<{ shop: string }>(query, after, limit).toArray();
    const shops = rows.map(({ shop }) => shop);
    kv.put("swept", shops.length === limit ? (shops.at(-1) ?? "") : "");
    return shops;
  }

  /** Takes in how a shop is. */
  report(shop: string, report: Report): void {
    if (this.#one("shop", shop) === null) return;
    const concerns = this.ctx.storage.transactionSync(() => this.#fleet.take(shop, report));
    if (concerns.length > 0) this.ctx.waitUntil(this.#alerts.tell(concerns, report.at));
  }

  /** How all shops are, with the last days of each. */
  fleet(days: number): Standing[] {
    return this.#fleet.standings(Date.now(), days);
  }

  /** Answers: the storage can be read. */
  ping(): void {
    this.#sql.exec("SELECT 1 FROM shop LIMIT 1").toArray();
  }

  /** Puts a new signing secret first and keeps the one before it, while the platform changes over. */
  rotate(shop: string, secret: string): boolean {
    const listing = this.byShop(shop);
    if (listing === null) return false;
    const secrets = [secret, ...listing.secrets.filter((old) => old !== secret)].slice(0, 2);
    this.#sql.exec("UPDATE shop SET secrets = ? WHERE shop = ?", this.#seal(shop, secrets), shop);
    return true;
  }

  /** The shop's store has another domain now. */
  move(shop: string, domain: string): void {
    this.#sql.exec("UPDATE shop SET domain = ? WHERE shop = ?", domain, shop);
  }

  remove(shop: string): void {
    this.#sql.exec("DELETE FROM shop WHERE shop = ?", shop);
    this.#fleet.remove(shop);
    this.#keys.remove(shop);
  }

  /** Keeps a new API key; null when there are as many as there may be. */
  makeKey(secret: string, of: Omit<ApiKey, "id">, by: string): ListedKey | null {
    return this.#keys.make(secret, of, by, Date.now());
  }

  byApiKey(secret: string): ApiKey | null {
    return this.#keys.find(secret, new Date().toISOString().slice(0, 10));
  }

  /** The API keys of a shop, or with null the operator's. */
  keysOf(shop: string | null): ListedKey[] {
    return this.#keys.list(shop);
  }

  revokeKey(shop: string | null, id: string): boolean {
    return this.#keys.revoke(shop, id);
  }

  /** A shop's row as it is stored, for a backup. */
  copy(shop: string): Record<string, SqlStorageValue> | null {
    return this.#sql.exec("SELECT * FROM shop WHERE shop = ?", shop).toArray()[0] ?? null;
  }

  /** Puts in a row that was copied. @throws when the shop is there already */
  put(row: Record<string, SqlStorageValue>): void {
    const given = KEPT.map((column) => row[column] ?? null);
    const places = KEPT.map(() => "?").join(", ");
    this.#sql.exec(`INSERT INTO shop (${KEPT.join(", ")}) VALUES (${places})`, ...given);
  }

  #one(
    column: "token" | "old_token" | "write_key" | "server_key" | "shop",
    value: string,
  ): Listing | null {
    const query = `SELECT ${COLUMNS} FROM shop WHERE ${column} = ?`;
    const row = this.#sql.exec<Row>(query, value).toArray()[0];
    return row === undefined ? null : this.#listing(row);
  }

  #listing({ shop, platform, domain, origins, secrets }: Row): Listing {
    return {
      shop,
      platform,
      domain,
      origins: JSON.parse(origins),
      secrets: secrets === null ? [] : this.#open(shop, secrets),
    };
  }

  /**
   * Secrets that are damaged are as good as none: the shop is there, its webhooks are refused, and its
   * merchant is told to enter the secret.
   */
  #open(shop: string, secrets: ArrayBuffer): string[] {
    try {
      const key = derive(masterKey(this.env), "secret");
      return JSON.parse(open(key, `secrets/${shop}`, secrets).toString()) as string[];
    } catch (error) {
      logError("secrets-unreadable", error, { shop });
      return [];
    }
  }

  #seal(shop: string, secrets: string[]): Buffer {
    return seal(derive(masterKey(this.env), "secret"), `secrets/${shop}`, JSON.stringify(secrets));
  }
}
