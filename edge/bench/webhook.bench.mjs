/**
 * A signed webhook through the Worker to a durable commit, against the floor measured in the same
 * run: 32 connections, short rounds of all in turn so that noise hits all alike, medians, on a memory
 * disk where there is one and on the disk of the project. Also what group commit gains, against the
 * same Worker built to write each delivery in a transaction of its own, and rows and money.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleWorker } from "../build.mjs";
import { firstAnswer } from "../launcher/launcher.mjs";
import { settings } from "../launcher/settings.mjs";
import { startWorkerd } from "../launcher/workerd.mjs";
import { load, SECRET } from "./load.mjs";

const bench = dirname(fileURLToPath(import.meta.url));
const root = join(bench, "../..");
const ROUNDS = 9;
const SECONDS = 1;
const CONNECTIONS = 32;
/** Dollars per million: Worker and object requests, and rows written, beyond what is included. */
const PRICE = { requests: 0.45, row: 1.0 };

async function compare(name, place) {
  const folder = mkdtempSync(join(place, "edgewise-bench-"));
  const servers = {};
  try {
    servers.floor = await serve(join(folder, "floor"), 18_801, join(bench, "floor.capnp"));
    servers.edge = await serve(join(folder, "edge"), 18_802);
    servers.alone = await serve(join(folder, "alone"), 18_803, await ungrouped());
    const shop = await makeShop(servers.edge);
    servers.floor.url = `http://127.0.0.1:${servers.floor.port}/`;
    servers.edge.url = shop.webhook_url;
    servers.alone.url = (await makeShop(servers.alone)).webhook_url;
    const rows = (await health(servers.edge, shop)).rows_written;
    const rounds = [];
    let events = 0;
    for (let round = 0; round <= ROUNDS; round += 1) {
      const measured = {};
      for (const [target, server] of Object.entries(servers)) {
        measured[target] = await measure(server);
        if (target === "edge") events += measured.edge.done;
      }
      // The first round warms all up.
      if (round > 0) rounds.push(measured);
    }
    const written = ((await health(servers.edge, shop)).rows_written - rows) / events;
    print(name, rounds, written);
  } finally {
    for (const { child } of Object.values(servers)) child.kill("SIGKILL");
    await Promise.all(Object.values(servers).map(({ ended }) => ended));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure({ url, child }) {
  const [cpu, from] = [cpuOf(child.pid), performance.now()];
  const done = await load(url, CONNECTIONS, SECONDS);
  const rate = (done / (performance.now() - from)) * 1000;
  return { done, rate, cpu: ((cpuOf(child.pid) - cpu) / done) * 1e6 };
}

/** Seconds of processor time a process has used, all its threads together; NaN where unknown. */
function cpuOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

function print(name, rounds, rows) {
  const of = (target, figure) => median(rounds.map((round) => round[target][figure]));
  const ratio = (a, b) => median(rounds.map((round) => round[a].rate / round[b].rate)).toFixed(2);
  const line = (label, target, more = "") =>
    console.log(
      `   ${label.padEnd(30)} ${of(target, "rate").toFixed(0).padStart(6)} /s   ${of(target, "cpu").toFixed(0).padStart(5)} µs of CPU   ${more}`,
    );
  console.log(
    `\n   ${name}, ${CONNECTIONS} connections, medians of ${ROUNDS} interleaved rounds of ${SECONDS} s on ${cpus().length} × ${cpus()[0]?.model}`,
  );
  line("floor (HMAC, insert, upsert)", "floor");
  line("edge (the whole event path)", "edge", `${ratio("edge", "floor")} of the floor`);
  line("edge without group commit", "alone", `grouping gains ${ratio("edge", "alone")}x`);
  const price = (PRICE.requests + rows * PRICE.row).toFixed(2);
  console.log(
    `   ${"rows written per event".padEnd(30)} ${rows.toFixed(2).padStart(6)}      $${price} per million events at list price`,
  );
}

/** The same Worker, writing each delivery in a transaction of its own. */
async function ungrouped() {
  const out = join(root, "edge/dist-bench");
  await bundleWorker({ out, largestBatch: 1 });
  const text = readFileSync(join(root, "edge/workerd.capnp"), "utf8");
  const file = join(out, "workerd.capnp");
  writeFileSync(file, text.replaceAll('embed "dist/', 'embed "'));
  return file;
}

async function serve(dataDir, port, config) {
  const given = {
    PORT: String(port),
    EDGEWISE_DATA_DIR: dataDir,
    EDGEWISE_ADMIN_KEY: "the-bench-admin-key",
  };
  const chosen = settings(given, root);
  const options = { pages: join(root, "www/dist"), stdio: ["ignore", "ignore", "inherit"] };
  const child = startWorkerd(chosen, config ? { ...options, config } : options);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const ready = config?.includes("floor") ? answers(port) : firstAnswer(port, ended);
  if (!(await ready)) throw new Error(`nothing answers on port ${port}`);
  return { child, ended, port };
}

async function answers(port) {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const ok = await fetch(`http://127.0.0.1:${port}/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

const admin = { authorization: "Bearer the-bench-admin-key" };

async function makeShop({ port }) {
  const body = JSON.stringify({
    platform: "shopify",
    domain: "bench.myshopify.com",
    webhook_secret: SECRET,
    time_zone: "Europe/Berlin",
    currency: "EUR",
  });
  const made = await fetch(`http://127.0.0.1:${port}/api/shops`, {
    method: "POST",
    headers: admin,
    body,
  });
  return made.json();
}

async function health({ port }, { shop }) {
  const answer = await fetch(`http://127.0.0.1:${port}/api/shops/${shop}/health`, {
    headers: admin,
  });
  return answer.json();
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

for (const [name, place] of [
  ["memory disk", "/dev/shm"],
  ["project's disk", join(root, ".edgewise")],
]) {
  if (name === "memory disk" && !existsSync(place)) continue;
  mkdirSync(place, { recursive: true });
  await compare(name, place);
}
