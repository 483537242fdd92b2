/** Watches a world's process with strace, which can also make some of its calls to the system fail. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findStrace } from "../../scripts/strace.mjs";
import { until } from "./world.mjs";

let watches = 0;

/**
 * Attaches strace with these options; gives what ends it and reports what it saw, a call a line.
 *
 * @returns {Promise<{end: () => Promise<string>, seen: () => string}>}
 */
export async function watch(world, options) {
  watches += 1;
  const file = join(world.folder, `trace-${watches}`);
  const args = ["-f", "-y", "-o", file, ...options, "-p", String(world.pid)];
  const child = spawn(await findStrace(), args, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const isOn = () => /attached/.test(said) || child.exitCode !== null;
  await until(isOn, { what: `strace on the process: ${said}` });
  if (!/attached/.test(said))
    throw new Error(`strace may not watch processes on this machine (ptrace): ${said}`);
  const seen = () => readFileSync(file, "utf8");
  return {
    seen,
    async end() {
      child.kill("SIGINT");
      await ended;
      return seen();
    },
  };
}
