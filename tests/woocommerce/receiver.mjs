/** What stands in Edgewise's place where only the plugin is tested: takes everything, and keeps it. */
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { until } from "../blackbox/world.mjs";

export async function startReceiver() {
  const received = [];
  const state = { status: 200, answer: () => ({ outcome: "accepted" }) };
  const server = createServer((incoming, outgoing) => {
    const chunks = [];
    incoming.on("data", (chunk) => chunks.push(chunk));
    incoming.on("end", () => {
      const raw = Buffer.concat(chunks).toString();
      const { method, url, headers } = incoming;
      received.push({ method, url, headers, raw, topic: headers["x-wc-webhook-topic"] ?? null });
      outgoing.writeHead(state.status, { "content-type": "application/json" });
      outgoing.end(JSON.stringify(state.answer(method, url)));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${server.address().port}`;
  return new Receiver(server, base, received, state);
}

class Receiver {
  secret = "invented & secret";

  constructor(server, base, received, state) {
    Object.assign(this, { server, base, received, state });
  }

  /** Connects a site to this receiver, without asking anybody. */
  connect(site) {
    const parts = {
      shop: "shop",
      api_url: `${this.base}/api/shops/shop`,
      api_key: "ak_invented",
      webhook_url: `${this.base}/webhooks/woocommerce/token`,
      webhook_secret: this.secret,
      events_url: `${this.base}/v1/events`,
      write_key: "wk_invented",
      key_id: "0",
    };
    return site.php(
      `Edgewise\\keep_connection( json_decode( ${phpText(JSON.stringify(parts))}, true ) ); return true;`,
    );
  }

  /** The reports on a topic since this was asked last, when there are as many as expected. */
  async take(topic, count = 1) {
    const of = () => this.received.filter((one) => one.topic === topic);
    await until(() => of().length >= count, { what: `${count} of ${topic}` });
    const taken = of();
    for (const one of taken) this.received.splice(this.received.indexOf(one), 1);
    if (taken.length > count)
      throw new Error(
        `${taken.length} of ${topic}, not ${count}: ${taken.map(({ raw }) => raw).join("\n")}`,
      );
    return taken.map(({ raw }) => JSON.parse(raw));
  }

  isSigned({ raw, headers }) {
    const right = createHmac("sha256", this.secret).update(raw).digest("base64");
    return headers["x-wc-webhook-signature"] === right;
  }

  close() {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** A text as PHP writes it. */
export const phpText = (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
