/**
 * People: who may sign in, and what each is in which shop.
 *
 * They are in the directory and not in a shop, because who somebody is must be known before any shop is asked, and
 * because one person with one password may work in several. Names, addresses and password hashes are sealed; an
 * address is found by a keyed hash.
 *
 * Whoever comes through a shop's WordPress, or opens the app in Shopify's admin, is a person of that shop alone, known
 * by their number there and never by their address: a shop says who its own users are, and nothing about anybody else's.
 */
import type { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import type { Membership } from "../caller.ts";
import { randomName } from "../ids.ts";
import type { Role } from "../roles.ts";
import { open, seal } from "../seal.ts";
import type { Hashed } from "../verify/password.ts";

/** The most people of a shop. */
export const MOST_PEOPLE = 200;

/** Somebody who may sign in. Without a password they were invited and have not come yet, or come through their store. */
export interface Person {
  id: string;
  /** In lower case. */
  email: string;
  password: Hashed | null;
}

/** Invited: the link is not used yet. Blocked: an owner keeps somebody out whom the store would let in. */
export type State = "invited" | "active" | "blocked";

/** What a person is in a shop. */
export interface Member {
  person: string;
  shop: string;
  role: Role;
  personalData: boolean;
  name: string;
  /** Their number in the shop's WordPress; null for others. */
  wordpress: string | null;
  /** Their number at Shopify, where they open the app; null for others. */
  shopify: string | null;
  state: State;
  createdAt: number;
  /** When they last used Edgewise, to the hour; null for those of whom their sessions say so. */
  seenAt: number | null;
}

type PersonRow = { id: string; sealed: ArrayBuffer };
type MemberRow = {
  person: string;
  shop: string;
  role: Role;
  personal_data: number;
  wordpress: string | null;
  shopify: string | null;
  state: State;
  created_at: number;
  seen_at: number | null;
  sealed: ArrayBuffer;
};

/** A use is noted when the one before is older than this, in milliseconds. */
const NOTED_AFTER = 3_600_000;

export class People {
  readonly #sql: SqlStorage;
  readonly #key: () => Buffer;

  /** `key`: what people are sealed and found with. */
  constructor(sql: SqlStorage, key: () => Buffer) {
    this.#sql = sql;
    this.#key = key;
    sql.exec(`CREATE TABLE IF NOT EXISTS person (
      id TEXT PRIMARY KEY, address TEXT UNIQUE, sealed BLOB NOT NULL
    ) WITHOUT ROWID`);
    sql.exec(`CREATE TABLE IF NOT EXISTS member (
      shop TEXT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL, personal_data INTEGER NOT NULL,
      wordpress TEXT, state TEXT NOT NULL, created_at INTEGER NOT NULL, sealed BLOB NOT NULL,
      PRIMARY KEY (shop, person), UNIQUE (shop, wordpress)
    ) WITHOUT ROWID`);
    sql.exec("CREATE INDEX IF NOT EXISTS member_person ON member (person)");
    const columns = sql.exec<{ name: string }>("SELECT name FROM pragma_table_info('member')");
    const there = new Set(columns.toArray().map(({ name }) => name));
    for (const column of ["shopify TEXT", "seen_at INTEGER"]) {
      const [name = ""] = column.split(" ");
      if (!there.has(name)) sql.exec(`ALTER TABLE member ADD COLUMN ${column}`);
    }
    sql.exec("CREATE UNIQUE INDEX IF NOT EXISTS member_shopify ON member (shop, shopify)");
  }

  /** A keyed hash of something about a person, for a purpose of its own. */
  keyed(purpose: string, text: string): Buffer {
    return createHmac("sha256", this.#key()).update(`edgewise/${purpose}/${text}`).digest();
  }

  find(id: string): Person | null {
    const query = "SELECT id, sealed FROM person WHERE id = ?";
    const row = this.#sql.exec<PersonRow>(query, id).toArray()[0];
    return row === undefined ? null : this.#person(row);
  }

  byAddress(email: string): Person | null {
    const query = "SELECT id, sealed FROM person WHERE address = ?";
    const row = this.#sql.exec<PersonRow>(query, this.#addressOf(email)).toArray()[0];
    return row === undefined ? null : this.#person(row);
  }

  /** A new person. Only somebody who `isFound` is found by their address. */
  make(email: string, isFound: boolean): Person {
    const person: Person = { id: randomName(), email: email.toLowerCase(), password: null };
    const address = isFound ? this.#addressOf(person.email) : null;
    const insert = "INSERT INTO person (id, address, sealed) VALUES (?, ?, ?)";
    this.#sql.exec(insert, person.id, address, this.#seal(person));
    return person;
  }

  /** Keeps what was changed of a person. */
  keep(person: Person): void {
    this.#sql.exec("UPDATE person SET sealed = ? WHERE id = ?", this.#seal(person), person.id);
  }

  /** A shop's people, the first first. */
  members(shop: string): Member[] {
    const query = "SELECT * FROM member WHERE shop = ? ORDER BY created_at, person";
    return this.#sql
      .exec<MemberRow>(query, shop)
      .toArray()
      .map((row) => this.#member(row));
  }

  member(shop: string, person: string): Member | null {
    const query = "SELECT * FROM member WHERE shop = ? AND person = ?";
    const row = this.#sql.exec<MemberRow>(query, shop, person).toArray()[0];
    return row === undefined ? null : this.#member(row);
  }

  /** Who has a number in the shop's WordPress. */
  byWordPress(shop: string, id: string): Member | null {
    const query = "SELECT * FROM member WHERE shop = ? AND wordpress = ?";
    const row = this.#sql.exec<MemberRow>(query, shop, id).toArray()[0];
    return row === undefined ? null : this.#member(row);
  }

  /** Who has a number at Shopify, of those who open the app in the shop's store. */
  byShopify(shop: string, id: string): Member | null {
    const query = "SELECT * FROM member WHERE shop = ? AND shopify = ?";
    const row = this.#sql.exec<MemberRow>(query, shop, id).toArray()[0];
    return row === undefined ? null : this.#member(row);
  }

  /** What somebody is in all shops that they may enter now. */
  memberships(person: string): Membership[] {
    const query = "SELECT * FROM member WHERE person = ? AND state = 'active' ORDER BY created_at";
    return this.#sql
      .exec<MemberRow>(query, person)
      .toArray()
      .map((row) => this.#member(row))
      .map(({ shop, role, personalData, name }) => ({ shop, role, personalData, name }));
  }

  /** The same of one shop; of all where none is named. */
  membershipsIn(person: string, shop: string | null): Membership[] {
    const all = this.memberships(person);
    return shop === null ? all : all.filter((one) => one.shop === shop);
  }

  /** Whether a shop has an owner who can enter, or was invited to. */
  hasOwner(shop: string): boolean {
    return this.members(shop).some(({ role, state }) => role === "owner" && state !== "blocked");
  }

  /** How many owners may enter a shop now. */
  owners(shop: string): number {
    const query =
      "SELECT count(*) AS n FROM member WHERE shop = ? AND role = 'owner' AND state = 'active'";
    return this.#sql.exec<{ n: number }>(query, shop).one().n;
  }

  /** Keeps what somebody is in a shop. */
  setMember(member: Member): void {
    const { shop, person, role, personalData, wordpress, shopify, state, name } = member;
    this.#sql.exec(
      `INSERT OR REPLACE INTO member
        (shop, person, role, personal_data, wordpress, shopify, state, created_at, seen_at, sealed)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      shop,
      person,
      role,
      personalData ? 1 : 0,
      wordpress,
      shopify,
      state,
      member.createdAt,
      member.seenAt,
      seal(this.#key(), `member/${shop}/${person}`, name),
    );
  }

  /** Notes that somebody used Edgewise, of whom no session says so. */
  noteSeen({ shop, person, seenAt }: Member, now: number): void {
    if (seenAt !== null && now < seenAt + NOTED_AFTER) return;
    const update = "UPDATE member SET seen_at = ? WHERE shop = ? AND person = ?";
    this.#sql.exec(update, now, shop, person);
  }

  /** Takes somebody out of a shop. Of whoever is in no other nothing is left; gives whether that is so. */
  removeMember(shop: string, person: string): boolean {
    this.#sql.exec("DELETE FROM member WHERE shop = ? AND person = ?", shop, person);
    const query = "SELECT count(*) AS n FROM member WHERE person = ?";
    if (this.#sql.exec<{ n: number }>(query, person).one().n > 0) return false;
    this.#sql.exec("DELETE FROM person WHERE id = ?", person);
    return true;
  }

  #addressOf(email: string): string {
    return this.keyed("address", email.toLowerCase()).toString("hex");
  }

  #seal({ id, email, password }: Person): Buffer {
    return seal(this.#key(), `person/${id}`, JSON.stringify({ email, password }));
  }

  #person({ id, sealed }: PersonRow): Person {
    const text = open(this.#key(), `person/${id}`, sealed).toString();
    return { id, ...(JSON.parse(text) as Omit<Person, "id">) };
  }

  #member(row: MemberRow): Member {
    return {
      person: row.person,
      shop: row.shop,
      role: row.role,
      personalData: row.personal_data === 1,
      name: open(this.#key(), `member/${row.shop}/${row.person}`, row.sealed).toString(),
      wordpress: row.wordpress,
      shopify: row.shopify,
      state: row.state,
      createdAt: row.created_at,
      seenAt: row.seen_at,
    };
  }
}

/** Only a viewer can be kept to names: who may write to customers must see them. */
export const seesPersonalData = ({
  role,
  personalData,
}: Pick<Member, "role" | "personalData">): boolean => role !== "viewer" || personalData;
