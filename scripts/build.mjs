/**
 * `npm run build`: the wasm artifacts, the Worker's bundle, the admin page.
 *
 * Each step leaves alone what is up to date; cargo and the artifact stamps decide for the engine, and
 * the bundle takes a tenth of a second.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { must, root } from "./command.mjs";
import { installDependencies } from "./dependencies.mjs";
import { main, headline, note, seconds } from "./say.mjs";
import { checkToolchain } from "./toolchain.mjs";

/** Everything `npm start` needs, from a fresh clone on. */
export async function build({ artifacts = ["edge", "browser"] } = {}) {
  await installDependencies();
  await checkToolchain();
  await buildEngine(artifacts);
  const { bundleWorker } = await import("../edge/build.mjs");
  await bundleWorker();
  await buildAdmin();
}

export async function buildEngine(artifacts) {
  const from = performance.now();
  headline(
    "Engine",
    "Compiles the Rust engine to wasm, binds and optimises it (first time: some minutes).",
  );
  await must("cargo", [
    "run",
    "--quiet",
    "--locked",
    "--package",
    "xtask",
    "--",
    "wasm",
    ...artifacts,
  ]);
  note(`ready after ${seconds(from)}`);
}

/** The admin page, when its workspace has a build of its own; else an empty folder to serve. */
async function buildAdmin() {
  const manifest = JSON.parse(readFileSync(join(root, "www/package.json"), "utf8"));
  mkdirSync(join(root, "www/dist"), { recursive: true });
  if (manifest.scripts?.build)
    await must("npm", ["run", "--silent", "build", "--workspace", "www"], { seconds: 300 });
}

/** Prints what travels: raw, gzip and brotli bytes of a file. */
export function printSizes(name, file) {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  const figures = [
    bytes.length,
    gzipSync(bytes, { level: 9 }).length,
    brotliCompressSync(bytes).length,
  ];
  const [raw, gzip, brotli] = figures.map((size) => `${(size / 1000).toFixed(1)} kB`);
  note(`${name.padEnd(24)} ${raw} raw, ${gzip} gzip, ${brotli} brotli`);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  main(async () => {
    await build();
    headline("Sizes", "What a browser loads and what a Worker starts with.");
    for (const artifact of ["edge", "browser"]) {
      printSizes(`engine ${artifact}`, join(root, `pkg/wasm/${artifact}/edgewise_bg.wasm`));
    }
    printSizes("worker.js", join(root, "edge/dist/worker.js"));
  });
}
