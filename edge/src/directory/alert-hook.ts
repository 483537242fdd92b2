/**
 * Alerts the operator when a shop needs attention: a signed call to `EDGEWISE_ALERT_URL`, in the
 * form of Standard Webhooks. The same problem of the same shop is reported at most once an hour.
 */
import { callWebhook } from "../channel/webhook.ts";
import type { Env } from "../env.ts";
import { nameOf } from "../ids.ts";
import { log } from "../log.ts";
import { masterKey } from "../master.ts";
import { derive } from "../seal.ts";
import type { Concern } from "./fleet.ts";

const AGAIN_AFTER = 3_600_000;

export class AlertHook {
  readonly #env: Env;
  readonly #reported = new Map<string, number>();

  constructor(env: Env) {
    this.#env = env;
  }

  /** Reports what was not reported within the hour. Never throws. */
  async report(concerns: Concern[], now: number): Promise<void> {
    for (const concern of concerns) {
      const name = `${concern.shop}/${concern.code}`;
      if (now - (this.#reported.get(name) ?? 0) < AGAIN_AFTER) continue;
      if (this.#reported.size > 10_000) this.#reported.clear();
      this.#reported.set(name, now);
      log("shop-needs-a-look", { shop: concern.shop, reason: concern.code }, "warn");
      await this.#call(concern, now);
    }
  }

  async #call(concern: Concern, now: number): Promise<void> {
    const url = this.#env.EDGEWISE_ALERT_URL;
    if (!url) return;
    const id = nameOf("alert", concern.shop, concern.code, String(now));
    const timestamp = new Date(now).toISOString();
    const body = JSON.stringify({ type: "shop.alert", timestamp, data: concern });
    const key = derive(masterKey(this.#env), "webhook", "operator");
    const outcome = await callWebhook({ id, url, body }, key, now);
    if (outcome.type !== "sent") {
      log("alert-not-delivered", { shop: concern.shop, reason: outcome.reason }, "warn");
    }
  }
}
