/**
 * `npm run bench`: every figure of BENCHMARKS.md, measured here and now.
 *
 * Each `*.bench.mjs` under `benches/` and `edge/bench/` prints its own table with the machine's name;
 * figures are only compared within one run.
 */
import { cpus, totalmem } from "node:os";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { must, read, root } from "./command.mjs";
import { build } from "./build.mjs";
import { headline, main, note } from "./say.mjs";

main(async () => {
  await build();
  headline("Machine", "Read ratios within this run; absolute figures belong to this machine.");
  note(
    `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  );
  const day = new Date().toISOString().slice(0, 10);
  note(`${day}, after ${read("git", ["rev-parse", "--short", "HEAD"]) ?? "no commit"}`);
  for (const folder of ["benches", "edge/bench"]) {
    const place = join(root, folder);
    if (!existsSync(place)) continue;
    for (const file of readdirSync(place)
      .filter((name) => name.endsWith(".bench.mjs"))
      .sort()) {
      await must(process.execPath, [join(place, file)]);
    }
  }
});
