/**
 * A Worker that counts what it asks of storage and of sealing. Counts have no noise: they say the same
 * on every machine. The sources know nothing of it; the counting is put in as they are bundled.
 */
import { readFileSync } from "node:fs";

/** What is counted, and where it is put into a source file. */
const COUNTED = {
  "src/shop/sql.ts": (text) =>
    text.replace(
      "const cursor = this.#sql.exec",
      "counts.statements += 1;\n    const cursor = this.#sql.exec",
    ),
  "src/seal.ts": (text) =>
    `${text.replace("export function seal(", "function sealed(")}
export function seal(...given) {
  const made = sealed(...given);
  counts.seals += 1;
  counts.seal_bytes += made.length;
  return made;
}`,
  "src/worker.ts": (text) =>
    text.replace(
      "fetch: (request, env) =>",
      "fetch: (request, env) => new URL(request.url).pathname === '/counts' ? Response.json(counts) :",
    ),
};

const HEAD = `const counts = globalThis.counts ??= { statements: 0, seals: 0, seal_bytes: 0 };\n`;

/** For `bundleWorker`: the Worker answers `GET /counts`. */
export const counting = {
  name: "counting",
  setup(bundle) {
    bundle.onLoad({ filter: /\/src\/(?:shop\/sql|seal|worker)\.ts$/ }, ({ path }) => {
      const [name, put] = Object.entries(COUNTED).find(([end]) => path.endsWith(end));
      const text = readFileSync(path, "utf8");
      const contents = HEAD + put(text);
      if (contents === HEAD + text) throw new Error(`there is nothing to count in ${name}`);
      return { contents, loader: "ts" };
    });
  },
};
