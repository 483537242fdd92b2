/**
 * `npm run backup -- FOLDER`: every shop of a running Edgewise into a file of its own, each as of one
 * moment, while it goes on. `npm run restore` reads them.
 *
 * A file appears under its name only once it is whole and on the disk.
 */
import {
  createWriteStream,
  mkdirSync,
  openSync,
  closeSync,
  fsyncSync,
  renameSync,
  statSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { running } from "./running.mjs";
import { headline, main, Missing, note, seconds } from "./say.mjs";

main(async () => {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Missing("Say where to: npm run backup -- FOLDER");
  const { base, key } = await running();
  const headers = { authorization: `Bearer ${key}` };
  mkdirSync(resolve(folder), { recursive: true, mode: 0o700 });
  const { shops } = await (await fetch(`${base}/api/shops`, { headers })).json();
  headline("Backup", `Copies ${shops.length} shops from ${base} to ${resolve(folder)}.`);
  for (const { shop, domain } of shops) {
    const from = performance.now();
    const answer = await fetch(`${base}/api/shops/${shop}/backup`, { headers });
    if (!answer.ok) throw new Missing(`${domain}: ${answer.status} ${await answer.text()}`);
    const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition"))?.[1];
    const file = join(resolve(folder), `${name ?? shop}.gz`);
    await write(answer.body, file);
    note(`${domain}: ${file}, ${statSync(file).size.toLocaleString("en")} bytes, ${seconds(from)}`);
  }
  note("Keep EDGEWISE_MASTER_KEY apart from these files: it alone opens what is personal in them.");
});

/** Writes a stream to a file, whole or not at all. */
async function write(body, file) {
  const half = `${file}.part`;
  await pipeline(Readable.fromWeb(body), createGzip(), createWriteStream(half, { mode: 0o600 }));
  const handle = openSync(half, "r+");
  fsyncSync(handle);
  closeSync(handle);
  renameSync(half, file);
}
