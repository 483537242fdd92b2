/**
 * What a growing shop costs: sign-ups that each enter 50 of 100 live workflows, and events without
 * effects, one at a time and many at once. Counts of rows, statements, seals and bytes come first: they
 * are the same on every machine. Rates are of this machine at this moment.
 *
 *   node edge/bench/shop.bench.mjs [--customers 1000,2000] [--keep]
 */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleWorker } from "../build.mjs";
import { firstAnswer } from "../launcher/launcher.mjs";
import { settings } from "../launcher/settings.mjs";
import { startWorkerd } from "../launcher/workerd.mjs";
import { counting } from "./counted.mjs";
import { SECRET, send } from "./load.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const { values } = parseArgs({
  options: { customers: { type: "string", default: "1000,2000" }, disk: { type: "string" } },
});
const SIZES = values.customers.split(",").map(Number);
const CONNECTIONS = 32;
/** Events without effects: nearly as many as may be unfolded. */
const UNFOLDED = 4_000;
const KEY = "the-bench-admin-key";
const PORT = 18_811;
const admin = { authorization: `Bearer ${KEY}` };

/** Sign-ups are of later than the moment at which the workflows went live. */
const NOW = Date.now() + 60_000;

/** A hundred live workflows that a new customer may enter; fifty have a condition that nobody meets. */
const config = {
  format: 1,
  shop: { name: "Bench", currency: "EUR", time_zone: "Europe/Berlin", country: "DE" },
  messages: { mail: { channel: "sms", text: "Hello" } },
  workflows: Array.from({ length: 100 }, (_, place) => ({
    id: `workflow-${place}`,
    name: `Workflow ${place}`,
    status: "live",
    trigger: { type: "customer_created" },
    ...(place % 2 === 0 ? {} : { conditions: { type: "tag", tag: `t${place}` } }),
    steps: [
      { id: "wait", type: "wait", for: { amount: 30, unit: "days" } },
      { id: "send", type: "send", message: "mail" },
    ],
  })),
};

async function grow(customers, workerConfig) {
  const folder = mkdtempSync(join(values.disk ?? tmpdir(), "edgewise-bench-"));
  let server = await serve(join(folder, "data"), workerConfig);
  try {
    const shop = await makeShop(server);
    const counts = async () => ({
      ...(await (await fetch(`${server.base}/counts`)).json()),
      rows: (await api(server, "GET", `/api/shops/${shop.shop}/health`)).rows_written,
    });
    let id = 0;
    const signUps = (upTo) => () => {
      if (id >= upTo) return null;
      id += 1;
      return person(id);
    };
    const first = await phase(server, counts, () =>
      send(shop.webhook_url, CONNECTIONS, "customers/create", signUps(customers / 2)),
    );
    const second = await phase(server, counts, () =>
      send(shop.webhook_url, CONNECTIONS, "customers/create", signUps(customers)),
    );
    let [serial, end] = [0, 0];
    const updates = () => {
      if (serial >= end) return null;
      serial += 1;
      return updated(serial);
    };
    const update = (connections, many) =>
      phase(server, counts, () => {
        end = serial + many;
        return send(shop.webhook_url, connections, "customers/update", updates);
      });
    const alone = await update(1, 100);
    const many = await update(CONNECTIONS, UNFOLDED - 100);
    await server.end("SIGKILL");
    server = await serve(join(folder, "data"), workerConfig);
    const list = () => api(server, "GET", `/api/shops/${shop.shop}/customers?limit=1`);
    const folding = (await cpuDuring(server, list)) - (await cpuDuring(server, list));
    await server.end();
    const bytes = sizeOf(join(folder, "data"));
    console.log(`\n   ${customers} customers, ${CONNECTIONS} connections`);
    console.log(`   ${"".padEnd(34)}  rows  statements  seals  sealed bytes     /s  us of CPU`);
    line("a sign-up into 50 of 100, first half", first);
    line("a sign-up into 50 of 100, second half", second);
    line("an event without effects, alone", alone);
    line("an event without effects, among others", many);
    console.log(
      `   after a kill, ${UNFOLDED} decisions made again: ${(folding * 1000).toFixed(0)} ms of CPU`,
    );
    console.log(`   disk per customer: ${(bytes / customers / 1000).toFixed(1)} kB`);
  } finally {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function line(label, { rows, statements, seals, bytes, rate, cpu }) {
  const figures = [
    rows.toFixed(2).padStart(6),
    statements.toFixed(2).padStart(11),
    seals.toFixed(2).padStart(6),
    bytes.toFixed(0).padStart(13),
    rate.toFixed(0).padStart(6),
    cpu.toFixed(0).padStart(10),
  ];
  console.log(`   ${label.padEnd(38)}${figures.join(" ")}`);
}

/** Seconds of processor time that the Worker takes for something. */
async function cpuDuring({ child }, work) {
  const from = cpuOf(child.pid);
  await work();
  return cpuOf(child.pid) - from;
}

/** What a phase took, by event. */
async function phase(server, counts, work) {
  const [before, cpu, from] = [await counts(), cpuOf(server.child.pid), performance.now()];
  const done = await work();
  const took = performance.now() - from;
  const spent = cpuOf(server.child.pid) - cpu;
  const after = await counts();
  const each = (name) => (after[name] - before[name]) / done;
  return {
    rows: each("rows"),
    statements: each("statements"),
    seals: each("seals"),
    bytes: each("seal_bytes"),
    rate: (done / took) * 1000,
    cpu: (spent / done) * 1e6,
  };
}

const person = (id) => ({
  id,
  email: `person-${id}@people.example`,
  first_name: "Mira",
  last_name: "Okafor",
  created_at: new Date(NOW).toISOString(),
  updated_at: new Date(NOW).toISOString(),
  verified_email: true,
  tags: "",
  currency: "EUR",
  default_address: { country_code: "DE", zip: "10115", city: "Berlin" },
});

/** A change of one of 200 customers that nothing follows from. */
const updated = (serial) => ({
  ...person((serial % 200) + 1),
  updated_at: new Date(NOW + serial * 1000).toISOString(),
  note: `note ${serial}`,
});

async function serve(dataDir, workerConfig) {
  const given = { PORT: String(PORT), EDGEWISE_DATA_DIR: dataDir, EDGEWISE_ADMIN_KEY: KEY };
  const options = { pages: join(root, "www/dist"), config: workerConfig };
  const child = startWorkerd(settings(given, root), {
    ...options,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  if (!(await firstAnswer(PORT, ended))) throw new Error("the Worker did not start");
  const end = async (signal = "SIGTERM") => {
    child.kill(signal);
    await ended;
  };
  return { child, end, base: `http://127.0.0.1:${PORT}` };
}

async function api({ base }, method, path, body) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const answer = await fetch(base + path, { method, headers: admin, body: text });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return answer.json();
}

async function makeShop(server) {
  const shop = await api(server, "POST", "/api/shops", {
    platform: "shopify",
    domain: "bench.myshopify.com",
    webhook_secret: SECRET,
    time_zone: "Europe/Berlin",
    currency: "EUR",
  });
  await api(server, "PUT", `/api/shops/${shop.shop}/config`, config);
  return shop;
}

/** Seconds of processor time a process has used, all its threads together. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function sizeOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

const out = join(root, "edge/dist-bench");
await bundleWorker({ out, plugins: [counting] });
const text = readFileSync(join(root, "edge/workerd.capnp"), "utf8");
const workerConfig = join(out, "workerd.capnp");
writeFileSync(workerConfig, text.replaceAll('embed "dist/', 'embed "'));
for (const customers of SIZES) await grow(customers, workerConfig);
