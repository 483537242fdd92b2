/**
 * `npm run build`: the wasm artifacts, the Worker's bundle, the admin page.
 *
 * Each step leaves alone what is up to date; cargo and the artifact stamps decide for the engine, and
 * the bundle takes a tenth of a second.
 *
 * What is served from a fresh clone is built lightly instead: an engine that compiles in a fraction of
 * the time, and a Worker and a page with it. These have folders of their own (`pkg/wasm/start`,
 * `edge/dist-start`, `www/dist-start`), so that nothing which ships, packs or tests can take one.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { MODULES } from "../edge/modules.mjs";
import { must, read, root } from "./command.mjs";
import { installDependencies } from "./dependencies.mjs";
import { main, headline, note, seconds } from "./say.mjs";
import { checkToolchain } from "./toolchain.mjs";

/** The engines that leave this machine. */
const SHIPPED = [...Object.keys(MODULES), "browser"];

/**
 * Everything that ships, optimized: what `npm run build`, `npm test` and `npm run deploy` start with.
 *
 * @param {string[]} [beside] engines for this machine, which fill the time in which one of those that
 *   ship is optimized by one thread
 */
export async function build(beside = []) {
  await installDependencies();
  await checkToolchain();
  await buildEngine([...SHIPPED, ...beside]);
  // Not above: it needs packages that a fresh clone installs first.
  const { bundleWorker } = await import("../edge/build.mjs");
  await Promise.all([bundleWorker(), buildAdmin("browser")]);
}

/**
 * What `npm start` serves, and where it is. In production, or where it is up to date, that is what
 * ships. Anything else is built lightly.
 *
 * @param {{production: boolean}} mode
 * @returns {Promise<{config?: string, pages: string}>} workerd's configuration, if it is not the one
 *   in `edge`, and the folder of the page
 */
export async function buildToServe({ production }) {
  if (production || isUpToDate()) {
    await build();
    return { pages: join(root, "www/dist") };
  }
  await checkToolchain();
  // The engine compiles without them.
  await Promise.all([installDependencies(), buildEngine(["start"])]);
  note("The engine is lightly optimized; `npm run build` makes the one that ships.");
  const { bundleWorker, configBeside } = await import("../edge/build.mjs");
  const [bundle] = await Promise.all([bundleWorker({ artifact: "start" }), buildAdmin("start")]);
  return { config: configBeside(bundle), pages: join(root, "www/dist-start") };
}

/** Whether all that ships was made from the sources as they are. */
function isUpToDate() {
  const stamps = SHIPPED.map((artifact) => join(root, `pkg/wasm/${artifact}/engine-id`));
  if (!stamps.every(existsSync)) return false;
  const id = read("cargo", ["xtask", "engine-id"], { seconds: 300 });
  return stamps.every((stamp) => readFileSync(stamp, "utf8") === id);
}

export async function buildEngine(artifacts) {
  const from = performance.now();
  const long = artifacts.some((artifact) => SHIPPED.includes(artifact));
  headline(
    "Engine",
    long
      ? "Compiles the Rust engine to wasm, binds and optimizes it (first time: some minutes)."
      : "Compiles the Rust engine to wasm and binds it (first time: about a minute).",
  );
  const wasm = ["run", "--quiet", "--locked", "--package", "xtask", "--", "wasm"];
  await must("cargo", [...wasm, ...artifacts]);
  note(`ready after ${seconds(from)}`);
}

/** The page around an engine, unless everything it is made from is as it was at the last build. */
async function buildAdmin(artifact) {
  const folder = artifact === "browser" ? "dist" : `dist-${artifact}`;
  const stamp = join(root, "target", `www-${folder}.stamp`);
  const sources = fingerprintOf([
    "www/index.html",
    "www/package.json",
    "www/public",
    "www/src",
    "www/tsconfig.json",
    "www/vite.config.ts",
    "pkg/engine.js",
    "pkg/instance.js",
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
    `pkg/wasm/${artifact}/engine-id`,
  ]);
  const built = existsSync(join(root, "www", folder, "index.html")) && existsSync(stamp);
  if (built && readFileSync(stamp, "utf8") === sources) return note("page: up to date");
  const args = ["run", "--silent", "build", "--workspace", "www"];
  await must("npm", args, { seconds: 300, env: { EDGEWISE_ARTIFACT: artifact } });
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
    for (const artifact of SHIPPED) {
      printSizes(`engine ${artifact}`, join(root, `pkg/wasm/${artifact}/edgewise_bg.wasm`));
    }
    printSizes("worker.js", join(root, "edge/dist/worker.js"));
  });
}
