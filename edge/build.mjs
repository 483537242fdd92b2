/**
 * The Worker's bundle: one `worker.js` and one `engine.wasm`, and nothing else.
 *
 * With `no_bundle` the platform uploads exactly these two; a second script would be left out without
 * a word, so the build fails when the bundle would need one.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const edge = dirname(fileURLToPath(import.meta.url));

/**
 * Bundles the Worker.
 *
 * @param {{artifact?: "edge" | "trap", out?: string, largestBatch?: number}} [options] which engine
 *   goes in, where to, and how many deliveries one transaction may hold (the bench asks for one)
 */
export async function bundleWorker({
  artifact = "edge",
  out = join(edge, "dist"),
  largestBatch = 256,
} = {}) {
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
    plugins: [engineFrom(artifact, out), jsonAsText],
    // Only the trap build has the export, and so the route, that overflows the engine's stack.
    define: {
      TRAP_BUILD: String(artifact === "trap"),
      LARGEST_BATCH: String(largestBatch),
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
}

/** The release, as the package names it. */
const versionOf = () => JSON.parse(readFileSync(join(edge, "../pkg/package.json"), "utf8")).version;

/** Takes the wasm of the wanted artifact, and leaves its import in the bundle. */
function engineFrom(artifact, out) {
  return {
    name: "engine",
    setup(bundle) {
      bundle.onResolve({ filter: /wasm\/edge\/edgewise\.js$/ }, (found) => ({
        path: resolve(found.resolveDir, found.path).replace("/wasm/edge/", `/wasm/${artifact}/`),
      }));
      bundle.onResolve({ filter: /\.wasm$/ }, (found) => {
        const file = resolve(found.resolveDir, found.path).replace(
          "/wasm/edge/",
          `/wasm/${artifact}/`,
        );
        copyFileSync(file, join(out, "engine.wasm"));
        return { path: "./engine.wasm", external: true };
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

/** Leaves an unchanged file alone, so that a watching process does not restart for nothing. */
function writeIfChanged(file, contents) {
  try {
    if (Buffer.compare(readFileSync(file), contents) === 0) return;
  } catch {
    // The file is not there yet.
  }
  writeFileSync(file, contents);
}
