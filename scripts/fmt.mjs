/** `npm run fmt`: formats Rust with rustfmt and everything else with biome. */
import { join } from "node:path";
import { must, root } from "./command.mjs";
import { installDependencies } from "./dependencies.mjs";
import { headline, main } from "./say.mjs";

export const biome = join(root, "node_modules/@biomejs/biome/bin/biome");

main(async () => {
  await installDependencies();
  headline("Format", "Writes the one layout of rustfmt and biome.");
  await must("cargo", ["fmt", "--all"]);
  await must("node", [biome, "check", "--write", "--linter-enabled=false"]);
});
