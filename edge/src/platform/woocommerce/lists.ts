/** A WooCommerce store's lists: pages of its REST API. */
import type { Lists, OrderInShort, Part, Place, Row as Listed, Step, Wanted } from "../lists.ts";
import type { Keys } from "./client.ts";
import { begun, larger, offsetOf, type Progress, smaller, take } from "./list-progress.ts";
import { type Answered, readPage, readRow, type Row } from "./pages.ts";

/** How a list is asked for. */
interface Asked {
  part: Part;
  /** What stands in it, in the words of topics. */
  resource: string;
  /** Rows that are asked for at once, at first. */
  size: number;
  query?: string;
  /** Whether only some stores have it. */
  isOptional?: true;
}

const LISTS: readonly Asked[] = [
  // Variations are lists of their own, one for each product.
  { part: "products", resource: "product", size: 20, query: "status=any" },
  { part: "coupons", resource: "coupon", size: 100 },
  { part: "customers", resource: "customer", size: 100, query: "role=all" },
  { part: "orders", resource: "order", size: 100, query: "status=any" },
  { part: "subscriptions", resource: "subscription", size: 100, isOptional: true },
];

/** What an order is compared by. */
const IN_SHORT = "id,status,customer_id,total,refunds,date_created_gmt";
/** Rows that are asked for at once where only some of a list is read. */
const SOME = 100;
const WORDS = { imported: "imported", found: "found", gone: "deleted" } as const;

/** Variations of a product that are asked for at once. */
const VARIATIONS = 100;

interface Site {
  domain: string;
  keys: Keys;
}

export const wooCommerceLists = (site: Site): Lists => ({
  all: LISTS.map(({ part }) => part),
  changing: ["orders", "products", "subscriptions"],
  tellsAccounts: true,
  next: (wanted, from) => next(site, wanted, from),
  // A page is made as it is asked for.
  letGo: async () => true,
  topicOf: (part, how) => `${listOf(part).resource}.${WORDS[how]}`,
  changedAt,
  inShort,
  whole: (ids) => whole(site, ids),
});

const listOf = (part: Part): Asked => LISTS.find((one) => one.part === part) as Asked;

async function next(site: Site, wanted: Wanted, from: Place | undefined): Promise<Step> {
  const { part } = wanted;
  const list = listOf(part);
  const size = wanted.which === "all" ? list.size : SOME;
  const progress = (from as Progress | undefined) ?? begun(size);
  const query = queryOf(list, wanted);
  const answered = await readPage(site.domain, site.keys, {
    list: part,
    offset: offsetOf(progress),
    size: progress.size,
    ...(query !== undefined && { query }),
  });
  if (answered.page === null) {
    const isAbsent = answered.trouble === "no-such-list" && list.isOptional === true;
    return isAbsent ? { type: "absent" } : stopped(progress, answered);
  }
  const taken = take(progress, answered.page);
  if (taken.fault !== null) return { type: "stopped", trouble: taken.fault, found: "" };
  // Without the plugin nobody understands the question, and all accounts come.
  const since = changedAccountsSince(wanted);
  if (since !== null && taken.fresh.some((row) => changedAt(row) < since))
    return { type: "absent" };
  // Whoever asks for changes is told of a variation's by itself.
  const isWhole = part === "products" && wanted.which === "all";
  const variations = isWhole ? await variationsOf(site, taken.fresh) : { rows: [] };
  if ("trouble" in variations) return stopped(progress, variations);
  const rows = [...taken.fresh, ...variations.rows];
  return { type: "read", rows, place: larger(taken.progress, size) };
}

function queryOf({ query }: Asked, wanted: Wanted): string | undefined {
  if (wanted.which === "all") return query;
  // WooCommerce can't say so of accounts; the plugin adds it.
  if (changedAccountsSince(wanted) !== null) {
    return `${query}&edgewise_modified_after=${Math.floor(wanted.after / 1000)}`;
  }
  const since = new Date(wanted.after).toISOString().slice(0, 19);
  return wanted.which === "changed"
    ? `status=any&modified_after=${since}&dates_are_gmt=true`
    : `status=any&after=${since}&dates_are_gmt=true&_fields=${IN_SHORT}`;
}

/** Since when accounts are to have changed; null where something else is wanted. */
const changedAccountsSince = (wanted: Wanted): number | null =>
  wanted.which === "changed" && wanted.part === "customers" ? wanted.after : null;

function changedAt({ json }: Listed): number {
  const { date_modified_gmt: at } = JSON.parse(json) as { date_modified_gmt?: string };
  return Date.parse(`${at}Z`) || 0;
}

function inShort({ json }: Listed): OrderInShort {
  type Order = { id: number; status?: string; date_created_gmt?: string };
  const { id, status = "", date_created_gmt: at } = JSON.parse(json) as Order;
  return {
    id: String(id),
    key: `woocommerce:order:${id}`,
    placedAt: Date.parse(`${at}Z`) || 0,
    isDraft: DRAFTS.has(status),
  };
}

const DRAFTS: ReadonlySet<string> = new Set(["checkout-draft", "auto-draft"]);

async function whole({ domain, keys }: Site, ids: readonly string[]): Promise<Listed[] | null> {
  const rows: Listed[] = [];
  for (const id of ids) {
    const answer = await readRow(domain, keys, "orders", Number(id));
    if ("trouble" in answer) return null;
    // Gone between the list and now: the next comparison says so.
    if (answer.row !== null) rows.push(answer.row);
  }
  return rows;
}

/** Why a page did not come; where it was too much, a smaller one is tried at once. */
function stopped(progress: Progress, answered: Extract<Answered, { page: null }>): Step {
  const { trouble, found, after } = answered;
  const less = trouble === "too-much" ? smaller(progress) : null;
  const again = less === null ? after : 0;
  return {
    type: "stopped",
    trouble,
    found,
    ...(less !== null && { place: less }),
    ...(again !== undefined && { after: again }),
  };
}

/** The variations of the products among these rows, or why they are not known. */
async function variationsOf(
  { domain, keys }: Site,
  products: readonly Row[],
): Promise<{ rows: Row[] } | Extract<Answered, { page: null }>> {
  const all: Row[] = [];
  for (const { id } of products.filter(({ json }) => isVariable(json))) {
    let progress = begun(VARIATIONS);
    while (!progress.done) {
      const list = `products/${id}/variations`;
      const wanted = { list, offset: offsetOf(progress), size: progress.size };
      const answered = await readPage(domain, keys, wanted);
      if (answered.page === null) return answered;
      const taken = take(progress, answered.page);
      if (taken.fault !== null) return { page: null, trouble: "not-a-list", found: taken.fault };
      all.push(...taken.fresh.map((row) => withParent(row, id)));
      ({ progress } = taken);
    }
  }
  return { rows: all };
}

const isVariable = (json: string): boolean =>
  (JSON.parse(json) as { type?: unknown }).type === "variable";

/** A variation says in a webhook whose it is, and in some stores' lists it doesn't. */
function withParent({ id, json }: Row, parent: number): Row {
  if ("parent_id" in (JSON.parse(json) as object)) return { id, json };
  return { id, json: `${json.slice(0, json.lastIndexOf("}"))},"parent_id":${parent}}` };
}
