/**
 * Fifty segments, each three times: in the language of conditions, as SQL, and as a function over
 * typed arrays that a developer would write by hand. Windows are exact numbers of days, so that all
 * three mean the same to the second.
 */
import { CATEGORIES, COUNTRIES, DAY, NOW, TAGS, TIERS } from "./shop.mjs";

const last = (days) => ({ last: { amount: days, unit: "days" } });
const since = (days) => NOW - days * DAY;

/** Spent more than an amount of euros, in the last days or ever. */
function spent(euros, days = null) {
  const from = days === null ? 0 : since(days);
  return {
    name: `spent more than ${euros} ${days === null ? "ever" : `in ${days} days`}`,
    condition: {
      type: "spend",
      is: "more_than",
      amount: `${euros}.00`,
      ...(days !== null && { window: last(days) }),
    },
    sql: `SELECT customer FROM orders WHERE at > ${from} GROUP BY customer HAVING sum(amount) > ${euros * 100}`,
    test: ({ orders }) => {
      const { starts, at, amount } = orders;
      return (customer) => {
        let sum = 0;
        for (let row = starts[customer]; row < starts[customer + 1]; row += 1)
          if (at[row] > from) sum += amount[row];
        return sum > euros * 100;
      };
    },
  };
}

/** Ordered so often, in the last days or ever. */
function ordered(is, count, days = null) {
  const from = days === null ? 0 : since(days);
  const compare = { at_least: ">=", exactly: "=" }[is];
  const grouped = `SELECT customer FROM orders WHERE at > ${from} GROUP BY customer`;
  return {
    name: `ordered ${is.replace("_", " ")} ${count} times ${days === null ? "ever" : `in ${days} days`}`,
    condition: {
      type: "order_count",
      is,
      count,
      ...(days !== null && { window: last(days) }),
    },
    ...(count === 0
      ? { without: `SELECT customer FROM orders WHERE at > ${from}` }
      : { sql: `${grouped} HAVING count(*) ${compare} ${count}` }),
    test: ({ orders }) => {
      const { starts, at } = orders;
      return (customer) => {
        let found = 0;
        for (let row = starts[customer]; row < starts[customer + 1]; row += 1)
          if (at[row] > from) found += 1;
        return is === "exactly" ? found === count : found >= count;
      };
    },
  };
}

/** Bought last longer ago than that. */
function lapsed(days) {
  const from = since(days);
  return {
    name: `last order more than ${days} days ago`,
    condition: {
      type: "date",
      name: "last_order_at",
      is: "before_last",
      span: { amount: days, unit: "days" },
    },
    sql: `SELECT customer FROM orders GROUP BY customer HAVING max(at) <= ${from}`,
    test: ({ orders }) => {
      const { starts, at } = orders;
      return (customer) => {
        const end = starts[customer + 1];
        return end > starts[customer] && at[end - 1] <= from;
      };
    },
  };
}

/** The first order lies in the last days. */
function firstOrder(days) {
  const from = since(days);
  return {
    name: `first order in ${days} days`,
    condition: {
      type: "date",
      name: "first_order_at",
      is: "in_last",
      span: { amount: days, unit: "days" },
    },
    sql: `SELECT customer FROM orders GROUP BY customer HAVING min(at) > ${from}`,
    test: ({ orders }) => {
      const { starts, at } = orders;
      return (customer) => {
        const start = starts[customer];
        return starts[customer + 1] > start && at[start] > from;
      };
    },
  };
}

/** The orders' mean total is at least so much. */
function meanOrder(euros) {
  return {
    name: `mean order of ${euros} or more`,
    condition: {
      type: "aggregate",
      figure: "average",
      property: "total",
      event: "order_placed",
      is: "at_least",
      value: euros,
    },
    sql: `SELECT customer FROM orders GROUP BY customer HAVING sum(amount) >= ${euros * 100} * count(*)`,
    test: ({ orders }) => {
      const { starts, amount } = orders;
      return (customer) => {
        const [start, end] = [starts[customer], starts[customer + 1]];
        let sum = 0;
        for (let row = start; row < end; row += 1) sum += amount[row];
        return end > start && sum >= euros * 100 * (end - start);
      };
    },
  };
}

/** Bought something of a category in the last days. */
function bought(category, days) {
  const [id, from] = [CATEGORIES.indexOf(category), since(days)];
  return {
    name: `bought ${category} in ${days} days`,
    condition: {
      type: "bought",
      where: [{ property: "category", is: "equals", value: category }],
      window: last(days),
    },
    sql: `SELECT DISTINCT customer FROM orders WHERE at > ${from} AND category = ${id}`,
    test: ({ orders }) => {
      const { starts, at, category: categories } = orders;
      return (customer) => {
        for (let row = starts[customer]; row < starts[customer + 1]; row += 1)
          if (at[row] > from && categories[row] === id) return true;
        return false;
      };
    },
  };
}

/** Viewed products, perhaps of one category, so often in the last days. */
function viewed(category, count, days) {
  const [id, from] = [CATEGORIES.indexOf(category), since(days)];
  const only = id < 0 ? "" : ` AND category = ${id}`;
  return {
    name: `viewed ${category ?? "anything"} ${count} times in ${days} days`,
    condition: {
      type: "performed",
      event: "product_viewed",
      ...(id >= 0 && { where: [{ property: "category", is: "equals", value: category }] }),
      count,
      window: last(days),
    },
    sql: `SELECT customer FROM views WHERE at > ${from}${only} GROUP BY customer HAVING count(*) >= ${count}`,
    test: ({ views }) => {
      const { starts, at, category: categories } = views;
      return (customer) => {
        let found = 0;
        for (let row = starts[customer]; row < starts[customer + 1]; row += 1)
          if (at[row] > from && (id < 0 || categories[row] === id)) found += 1;
        return found >= count;
      };
    },
  };
}

/** Did none of these in the last days. */
function silent(days, tables) {
  const from = since(days);
  const events = { views: "product_viewed", orders: "order_placed", carts: "cart_updated" };
  const known = tables.filter((name) => name !== "opens").map((name) => events[name]);
  const none = (event, about) => ({ type: "not_performed", event, about, window: last(days) });
  const of = [
    ...(known.length > 0 ? [none(known)] : []),
    ...(tables.includes("opens") ? [none("custom", "email_opened")] : []),
  ];
  const union = tables.map((name) => `SELECT customer FROM ${name} WHERE at > ${from}`);
  return {
    name: `no ${tables.join(", ")} in ${days} days`,
    condition: of.length === 1 ? of[0] : { type: "all", of },
    without: union.join(" UNION ALL "),
    test: (shop) => {
      const all = tables.map((name) => shop[name]);
      return (customer) => {
        for (const { starts, at } of all) {
          const end = starts[customer + 1];
          if (end > starts[customer] && at[end - 1] > from) return false;
        }
        return true;
      };
    },
  };
}

/** Left a cart behind. */
const abandoned = {
  name: "cart not bought",
  condition: { type: "cart_contains" },
  sql: "SELECT c.customer FROM (SELECT customer, max(at) AS at FROM carts GROUP BY customer) c LEFT JOIN (SELECT customer, max(at) AS at FROM orders GROUP BY customer) o USING (customer) WHERE o.at IS NULL OR c.at > o.at",
  test:
    ({ carts, orders }) =>
    (customer) => {
      const [end, bought] = [carts.starts[customer + 1], orders.starts[customer + 1]];
      if (end === carts.starts[customer]) return false;
      return bought === orders.starts[customer] || carts.at[end - 1] > orders.at[bought - 1];
    },
};

/** Something said of the customer, as a column of small numbers. */
function plain(name, condition, column, sql, holds) {
  return {
    name,
    condition,
    where: sql,
    test: (shop) => {
      const values = shop[column];
      return (customer) => holds(values[customer]);
    },
  };
}

function lives(...codes) {
  const ids = codes.map((code) => COUNTRIES.indexOf(code));
  const condition = { type: "attribute", name: "country", is: "one_of", value: codes };
  const table = COUNTRIES.map((_, id) => ids.includes(id));
  return plain(
    `lives in ${codes.join(", ")}`,
    condition,
    "country",
    `country IN (${ids})`,
    (id) => table[id],
  );
}

function tagged(tag) {
  const bit = TAGS.indexOf(tag);
  const sql = `(tags >> ${bit}) & 1 = 1`;
  return plain(`tagged ${tag}`, { type: "tag", tag }, "tags", sql, (tags) => (tags >> bit) & 1);
}

function inTier(tier) {
  const id = TIERS.indexOf(tier);
  return plain(`tier ${tier}`, { type: "tier", tier }, "tier", `tier = ${id}`, (own) => own === id);
}

function agreed(is) {
  const id = ["never_subscribed", "subscribed", "unsubscribed"].indexOf(is);
  const condition = { type: "consent", channel: "email", is };
  return plain(`email ${is}`, condition, "consent", `consent = ${id}`, (own) => own === id);
}

function joined(is, days) {
  const from = since(days);
  const condition = { type: "date", name: "joined_at", is, span: { amount: days, unit: "days" } };
  const late = is === "in_last";
  const sql = late ? `joined > ${from}` : `joined <= ${from}`;
  return plain(`joined ${is} ${days} days`, condition, "joined", sql, (at) => at > from === late);
}

function rfm(groups, cuts) {
  // The groups by the score of recency, and the mean of the other two, rounded up.
  const named = [
    "dormant dormant at-risk at-risk previously-loyal",
    "dormant dormant at-risk at-risk previously-loyal",
    "almost-lost almost-lost needs-attention loyal loyal",
    "promising active active loyal loyal",
    "new active active champions champions",
  ].map((line) => line.split(" ").map((name) => groups.includes(name)));
  const cases = named.flatMap((line, r) =>
    line.flatMap((wanted, fm) =>
      wanted ? [`(r = ${r + 1} AND (f + m + 1) // 2 = ${fm + 1})`] : [],
    ),
  );
  const score = (value, limits) =>
    `1 + ${limits.map((cut) => `(${value} >= ${cut})::INT`).join(" + ")}`;
  const seconds = cuts.recency.map((cut) => cut / 1_000);
  const scores = `SELECT customer, ${score("max(at)", seconds)} AS r, ${score("count(*)", cuts.frequency)} AS f, ${score("sum(amount)", cuts.monetary)} AS m FROM orders GROUP BY customer`;
  const rank = (value, limits) => {
    let own = 1;
    for (const cut of limits) if (value >= cut) own += 1;
    return own;
  };
  return {
    name: `RFM ${groups.join(", ")}`,
    condition: { type: "rfm", groups },
    sql: `SELECT customer FROM (${scores}) WHERE ${cases.join(" OR ")}`,
    test: ({ orders }) => {
      const { starts, at, amount } = orders;
      return (customer) => {
        const [start, end] = [starts[customer], starts[customer + 1]];
        if (end === start) return false;
        let sum = 0;
        for (let row = start; row < end; row += 1) sum += amount[row];
        const mean = (rank(end - start, cuts.frequency) + rank(sum, cuts.monetary) + 1) >> 1;
        return named[rank(at[end - 1], seconds) - 1][mean - 1];
      };
    },
  };
}

/**
 * The customers of a segment as SQL: filters on the customer in one `WHERE`, the rest as joins that
 * only keep or only drop.
 */
export function query(segment) {
  const { of = [segment] } = segment;
  if (segment.sql) return segment.sql;
  const joins = of.flatMap(({ sql, without }, place) => [
    ...(sql ? [`SEMI JOIN (${sql}) AS t${place} USING (customer)`] : []),
    ...(without ? [`ANTI JOIN (${without}) AS t${place} USING (customer)`] : []),
  ]);
  const filters = of.flatMap(({ where }) => (where ? [where] : []));
  const where = filters.length > 0 ? `WHERE ${filters.join(" AND ")}` : "";
  return `SELECT customer FROM customers ${joins.join(" ")} ${where}`;
}

/** All of these; what is cheap stands first, for the arrays. */
function all(...of) {
  return {
    name: of.map((one) => one.name).join(" and "),
    condition: { type: "all", of: of.map((one) => one.condition) },
    of,
    test: (shop) => {
      const tests = of.map((one) => one.test(shop));
      return (customer) => {
        for (const test of tests) if (!test(customer)) return false;
        return true;
      };
    },
  };
}

/** The fifty, for a shop whose buyers are cut into fifths like this. */
export function definitions(cuts) {
  return [
    spent(500, 90),
    spent(200, 30),
    spent(100, 365),
    spent(500),
    spent(1_000),
    ordered("at_least", 2),
    ordered("exactly", 1),
    ordered("exactly", 0),
    ordered("at_least", 4, 365),
    ordered("at_least", 1, 7),
    ordered("exactly", 0, 60),
    lapsed(30),
    lapsed(90),
    lapsed(180),
    firstOrder(30),
    firstOrder(7),
    meanOrder(100),
    meanOrder(30),
    bought("Shoes", 30),
    bought("Toys", 365),
    viewed("Shoes", 3, 30),
    viewed(null, 3, 7),
    viewed(null, 5, 90),
    viewed("Jackets", 1, 365),
    silent(30, ["views", "orders", "carts"]),
    silent(90, ["opens"]),
    silent(60, ["orders"]),
    abandoned,
    lives("DE", "AT", "CH"),
    lives("US"),
    tagged("vip"),
    tagged("newsletter"),
    inTier("gold"),
    agreed("subscribed"),
    agreed("unsubscribed"),
    joined("in_last", 30),
    joined("before_last", 300),
    rfm(["champions"], cuts),
    rfm(["champions", "loyal"], cuts),
    rfm(["needs-attention", "at-risk", "previously-loyal"], cuts),
    rfm(["dormant", "almost-lost"], cuts),
    rfm(["new", "promising", "active"], cuts),
    all(agreed("subscribed"), ordered("exactly", 0)),
    all(agreed("subscribed"), silent(90, ["views", "orders", "carts", "opens"])),
    all(lives("DE", "FR"), tagged("vip"), agreed("subscribed")),
    all(lapsed(90), spent(500)),
    all(ordered("exactly", 0, 7), viewed(null, 3, 7)),
    all(viewed("Shoes", 1, 365), bought("Shoes", 180)),
    all(inTier("silver"), abandoned, viewed(null, 1, 30)),
    all(
      lives("DE", "AT", "CH"),
      agreed("subscribed"),
      joined("before_last", 90),
      ordered("at_least", 1),
      spent(50, 180),
      viewed(null, 2, 90),
      silent(14, ["orders"]),
      silent(7, ["carts"]),
    ),
  ];
}
