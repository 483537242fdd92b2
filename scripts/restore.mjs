/**
 * `npm run restore -- FILE…`: shops out of the files of `npm run backup`, into a running Edgewise that has
 * none of them. Nothing is sent for a restored shop before its merchant lets it.
 */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { running } from "./running.mjs";
import { headline, main, Missing, note, seconds } from "./say.mjs";

main(async () => {
  const files = process.argv.slice(2);
  if (files.length === 0) throw new Missing("Say what: npm run restore -- FILE…");
  const { base, key } = await running();
  headline("Restore", `Puts ${files.length} shops into ${base}.`);
  for (const file of files) {
    const from = performance.now();
    const lines = createReadStream(file).pipe(createGunzip());
    const answer = await fetch(`${base}/api/restore`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      body: Readable.toWeb(lines),
      duplex: "half",
    });
    const said = await answer.json();
    if (!answer.ok) throw new Missing(`${file}: ${said.error?.message ?? answer.status}`);
    note(`${file}: shop ${said.shop}, ${said.rows.toLocaleString("en")} rows, ${seconds(from)}`);
  }
  note("Sending is stopped for them. On Home each merchant sees why, and lets it go on.");
});
