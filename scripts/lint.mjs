/**
 * `npm run lint`: layout, clippy, biome, TypeScript, and what we link.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkAdvisories, checkDependencies } from "./cargo-deny.mjs";
import { must, root } from "./command.mjs";
import { checkConfigTypes } from "./config-types.mjs";
import { installDependencies } from "./dependencies.mjs";
import { headline, main, note } from "./say.mjs";

const node = (path, args) => must("node", [join(root, "node_modules", path), ...args]);

/** Each check by name, so that `npm test` can count them. */
export const checks = [
  ["rustfmt", () => must("cargo", ["fmt", "--all", "--check"])],
  [
    "clippy",
    () =>
      must("cargo", ["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]),
  ],
  ["zone table", () => must("cargo", ["generate", "zones", "--check"])],
  ["engine types", () => must("cargo", ["generate", "types", "--check"])],
  ["config types", checkConfigTypes],
  ["biome", () => node("@biomejs/biome/bin/biome", ["ci"])],
  ["TypeScript", () => node("typescript/bin/tsc", ["--noEmit", "-p", join(root, "edge")])],
  ["TypeScript page", () => node("typescript/bin/tsc", ["--noEmit", "-p", join(root, "www")])],
  ["cargo deny", checkDependencies],
  ["advisories", checkAdvisories],
];

if (process.argv[1] === new URL(import.meta.url).pathname) {
  main(async () => {
    await installDependencies();
    for (const [name, check] of checks) {
      headline(name, "Fails on the first thing it would change or refuse.");
      await check();
    }
    if (!existsSync(join(root, "pkg/wasm/edge")))
      note("The engine is not built yet; `npm run build` does it.");
  });
}
