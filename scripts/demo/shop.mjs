/** A fresh shop on the running Worker: signed webhooks in, the admin API, a clock that moves. */
import { createHmac, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { configFrom, templateFrom } from "../../pkg/templates.js";
import { root } from "../command.mjs";
import { running } from "../running.mjs";
import { Missing } from "../say.mjs";

const TEMPLATES = ["cart-abandonment-recovery", "new-customer-welcome", "vip-customer-upgrade"];

export const ZONE = "Europe/Berlin";

const SHOP = {
  name: "Willow & Kiln",
  currency: "EUR",
  time_zone: ZONE,
  country: "DE",
  url: "https://willow-kiln.example",
  sender: { name: "Willow & Kiln", email: "hello@willow-kiln.example" },
  postal_address: "3 Kiln Lane, 10115 Berlin",
};

/** The demo shop's configuration: three templates, turned on. */
export const demoConfig = () => configFrom(SHOP, TEMPLATES.map(template), "live");

/** Finds the Worker, makes a shop and turns the three templates on. */
export async function connect() {
  const { base, key } = await running();
  const shop = new Shop(base, key);
  await shop.open();
  return shop;
}

/** How often something may be due and not done before we go on without it. */
const MOST_WAITS = 20;

class Shop {
  #key;
  #secret = randomBytes(24).toString("hex");
  #webhookUrl = "";
  #deliveries = 0;

  constructor(base, key) {
    this.base = base;
    this.#key = key;
    this.domain = `willow-kiln-${randomBytes(3).toString("hex")}.myshopify.com`;
  }

  async open() {
    const made = await this.#ask("POST", "", {
      platform: "shopify",
      domain: this.domain,
      webhook_secret: this.#secret,
      time_zone: ZONE,
      currency: "EUR",
    });
    this.id = made.shop;
    // The address in the answer may be a public one; the demo talks to where it found it.
    this.#webhookUrl = this.base + new URL(made.webhook_url).pathname;
    await this.api("PUT", "/config", demoConfig());
    this.now = (await this.api("GET", "/health")).now;
  }

  /** Asks this shop's part of the admin API. */
  api = (method, path, body) => this.#ask(method, `/${this.id}${path}`, body);

  /** A compiled configuration, byte for byte. */
  async plan(id) {
    const response = await fetch(`${this.base}/api/shops/${this.id}/plans/${id}`, {
      headers: { authorization: `Bearer ${this.#key}` },
    });
    return response.text();
  }

  /** Sends a signed webhook; gives what the Worker said of it. */
  async deliver(topic, body) {
    const bytes = JSON.stringify(body);
    this.#deliveries += 1;
    const response = await fetch(this.#webhookUrl, {
      method: "POST",
      body: bytes,
      headers: {
        "content-type": "application/json",
        "x-shopify-topic": topic,
        "x-shopify-shop-domain": this.domain,
        "x-shopify-hmac-sha256": createHmac("sha256", this.#secret).update(bytes).digest("base64"),
        "x-shopify-webhook-id": `demo-${this.#deliveries}`,
      },
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${topic}: ${response.status} ${answer.error?.message}`);
    return answer.outcome;
  }

  /**
   * Moves the shop's clock to a moment, from one thing that falls due to the next, so that each is
   * done at its own time. `look` is called after each.
   */
  async goTo(at, look) {
    for (let waits = 0; ; ) {
      const { now, next_due: due } = await this.api("GET", "/health");
      if (due === null || due >= at || waits > MOST_WAITS) {
        await this.#advance(at - now);
        return look();
      }
      // Something that is due already is being done: an attempt under way.
      waits = due > now ? 0 : waits + 1;
      await this.#advance(due - now);
      await look();
    }
  }

  async #advance(step) {
    this.now = (await this.api("POST", "/clock", { advance_ms: Math.max(0, step) })).now;
  }

  async #ask(method, path, body) {
    const response = await fetch(`${this.base}/api/shops${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#key}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    if (response.status === 401) {
      throw new Missing(
        `${this.base} does not take the admin key. Give the right one in EDGEWISE_ADMIN_KEY; npm start says where it lies.`,
      );
    }
    const said = answer.error?.message ?? JSON.stringify(answer.diagnostics ?? answer);
    throw new Error(`${method} /api/shops${path}: ${response.status} ${said}`);
  }
}

function template(name) {
  const folder = join(root, "pkg/templates", name);
  const paths = readdirSync(folder, { recursive: true }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  return templateFrom(
    Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")])),
  );
}
