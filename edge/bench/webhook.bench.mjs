/**
 * A signed webhook through the Worker to a durable commit, against the floor measured in the same
 * run: 32 connections, rounds of both in turn, medians, on a memory disk where there is one and on
 * the disk of the project. Also what 32 at once gain over one at a time, and rows and money.
 */
import { createHmac } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { firstAnswer } from "../launcher/launcher.mjs";
import { settings } from "../launcher/settings.mjs";
import { startWorkerd } from "../launcher/workerd.mjs";

const bench = dirname(fileURLToPath(import.meta.url));
const root = join(bench, "../..");
const SECRET = "secret-of-the-bench";
const ROUNDS = 5;
const SECONDS = 2;
const CONNECTIONS = 32;
/** Dollars per million: Worker and object requests, and rows written, beyond what is included. */
const PRICE = { requests: 0.45, row: 1.0 };

async function compare(name, place) {
  const folder = mkdtempSync(join(place, "edgewise-bench-"));
  const floor = await serve(join(folder, "floor"), 18_801, join(bench, "floor.capnp"));
  const edge = await serve(join(folder, "edge"), 18_802);
  try {
    const shop = await makeShop(edge);
    const targets = { floor: `http://127.0.0.1:${floor.port}/`, edge: shop.webhook_url };
    const rates = { floor: [], edge: [], "edge, 1 connection": [] };
    const rows = (await health(edge, shop)).rows_written;
    let events = 0;
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [target, url] of Object.entries(targets)) {
        const done = await load(url, CONNECTIONS);
        if (target === "edge") events += done;
        // The first round warms both up.
        if (round > 0) rates[target].push(done / SECONDS);
      }
      const alone = await load(targets.edge, 1);
      events += alone;
      if (round > 0) rates["edge, 1 connection"].push(alone / SECONDS);
    }
    const written = ((await health(edge, shop)).rows_written - rows) / events;
    print(name, rates, written);
  } finally {
    for (const { child } of [floor, edge]) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(name, rates, rows) {
  const [floor, edge, alone] = Object.values(rates).map(median);
  console.log(
    `\n   ${name}, ${CONNECTIONS} connections, median of ${ROUNDS} rounds of ${SECONDS} s`,
  );
  console.log(`   floor (HMAC, insert, upsert)   ${floor.toFixed(0).padStart(6)} /s`);
  console.log(
    `   edge (the whole event path)    ${edge.toFixed(0).padStart(6)} /s   ${(edge / floor).toFixed(2)} of the floor`,
  );
  console.log(
    `   edge, one connection           ${alone.toFixed(0).padStart(6)} /s   grouping gains ${(edge / alone).toFixed(1)}x`,
  );
  console.log(
    `   rows written per event         ${rows.toFixed(2).padStart(6)}      $${(PRICE.requests + rows * PRICE.row).toFixed(2)} per million events at list price`,
  );
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
  const ready = config ? answers(port) : firstAnswer(port, ended);
  if (!(await ready)) throw new Error(`nothing answers on port ${port}`);
  return { child, port, env: chosen.env };
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

let serial = 0;

/** An update of one of 200 customers, about four kilobytes, never the same twice. */
function webhook() {
  serial += 1;
  const id = 5_000 + (serial % 200);
  const at = new Date(Date.UTC(2026, 10, 1) + serial * 1000).toISOString();
  const body = JSON.stringify({
    id,
    email: `bench-${id}@people.example`,
    first_name: "Ben",
    last_name: "Chmark",
    updated_at: at,
    created_at: "2026-11-01T00:00:00Z",
    note: "n".repeat(3_700),
  });
  return { body, signature: createHmac("sha256", SECRET).update(body).digest("base64") };
}

/** Sends webhooks over so many connections for a while; gives how many were taken in. */
async function load(url, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const end = performance.now() + SECONDS * 1000;
  let done = 0;
  const worker = async () => {
    while (performance.now() < end) {
      if ((await send(agent, url)) !== 200) throw new Error(`${url} refused a webhook`);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  return done;
}

function send(agent, url) {
  const { body, signature } = webhook();
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "x-shopify-topic": "customers/update",
    "x-shopify-shop-domain": "bench.myshopify.com",
    "x-shopify-hmac-sha256": signature,
  };
  return new Promise((resolve, reject) => {
    const call = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode));
    });
    call.on("error", reject);
    call.end(body);
  });
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
