/**
 * What the shop sells: prices, stock, tags, as its webhooks report, and the changes in them.
 *
 * A product's stock is the sum of its items (variants). An item's number is what the platform said of
 * all places together, moved on by what it says of each place; of a shop with several places that we
 * do not know yet, the next product webhook corrects it. What was not known before is no news: a
 * first price is no drop, a first number no return, and who is first seen on sale was not put on sale.
 */
import type { EngineEvent, EventKind, Item, Money, ProductFacts } from "edgewise";
import type { Sql } from "./sql.ts";

/** Stock of one item: at all places, and at those that were reported one by one. */
interface Stock {
  available: number | null;
  levels: Record<string, number>;
}

interface Row {
  facts: ProductFacts;
  /** What messages may say of it. */
  title: string;
  url?: string;
  image_url?: string;
  /** When what is known of it happened. */
  told_at: number;
  items: Record<string, Stock>;
  /** Whether it costs less than it does otherwise. Missing in rows of earlier releases. */
  on_sale?: boolean;
  /** Its variations, which WooCommerce reports one by one, each as of its moment. */
  variants?: Record<string, Variant>;
}

interface Variant {
  price: Money;
  told_at: number;
  title: string;
  /** As in {@link Row}. */
  on_sale?: boolean;
}

/** An event of one kind. */
type KindOf<Type extends EventKind["type"]> = Extract<EventKind, { type: Type }>;

/** Something that customers who have to do with a product may want to know of, as an engine's event. */
export interface News {
  product: string;
  fact_key: string;
  occurred_at: number;
  kind: KindOf<"stock_changed" | "price_changed" | "promotion_started">;
}

export class Catalog {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Takes in events about the shop's products; returns what changed. */
  take(events: readonly EngineEvent[]): News[] {
    return events.flatMap(({ occurred_at: at, kind }) => {
      if (kind.type === "product_updated") return this.#updated(kind, at);
      if (kind.type === "inventory_changed") return this.#stocked(kind, at);
      if (kind.type === "product_deleted") this.#remove(kind.product_id);
      return [];
    });
  }

  /** What is known of these products, as the engine takes it. */
  factsOf(ids: readonly string[]): Record<string, ProductFacts> {
    const query =
      "SELECT id, about FROM product WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id";
    const rows = this.#sql.exec<{ id: string; about: string }>(query, JSON.stringify(ids));
    return Object.fromEntries(
      rows.toArray().map(({ id, about }) => [id, (JSON.parse(about) as Row).facts]),
    );
  }

  #updated(change: KindOf<"product_updated">, at: number): News[] {
    const { product, stock_items: items = [] } = change;
    const { product_id: id = "", title = "", image_url } = product;
    const known = this.#row(id);
    const url = product.url ?? known?.url;
    // A WooCommerce variation is reported by itself: one item of its product, with a price of its
    // own.
    const isVariation = items.length === 1 && items[0]?.inventory_item_id === product.variant_id;
    if (!isVariation && known !== null && known.told_at > at) return [];
    const { vendor, category, unit_price: price } = product;
    // Only a store's own records say where its products are shown.
    const collections = change.collections ?? known?.facts.collections;
    const about: ProductFacts = {
      ...(collections !== undefined && { collections }),
      ...(change.tags !== undefined && { tags: change.tags }),
      ...(vendor !== undefined && { vendor }),
      ...(category !== undefined && { category }),
      ...(price !== undefined && { price }),
    };
    const next: Row = isVariation
      ? withVariant(known ?? { facts: {}, title, told_at: 0, items: {} }, product, at)
      : {
          facts: about,
          title,
          ...(url !== undefined && { url }),
          ...(image_url !== undefined && { image_url }),
          told_at: at,
          items: { ...known?.items },
          on_sale: isOnSale(product),
          ...(known?.variants !== undefined && { variants: known.variants }),
        };
    for (const { inventory_item_id: item = "", available = null } of items) {
      next.items[item] = { available, levels: next.items[item]?.levels ?? {} };
      const link =
        "INSERT INTO stock_item VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET product = ?2 WHERE product <> ?2";
      this.#sql.exec(link, item, id);
    }
    return [
      ...this.#store(id, known, next, at),
      ...(known !== null && hasBeenPutOnSale(known, next) ? [saleOf(product, next, at)] : []),
    ];
  }

  #stocked(change: KindOf<"inventory_changed">, at: number): News[] {
    const { inventory_item_id: item, location, available } = change;
    const query = "SELECT product FROM stock_item WHERE id = ?";
    const owner = this.#sql.exec<{ product: string }>(query, item).toArray()[0]?.product;
    const known = owner === undefined ? null : this.#row(owner);
    if (owner === undefined || known === null) return [];
    const before = known.items[item] ?? { available: null, levels: {} };
    const items = { ...known.items, [item]: moved(before, location, available) };
    return this.#store(owner, known, { ...known, items }, at);
  }

  #store(id: string, known: Row | null, next: Row, at: number): News[] {
    const available = totalOf(next.items);
    const { available: _, ...facts } = next.facts;
    const row = { ...next, facts: { ...facts, ...(available !== null && { available }) } };
    const text = JSON.stringify(row);
    if (known !== null && text === JSON.stringify(known)) return [];
    const write = "INSERT INTO product VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET about = ?2";
    this.#sql.exec(write, id, text);
    return known === null ? [] : newsOf(id, known, row, at);
  }

  #remove(id: string): void {
    this.#sql.exec("DELETE FROM product WHERE id = ?", id);
  }

  #row(id: string): Row | null {
    const query = "SELECT about FROM product WHERE id = ?";
    const row = this.#sql.exec<{ about: string }>(query, id).toArray()[0];
    return row === undefined ? null : (JSON.parse(row.about) as Row);
  }
}

/** A product after one of its variations was reported. An older report than the latest changes nothing. */
function withVariant(known: Row, variation: Item, at: number): Row {
  const { variant_id: id, unit_price: price, title } = variation;
  const row = { ...known, items: { ...known.items } };
  if (id === undefined || price === undefined) return row;
  if ((known.variants?.[id]?.told_at ?? 0) > at) return row;
  const on_sale = isOnSale(variation);
  const variant = { price, told_at: at, title: title ?? known.title, on_sale };
  return { ...row, variants: { ...known.variants, [id]: variant } };
}

function isOnSale({ unit_price: price, list_price: usual }: Item): boolean {
  if (price === undefined || usual === undefined) return false;
  return price.currency === usual.currency && price.minor < usual.minor;
}

/** Whether nothing of a product was on sale before, and something that was known then is now. */
function hasBeenPutOnSale(before: Row, now: Row): boolean {
  const saysOf = ({ on_sale: own, variants = {} }: Row) =>
    new Map([
      ["", own],
      ...Object.entries(variants).map(([id, variant]) => [id, variant.on_sale] as const),
    ]);
  const [had, has] = [saysOf(before), saysOf(now)];
  const wasNot = [...had.values()].every((is) => is === false);
  return wasNot && [...had.keys()].some((id) => has.get(id) === true);
}

/** That a sale of a product begins: its own, or that of the first of its variations. */
function saleOf(product: Item, { title, url, image_url }: Row, at: number): News {
  const { product_id: id = "", variant_id: variant, unit_price: price } = product;
  const named = {
    ...product,
    title: product.title ?? title,
    ...(url !== undefined && { url }),
    ...(image_url !== undefined && { image_url }),
  };
  const of = variant === undefined ? id : `${id}/${variant}`;
  return {
    product: id,
    fact_key: `edgewise:sale:${of}:${at}:${price?.minor ?? ""}`,
    occurred_at: at,
    kind: { type: "promotion_started", name: title, product: named },
  };
}

/** An item after its stock was reported: for all locations, or for one. */
function moved(
  { available: total, levels }: Stock,
  location: string | undefined,
  available: number | null,
): Stock {
  if (location === undefined || available === null) return { available, levels };
  const places = { ...levels, [location]: available };
  const before = levels[location];
  if (total !== null && before !== undefined) {
    return { available: total + available - before, levels: places };
  }
  // The first known location is the only one, until another is reported.
  if (total === null || Object.keys(levels).length === 0) {
    return { available: sum(Object.values(places)), levels: places };
  }
  return { available: total, levels: places };
}

function totalOf(items: Record<string, Stock>): number | null {
  const counted = Object.values(items).flatMap(({ available }) => available ?? []);
  return counted.length === 0 ? null : sum(counted);
}

const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);

function newsOf(product: string, before: Row, now: Row, at: number): News[] {
  const news: News[] = [];
  const { title, url, image_url } = now;
  const [had, has] = [before.facts.available, now.facts.available];
  if (had !== undefined && has !== undefined && had !== has) {
    const stock = { product_id: product, title, available: has, previous: had };
    const fact_key = `edgewise:stock:${product}:${at}:${had}:${has}`;
    news.push({ product, fact_key, occurred_at: at, kind: { type: "stock_changed", stock } });
  }
  const priced = (cost: Money | undefined, costs: Money | undefined, variant: Partial<Item>) => {
    if (!cost || !costs || cost.currency !== costs.currency || cost.minor === costs.minor) return;
    const changed = {
      product_id: product,
      title,
      ...variant,
      unit_price: costs,
      ...(url !== undefined && { url }),
      ...(image_url !== undefined && { image_url }),
    };
    const of = variant.variant_id === undefined ? product : `${product}/${variant.variant_id}`;
    const fact_key = `edgewise:price:${of}:${at}:${cost.minor}:${costs.minor}`;
    const kind = { type: "price_changed", product: changed, previous: cost } as const;
    news.push({ product, fact_key, occurred_at: at, kind });
  };
  priced(before.facts.price, now.facts.price, {});
  for (const [id, variant] of Object.entries(now.variants ?? {})) {
    const { price, title: name } = variant;
    priced(before.variants?.[id]?.price, price, { variant_id: id, title: name });
  }
  return news;
}
