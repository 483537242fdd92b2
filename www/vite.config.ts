import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

/** Which engine goes in; the build for a first start has its own, and a folder of its own. */
const artifact = process.env.EDGEWISE_ARTIFACT || "browser";

/** The Worker serves the build under /app/; nothing is inlined, because the policy forbids it. */
export default defineConfig({
  base: "/app/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: artifact === "browser" ? "dist" : `dist-${artifact}`,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  plugins: [engine()],
  worker: { format: "es", plugins: () => [engine()] },
});

/** Takes the wanted engine wherever the browser's are imported; those need not have been built. */
function engine(): Plugin {
  const folderOf = (name: string) =>
    fileURLToPath(new URL(`../pkg/wasm/${name}/`, import.meta.url));
  // The one for a first start has everything in one.
  const own: Record<string, string> =
    artifact === "browser" ? {} : { browser: artifact, compose: artifact };
  return {
    name: "engine",
    enforce: "pre",
    resolveId(source) {
      const [, name, file] = source.match(/\/wasm\/(browser|compose)\/(.+)$/) ?? [];
      if (name === undefined || file === undefined) return null;
      return folderOf(own[name] ?? name) + file;
    },
  };
}
