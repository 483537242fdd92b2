/**
 * Shopify's command line, which builds and deploys the app: large and only needed for that, so it has a lock
 * file of its own in `shopify` and is installed the first time. It needs Node 22, which comes along where an
 * earlier one runs this.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { must, root } from "./command.mjs";
import { Missing } from "./say.mjs";

const app = join(root, "shopify");
const LEAST_NODE = 22;

/** How to run the command line on the app in a folder, which is this project's unless another is named. */
export async function shopifyCli(args, folder = app) {
  const binary = join(app, "node_modules/@shopify/cli/bin/run.js");
  if (!existsSync(binary)) await must("npm", ["ci"], { cwd: app, seconds: 600 });
  return {
    program: node(),
    args: [binary, ...args, "--path", folder],
    // Nobody is there to answer what it asks, and nothing is reported.
    env: { CI: "1", SHOPIFY_CLI_NO_ANALYTICS: "1" },
  };
}

function node() {
  if (Number(process.versions.node.split(".")[0]) >= LEAST_NODE) return process.execPath;
  const { platform, arch } = process;
  const binary = join(app, `node_modules/node-${platform}-${arch}/bin/node`);
  if (existsSync(binary)) return binary;
  throw new Missing(`Shopify's command line needs Node ${LEAST_NODE}. Install it and try again.`);
}
