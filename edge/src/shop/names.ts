/**
 * Where in the journal the row of a name stands: an index that is written many names at a time.
 *
 * Every delivery is looked for by its name before it is decided, and an index of the database's own would
 * cost a second row for each. Here the names of the newest rows are held in memory, and read out of the
 * journal again when the object begins anew; when they are many, they go into pages, each of which takes
 * up a few of them at once. A page holds a hash of each name and its place: what is found there is
 * compared with the row's own name, so that two names with one hash are told apart.
 *
 * Pages are as many as the names need (linear hashing): one more is split off at a time.
 */
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";

/** The names of one page, on average; in bytes 14 kB. */
const PER_PAGE = 1_000;
/**
 * As many names are held before pages are written, and read again by an object that begins anew; more where
 * there are many pages to be written for them.
 */
const HELD = 512;
const HELD_FOR_A_PAGE = 4;
const MOST_HELD = 16_384;
/** Pages written in one transaction. */
const WRITTEN = 32;
/** Pages held in memory. */
const CACHED = 64;
/** An entry: 64 bits of hash, and 48 of the place. */
const ENTRY = 14;

/** What is written down about the index. */
interface Extent {
  /** How many pages there are. */
  pages: number;
  /** How many names stand in them. */
  names: number;
  /** The row up to which all names stand in them. */
  upTo: number;
}

const NOTHING: Extent = { pages: 1, names: 0, upTo: 0 };
const EXTENT = "journal-names";

export class Names {
  readonly #sql: Sql;
  #extent: Extent = NOTHING;
  /** The newest names, and where they stand. */
  readonly #held = new Map<string, number>();
  /** Pages as they stand in the table. */
  readonly #cache = new Map<number, Uint8Array>();
  /** Names that are going into pages, page by page. */
  #going: { pages: [number, [string, number][]][]; extent: Extent } | null = null;
  /** Whether no names went into pages since what is remembered was read. */
  #isAnew = true;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.reload();
  }

  /** Trusts nothing it remembers, after a transaction was rolled back. */
  reload(): void {
    this.#cache.clear();
    this.#held.clear();
    this.#going = null;
    this.#isAnew = true;
    const text = readMeta(this.#sql, EXTENT) as string | null;
    this.#extent = text === null ? NOTHING : (JSON.parse(text) as Extent);
    const query = "SELECT place, id FROM log WHERE place > ?";
    const rows = this.#sql.exec<{ place: number; id: string }>(query, this.#extent.upTo);
    for (const { place, id } of rows) this.#held.set(id, place);
  }

  /** Takes up the name of a row that was just written. */
  add(id: string, place: number): void {
    this.#held.set(id, place);
  }

  /** Where the row of a name stands, or null; `isCalled` looks at a place out of a page. */
  find(id: string, isCalled: (place: number) => boolean): number | null {
    const held = this.#held.get(id);
    if (held !== undefined) return held;
    if (this.#extent.names === 0) return null;
    const [page, tag] = hashesOf(id);
    const bytes = this.#page(pageOf(page, this.#extent.pages));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < bytes.length; at += ENTRY) {
      if (view.getUint32(at + 4) !== tag || view.getUint32(at) !== page) continue;
      const place = placeAt(view, at);
      if (isCalled(place)) return place;
    }
    return null;
  }

  /** Puts the next names into pages where enough are held, in the caller's transaction. */
  settle(last: number): void {
    const most = Math.min(MOST_HELD, HELD + this.#extent.pages * HELD_FOR_A_PAGE);
    if (this.#going === null) {
      if (this.#held.size < most) return;
      this.#split(last);
    }
    const going = this.#going;
    if (going === null) return;
    for (const [page, names] of going.pages.splice(0, WRITTEN)) this.#append(page, names);
    if (going.pages.length > 0) return;
    this.#extent = going.extent;
    this.#going = null;
    this.#isAnew = false;
    writeMeta(this.#sql, EXTENT, JSON.stringify(this.#extent));
    for (const [id, place] of this.#held) if (place <= this.#extent.upTo) this.#held.delete(id);
  }

  /** Makes as many pages as there will be names for, and says which names go where. */
  #split(last: number): void {
    const names = this.#extent.names + this.#held.size;
    let { pages } = this.#extent;
    while (pages * PER_PAGE < names) {
      const from = pages - powerBelow(pages);
      const entries = [...entriesIn(this.#page(from))];
      pages += 1;
      for (const page of [from, pages - 1]) {
        this.#put(page, bytesOf(entries.filter((entry) => pageOf(entry.page, pages) === page)));
      }
    }
    this.#extent = { ...this.#extent, pages };
    writeMeta(this.#sql, EXTENT, JSON.stringify(this.#extent));
    const groups = new Map<number, [string, number][]>();
    for (const name of this.#held) {
      const page = pageOf(hashesOf(name[0])[0], pages);
      const group = groups.get(page);
      if (group === undefined) groups.set(page, [name]);
      else group.push(name);
    }
    this.#going = { pages: [...groups], extent: { pages, names, upTo: last } };
  }

  #append(page: number, names: readonly [string, number][]): void {
    const before = this.#page(page);
    let more = names;
    if (this.#isAnew) {
      // What was begun before the process ended may stand there already.
      const known = new Set([...entriesIn(before)].map(({ place }) => place));
      more = names.filter(([, place]) => !known.has(place));
    }
    const added = bytesOf(
      more.map(([id, place]) => {
        const [hash, tag] = hashesOf(id);
        return { page: hash, tag, place };
      }),
    );
    const bytes = new Uint8Array(before.length + added.length);
    bytes.set(before);
    bytes.set(added, before.length);
    this.#put(page, bytes);
  }

  #page(page: number): Uint8Array {
    const cached = this.#cache.get(page);
    if (cached !== undefined) return cached;
    const query = "SELECT names FROM name_page WHERE page = ?";
    const row = this.#sql.exec<{ names: ArrayBuffer }>(query, page).toArray()[0];
    return this.#remember(page, new Uint8Array(row?.names ?? new ArrayBuffer(0)));
  }

  #put(page: number, bytes: Uint8Array): void {
    this.#sql.exec("INSERT OR REPLACE INTO name_page VALUES (?, ?)", page, bytes);
    this.#remember(page, bytes);
  }

  #remember(page: number, bytes: Uint8Array): Uint8Array {
    if (this.#cache.size >= CACHED) this.#cache.clear();
    this.#cache.set(page, bytes);
    return bytes;
  }
}

interface PageEntry {
  /** The hash that says which page it stands in. */
  page: number;
  /** Another one. */
  tag: number;
  place: number;
}

function* entriesIn(bytes: Uint8Array): Generator<PageEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + ENTRY <= bytes.length; at += ENTRY) {
    yield { page: view.getUint32(at), tag: view.getUint32(at + 4), place: placeAt(view, at) };
  }
}

const placeAt = (view: DataView, entry: number): number =>
  view.getUint32(entry + 8) * 0x1_0000 + view.getUint16(entry + 12);

function bytesOf(entries: readonly PageEntry[]): Uint8Array {
  const bytes = new Uint8Array(entries.length * ENTRY);
  const view = new DataView(bytes.buffer);
  for (const [index, { page, tag, place }] of entries.entries()) {
    const at = index * ENTRY;
    view.setUint32(at, page);
    view.setUint32(at + 4, tag);
    view.setUint32(at + 8, Math.floor(place / 0x1_0000));
    view.setUint16(at + 12, place % 0x1_0000);
  }
  return bytes;
}

/** The largest power of two that is not above `pages`, of which there is one at least. */
const powerBelow = (pages: number): number => 2 ** (31 - Math.clz32(pages));

/** In which of so many pages a hash stands. */
function pageOf(hash: number, pages: number): number {
  const power = powerBelow(pages);
  const wide = hash % (power * 2);
  return wide < pages ? wide : hash % power;
}

/** Two hashes of a name (FNV-1a with two primes), mixed so that the low bits depend on all others. */
function hashesOf(id: string): [number, number] {
  let [one, other] = [0x811c9dc5, 0x9e3779b9];
  for (let at = 0; at < id.length; at += 1) {
    const unit = id.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ unit, 0x85ebca6b);
  }
  return [mixed(one), mixed(other)];
}

function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  return (half ^ (half >>> 15)) >>> 0;
}
