/**
 * `npm run dev`: like `npm start`, and builds and restarts when a source changes.
 *
 * The engine's sources rebuild the engine, everything else only the bundle; a build that fails keeps
 * the running one.
 */
import { watch } from "node:fs";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { root } from "./command.mjs";
import { buildToServe } from "./build.mjs";
import { main, note } from "./say.mjs";

const WATCHED = ["src", "pkg", "edge/src", "edge/workerd.capnp", "www/src"];
const IGNORED = /(^|\/)(wasm|dist|node_modules)\//;

main(async () => {
  const build = () => buildToServe({ production: false });
  await build();
  let child = serve();
  let timer = null;
  let building = Promise.resolve();
  const changed = (_, file) => {
    if (file !== null && IGNORED.test(`${file}/`)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      building = building.then(async () => {
        try {
          await build();
          child.once("exit", () => {
            child = serve();
          });
          child.kill("SIGTERM");
        } catch (error) {
          note(`Not built, the old one goes on: ${error.message}`);
        }
      });
    }, 150);
  };
  for (const place of WATCHED) {
    try {
      watch(join(root, place), { recursive: true }, changed);
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
});

function serve() {
  return spawn(process.execPath, [join(root, "scripts/start.mjs")], { stdio: "inherit" });
}
