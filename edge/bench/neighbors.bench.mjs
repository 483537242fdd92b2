/**
 * One noisy shop beside nine quiet ones, on the launcher and workerd that `npm start` runs: the quiet
 * shops' time to a durable answer with and without the noise, acknowledged webhooks that were lost, and
 * how long after the noise the noisy shop has decided everything.
 *
 * Each noise runs alone: a storm of webhooks, batches of new visitors with the public key, large
 * unsigned bodies, and everything at once. Quiet shops send a webhook each some ten times a second.
 * `--short` runs a fraction of the time.
 *
 * Senders are elsewhere in real life. So where the system can pin processes, the Worker has a core of its
 * own, and of the senders on the others the noise comes last: what is measured is what shops do to each
 * other, and not what they do to this machine.
 */
import { fork, spawn, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { cpus, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { firstAnswer } from "../launcher/launcher.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const ADMIN_KEY = "the-admin-key-of-the-bench";
const SECRET = "the-secret-of-the-bench";
const QUIET = 9;
const SECONDS = process.argv.includes("--short") ? 3 : 10;
/** Promised: at most twice the time, nothing lost, back within five seconds. */
const MOST_RATIO = 2;
const RECOVERY = 5_000;

/** The Worker's core, where a process can be pinned to one. */
const isPinned = cpus().length > 1 && spawnSync("taskset", ["-V"]).status === 0;
const OWN_CORE = cpus().length - 1;
if (isPinned) spawnSync("taskset", ["-acp", `0-${OWN_CORE - 1}`, String(process.pid)]);

const failures = [];
let serial = 0;
// The noise comes out of a process of its own, so that it does not hold up whoever measures.
if (process.send !== undefined) {
  process.once("message", async ({ name, shop, serial: from, base }) => {
    serial = from;
    const made = await NOISES()[name](shop, performance.now() + SECONDS * 1_000, base);
    process.send(made, () => process.exit());
  });
} else await compare();

async function compare() {
  const server = await start();
  try {
    const shops = [];
    for (let n = 0; n <= QUIET; n += 1) shops.push(await makeShop(server, n));
    const [noisy, ...quiet] = shops;
    await listen(quiet, Promise.resolve(), 2_000);
    const rows = [];
    for (const name of Object.keys(NOISES())) {
      const before = await listen(quiet, pause(SECONDS * 1_000));
      const made = noiseOf({
        name,
        shop: noisy,
        serial: 1e6 * (rows.length + 1),
        base: server.base,
      });
      const during = await listen(quiet, made);
      const sent = await made;
      const recovered = await recovery(server, noisy);
      const after = await listen(quiet, pause(SECONDS * 500));
      const lost = await lostOf([...before.acknowledged, ...during.acknowledged, ...sent]);
      const calm = Math.max(before.p99, after.p99);
      rows.push({ name, before, during, calm, sent: sent.length, lost, recovered });
      if (during.p99 / calm > MOST_RATIO) failures.push(`${name}: p99 is over ${MOST_RATIO} times`);
      if (lost > 0) failures.push(`${name}: ${lost} acknowledged webhooks were lost`);
      if (recovered > RECOVERY) failures.push(`${name}: recovery took ${recovered} ms`);
    }
    print(rows);
  } finally {
    server.child.kill("SIGTERM");
    await server.ended;
    rmSync(server.folder, { recursive: true, force: true });
  }
  for (const failure of failures) console.log(`  not kept: ${failure}`);
  if (process.argv.includes("--strict") && failures.length > 0) process.exitCode = 1;
}

function NOISES() {
  const storm = (shop, end) => over(64, end, () => webhook(shop));
  const visitors = (shop, end, base) => over(4, end, () => events(shop, base));
  const bodies = (shop, end) => over(16, end, () => large(shop));
  return {
    "a storm of webhooks": storm,
    "batches of new visitors": visitors,
    "large unsigned bodies": bodies,
    "everything at once": async (...all) =>
      (await Promise.all([storm(...all), visitors(...all), bodies(...all)])).flat(),
  };
}

/** Makes a noise in a process of its own; gives what was acknowledged of it. */
function noiseOf(wanted) {
  const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2));
  setPriority(child.pid, 10);
  child.send(wanted);
  return new Promise((resolve) => child.once("message", resolve));
}

/** Does something over and over, so many times at once, until a moment; gives what it gave. */
async function over(atOnce, end, task) {
  const all = [];
  const worker = async () => {
    while (performance.now() < end) {
      const one = await task().catch(() => null);
      if (one?.acknowledged) all.push(one);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return all;
}

/** Sends a signed webhook that is never the same twice. */
async function webhook(shop) {
  serial += 1;
  const id = 1_000 + (serial % 200);
  const at = new Date(Date.UTC(2026, 10, 1) + serial * 1_000).toISOString();
  const email = `bench-${id}@people.example`;
  const body = JSON.stringify({
    id,
    email,
    created_at: at,
    updated_at: at,
    note: "n".repeat(2_000),
  });
  return { ...(await send(shop, body)), shop, body };
}

async function send(shop, body) {
  const response = await fetch(shop.webhook_url, {
    method: "POST",
    body,
    headers: {
      "x-shopify-topic": "customers/update",
      "x-shopify-shop-domain": shop.domain,
      "x-shopify-hmac-sha256": createHmac("sha256", SECRET).update(body).digest("base64"),
    },
  });
  const { outcome } = await response.json();
  return { acknowledged: response.status === 200, outcome };
}

async function events(shop, base) {
  const batch = Array.from({ length: 400 }, () => {
    serial += 1;
    const about = { anonymousId: `v${serial}`, messageId: `m${serial}` };
    return { type: "track", event: "Product Viewed", properties: { product_id: "447" }, ...about };
  });
  await fetch(`${base}/v1/events`, {
    method: "POST",
    body: JSON.stringify({ batch }),
    headers: { "x-write-key": shop.write_key },
  }).then((response) => response.text());
}

async function large(shop) {
  const body = "y".repeat(2_000_000);
  const headers = { "x-shopify-topic": "shop/redact", "x-shopify-hmac-sha256": "no" };
  const answer = await fetch(shop.webhook_url, { method: "POST", body, headers });
  await answer.text();
}

/** Lets each quiet shop send a webhook some ten times a second until something is over. */
async function listen(shops, until, warm = 0) {
  let isOver = false;
  until
    .then(() => pause(warm))
    .then(() => {
      isOver = true;
    });
  const times = [];
  const acknowledged = [];
  await Promise.all(
    shops.map(async (shop) => {
      await pause(Math.random() * 100);
      while (!isOver) {
        const from = performance.now();
        const one = await webhook(shop);
        times.push(performance.now() - from);
        if (one.acknowledged) acknowledged.push(one);
        await pause(80 + Math.random() * 40);
      }
    }),
  );
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), most: at(1), n: times.length, acknowledged };
}

/** How long it takes until nothing of the shop is undecided any more, in milliseconds. */
async function recovery(server, shop) {
  const from = performance.now();
  while ((await api(server, "GET", `/api/shops/${shop.shop}/health`)).undecided > 0)
    await pause(20);
  return performance.now() - from;
}

/** Sends what was acknowledged once more: what is not known already was lost. */
async function lostOf(acknowledged) {
  const sample = acknowledged.filter(
    (_, index) => index % Math.ceil(acknowledged.length / 2_000) === 0,
  );
  let lost = 0;
  for (const { shop, body } of sample) {
    lost += Number((await send(shop, body)).outcome !== "duplicate");
  }
  return lost;
}

function print(rows) {
  console.log(
    `\nNeighbors: one noisy shop beside ${QUIET} quiet ones (${cpus().length} cores, ${isPinned ? "one of them the Worker's own" : "shared with the senders"})`,
  );
  for (const { name, before, during, calm, sent, lost, recovered } of rows) {
    const times = `p50 ${ms(before.p50)} -> ${ms(during.p50)}, p99 ${ms(calm)} -> ${ms(during.p99)}`;
    const ratio = (during.p99 / calm).toFixed(1);
    console.log(`  ${name.padEnd(24)} ${times} (${ratio}x), slowest ${ms(during.most)}`);
    console.log(
      `  ${"".padEnd(24)} ${sent} of the noise acknowledged, ${lost} lost, all decided ${ms(recovered)} after`,
    );
  }
}

function ms(milliseconds) {
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function api(server, method, path, body) {
  const response = await fetch(server.base + path, {
    method,
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

async function makeShop(server, n) {
  const domain = `neighbor-${n}.myshopify.com`;
  const wishes = { platform: "shopify", domain, webhook_secret: SECRET };
  const made = await api(server, "POST", "/api/shops", {
    ...wishes,
    time_zone: "UTC",
    currency: "EUR",
  });
  return { ...made, domain };
}

/** Starts the launcher on a directory of its own. */
async function start() {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-neighbors-"));
  const port = await freePort();
  const program = `
    import { launch } from ${JSON.stringify(join(root, "edge/launcher/launcher.mjs"))};
    import { settings } from ${JSON.stringify(join(root, "edge/launcher/settings.mjs"))};
    await launch(settings(process.env, ${JSON.stringify(root)}), { root: ${JSON.stringify(root)}, ready() {} });`;
  const pin = isPinned ? ["taskset", "-c", String(OWN_CORE)] : [];
  const [command, ...args] = [...pin, process.execPath, "--input-type=module", "-e", program];
  const child = spawn(command, args, {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      PORT: String(port),
      EDGEWISE_DATA_DIR: join(folder, "data"),
      EDGEWISE_ADMIN_KEY: ADMIN_KEY,
    },
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  if (!(await firstAnswer(port, ended))) throw new Error("the launcher did not start");
  return { child, ended, folder, base: `http://127.0.0.1:${port}` };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const socket = createServer();
    socket.once("error", reject);
    socket.listen(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
