/**
 * The npm packages of the workspaces, installed when they are missing or not those of the lock file.
 *
 * Every script of the root package works with plain Node, so that a fresh clone needs nothing but
 * `npm start`; this is the first thing that each of them calls.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must, root } from "./command.mjs";
import { headline } from "./say.mjs";

export async function installDependencies() {
  const stamp = join(root, "node_modules/.edgewise-lock");
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  headline("npm packages", "Installs what package-lock.json names (about 200 MB, once).");
  await must("npm", ["ci", "--no-audit", "--no-fund"], { seconds: 600 });
  writeFileSync(stamp, lock);
}
