/**
 * The file that a bulk operation leaves, read a bounded piece at a time from any place in it.
 *
 * Each line is a thing, or something that belongs to the thing before: a line of an order, a variant of a
 * product. What belongs together is put together, in the form that a webhook's body has.
 */
import { Buffer } from "node:buffer";
import type { ListTrouble, Row } from "../lists.ts";

/** Bytes of a piece at first, and at most, where a single thing is larger. */
const PIECE = 256 * 1024;
const LARGEST_PIECE = 16 * 1024 * 1024;
const TIME_LIMIT = 60_000;

/** The list that something belongs to, by the type in its id. */
const MEMBERS: Readonly<Record<string, string>> = {
  LineItem: "line_items",
  ProductVariant: "variants",
  Collection: "collections",
  DiscountRedeemCode: "codes",
};

/** What a piece of a file has. */
export interface Piece {
  rows: Row[];
  /** How many lines that were. */
  lines: number;
  /** Where in the file the next thing begins, in bytes. */
  next: number;
  isEnd: boolean;
}

export interface Failure {
  trouble: ListTrouble;
  found: string;
}

/**
 * Reads whole things from a place on, at least one unless the file ends. Where the file is only a part of
 * what there is, its last thing may lack something and is left out. Never throws.
 */
export async function readPiece(
  url: string,
  at: number,
  isPartial: boolean,
): Promise<Piece | Failure> {
  for (let size = PIECE; size <= LARGEST_PIECE; size *= 4) {
    const got = await bytesOf(url, at, size);
    if ("trouble" in got) return got;
    const piece = thingsIn(got.bytes, got.isEnd, isPartial);
    if ("trouble" in piece) return piece;
    if (piece.rows.length > 0 || got.isEnd) return { ...piece, next: at + piece.next };
  }
  return { trouble: "too-much", found: "" };
}

/** So many bytes from a place on, or as many as there are. */
async function bytesOf(
  url: string,
  at: number,
  size: number,
): Promise<{ bytes: Buffer; isEnd: boolean } | Failure> {
  try {
    const response = await fetch(url, {
      headers: { range: `bytes=${at}-${at + size - 1}`, "accept-encoding": "identity" },
      redirect: "manual",
      signal: AbortSignal.timeout(TIME_LIMIT),
    });
    const { status } = response;
    // Nothing is there anymore: the file ends where the last piece did.
    if (status === 416) return { bytes: Buffer.alloc(0), isEnd: true };
    if (status !== 200 && status !== 206) {
      const found = Buffer.from(await response.arrayBuffer()).toString("utf8", 0, 200);
      // The address is signed, and valid for a week.
      return { trouble: status < 500 ? "expired" : "unreachable", found };
    }
    // A server may send the whole file, whatever part of it was asked for.
    return await partOf(response.body, status === 206 ? 0 : at, size);
  } catch {
    return { trouble: "unreachable", found: "" };
  }
}

async function partOf(
  body: ReadableStream<Uint8Array> | null,
  skip: number,
  size: number,
): Promise<{ bytes: Buffer; isEnd: boolean }> {
  const chunks: Uint8Array[] = [];
  let place = -skip;
  for await (const chunk of body ?? []) {
    const from = Math.max(0, -place);
    place += chunk.length;
    if (from < chunk.length) chunks.push(chunk.subarray(from));
    if (place >= size) break;
  }
  const bytes = Buffer.concat(chunks);
  return { bytes: bytes.subarray(0, size), isEnd: bytes.length < size };
}

/** A thing in the making: its line, and what belongs to it. */
type Thing = Record<string, unknown> & { id: string };

function thingsIn(bytes: Buffer, isEnd: boolean, isPartial: boolean): Piece | Failure {
  const piece: Piece = { rows: [], lines: 0, next: 0, isEnd };
  let thing: Thing | null = null;
  let lines = 0;
  const finish = (next: number) => {
    if (thing !== null) piece.rows.push({ json: JSON.stringify(thing) });
    piece.lines += lines;
    piece.next = next;
    [thing, lines] = [null, 0];
  };
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf("\n", from);
    if (end < 0 && !isEnd) break;
    const text = bytes.toString("utf8", from, end < 0 ? bytes.length : end);
    const line = lineOf(text);
    if (line === null) {
      // The beginning of a line may be somebody's name; that of a page in its place says what it is.
      return { trouble: "not-a-list", found: text.startsWith("{") ? "" : text.slice(0, 200) };
    }
    const { __parentId: parent, ...own } = line;
    if (parent === undefined) {
      finish(from);
      thing = own;
    } else if (thing === null || !belongs(thing, parent, own)) {
      return { trouble: "unordered", found: "" };
    }
    lines += 1;
    from = end < 0 ? bytes.length : end + 1;
  }
  if (isEnd && !isPartial) finish(bytes.length);
  return piece;
}

/** Adds something to the thing it belongs to; false where it belongs to another. */
function belongs(thing: Thing, parent: unknown, own: Thing): boolean {
  const member = MEMBERS[own.id.split("/").at(-2) ?? ""];
  if (thing.id !== parent || member === undefined) return false;
  const all = (thing[member] ?? []) as Thing[];
  thing[member] = all;
  all.push(own);
  return true;
}

/** A line; null where it is none, such as a page that a proxy put in the file's place. */
function lineOf(text: string): (Thing & { __parentId?: string }) | null {
  try {
    const line: unknown = JSON.parse(text);
    return typeof Object(line).id === "string" ? (line as Thing) : null;
  } catch {
    return null;
  }
}
