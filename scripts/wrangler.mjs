/**
 * The wrangler that deploys: large and only needed for that, so it has a lock file of its own in
 * `edge/deploy` and is installed the first time.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { must, root } from "./command.mjs";

/** How to run wrangler on this project's configuration. */
export async function wrangler(args) {
  const deploy = join(root, "edge/deploy");
  if (!existsSync(join(deploy, "node_modules/wrangler"))) {
    await must("npm", ["ci", "--no-audit", "--no-fund"], { cwd: deploy, seconds: 600 });
  }
  const binary = join(deploy, "node_modules/wrangler/bin/wrangler.js");
  const config = ["--config", join(root, "edge/wrangler.jsonc")];
  return { program: process.execPath, args: [binary, ...args, ...config], cwd: join(root, "edge") };
}
