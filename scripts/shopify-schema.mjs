/**
 * The published schema of Shopify's GraphQL Admin API, which our operations are held to.
 *
 * Shopify publishes it in a package for assistants, with the access scopes of each field. Only that one
 * file is used; the package is pinned by version and the file by hash, and kept under `target/tools`.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { must, root } from "./command.mjs";
import { Missing, note } from "./say.mjs";

const PACKAGE = "@shopify/dev-mcp@1.16.0";
const TARBALL = "shopify-dev-mcp-1.16.0.tgz";
const FILE = "package/dist/data/admin_2026-10.json.gz";
const SHA256 = "f3b522f264556925eada700e795e4a002a9cba83444ebcc6c0d724254a0c6593";
/** The version of the API that the file describes. */
export const API_VERSION = "2026-10";

/**
 * The schema as an introspection result, and the scopes of each type and field: `{typeName, fieldName?,
 * offlineScopes}`, of which one is enough. Fetched where it is not there yet.
 *
 * @throws Missing where it can't be fetched, or is not what was pinned
 */
export async function adminSchema() {
  const tools = join(root, "target/tools/shopify");
  const file = join(tools, FILE);
  if (!existsSync(file)) {
    mkdirSync(tools, { recursive: true });
    note(`Fetching ${PACKAGE}: 14 MB, once.`);
    await must("npm", ["pack", PACKAGE, "--silent", "--pack-destination", tools], { seconds: 600 });
    await must("tar", ["-xzf", join(tools, TARBALL), "-C", tools, FILE]);
    rmSync(join(tools, TARBALL));
  }
  const bytes = readFileSync(file);
  if (createHash("sha256").update(bytes).digest("hex") !== SHA256) {
    rmSync(file);
    throw new Missing(`The schema in ${PACKAGE} is not what was pinned. Nothing of it was used.`);
  }
  const { data, offline_scopes: scopes } = JSON.parse(gunzipSync(bytes).toString());
  return { introspection: data, scopes: scopes.items };
}
