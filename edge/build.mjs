/**
 * The Worker's bundle: one `worker.js` and the engine's modules (`modules.mjs`), and nothing else.
 *
 * With `no_bundle` the platform uploads exactly these; a second script would be left out without
 * a word, so the build fails when the bundle would need one.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { MODULES, STAND_INS } from "./modules.mjs";

const edge = dirname(fileURLToPath(import.meta.url));

/**
 * Bundles the Worker. In `dist` is the one that is deployed and no other: a bundle with another engine
 * goes into a folder of its own.
 *
 * @param {{
 *   artifact?: "edge" | "start" | "trap", out?: string, largestBatch?: number, mostUnfolded?: number,
 *   packed?: boolean, plugins?: object[],
 * }} [options] which engine goes in, where to, how many deliveries one transaction may hold (the bench
 *   asks for one), among how many newest rows of a journal there may be some that customers' rows do not
 *   know of (a test asks for none), whether states and decisions are stored packed (a test goes back to the
 *   release that only reads that), and what else is done to the sources (the bench counts)
 * @returns {Promise<string>} the folder
 */
export async function bundleWorker({
  artifact = "edge",
  out = join(edge, artifact === "edge" ? "dist" : `dist-${artifact}`),
  largestBatch = 256,
  mostUnfolded = 4096,
  packed = true,
  plugins = [],
} = {}) {
  if (artifact !== "edge" && resolve(out) === join(edge, "dist")) {
    throw new Error(
      `edge/dist is what is deployed: expected the engine “edge”, found “${artifact}”`,
    );
  }
  mkdirSync(out, { recursive: true });
  const result = await build({
    absWorkingDir: edge,
    entryPoints: ["src/worker.ts"],
    outfile: join(out, "worker.js"),
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "import"],
    external: ["cloudflare:*", "node:*"],
    plugins: [engineFrom(artifact, out), jsonAsText, ...plugins],
    loader: { ".graphql": "text" },
    // Only the trap build has the export, and so the route, that overflows the engine's stack.
    define: {
      TRAP_BUILD: String(artifact === "trap"),
      LARGEST_BATCH: String(largestBatch),
      MOST_UNFOLDED: String(mostUnfolded),
      STORED_PACKED: String(packed),
      VERSION: JSON.stringify(versionOf()),
    },
    write: false,
    // Beside the bundle, for whoever reads a stack; wrangler uploads it.
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    logLevel: "warning",
  });
  const scripts = result.outputFiles.filter(({ path }) => !path.endsWith(".map"));
  if (scripts.length !== 1) throw new Error(`the bundle must be one file, not ${scripts.length}`);
  for (const { path, contents } of result.outputFiles) writeIfChanged(path, contents);
  return out;
}

/**
 * Writes workerd's configuration beside a bundle that is elsewhere than in `dist`, as `name`.
 *
 * @param {string} out the bundle's folder
 * @param {{name?: string, change?: (text: string) => string}} [options] what else is different
 * @returns {string} the file
 */
export function configBeside(out, { name = "workerd.capnp", change = (text) => text } = {}) {
  const text = readFileSync(join(edge, "workerd.capnp"), "utf8");
  const file = join(out, name);
  writeIfChanged(file, Buffer.from(change(text.replaceAll('embed "dist/', 'embed "'))));
  return file;
}

/** The release, as the package names it. */
const versionOf = () => JSON.parse(readFileSync(join(edge, "../pkg/package.json"), "utf8")).version;

/** Takes the modules of the wanted engine, and leaves their imports in the bundle. */
function engineFrom(artifact, out) {
  const places = /\/wasm\/(\w+)\/(edgewise(?:_bg\.wasm|\.js))$/;
  const wasm = join(edge, "../pkg/wasm");
  return {
    name: "engine",
    setup(bundle) {
      bundle.onResolve({ filter: places }, ({ path }) => {
        const [, module, file] = path.match(places);
        const source = join(wasm, STAND_INS[artifact][module] ?? module, file);
        if (file.endsWith(".js")) return { path: source };
        writeIfChanged(join(out, MODULES[module]), readFileSync(source));
        return { path: `./${MODULES[module]}`, external: true };
      });
    },
  };
}

/** `file.json?text` is a JSON file as its text without blanks: an object literal is twice as long. */
export const jsonAsText = {
  name: "json-as-text",
  setup(bundle) {
    bundle.onResolve({ filter: /\.json\?text$/ }, ({ path, resolveDir }) => ({
      path: relative(edge, resolve(resolveDir, path.slice(0, -"?text".length))),
      namespace: "json-as-text",
    }));
    bundle.onLoad({ filter: /./, namespace: "json-as-text" }, ({ path }) => ({
      contents: JSON.stringify(JSON.parse(readFileSync(join(edge, path), "utf8"))),
      loader: "text",
    }));
  },
};

/**
 * Leaves an unchanged file alone, so that a watching process does not restart for nothing, and replaces a
 * changed one whole: another process may be about to read it.
 */
function writeIfChanged(file, contents) {
  try {
    if (Buffer.compare(readFileSync(file), contents) === 0) return;
  } catch {
    // The file is not there yet.
  }
  const next = `${file}.${process.pid}`;
  writeFileSync(next, contents);
  renameSync(next, file);
}
