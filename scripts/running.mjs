/** The Edgewise that runs: where it is, and the key to it. */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { root } from "./command.mjs";
import { Missing } from "./say.mjs";

/**
 * Finds a running Edgewise: `EDGEWISE_URL`, or this machine's.
 *
 * @returns {Promise<{base: string, key: string}>}
 * @throws {Missing} when nothing answers, or there is no admin key
 */
export async function running() {
  const base = process.env.EDGEWISE_URL ?? `http://127.0.0.1:${process.env.PORT || 8787}`;
  const answers = await fetch(`${base}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!answers) {
    throw new Missing(
      `Nothing answers at ${base}. Start Edgewise first, in another terminal: npm start\n   (On another port: PORT=… for both, or EDGEWISE_URL=… for this one.)`,
    );
  }
  return { base, key: adminKey() };
}

/** The key that `npm start` made at its first start, or the one in the environment. */
function adminKey() {
  if (process.env.EDGEWISE_ADMIN_KEY) return process.env.EDGEWISE_ADMIN_KEY;
  const data = resolve(root, process.env.EDGEWISE_DATA_DIR || ".edgewise/data");
  const file = `${data}.admin-key`;
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  throw new Missing(
    `There is no admin key at ${file}. npm start makes it; with another EDGEWISE_DATA_DIR give it here as well, or give EDGEWISE_ADMIN_KEY.`,
  );
}
