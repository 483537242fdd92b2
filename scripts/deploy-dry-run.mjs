/**
 * `npm run deploy:dry-run`: proves the bundle that would go to Cloudflare, offline and without an
 * account: exactly one `worker.js` and one `.wasm`.
 *
 * wrangler is large and only needed here, so it has a lock file of its own in `edge/deploy` and is
 * installed the first time.
 */
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must, root } from "./command.mjs";
import { build, printSizes } from "./build.mjs";
import { headline, main, Missing, note } from "./say.mjs";

const OFFLINE = {
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  CI: "true",
};

export async function dryRun() {
  const deploy = join(root, "edge/deploy");
  if (!existsSync(join(deploy, "node_modules/wrangler"))) {
    await must("npm", ["ci", "--no-audit", "--no-fund"], { cwd: deploy, seconds: 600 });
  }
  const out = mkdtempSync(join(tmpdir(), "edgewise-dry-run-"));
  const args = [
    "deploy",
    "--dry-run",
    "--outdir",
    out,
    "--config",
    join(root, "edge/wrangler.jsonc"),
  ];
  await must(process.execPath, [join(deploy, "node_modules/wrangler/bin/wrangler.js"), ...args], {
    env: OFFLINE,
    cwd: join(root, "edge"),
  });
  const uploaded = readdirSync(out, { recursive: true }).filter((file) =>
    /\.(js|mjs|wasm)$/.test(file),
  );
  const modules = uploaded.filter((file) => file.endsWith(".wasm"));
  if (uploaded.length !== 2 || modules.length !== 1) {
    throw new Missing(
      `The upload must be one worker.js and one .wasm, not ${uploaded.join(", ")}.`,
    );
  }
  for (const file of uploaded) printSizes(file, join(out, file));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  main(async () => {
    await build({ artifacts: ["edge", "browser"] });
    headline("Dry run", "What `wrangler deploy` would upload; nothing leaves this machine.");
    await dryRun();
    note("To deploy for real, see the README's five steps.");
  });
}
