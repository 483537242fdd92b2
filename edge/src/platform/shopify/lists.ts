/**
 * A Shopify shop's lists: bulk operations, which Shopify runs by itself and answers with a file.
 *
 * One operation at a time is asked for and waited for, and its file is read piece by piece. What is kept in
 * between is the operation's id and a place in its file; the file's address opens it to anybody, and is
 * asked for each time. A file that is short, partial or gone is no end: the list is asked for anew, and what
 * was read of it before says nothing new the second time.
 */
import type { Lists, ListTrouble, OrderInShort, Part, Place, Row, Step, Wanted } from "../lists.ts";
import { type Answer, type Installation, run } from "./admin-api.ts";
import { readPiece } from "./bulk-file.ts";
import bulkCodes from "./operations/bulk-codes.graphql";
import bulkCustomers from "./operations/bulk-customers.graphql";
import bulkOperation from "./operations/bulk-operation.graphql";
import bulkOrderIds from "./operations/bulk-order-ids.graphql";
import bulkOrders from "./operations/bulk-orders.graphql";
import bulkProducts from "./operations/bulk-products.graphql";
import cancelBulkOperation from "./operations/cancel-bulk-operation.graphql";
import grantedScopes from "./operations/granted-scopes.graphql";
import runBulkOperation from "./operations/run-bulk-operation.graphql";

const LISTS: readonly Part[] = ["products", "coupons", "customers", "orders"];

const QUERIES: Partial<Record<Part, string>> = {
  products: bulkProducts,
  coupons: bulkCodes,
  customers: bulkCustomers,
  orders: bulkOrders,
};

/** How long Shopify is given before it is asked again how far it is, in milliseconds. */
const POLLED = 5_000;
/** How long others' operations are given to end. */
const SLOT_AWAITED = 60_000;
/** A list that failed is asked for again after this time, then after twice as long, up to the longest. */
const ASKED_ANEW = 60_000;
const ASKED_ANEW_AT_MOST = 6 * 3_600_000;

interface BulkPlace extends Place {
  /** The operation whose file is read; null before it is asked for. */
  operation: string | null;
  /** Where in the file to read on, in bytes. */
  at: number;
  /** How many of its lines were read. */
  lines: number;
  /** Operations before it that left no whole file. */
  failed: number;
}

const BEGINNING: BulkPlace = {
  read: 0,
  announced: null,
  done: false,
  operation: null,
  at: 0,
  lines: 0,
  failed: 0,
};

interface Operation {
  status: "CREATED" | "RUNNING" | "CANCELING" | "COMPLETED" | "FAILED" | "CANCELED" | "EXPIRED";
  errorCode: string | null;
  url: string | null;
  partialDataUrl: string | null;
  objectCount: string;
  rootObjectCount: string;
}

export const shopifyLists = (shop: Installation): Lists => ({
  all: LISTS,
  changing: ["products", "customers", "orders"],
  next: (wanted, from) => next(shop, wanted, (from as BulkPlace | undefined) ?? BEGINNING),
  letGo: (place) => letGo(shop, place as BulkPlace),
  topicOf: (part, how) => `${part}/${how === "gone" ? "delete" : how}`,
  changedAt,
  inShort,
  // An order that is other than before has another date, and is among what changed.
  whole: async () => [],
});

function changedAt({ json }: Row): number {
  const { updated_at: at = "" } = JSON.parse(json) as { updated_at?: string };
  return Date.parse(at) || 0;
}

function inShort({ json }: Row): OrderInShort {
  const { id: gid, created_at: at } = JSON.parse(json) as { id: string; created_at: string };
  const id = gid.split("/").at(-1) ?? "";
  return { id, key: `shopify:order:${id}`, placedAt: Date.parse(at) || 0, isDraft: false };
}

async function next(shop: Installation, wanted: Wanted, from: BulkPlace): Promise<Step> {
  const { operation: id } = from;
  if (id === null) return begin(shop, wanted, from);
  const answer = await run<{ operation: Operation | null }>(shop, bulkOperation, { id });
  if (answer.data === null) return silent(answer);
  const { operation } = answer.data;
  if (operation === null) return anew(from, "expired");
  const { status, url, partialDataUrl, errorCode } = operation;
  if (status === "CREATED" || status === "RUNNING" || status === "CANCELING") {
    return { type: "pending", place: from, after: POLLED };
  }
  if (status === "COMPLETED" && url !== null) return read(from, operation, url);
  if (status === "COMPLETED" && Number(operation.objectCount) === 0) {
    return { type: "read", rows: [], place: { ...from, announced: 0, done: true } };
  }
  if (status === "COMPLETED") return anew(from, "short");
  // What there is of it is worth having until all of it is there.
  if (partialDataUrl !== null) return read(from, operation, partialDataUrl);
  if (errorCode === "ACCESS_DENIED") return anew(from, "scope-missing");
  return anew(from, status === "EXPIRED" ? "expired" : "unfinished");
}

/** Asks for an operation. */
async function begin(shop: Installation, wanted: Wanted, from: BulkPlace): Promise<Step> {
  const isAll = wanted.which === "all" && wanted.part === "orders";
  const isLimited = isAll ? await isRecentOnly(shop) : false;
  if (typeof isLimited !== "boolean") return isLimited;
  const query = queryOf(wanted);
  type Begun = {
    begun: {
      operation: { id: string } | null;
      userErrors: { code: string | null; message: string }[];
    };
  };
  const answer = await run<Begun>(shop, runBulkOperation, { query });
  if (answer.data === null) return silent(answer);
  const { operation, userErrors } = answer.data.begun;
  if (operation !== null && userErrors.length === 0) {
    const place: BulkPlace = { ...from, isLimited, operation: operation.id };
    return { type: "pending", place, after: 0 };
  }
  const isOccupied = userErrors.some(({ code }) => code !== null && OCCUPIED.has(code));
  const found = (userErrors[0]?.message ?? "").slice(0, 200);
  return isOccupied
    ? { type: "stopped", trouble: "busy", found, after: SLOT_AWAITED }
    : { type: "stopped", trouble: "unfinished", found };
}

/** Cancels the operation of a place. One that ended already is none to cancel, and Shopify says so. */
async function letGo(shop: Installation, { operation: id }: BulkPlace): Promise<boolean> {
  if (id === null) return true;
  const { trouble } = await run<object>(shop, cancelBulkOperation, { id });
  return trouble === null || trouble === "refused" || trouble === "scope-missing";
}

/** Whether the shop shows orders of the last 60 days only, as it does to apps that were not approved. */
async function isRecentOnly(shop: Installation): Promise<boolean | Step> {
  type Granted = { installation: { accessScopes: { handle: string }[] } };
  const answer = await run<Granted>(shop, grantedScopes, {});
  if (answer.data === null) return silent(answer);
  const { accessScopes } = answer.data.installation;
  return accessScopes.every(({ handle }) => handle !== "read_all_orders");
}

/** A bulk operation takes no variables, so the filter is put in their place. */
function queryOf(wanted: Wanted): string {
  const { part, which } = wanted;
  const text = which === "recent" ? bulkOrderIds : (QUERIES[part] ?? "");
  const filter = which === "all" ? "" : `(query: ${JSON.stringify(filterOf(wanted))})`;
  return text.replace("($query: String)", "").replace("(query: $query)", filter);
}

function filterOf({ which, after }: Exclude<Wanted, { which: "all" }>): string {
  const field = which === "changed" ? "updated_at" : "created_at";
  return `${field}:>='${new Date(after).toISOString()}'`;
}

/** Why Shopify runs no further operation at the moment. */
const OCCUPIED: ReadonlySet<string> = new Set(["OPERATION_IN_PROGRESS", "LIMIT_REACHED"]);

/** Reads the next piece of a file. */
async function read(from: BulkPlace, operation: Operation, url: string): Promise<Step> {
  const isPartial = operation.status !== "COMPLETED";
  const piece = await readPiece(url, from.at, isPartial);
  if ("trouble" in piece) {
    const { trouble, found } = piece;
    const isUseless = trouble === "expired" || trouble === "unordered";
    return isUseless ? anew(from, trouble, found) : { type: "stopped", trouble, found };
  }
  const announced = Number(operation.rootObjectCount);
  const place: BulkPlace = {
    ...from,
    announced,
    read: from.read + piece.rows.length,
    at: piece.next,
    lines: from.lines + piece.lines,
  };
  if (!piece.isEnd || piece.rows.length > 0) return { type: "read", rows: piece.rows, place };
  if (isPartial) return anew(from, "unfinished");
  const isWhole = place.read === announced && place.lines === Number(operation.objectCount);
  return isWhole
    ? { type: "read", rows: [], place: { ...place, done: true } }
    : anew(from, "short");
}

/** The list is asked for again from its beginning. */
function anew({ failed }: BulkPlace, trouble: ListTrouble, found = ""): Step {
  const place: BulkPlace = { ...BEGINNING, failed: failed + 1 };
  const after = Math.min(ASKED_ANEW * 2 ** failed, ASKED_ANEW_AT_MOST);
  return { type: "stopped", trouble, found, place, after };
}

const silent = ({ trouble, after }: Exclude<Answer<unknown>, { trouble: null }>): Step => ({
  type: "stopped",
  trouble,
  found: "",
  ...(after !== undefined && { after }),
});
