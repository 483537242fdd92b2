/**
 * What leaves: an email rendered from a message, or the body of a call. Made once, at the first attempt,
 * and sent byte for byte at every further one.
 */
import type { Buffer } from "node:buffer";
import { type Email, emailFor, type MailConfig, type SendPayload } from "../channel/email.ts";
import { publicUrl } from "../env.ts";
import { unsubscribeToken } from "../verify/unsubscribe-token.ts";
import type { Item } from "./outbox.ts";
import type { Stores } from "./stores.ts";

export type Content =
  | { type: "email"; email: Email }
  | { type: "webhook"; url: string; body: string };

/** What the engine lets go, as far as the edge reads it. */
export type Payload =
  | ({ type: "send" } & SendPayload)
  | { type: "webhook"; url: string; body?: unknown }
  | { type: "apply_coupon"; prefix?: string }
  | { type: string };

export class Contents {
  readonly #stores: Stores;
  readonly #unsubscribes: Buffer;

  constructor(stores: Stores) {
    this.#stores = stores;
    this.#unsubscribes = stores.vault.own.get("unsubscribe");
  }

  /** What was made at an earlier attempt, or null. */
  kept(item: Item): Content | null {
    const kept = this.#stores.outbox.content(item.id);
    if (kept === null) return null;
    return item.type === "send"
      ? { type: "email", email: kept as Email }
      : { type: "webhook", ...(kept as { url: string; body: string }) };
  }

  /** Keeps what was made. */
  keep(item: Item, content: Content): void {
    const { type, ...rest } = content;
    this.#stores.outbox.keepContent(item, "email" in rest ? rest.email : rest);
  }

  /**
   * Makes the content. A merchant's text may cost as much as a message may, so this belongs in no
   * transaction.
   *
   * @throws Unmailable when the message, the sender or the address cannot be used
   */
  make(item: Item, payload: Payload, now: number): Content {
    if (payload.type === "webhook") {
      const { url, body = {} } = payload as { url: unknown; body?: unknown };
      return { type: "webhook", url: String(url), body: JSON.stringify(body) };
    }
    const { env, engine, plans, settings } = this.#stores;
    const link = { shop: settings.shop, customer: item.customer, channel: "email" };
    const token = unsubscribeToken(this.#unsubscribes, link);
    const unsubscribeUrl = `${publicUrl(env, settings.publicUrl)}/u/${token}`;
    const given = { id: item.id, now, unsubscribeUrl, engine };
    const email = emailFor(
      payload as unknown as SendPayload,
      plans.liveConfig() as MailConfig,
      given,
    );
    return { type: "email", email };
  }
}
