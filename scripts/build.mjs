/**
 * `npm run build`: the wasm artifacts, the Worker's bundle, the admin page.
 *
 * Each step leaves alone what is up to date; cargo and the artifact stamps decide for the engine, and
 * the bundle takes a tenth of a second.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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

/** The page, unless everything it is made from is as it was at the last build. */
async function buildAdmin() {
  const stamp = join(root, "target/www.stamp");
  const sources = fingerprintOf([
    "www/index.html",
    "www/package.json",
    "www/public",
    "www/src",
    "www/tsconfig.json",
    "www/vite.config.ts",
    "pkg/engine.js",
    "pkg/entry",
    "pkg/history",
    "pkg/history.js",
    "pkg/message",
    "pkg/message.js",
    "pkg/revisions.js",
    "pkg/schema",
    "pkg/segments",
    "pkg/package.json",
    "pkg/segments",
    "pkg/templates",
    "pkg/templates.js",
    "pkg/wasm/browser/engine-id",
  ]);
  const built = existsSync(join(root, "www/dist/index.html")) && existsSync(stamp);
  if (built && readFileSync(stamp, "utf8") === sources) return note("page: up to date");
  await must("npm", ["run", "--silent", "build", "--workspace", "www"], { seconds: 300 });
  // Cargo may be configured to build elsewhere.
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, sources);
}

/** One hash over the contents of files and folders, and their names. */
function fingerprintOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    const place = join(root, path);
    const names = statSync(place).isDirectory()
      ? readdirSync(place, { recursive: true }).sort()
      : [""];
    for (const name of names) {
      const file = join(place, name);
      if (statSync(file).isFile()) hash.update(`${path}/${name}\n`).update(readFileSync(file));
    }
  }
  return hash.digest("hex");
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
