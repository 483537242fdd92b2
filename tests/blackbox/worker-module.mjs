/** A module of the Worker's that runs in Node, by its path below `edge/src`: it imports nothing of the platform's. */
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./world.mjs";

export async function workerModule(path) {
  const entryPoints = [join(root, "edge/src", path)];
  const { outputFiles } = await build({
    entryPoints,
    write: false,
    format: "esm",
    bundle: true,
    platform: "node",
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
