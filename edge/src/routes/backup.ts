/**
 * Backups: a shop as a file, and a shop out of a file.
 *
 * A file is lines of JSON: what it is, then a row a line, then how many there were. Personal fields are in
 * it as they are stored, sealed; so it is restored where the same master key is.
 */
import { Buffer } from "node:buffer";
import { forget } from "../directory/lookup.ts";
import type { Env } from "../env.ts";
import { keptErasures } from "../erasures.ts";
import { randomName } from "../ids.ts";
import { logError } from "../log.ts";
import { masters } from "../master.ts";
import { Problem } from "../problem.ts";
import { RestoredShop } from "../contract/shops.ts";
import type { KnownCall, ShopCall } from "./call.ts";
import { file, gives, Reply, route, streams } from "./route.ts";
import type { Columns } from "../shop/backup.ts";
import { directory, shopStub } from "../stubs.ts";

/** The form of a file. Another one is refused. */
const FORMAT = 1;
/** The number of characters after which lines are put in. */
const BATCH = 256 * 1024;
/** Erasures that are taken over in one step. */
const ERASURES = 2_000;
/** The longest line: a row's sealed state, in base64. */
const LONGEST_LINE = 4 * 1024 * 1024;

interface Head {
  edgewise_backup: typeof FORMAT;
  shop: string;
  /** The moment the copy is of, in milliseconds since 1970. */
  at: number;
  schema: number;
  tables: Columns;
  listing: Record<string, string | number | null>;
  /** By which one knows, without knowing the key, that it is the same. */
  master_key: string;
}

export const backup = route("GET /api/shops/{shop}/backup", {
  id: "backUpShop",
  summary: "Back up a shop as of this moment",
  description:
    "Lines of JSON: what it is, one row a line, and how many there were. Personal data stays encrypted under the master key.",
  access: "operator",
  answers: { 200: streams("The backup", "application/x-ndjson") },
  handle: (call) => backUp(call),
});

export const restore = route("POST /api/restore", {
  id: "restoreShop",
  summary: "Restore a shop from a backup, under the same master key",
  description: "It sends nothing until sending is resumed, and then nothing that was due before.",
  access: "operator",
  change: "shop-restored",
  body: file("A backup, as it was downloaded", { "application/x-ndjson": null }),
  answers: { 201: gives("Restored", RestoredShop) },
  errors: {
    409: "The store is connected here already",
    422: "It is not a whole backup, or one under another master key",
  },
  handle: (call) => restoreFrom(call),
});

/** Gives a shop as a file, while it goes on. */
async function backUp(call: ShopCall): Promise<Response> {
  const { env } = call;
  const { listing, shop } = call;
  const id = randomName();
  const { at, schema, tables, master } = await shop.backups.begin(id);
  const row = await directory(env).copy(listing.shop, master);
  const head: Head = {
    edgewise_backup: FORMAT,
    shop: listing.shop,
    at,
    schema,
    tables,
    listing: written(row ?? {}),
    master_key: master,
  };
  let next: string | null = null;
  let rows = 0;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (out) => out.enqueue(encoder.encode(`${JSON.stringify(head)}\n`)),
    async pull(out) {
      const slice = await shop.backups.slice(id, next);
      if (slice === null) throw new Error("another backup of this shop was begun");
      rows += slice.lines.split("\n").length - 1;
      if (slice.lines !== "") out.enqueue(encoder.encode(slice.lines));
      next = slice.next;
      if (next !== null) return;
      out.enqueue(encoder.encode(`${JSON.stringify({ end: true, rows })}\n`));
      out.close();
      await shop.backups.end();
    },
    cancel: () => shop.backups.end(),
  });
  const day = new Date(at).toISOString().slice(0, 10);
  return new Response(body, {
    headers: {
      "content-type": "application/x-ndjson",
      "content-disposition": `attachment; filename="${listing.domain}-${day}.edgewise"`,
      "cache-control": "no-store",
    },
  });
}

/** Makes a shop of a file. It sends nothing before its merchant lets it. */
async function restoreFrom(call: KnownCall) {
  const { env, request } = call;
  if (request.body === null) throw unreadable("It is empty.");
  let head: Head | null = null;
  let rows = 0;
  let waiting = "";
  let end: { rows: number } | null = null;
  try {
    for await (const line of linesOf(request.body)) {
      if (end !== null) throw unreadable("Something stands after its end.");
      if (head === null) {
        head = headOf(line, env);
        await begin(head, env);
        continue;
      }
      end = endOf(line);
      if (end === null) {
        waiting += `${line}\n`;
        rows += 1;
      }
      if (waiting.length >= BATCH || end !== null) {
        await shopStub(env, head.shop).backups.restoreRows(head.tables, waiting);
        waiting = "";
      }
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    logError("restore-failed", error);
    throw unreadable("A line of it is no row of a shop.");
  }
  if (head === null || end?.rows !== rows) throw unreadable("It is cut short.");
  await leaveOutErased(head, env);
  await shopStub(env, head.shop).backups.endRestoring(head.at);
  await directory(env).put(read(head.listing), head.master_key);
  forget();
  call.trail.target = head.shop;
  call.trail.detail = { domain: String(head.listing.domain) };
  return new Reply(201, { shop: head.shop, backup: head.at, rows });
}

async function begin({ shop, schema, listing }: Head, env: Env): Promise<void> {
  const known = (await directory(env).byShop(shop)) !== null;
  const there = await directory(env).byDomain(String(listing.domain));
  if (known || there.length > 0) {
    const message = `${listing.domain} is connected here already. Delete that shop first, or restore into an empty directory.`;
    throw new Problem(409, "already-connected", message);
  }
  if (!(await shopStub(env, shop).backups.beginRestoring(schema))) {
    throw new Problem(409, "already-connected", "A shop with this ID exists already.");
  }
}

/** A customer erased after the backup was made does not come back with it. */
async function leaveOutErased({ shop, master_key: master }: Head, env: Env): Promise<void> {
  const { backups } = shopStub(env, shop);
  const erasures = await keptErasures(env, shop);
  // At least once: the backup has some of its own.
  for (let at = 0; at === 0 || at < erasures.length; at += ERASURES) {
    await backups.restoreErasures(erasures.slice(at, at + ERASURES));
  }
  for (let after: string | null = ""; after !== null; ) {
    after = await backups.destroyErased(shop, master, after);
  }
}

function headOf(line: string, env: Env): Head {
  let head: Partial<Head>;
  try {
    head = JSON.parse(line) as Partial<Head>;
  } catch {
    throw unreadable("Its first line does not say that it is one.");
  }
  if (head.edgewise_backup !== FORMAT)
    throw unreadable("Its first line does not say that it is one.");
  if (!masters(env).some(({ id }) => id === head.master_key)) {
    const message =
      "This backup was made with another EDGEWISE_MASTER_KEY, so nothing personal in it could be opened. Start Edgewise with that key, or name it in EDGEWISE_PREVIOUS_MASTER_KEY, then restore it.";
    throw new Problem(422, "other-master-key", message);
  }
  return head as Head;
}

function endOf(line: string): { rows: number } | null {
  return line.startsWith('{"end":true') ? (JSON.parse(line) as { rows: number }) : null;
}

/** The lines of a stream. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let held = "";
  for await (const chunk of body) {
    held += decoder.decode(chunk, { stream: true });
    const lines = held.split("\n");
    held = lines.pop() ?? "";
    yield* lines;
    if (held.length > LONGEST_LINE) throw unreadable("A line of it is too long.");
  }
  if (held !== "") yield held;
}

const unreadable = (why: string) =>
  new Problem(422, "backup-unreadable", `This isn't a complete Edgewise backup. ${why}`);

/** A row of the directory, its bytes in base64. */
function written(row: Record<string, SqlStorageValue>): Head["listing"] {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof ArrayBuffer ? Buffer.from(value).toString("base64") : value,
    ]),
  );
}

function read({ secrets, ...row }: Head["listing"]): Record<string, SqlStorageValue> {
  if (typeof secrets !== "string") return { ...row, secrets: null };
  const bytes = Buffer.from(secrets, "base64");
  const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return { ...row, secrets: copy as ArrayBuffer };
}
