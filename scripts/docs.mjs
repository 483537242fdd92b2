/** `npm run docs`: the engine's reference, built without a single warning. */
import { join } from "node:path";
import { must, root } from "./command.mjs";
import { headline, main, note } from "./say.mjs";

export async function buildDocs() {
  await must(
    "cargo",
    ["doc", "--locked", "--no-deps", "--document-private-items", "--package", "edgewise"],
    {
      env: { RUSTDOCFLAGS: "-D warnings" },
    },
  );
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  main(async () => {
    headline("Reference", "Builds rustdoc of the engine; a warning is an error.");
    await buildDocs();
    note(
      `open ${join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "doc/edgewise/index.html")}`,
    );
  });
}
