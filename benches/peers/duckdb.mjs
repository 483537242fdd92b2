/**
 * DuckDB compiled to wasm, the database people would put into a page. It is fetched for these benches
 * alone, by its exact version, and kept under `target/tools`.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { must, root } from "../../scripts/command.mjs";

const VERSION = "1.32.0";

/** An empty database: `insert(table, columns)` and `query(sql)`, which gives the rows. */
export async function openDuckDb() {
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
  const query = (sql) => connection.query(sql).toArray();
  return {
    version: query("SELECT version() AS version")[0].version,
    insert: (name, columns) => {
      const stream = arrow.tableToIPC(arrow.tableFromArrays(columns), "stream");
      connection.insertArrowFromIPCStream(stream, { name, create: true });
    },
    query,
  };
}
