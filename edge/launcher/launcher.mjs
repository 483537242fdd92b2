/**
 * Keeps workerd alive: start, watch, restart, stop.
 *
 * Killing workerd is safe at any moment (what was answered is on disk), so a process that stops
 * answering is simply replaced.
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { inUse, NOT_LOCKED } from "./lock.mjs";
import { masterKeyChanged } from "./master-key.mjs";
import { startWorkerd } from "./workerd.mjs";

const PROBE_EVERY = 2_000;
const PROBES_FAILED = 3;
/** How long a process may take to answer first, and to end when it is asked to, in milliseconds. */
const PATIENCE = { start: 20_000, end: 10_000 };
const LONGEST_PAUSE = 30_000;

/**
 * Runs until the process is asked to stop.
 *
 * @param {import("./settings.mjs").Settings} settings
 * @param {{
 *   root: string, ready: () => void, config?: string, pages?: string, patience?: typeof PATIENCE,
 * }} options `ready` is called once; `pages` is the folder of the admin page
 * @throws {Error} when another process serves the data directory, or workerd keeps ending
 */
export async function launch(
  settings,
  { root, ready, config, pages = join(root, "www/dist"), patience = PATIENCE },
) {
  let child = null;
  let stopping = false;
  let announce = ready;
  const stop = () => {
    stopping = true;
    end(child, patience);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  for (let failures = 0; !stopping; ) {
    const instance = randomUUID();
    const options = { pages, instance };
    child = startWorkerd(settings, config === undefined ? options : { ...options, config });
    const started = performance.now();
    const ended = new Promise((resolve) =>
      child.once("exit", (code, signal) => resolve(signal ?? code)),
    );
    watch(settings.port, { child, ended, instance, patience }).then((isUp) => {
      if (isUp) announce();
      announce = () => {};
      if (isUp && settings.changesMasterKey) sayWhenChanged(settings, ended);
    });
    const how = await ended;
    if (stopping) break;
    if (how === NOT_LOCKED) throw inUse(settings.dataDir);
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

/** Says when the master key is changed and the one before can go. */
async function sayWhenChanged(settings, ended) {
  console.error(
    "changing the master key; the one before is needed until it is said that it can go",
  );
  if (!(await masterKeyChanged(settings, ended))) return;
  settings.changesMasterKey = false;
  console.error("the master key is changed: EDGEWISE_PREVIOUS_MASTER_KEY can go at the next start");
}

/**
 * Waits for the first healthy answer, of the process itself and no other on the same port; false when it
 * ends before, or stays silent for too long.
 */
export async function firstAnswer(
  port,
  ended = new Promise(() => {}),
  { instance, patience = PATIENCE } = {},
) {
  let over = false;
  ended.then(() => {
    over = true;
  });
  for (const limit = Date.now() + patience.start; Date.now() < limit && !over; ) {
    if (await healthy(port, instance)) return true;
    await sleep(15);
  }
  return false;
}

/**
 * Ends the process when it does not come up, or fails three probes in a row. Resolves when it is up, or
 * never will be.
 */
async function watch(port, { child, ended, instance, patience }) {
  const isUp = await firstAnswer(port, ended, { instance, patience });
  if (isUp) probe(port, child, { instance, patience });
  else end(child, patience);
  return isUp;
}

async function probe(port, child, { instance, patience }) {
  for (let failed = 0; isAlive(child); ) {
    await sleep(PROBE_EVERY);
    failed = (await healthy(port, instance)) ? 0 : failed + 1;
    if (failed === PROBES_FAILED) return end(child, patience);
  }
}

async function healthy(port, instance) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, {
      signal: AbortSignal.timeout(PROBE_EVERY),
    });
    const said = await answer.json();
    return answer.ok && (instance === undefined || said.instance === instance);
  } catch {
    return false;
  }
}

/** Asks the process to end, and insists after a while. */
function end(child, patience) {
  if (child === null || !isAlive(child)) return;
  console.error(`ending workerd (process ${child.pid})`);
  child.kill("SIGTERM");
  const insist = setTimeout(() => child.kill("SIGKILL"), patience.end);
  child.once("exit", () => clearTimeout(insist));
}

const isAlive = (child) => child.exitCode === null && child.signalCode === null;

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
