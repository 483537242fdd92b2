/**
 * `npm run lint`: layout, clippy, biome, TypeScript, and the licences of what we link.
 *
 * cargo-deny is used where it is installed. Elsewhere the phase says so and goes on: installing it
 * costs two minutes of compiling, which is a developer's choice (`cargo install cargo-deny`).
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { must, read, root } from "./command.mjs";
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
  ["zone table", () => must("cargo", ["xtask", "zones", "--check"])],
  ["biome", () => node("@biomejs/biome/bin/biome", ["ci"])],
  ["TypeScript", () => node("typescript/bin/tsc", ["--noEmit", "-p", join(root, "edge")])],
  ["TypeScript page", () => node("typescript/bin/tsc", ["--noEmit", "-p", join(root, "www")])],
  ["cargo deny", denied],
];

async function denied() {
  if (read("cargo", ["deny", "--version"]) === null) {
    note(
      "cargo-deny is not installed, so licences and bans were not checked: `cargo install cargo-deny --locked`.",
    );
    return;
  }
  await must("cargo", ["deny", "--offline", "check", "licenses", "bans", "sources"]);
}

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
