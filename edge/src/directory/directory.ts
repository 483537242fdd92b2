/**
 * The directory: which shop a token, a write key or a domain belongs to, and how it signs.
 *
 * One object for all shops, asked only for what the Worker's short cache does not know. Tokens and
 * keys are stored as hashes, signing secrets sealed. Asking for an unknown token creates nothing.
 */
import { DurableObject } from "cloudflare:workers";
import { AlertHook } from "./alert-hook.ts";
import { type ApiKey, ApiKeys } from "./api-keys.ts";
import type { Platform } from "../contract/shops.ts";
import type { FleetShop } from "../contract/fleet.ts";
import type { ApiKey as ListedKey, Change as ListedChange } from "../contract/keys.ts";
import { Admission, Attempts, type Deed } from "./admission.ts";
import { Fleet, type Report } from "./fleet.ts";
import { Links } from "./links.ts";
import { People } from "./people.ts";
import { Sessions } from "./sessions.ts";
import { type Change, CHANGE_LOG, Changes, type Done } from "../changes.ts";
import type { Env } from "../env.ts";
import { sha256 } from "../ids.ts";
import { logError, useLevelOf } from "../log.ts";
import { masters, OtherMasterKey } from "../master.ts";
import { shopAs } from "../objects.ts";
import type { Letter } from "../shop/person-mail.ts";
import type { Membership } from "../caller.ts";
import type { TokenKeys } from "../verify/own-token.ts";
import { MasterChange, type Progress } from "./master-change.ts";
import { type Early, Sealed } from "./sealed.ts";

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
  /** The store's number at Shopify, where the store itself gave the app tokens for this shop; else null. */
  storeId: string | null;
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
  storeId: string | null;
}

/** What a shop gets when its plugin connects it. */
export interface ConnectionKeys {
  token: string;
  writeKey: string;
  secret: string;
  apiKey: string;
  /** The site's web origin, which may send events. */
  origin: string;
}

/** What the directory knows of a shop: it writes down what people do, and emails them. */
interface ShopOfPeople {
  notePerson(deed: Deed, of: { person: string; name: string; requestId: string }): Promise<void>;
  sendPersonMail(letter: Letter): Promise<boolean>;
}

type Row = {
  shop: string;
  platform: Platform;
  domain: string;
  origins: string;
  secrets: ArrayBuffer | null;
  sealed_by: string | null;
  store_id: string | null;
};

const COLUMNS = "shop, platform, domain, origins, secrets, sealed_by, store_id";
/** All columns, as a backup keeps them: those of the first releases, and what came after. */
const FIRST = [
  "shop",
  "platform",
  "domain",
  "origins",
  "token",
  "write_key",
  "secrets",
  "created_at",
];
/** Those that the first releases did not have. */
const ADDED = ["server_key", "old_token", "store_id", "pixel_key"];
const KEPT = [...FIRST, ...ADDED];

/** How long making the shop of a store takes at most, in milliseconds. */
const INSTALLATION_TAKES = 60_000;

export class Directory extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #fleet: Fleet;
  readonly #alerts: AlertHook;
  readonly #keys: ApiKeys;
  readonly #sealed: Sealed;
  readonly #change: MasterChange;
  readonly #changes: Changes;
  readonly #people: People;
  readonly #links: Links;
  readonly #sessions: Sessions;
  readonly #attempts = new Attempts();
  /** Domains whose shop is being made, and until when that is waited for. */
  readonly #installing = new Map<string, number>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    useLevelOf(env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(`CREATE TABLE IF NOT EXISTS shop (
      shop TEXT PRIMARY KEY, platform TEXT NOT NULL, domain TEXT NOT NULL, origins TEXT NOT NULL,
      token TEXT NOT NULL UNIQUE, write_key TEXT NOT NULL UNIQUE, secrets BLOB, created_at INTEGER NOT NULL
    ) WITHOUT ROWID`);
    const columns = this.#sql.exec<{ name: string }>("SELECT name FROM pragma_table_info('shop')");
    const there = new Set(columns.toArray().map(({ name }) => name));
    for (const column of [...ADDED, "checked", "sealed_by"]) {
      if (!there.has(column)) this.#sql.exec(`ALTER TABLE shop ADD COLUMN ${column} TEXT`);
    }
    this.#sql.exec("CREATE INDEX IF NOT EXISTS shop_old_token ON shop (old_token)");
    this.#sql.exec("CREATE UNIQUE INDEX IF NOT EXISTS shop_server_key ON shop (server_key)");
    this.#sql.exec("CREATE UNIQUE INDEX IF NOT EXISTS shop_pixel_key ON shop (pixel_key)");
    this.#sql.exec("CREATE INDEX IF NOT EXISTS shop_domain ON shop (domain)");
    this.#fleet = new Fleet(this.#sql);
    this.#alerts = new AlertHook(env);
    this.#keys = new ApiKeys(this.#sql);
    this.#sql.exec(CHANGE_LOG);
    this.#changes = new Changes(this.#sql, null);
    const early = "SELECT shop, secrets FROM shop ORDER BY secrets IS NULL, shop LIMIT 20";
    type Row = Early & Record<string, SqlStorageValue>;
    this.#sealed = new Sealed(ctx.storage.kv, masters(env), this.#sql.exec<Row>(early).toArray());
    this.#people = new People(this.#sql, () => this.#sealed.peopleKey());
    this.#links = new Links(this.#sql);
    this.#sessions = new Sessions(this.#sql);
    this.#change = new MasterChange(this.#sql, env, this.#sealed.current);
    if (this.#sealed.isMissing) logError("master-key-missing", new OtherMasterKey());
    else this.#continueChange();
  }

  /** Who is let in. */
  get admission(): Admission {
    const { storage } = this.ctx;
    return new Admission(
      {
        people: this.#people,
        links: this.#links,
        sessions: this.#sessions,
        tokenKeys: () => this.tokenKeys(),
        transaction: (work) => storage.transactionSync(work),
        note: (deed, person, shops, visit) =>
          this.#tell(shops, (log, { name }) =>
            log.notePerson(deed, { person, name, requestId: visit.requestId }),
          ),
        sendLink: ({ email, shops }, link) => {
          // A shop's owner must not read mail that opens other shops: those of several shops get it from the
          // installation's own server.
          const isOfOne = shops.length === 1;
          this.#tell(shops.slice(0, 1), (shop, { name }) =>
            shop.sendPersonMail({
              ...{ kind: "password", to: email, name, by: null, link },
              throughInstallation: !isOfOne,
            }),
          );
        },
      },
      this.#attempts,
    );
  }

  register(entry: Registration): void {
    this.#sql.exec(
      `INSERT INTO shop (${COLUMNS}, token, write_key, server_key, created_at, checked)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'yes')`,
      entry.shop,
      entry.platform,
      entry.domain,
      JSON.stringify(entry.origins),
      this.#sealed.seal(entry.shop, entry.secret === null ? [] : [entry.secret]),
      this.#sealed.current,
      entry.storeId,
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

  /**
   * Gives a shop that its plugin connected its keys; the token and secret before stay good, the write key
   * does not. Gives the id of the API key that the plugin calls with.
   */
  giveKeys(shop: string, given: ConnectionKeys): string {
    return this.ctx.storage.transactionSync(() => {
      this.rotateToken(shop, given.token);
      this.rotate(shop, given.secret);
      const origins = this.byShop(shop)?.origins ?? [];
      this.#sql.exec(
        "UPDATE shop SET write_key = ?, origins = ? WHERE shop = ?",
        sha256(given.writeKey),
        JSON.stringify([...new Set([...origins, given.origin])]),
        shop,
      );
      const scopes = ["customers:write", "operations:write"] as const;
      const of = { shop, name: "WooCommerce plugin", scopes: [...scopes] };
      const key = this.#keys.make(given.apiKey, of, "plugin", Date.now());
      if (key === null) throw new Error("the shop has as many API keys as it may");
      return key.id;
    });
  }

  /** By its own key for browsers' events, or by the one that its pixel has. */
  byWriteKey(key: string): Listing | null {
    const hash = sha256(key);
    return this.#one("write_key", hash) ?? this.#one("pixel_key", hash);
  }

  /** Gives the shop's pixel a key; the one before holds no more. */
  setPixelKey(shop: string, key: string): void {
    this.#sql.exec("UPDATE shop SET pixel_key = ? WHERE shop = ?", sha256(key), shop);
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

  /** The shop whose id begins so; null for none. */
  byShopPart(part: string): Listing | null {
    const query = "SELECT shop FROM shop WHERE shop >= ?1 AND shop < ?1 || '~' LIMIT 1";
    const found = this.#sql.exec<{ shop: string }>(query, part).toArray()[0];
    return found === undefined ? null : this.byShop(found.shop);
  }

  /** The Shopify shop of a domain: the one that the store itself let in, or else the newest; null for none. */
  byStore(domain: string): Listing | null {
    const shops = this.byDomain(domain).filter(({ platform }) => platform === "shopify");
    return shops.find(({ storeId }) => storeId !== null) ?? shops[0] ?? null;
  }

  /** The shop of a Shopify store, by the store's number; or null. */
  byStoreId(id: string): Listing | null {
    return this.#one("store_id", id);
  }

  /** A shop that was set up by hand is this Shopify store's, by the store's own word. */
  setStoreId(shop: string, id: string): void {
    this.#sql.exec("UPDATE shop SET store_id = ? WHERE shop = ?", id, shop);
  }

  /** Lets one caller at a time make the shop of a store; false while another does. */
  beginInstallation(domain: string): boolean {
    const now = Date.now();
    if ((this.#installing.get(domain) ?? 0) > now) return false;
    this.#installing.set(domain, now + INSTALLATION_TAKES);
    return true;
  }

  endInstallation(domain: string): void {
    this.#installing.delete(domain);
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
  all(limit: number): Omit<Listing, "secrets" | "storeId">[] {
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
    if (concerns.length > 0) this.ctx.waitUntil(this.#alerts.report(concerns, report.at));
  }

  /** How all shops are, with the last days of each. */
  fleet(days: number): FleetShop[] {
    return this.#fleet.standings(Date.now(), days);
  }

  /** Answers that the storage can be read, and whether the master keys are those it was written with. */
  ping(): { hasKeys: boolean } {
    this.#sql.exec("SELECT 1 FROM shop LIMIT 1").toArray();
    return { hasKeys: !this.#sealed.isMissing };
  }

  /** Writes down that something is about to be done to shops as such; gives its place. */
  beginChange(change: Change): number {
    return this.#changes.begin(change, Date.now());
  }

  endChange(place: number, done: Done | null): void {
    this.#changes.end(place, done);
  }

  changes(before: number | null, limit: number): { changes: ListedChange[]; next: number | null } {
    return this.#changes.page(before, limit);
  }

  /** What our own tokens are recognized by. */
  tokenKeys(): TokenKeys {
    return this.#sealed.tokenKeys();
  }

  /** How far changing the master key has come. */
  masterChange(): Progress {
    return this.#change.progress();
  }

  override async alarm(): Promise<void> {
    try {
      const next = await this.#change.step((shop) => this.#reseal(shop));
      if (next === null) this.#sealed.endChange();
      else await this.ctx.storage.setAlarm(Date.now() + next);
    } catch (error) {
      // A throw would be repeated six times and then the alarm would be gone for good.
      logError("alarm-failed", error);
      await this.ctx.storage.setAlarm(Date.now() + 30_000);
    }
  }

  /** Puts a new signing secret first and keeps the one before it, while the platform changes over. */
  rotate(shop: string, secret: string): boolean {
    const listing = this.byShop(shop);
    if (listing === null) return false;
    const secrets = [secret, ...listing.secrets.filter((old) => old !== secret)].slice(0, 2);
    this.#keep(shop, secrets);
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
    this.admission.removeShop(shop);
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

  /** A shop's row for a backup, sealed under the master key that the rest of the backup is. */
  copy(shop: string, master: string): Record<string, SqlStorageValue> | null {
    const row = this.#sql.exec("SELECT * FROM shop WHERE shop = ?", shop).toArray()[0];
    if (row === undefined) return null;
    const listing = this.byShop(shop);
    const secrets = this.#sealed.seal(shop, listing?.secrets ?? [], master);
    return { ...row, secrets: new Uint8Array(secrets).buffer };
  }

  /** Puts in a row that was copied. @throws when the shop is there already */
  put(row: Record<string, SqlStorageValue>, master: string): void {
    const given = [...KEPT.map((column) => row[column] ?? null), master];
    const columns = [...KEPT, "sealed_by"];
    const places = columns.map(() => "?").join(", ");
    this.#sql.exec(`INSERT INTO shop (${columns.join(", ")}) VALUES (${places})`, ...given);
    this.#continueChange();
  }

  /** Has shops do something about a person, once the answer is on its way: it must not show who is known. */
  #tell(
    shops: readonly Membership[],
    what: (shop: ShopOfPeople, membership: Membership) => Promise<unknown>,
  ): void {
    for (const membership of shops) {
      const { admin } = shopAs(this.env, membership.shop) as unknown as { admin: ShopOfPeople };
      this.ctx.waitUntil(
        what(admin, membership).catch((error) =>
          logError("person-not-noted", error, { shop: membership.shop }),
        ),
      );
    }
  }

  #one(
    column: "token" | "old_token" | "write_key" | "server_key" | "pixel_key" | "shop" | "store_id",
    value: string,
  ): Listing | null {
    const query = `SELECT ${COLUMNS} FROM shop WHERE ${column} = ?`;
    const row = this.#sql.exec<Row>(query, value).toArray()[0];
    return row === undefined ? null : this.#listing(row);
  }

  #listing({ shop, platform, domain, origins, secrets, sealed_by: by, ...row }: Row): Listing {
    return {
      shop,
      platform,
      domain,
      origins: JSON.parse(origins),
      secrets: secrets === null ? [] : this.#open(shop, secrets, by),
      storeId: row.store_id,
    };
  }

  /**
   * Secrets that are damaged are as good as none: the shop is there, its webhooks are refused, and its
   * merchant is asked to enter the secret.
   */
  #open(shop: string, secrets: ArrayBuffer, by: string | null): string[] {
    try {
      return this.#sealed.open(shop, secrets, by);
    } catch (error) {
      logError("secrets-unreadable", error, { shop });
      return [];
    }
  }

  /** Keeps a shop's secrets, under the master key that its row names. */
  #keep(shop: string, secrets: string[]): void {
    const query = "SELECT sealed_by FROM shop WHERE shop = ?";
    const by = this.#sql.exec<{ sealed_by: string | null }>(query, shop).one().sealed_by;
    const sealed = this.#sealed.seal(shop, secrets, by ?? undefined);
    this.#sql.exec("UPDATE shop SET secrets = ? WHERE shop = ?", sealed, shop);
  }

  /** Seals a shop's secrets under the current master key; damaged ones stay what they are. */
  #reseal(shop: string): void {
    this.ctx.storage.transactionSync(() => {
      const query = "SELECT secrets, sealed_by FROM shop WHERE shop = ?";
      type Sealing = { secrets: ArrayBuffer | null; sealed_by: string | null };
      const row = this.#sql.exec<Sealing>(query, shop).toArray()[0];
      if (row === undefined) return;
      const { current } = this.#sealed;
      this.#sql.exec("UPDATE shop SET sealed_by = ? WHERE shop = ?", current, shop);
      if (row.secrets === null) return;
      try {
        const secrets = this.#sealed.open(shop, row.secrets, row.sealed_by);
        const sealed = this.#sealed.seal(shop, secrets);
        this.#sql.exec("UPDATE shop SET secrets = ? WHERE shop = ?", sealed, shop);
      } catch (error) {
        logError("secrets-unreadable", error, { shop });
      }
    });
  }

  /** Goes on with changing the master key, if it is being changed. */
  #continueChange(): void {
    if (this.#change.progress().left > 0) void this.ctx.storage.setAlarm(Date.now());
    else this.#sealed.endChange();
  }
}
