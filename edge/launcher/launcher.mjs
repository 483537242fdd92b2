/**
 * Keeps workerd alive: lock, start, watch, restart, stop.
 *
 * Killing workerd is safe at any moment (what was answered is on disk), so a process that stops
 * answering is simply replaced.
 */
import { join } from "node:path";
import { lock } from "./lock.mjs";
import { startWorkerd } from "./workerd.mjs";

const PROBE_EVERY = 2_000;
const PROBES_FAILED = 3;
const GRACE = 10_000;
const LONGEST_PAUSE = 30_000;

/**
 * Runs until the process is told to stop.
 *
 * @param {import("./settings.mjs").Settings} settings
 * @param {{root: string, ready: () => void}} options
 */
export async function launch(settings, { root, ready }) {
  const unlock = lock(settings.dataDir);
  process.on("exit", unlock);
  let child = null;
  let stopping = false;
  const stop = () => {
    stopping = true;
    end(child);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  for (let failures = 0; !stopping; ) {
    child = startWorkerd(settings, { pages: join(root, "www/dist") });
    const ended = new Promise((resolve) =>
      child.once("exit", (code, signal) => resolve(signal ?? code)),
    );
    const started = performance.now();
    if (await firstAnswer(settings.port, ended)) {
      if (failures === 0) ready();
      watch(settings.port, child);
    }
    const how = await ended;
    if (stopping) break;
    failures = performance.now() - started > 60_000 ? 1 : failures + 1;
    if (failures > 5)
      throw new Error(
        `workerd ended ${failures} times in a row (${how}); its own words stand above.`,
      );
    const pause = Math.min(250 * 2 ** failures, LONGEST_PAUSE);
    console.error(`workerd ended (${how}); starting it again in ${pause} ms`);
    await sleep(pause);
  }
}

/** Waits for the first healthy answer; false when the process ends before, or stays silent for 20 s. */
export async function firstAnswer(port, ended = new Promise(() => {})) {
  let over = false;
  ended.then(() => {
    over = true;
  });
  for (const limit = Date.now() + 20_000; Date.now() < limit && !over; ) {
    if (await healthy(port)) return true;
    await sleep(15);
  }
  return false;
}

/** Ends the process when it fails three probes in a row. */
async function watch(port, child) {
  for (let failed = 0; child.exitCode === null && child.signalCode === null; ) {
    await sleep(PROBE_EVERY);
    failed = (await healthy(port)) ? 0 : failed + 1;
    if (failed === PROBES_FAILED) return end(child);
  }
}

async function healthy(port) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, {
      signal: AbortSignal.timeout(PROBE_EVERY),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/** Asks the process to end, and insists after ten seconds. */
function end(child) {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const insist = setTimeout(() => child.kill("SIGKILL"), GRACE);
  child.once("exit", () => clearTimeout(insist));
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
