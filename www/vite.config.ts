import { defineConfig } from "vite";

/** The Worker serves the build under /app/; nothing is inlined, because the policy forbids it. */
export default defineConfig({
  base: "/app/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: "es" },
});
