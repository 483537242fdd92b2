/**
 * DuckDB compiled to wasm, the database people would put into a page. It is fetched for this bench
 * alone, by its exact version, and kept under `target/tools`.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { must, root } from "../../scripts/command.mjs";

const VERSION = "1.32.0";

/** A database with a shop in it: `{ count(sql), milliseconds }`, and how many bytes it takes. */
export async function openDuckDb(shop) {
  const folder = join(root, "target/tools/duckdb-wasm", VERSION);
  if (!existsSync(join(folder, "node_modules/@duckdb"))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    const wanted = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder];
    await must("npm", [...wanted, `@duckdb/duckdb-wasm@${VERSION}`]);
  }
  const require = createRequire(join(folder, "package.json"));
  const duckdb = require("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs");
  const arrow = require("apache-arrow");
  const dist = join(folder, "node_modules/@duckdb/duckdb-wasm/dist");
  const bundle = { mainModule: join(dist, "duckdb-eh.wasm"), mainWorker: null };
  const bundles = { mvp: bundle, eh: bundle };
  const database = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await database.instantiate();
  const connection = database.connect();

  const begun = performance.now();
  const insert = (name, columns) => {
    const table = arrow.tableFromArrays(columns);
    connection.insertArrowFromIPCStream(arrow.tableToIPC(table, "stream"), { name, create: true });
  };
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
    version: connection.query("SELECT version() AS version").toArray()[0].version,
    count: (sql) => {
      // "at" is a word of the language since 1.4.
      const asked = `SELECT count(*) AS members FROM (${sql.replace(/\bat\b/g, '"at"')})`;
      return Number(connection.query(asked).toArray()[0].members);
    },
  };
}
