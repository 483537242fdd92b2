/**
 * What the directory keeps sealed under the master key, and how far changing that key has come.
 *
 * It remembers under which master keys anything may be sealed. A process that was not given all of them
 * must not write, or there would be shops that nobody can open with one set of keys.
 */
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { type Master, masterOf, OtherMasterKey } from "../master.ts";
import { derive, open, seal } from "../seal.ts";
import { KINDS, type TokenKeys } from "../verify/own-token.ts";

/** Under which master keys something may be sealed, the oldest first. */
const MASTERS = "master-keys";
const TOKEN_KEYS = "token-keys";
const PEOPLE_KEY = "people-key";

/** A shop's signing secrets as they are stored. */
export interface Early {
  shop: string;
  secrets: ArrayBuffer | null;
}

export class Sealed {
  readonly #kv: SyncKvStorage;
  readonly #masters: readonly [Master, ...Master[]];
  /** Whether a master key is missing under which something may be sealed. */
  readonly isMissing: boolean;

  /** `early` are shops' secrets, which show which master key sealed them where nothing else says so. */
  constructor(kv: SyncKvStorage, masters: readonly [Master, ...Master[]], early: readonly Early[]) {
    this.#kv = kv;
    this.#masters = masters;
    const [current] = masters;
    const noted = kv.get<string[]>(MASTERS) ?? this.#first(early);
    this.isMissing = noted === null || noted.some((id) => !masters.some((one) => one.id === id));
    if (noted === null || this.isMissing) return;
    const now = [...noted.filter((id) => id !== current.id), current.id];
    if (now.join() !== kv.get<string[]>(MASTERS)?.join()) kv.put(MASTERS, now);
    this.#keepTokenKeys(early.length > 0, masterOf(masters, noted[0] ?? current.id));
    this.#keepOwn(PEOPLE_KEY, (before) => before ?? randomBytes(32).toString("base64"));
  }

  /** The name of the current master key. */
  get current(): string {
    return this.#masters[0].id;
  }

  /** @throws {OtherMasterKey} while a master key is missing */
  refuseMissing(): void {
    if (this.isMissing) throw new OtherMasterKey();
  }

  /** Notes that nothing is sealed under an earlier master key anymore. */
  endChange(): void {
    if ((this.#kv.get<string[]>(MASTERS) ?? []).length > 1) this.#kv.put(MASTERS, [this.current]);
  }

  /** What our own tokens are recognized by. */
  tokenKeys(): TokenKeys {
    return this.#own<TokenKeys>(TOKEN_KEYS);
  }

  /** What people are sealed and found with. It never changes, so no person is touched when the master key does. */
  peopleKey(): Buffer {
    return Buffer.from(this.#own<string>(PEOPLE_KEY), "base64");
  }

  /** A shop's signing secrets, sealed under the current master key, or under that of a name. */
  seal(shop: string, secrets: string[], under = this.current): Buffer {
    this.refuseMissing();
    const key = derive(masterOf(this.#masters, under).key, "secret");
    return seal(key, `secrets/${shop}`, JSON.stringify(secrets));
  }

  /** @throws where the bytes are damaged, or of another master key */
  open(shop: string, secrets: ArrayBuffer, under: string | null): string[] {
    const named = under === null ? this.#masters : [masterOf(this.#masters, under)];
    for (const { key } of named) {
      try {
        const text = open(derive(key, "secret"), `secrets/${shop}`, secrets).toString();
        return JSON.parse(text) as string[];
      } catch {
        // Of another one, or damaged.
      }
    }
    throw new Error("the secrets of this shop do not open");
  }

  /** Which master key is noted first: the one that opens what is there, else the oldest given. */
  #first(early: readonly Early[]): string[] | null {
    if (early.length === 0) return [this.current];
    const sealed = early.filter(({ secrets }) => secrets !== null);
    if (sealed.length === 0) return [(this.#masters.at(-1) ?? this.#masters[0]).id];
    const opens = ({ key }: Master) =>
      sealed.some(({ shop, secrets }) => {
        try {
          return secrets !== null && open(derive(key, "secret"), `secrets/${shop}`, secrets);
        } catch {
          return false;
        }
      });
    const found = this.#masters.find(opens);
    return found === undefined ? null : [found.id];
  }

  /** Each made once; the first releases derived them from their master key. */
  #keepTokenKeys(wereDerived: boolean, first: Master): void {
    this.#keepOwn(TOKEN_KEYS, (before: Partial<TokenKeys> | null) => {
      const isFirst = before === null && wereDerived;
      const fresh = (kind: string) =>
        isFirst ? derive(first.key, "token", kind) : randomBytes(32);
      // A release may know kinds that the one before did not.
      const missing = KINDS.filter((kind) => before?.[kind] === undefined);
      const made = missing.map((kind) => [kind, fresh(kind).toString("base64")]);
      return before !== null && made.length === 0
        ? before
        : { ...before, ...Object.fromEntries(made) };
    });
  }

  /**
   * Keeps something of the directory's own, always sealed under the current master key. `next` gives what it is to
   * be after what it was, or null for nothing yet.
   */
  #keepOwn<T>(name: string, next: (before: T | null) => T): void {
    const by = this.#kv.get<{ by: string }>(name)?.by;
    const before = by === undefined ? null : this.#own<T>(name);
    const now = next(before);
    if (by === this.current && now === before) return;
    const sealed = seal(derive(this.#masters[0].key, "secret"), name, JSON.stringify(now));
    this.#kv.put(name, { by: this.current, sealed: new Uint8Array(sealed).buffer });
  }

  #own<T>(name: string): T {
    this.refuseMissing();
    const kept = this.#kv.get<{ by: string; sealed: ArrayBuffer }>(name);
    if (kept === undefined) throw new Error(`the directory's ${name} are not there`);
    const key = derive(masterOf(this.#masters, kept.by).key, "secret");
    return JSON.parse(open(key, name, kept.sealed).toString()) as T;
  }
}
