/**
 * `npm run deploy:dry-run`: proves the bundle that would go to Cloudflare, offline and without an
 * account: exactly one `worker.js`, its map and the engine's modules.
 */
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MODULES } from "../edge/modules.mjs";
import { must } from "./command.mjs";
import { build, printSizes } from "./build.mjs";
import { headline, main, Missing, note } from "./say.mjs";
import { wrangler } from "./wrangler.mjs";

const OFFLINE = {
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  CI: "true",
};

export async function dryRun() {
  const out = mkdtempSync(join(tmpdir(), "edgewise-dry-run-"));
  const { program, args, cwd } = await wrangler(["deploy", "--dry-run", "--outdir", out]);
  await must(program, args, { env: OFFLINE, cwd });
  const uploaded = readdirSync(out, { recursive: true }).filter((file) =>
    /\.(js|mjs|wasm)$/.test(file),
  );
  const wanted = ["worker.js", ...Object.values(MODULES)];
  if (uploaded.toSorted().join() !== wanted.toSorted().join()) {
    throw new Missing(
      `The upload must be ${wanted.join(", ")}; it would be ${uploaded.join(", ")}.`,
    );
  }
  for (const file of uploaded) printSizes(file, join(out, file));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  main(async () => {
    await build();
    headline("Dry run", "What `wrangler deploy` would upload; nothing leaves this machine.");
    await dryRun();
    note("To deploy for real, see docs/operate.md.");
  });
}
