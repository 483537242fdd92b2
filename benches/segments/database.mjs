/** The bench's shop in DuckDB. */
import { openDuckDb } from "../peers/duckdb.mjs";

/** A database with a shop in it: `{ loaded, version, count(sql) }`. */
export async function databaseOf(shop) {
  const { version, insert, query } = await openDuckDb();
  const begun = performance.now();
  const { country, language, tier, tags, consent, joined } = shop;
  const customer = Int32Array.from({ length: shop.customers }, (_, number) => number);
  insert("customers", { customer, country, language, tier, tags, consent, joined });
  for (const name of ["orders", "views", "carts", "opens"]) {
    const { starts, columns } = shop[name];
    const owner = new Int32Array(shop[name].length);
    for (let one = 0; one < shop.customers; one += 1) owner.fill(one, starts[one], starts[one + 1]);
    const own = Object.fromEntries(columns.map((column) => [column, shop[name][column]]));
    insert(name, { customer: owner, ...own });
  }
  return {
    loaded: performance.now() - begun,
    version,
    count: (sql) => {
      // "at" is a word of the language since 1.4.
      const asked = `SELECT count(*) AS members FROM (${sql.replace(/\bat\b/g, '"at"')})`;
      return Number(query(asked)[0].members);
    },
  };
}
