/** A WooCommerce store's lists: pages of its REST API. */
import type { List, Lists, Part, Place, Step } from "../lists.ts";
import type { Keys } from "./client.ts";
import { begun, larger, offsetOf, type Progress, smaller, take } from "./list-progress.ts";
import { type Answered, readPage, type Row } from "./pages.ts";

/** How a list is asked for. */
interface Asked extends List {
  /** Rows that are asked for at once, at first. */
  size: number;
  query?: string;
  /** Whether only some stores have it. */
  isOptional?: true;
}

const LISTS: readonly Asked[] = [
  // Variations are lists of their own, one for each product.
  { part: "products", topic: "product.imported", size: 20, query: "status=any" },
  { part: "coupons", topic: "coupon.imported", size: 100 },
  { part: "customers", topic: "customer.imported", size: 100, query: "role=all" },
  { part: "orders", topic: "order.imported", size: 100, query: "status=any" },
  { part: "subscriptions", topic: "subscription.imported", size: 100, isOptional: true },
];

/** Variations of a product that are asked for at once. */
const VARIATIONS = 100;

interface Site {
  domain: string;
  keys: Keys;
}

export const wooCommerceLists = (site: Site): Lists => ({
  all: LISTS,
  next: (part, from) => next(site, part, from),
});

async function next(site: Site, part: Part, from: Place | undefined): Promise<Step> {
  const list = LISTS.find((one) => one.part === part) as Asked;
  const progress = (from as Progress | undefined) ?? begun(list.size);
  const { query } = list;
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
  const variations = part === "products" ? await variationsOf(site, taken.fresh) : { rows: [] };
  if ("trouble" in variations) return stopped(progress, variations);
  const rows = [...taken.fresh, ...variations.rows];
  return { type: "read", rows, place: larger(taken.progress, list.size) };
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
