/**
 * A world for one test file: the real Worker on the real workerd over a data directory of its own,
 * with a mail server and a provider on loopback, and everything it printed.
 */
import { createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { bundleWorker, configBeside } from "../../edge/build.mjs";
import { firstAnswer } from "../../edge/launcher/launcher.mjs";
import { settings } from "../../edge/launcher/settings.mjs";
import { startWorkerd } from "../../edge/launcher/workerd.mjs";

export const root = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
export const ADMIN_KEY = "an-admin-key-for-tests";
export const APP = { key: "app-client-id", secret: "the-app-secret-of-tests" };
/** Key and certificate of a provider at https://localhost, for tests. */
export const certificate = readFileSync(join(root, "tests/blackbox/localhost.pem"), "utf8");
const built = new Map();

/**
 * Starts a world.
 *
 * @param {{smtp?: string, env?: Record<string, string>, artifact?: "edge" | "trap", localNetwork?: boolean | number, mostUnfolded?: number, packed?: boolean}} options
 *   `mostUnfolded` and `packed` build a Worker of its own (`edge/build.mjs`); `localNetwork` lets the Worker's `fetch` reach loopback, for a provider of ours; as a port, it leads every
 *   request there, whatever host it is for: a Shopify shop has a name that is not ours
 */
export async function startWorld({
  smtp = "smtp://127.0.0.1:9",
  env = {},
  artifact = "edge",
  localNetwork = false,
  ...how
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-test-"));
  const config = await configFor({ artifact, ...how }, localNetwork);
  const world = new World(folder, { smtp, env, config });
  await world.start();
  return world;
}

class World {
  #options;
  #child = null;
  /** Everything the Worker printed, over all its lives. */
  log = "";
  adminKey = ADMIN_KEY;

  constructor(folder, options) {
    this.folder = folder;
    this.#options = options;
  }

  async start() {
    this.port ??= await freePort();
    this.base = `http://127.0.0.1:${this.port}`;
    const { smtp, env, config } = this.#options;
    const given = {
      PORT: String(this.port),
      EDGEWISE_DATA_DIR: join(this.folder, "data"),
      EDGEWISE_ADMIN_KEY: ADMIN_KEY,
      SHOPIFY_API_KEY: APP.key,
      SHOPIFY_API_SECRET: APP.secret,
      SMTP_URL: smtp,
      ...env,
    };
    const chosen = settings(given, root);
    this.#child = startWorkerd(chosen, {
      pages: join(root, "www/dist"),
      config,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on("data", (chunk) => {
        this.log += chunk;
      });
    }
    this.#child.ended = new Promise((resolve) => this.#child.once("exit", resolve));
    if (!(await firstAnswer(this.port, this.#child.ended)))
      throw new Error(`workerd did not start:\n${this.log}`);
  }

  /** Lays settings over those that the next start gets. */
  reconfigure(env) {
    this.#options = { ...this.#options, env: { ...this.#options.env, ...env } };
  }

  /** Has another Worker of the same engine at the next start: the options are those of `startWorld`. */
  async replaceWorker(how) {
    this.#options = { ...this.#options, config: await configFor({ artifact: "edge", ...how }) };
  }

  /** The Worker's process. */
  get pid() {
    return this.#child.pid;
  }

  /** Ends the process without warning, as a power cut for it would. */
  async kill() {
    this.#child.kill("SIGKILL");
    await this.#child.ended;
  }

  /** Ends the process in good order, so that the database files are whole without their logs. */
  async quit() {
    this.#child.kill("SIGTERM");
    await this.#child.ended;
  }

  async stop() {
    await this.kill();
    keepLog(this.log);
    rmSync(this.folder, { recursive: true, force: true });
    // The one of a single test is of no use to others.
    if (/-led-\d+\.capnp$/.test(this.#options.config))
      rmSync(this.#options.config, { force: true });
  }

  fetch(path, init = {}) {
    return fetch(path.startsWith("http") ? path : this.base + path, {
      redirect: "manual",
      ...init,
    });
  }

  /** Asks the admin API; gives status and parsed answer. */
  async api(method, path, body) {
    const init = { method, headers: { authorization: `Bearer ${ADMIN_KEY}` } };
    if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
    const response = await this.fetch(path, init);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? null : parsed(text),
    };
  }

  /** Makes a shop; gives its addresses, keys and secret. */
  async shop(options = {}) {
    shops += 1;
    const wishes = {
      platform: "shopify",
      domain: `shop-${shops}.myshopify.com`,
      webhook_secret: `secret-of-shop-${shops}`,
      time_zone: "Europe/Berlin",
      currency: "EUR",
      ...options,
    };
    const made = await this.api("POST", "/api/shops", wishes);
    if (made.status !== 201) throw new Error(`no shop: ${JSON.stringify(made.body)}`);
    return { ...wishes, ...made.body, api: `/api/shops/${made.body.shop}` };
  }

  /** Sends a signed Shopify webhook. */
  webhook(shop, topic, body, { headers = {}, secret = shop.webhook_secret } = {}) {
    const bytes = typeof body === "string" ? body : JSON.stringify(body);
    return this.fetch(shop.webhook_url, {
      method: "POST",
      body: bytes,
      headers: {
        "content-type": "application/json",
        "x-shopify-topic": topic,
        "x-shopify-shop-domain": shop.domain,
        "x-shopify-hmac-sha256": sign(secret, bytes),
        "x-shopify-api-version": "2026-10",
        "x-shopify-webhook-id": "b1f2a8a4-0000-4000-8000-000000000000",
        ...headers,
      },
    });
  }

  /** Sends a webhook that must be taken in; gives the outcome. */
  async deliver(shop, topic, body, options) {
    const response = await this.webhook(shop, topic, body, options);
    const answer = await response.json();
    if (response.status !== 200)
      throw new Error(`${topic}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Sends what a shop's own platform signs, which must be taken in; gives the outcome. */
  async deliverTo(shop, topic, body) {
    if (shop.platform !== "woocommerce") return this.deliver(shop, topic, body);
    const bytes = JSON.stringify(body);
    const response = await this.fetch(shop.webhook_url, {
      method: "POST",
      body: bytes,
      headers: {
        "content-type": "application/json",
        "x-wc-webhook-topic": topic,
        "x-wc-webhook-source": `https://${shop.domain}/`,
        "x-wc-webhook-signature": sign(shop.webhook_secret, bytes),
      },
    });
    const answer = await response.json();
    if (response.status !== 200)
      throw new Error(`${topic}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Moves a shop's clock, back when negative, and waits for what became due. */
  async advance(shop, milliseconds) {
    const moved = await this.api("POST", `${shop.api}/clock`, { advance_ms: milliseconds });
    if (moved.status !== 200)
      throw new Error(`the clock did not move: ${JSON.stringify(moved.body)}`);
    return moved.body;
  }

  /** Searches customers. */
  search(shop, q) {
    return this.api("POST", `${shop.api}/customers/search`, { q });
  }

  /** The one customer that a search finds. */
  async customer(shop, query) {
    const { body } = await this.search(shop, query);
    return body.customers.length === 1 ? body.customers[0] : null;
  }
}

let shops = 0;
let logs = 0;

/** What all Workers of a run printed is looked through at its end, by tests/logs. */
function keepLog(text) {
  logs += 1;
  const folder = join(root, "test-results/logs");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${basename(process.argv[1] ?? "world")}-${logs}.log`), text);
}

export const sign = (secret, body) => createHmac("sha256", secret).update(body).digest("base64");

/** Waits until a question has an answer that is not null, undefined or false. */
export async function until(question, { seconds = 10, what = "it" } = {}) {
  for (const limit = Date.now() + seconds * 1000; ; ) {
    const answer = await question();
    if (answer) return answer;
    if (Date.now() > limit) throw new Error(`${what} did not happen within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The configuration of this world's workerd, made from the one that `npm start` uses. */
async function configFor({ artifact, ...special }, localNetwork = false) {
  // Each that is special has a folder of its own, named after what is.
  const parts = [artifact, ...Object.entries(special).flat()];
  // Where it leads is in the file, and files of tests run at once.
  const suffix = localNetwork === true ? "-local" : localNetwork ? `-led-${localNetwork}` : "";
  const name = `${parts.join("-")}${suffix}`;
  if (!built.has(name)) {
    const out = join(
      root,
      parts.length === 1 && artifact === "edge" ? "edge/dist" : `edge/dist-${parts.join("-")}`,
    );
    built.set(name, writeConfig({ artifact, out, ...special }, localNetwork, name));
  }
  return built.get(name);
}

async function writeConfig(how, localNetwork, name) {
  return configBeside(await bundleWorker(how), {
    name: `test-${name}.capnp`,
    change: localNetwork ? (config) => withNetwork(config, localNetwork) : undefined,
  });
}

/** The provider's certificate, made for these tests and trusted by nobody else. */
function withNetwork(config, localNetwork) {
  const trusted = JSON.stringify(certificate.slice(certificate.indexOf("-----BEGIN CERT")));
  const tls = `tlsOptions = (trustedCertificates = [${trusted}])`;
  const where =
    localNetwork === true
      ? `network = (allow = ["public", "private", "local"], ${tls})`
      : `external = (address = "127.0.0.1:${localNetwork}", https = (certificateHost = "localhost", ${tls}))`;
  const open = `(name = "internet", ${where}),`;
  return config.replace("services = [", `services = [\n    ${open}`);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
