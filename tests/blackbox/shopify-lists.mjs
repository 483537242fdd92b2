/** What the Shopify app asks for and hears of, as the Worker has it. */
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./world.mjs";

/** A module of the Worker's that imports nothing but types. */
async function load(path) {
  const entryPoints = [join(root, "edge/src/platform/shopify", path)];
  const { outputFiles } = await build({ entryPoints, write: false, format: "esm", bundle: true });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

export const { SCOPES } = await load("scopes.ts");
export const { TOPICS, APP_TOPICS, inAdminApi } = await load("topics.ts");
