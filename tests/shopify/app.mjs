/** The app's folder for its tests, built as it is deployed. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../../scripts/command.mjs";
import { shopifyCli } from "../../scripts/shopify-cli.mjs";

export const app = join(root, "shopify");
export const PIXEL = join(app, "extensions/pixel/dist/edgewise-pixel.js");

const CLIENT = "0123456789abcdef0123456789abcdef";

/** Builds an app as `shopify app deploy` would, without the network. Gives its exit code and what it said. */
export async function buildApp(folder = app) {
  const command = ["app", "build", "--client-id", CLIENT, "--skip-dependencies-installation"];
  const { program, args, env } = await shopifyCli(command, folder);
  return new Promise((resolve, reject) => {
    // It goes on after some errors, so it gets a time, and nobody answers its questions.
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
      timeout: 60_000,
    });
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
    });
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, said }));
  });
}
