/**
 * What leaves: an email rendered from a message, or the body of a call. Made once, at the first attempt,
 * and sent byte for byte at every further one.
 */
import type { Buffer } from "node:buffer";
import type { Payload } from "edgewise";
import { couponCode } from "../channel/coupon.ts";
import { type Email, emailFor, type MailConfig, Unmailable } from "../channel/email.ts";
import { type Leading, TRACKING } from "../channel/own-links.ts";
import type { Sms } from "../channel/sms/text-message.ts";
import type { Call } from "../channel/webhook.ts";
import { publicUrl } from "../env.ts";
import type { Coupon } from "../platform/store.ts";
import { hostsOf, utmOf } from "../utm.ts";
import { linkKeyOf, linkToken, PICTURE, VIEW } from "../verify/link-token.ts";
import { pageToken } from "../verify/page-token.ts";
import { unsubscribeToken } from "../verify/unsubscribe-token.ts";
import { surveyTokens } from "./answers.ts";
import type { EmailService } from "./email-connection.ts";
import type { Item } from "./outbox.ts";
import { linksBase } from "./sender-domain.ts";
import { keepShortLinks } from "./short-links.ts";
import type { Stores } from "./stores.ts";
import { isText, textFor } from "./texting.ts";

type WebhookCall = Omit<Call, "id">;

export type OrderNote = Extract<Payload, { type: "add_order_note" }>;

export type Content =
  | { type: "email"; email: Email }
  | { type: "sms"; sms: Sms }
  | { type: "webhook"; call: WebhookCall }
  | { type: "coupon"; coupon: Coupon }
  | { type: "note"; note: OrderNote };

export class Contents {
  readonly #stores: Stores;
  readonly #unsubscribes: Buffer;
  readonly #coupons: Buffer;
  readonly #links: Buffer;

  constructor(stores: Stores) {
    this.#stores = stores;
    this.#coupons = stores.vault.own.get("coupon");
    this.#unsubscribes = stores.vault.own.get("unsubscribe");
    this.#links = linkKeyOf(this.#unsubscribes);
  }

  /** What was made at an earlier attempt, or null. */
  kept(item: Item): Content | null {
    const kept = this.#stores.outbox.content(item.id);
    if (kept === null) return null;
    if (isText(item)) return { type: "sms", sms: kept as Sms };
    if (item.type === "send") return { type: "email", email: kept as Email };
    if (item.type === "apply_coupon") return { type: "coupon", coupon: kept as Coupon };
    if (item.type === "add_order_note") return { type: "note", note: kept as OrderNote };
    return { type: "webhook", call: kept as WebhookCall };
  }

  /** Keeps what was made, as it is handed over for the first time, to which service. Gives what is kept. */
  keep(item: Item, made: Content, service: EmailService | null, now: number): Content {
    const knows = service?.provider.idempotentFor ?? 0;
    const content: Content =
      made.type === "email" && service !== null && knows > 0
        ? {
            ...made,
            email: { ...made.email, through: { connection: service.id, until: now + knows } },
          }
        : made;
    if (content.type === "sms") {
      keepShortLinks(this.#stores, item.id, content.sms.links?.length ?? 0);
    }
    this.#stores.outbox.keepContent(item, madeOf(content));
    return content;
  }

  /** An attempt got no answer, so an email may be out. */
  noteUnanswered(item: Item): void {
    const kept = this.kept(item);
    if (kept?.type !== "email" || kept.email.through === undefined) return;
    const through = { ...kept.email.through, unanswered: true as const };
    this.#stores.outbox.keepContent(item, { ...kept.email, through });
  }

  /**
   * Makes the content. A merchant's text may cost as much as a message may, so this belongs in no
   * transaction.
   *
   * @throws Unmailable when the message, the sender or the address cannot be used
   */
  make(item: Item, payload: Payload, now: number): Content {
    if (payload.type === "webhook") {
      const { url, body } = payload;
      return { type: "webhook", call: { url, body: JSON.stringify(body) } };
    }
    if (payload.type === "apply_coupon") {
      const coupon = this.coupon(item, payload);
      if (coupon === null) throw new Unmailable("pool-empty");
      return { type: "coupon", coupon };
    }
    if (payload.type === "add_order_note") return { type: "note", note: payload };
    if (payload.type !== "send") throw new Unmailable("message-not-found");
    const { env, engine, plans, settings } = this.#stores;
    const channel = isText(item) ? "sms" : "email";
    const link = { shop: settings.shop, customer: item.customer, channel };
    const token = unsubscribeToken(this.#unsubscribes, link);
    const base = publicUrl(env, settings.publicUrl);
    const pages = pageToken(this.#unsubscribes, "p", [settings.shop, item.customer]);
    const surveys = Object.entries(surveyTokens(this.#stores, item.customer));
    const links = {
      unsubscribeUrl: `${base}/u/${token}`,
      preferencesUrl: `${base}/p/${pages}`,
      viewUrl: `${base}/v/${linkToken(this.#links, { shop: settings.shop, effect: item.id, link: VIEW })}`,
      surveyUrls: Object.fromEntries(surveys.map(([id, survey]) => [id, `${base}/s/${survey}`])),
    };
    if (isText(item)) {
      return { type: "sms", sms: textFor(this.#stores, item, payload, { now, links }) };
    }
    const { workflow } = item;
    const given = {
      ...{ id: item.id, now, links, engine, workflow, shop: settings.shop },
      // A test counts nowhere, and looks like what is sent otherwise.
      leading: payload.test === true ? null : this.#leading(item, base),
    };
    const email = emailFor(payload, plans.liveConfig() as MailConfig, given);
    return { type: "email", email };
  }

  /** How a message's links are led, as the shop's configuration says. */
  #leading({ id, workflow, step }: Item, base: string): Leading {
    const { plans, settings } = this.#stores;
    const { url, tracking } = (plans.liveConfig() as MailConfig).shop ?? {};
    const counts = { ...TRACKING, ...tracking };
    const token = (link: number) =>
      linkToken(this.#links, { shop: settings.shop, effect: id, link });
    const utm = { ...utmOf(workflow, "email"), content: step, id };
    return {
      base,
      links: linksBase(this.#stores) ?? base,
      utm: !counts.utm ? null : { of: utm, hosts: hostsOf(url, `https://${settings.domain}`) },
      // Clicks say what readers did. An open mostly says what their mail app did, and tells on people.
      clicks: counts.clicks ? token : null,
      opens: counts.opens ? () => token(PICTURE) : null,
    };
  }

  /**
   * A coupon with its code: the same for the same effect, whoever asks and however often. Null where its
   * pool has none left. In the caller's transaction where it has a pool.
   */
  coupon(item: Item, payload: Extract<Payload, { type: "apply_coupon" }>): Coupon | null {
    if (payload.pool !== undefined) {
      const code = this.#stores.codes.take(payload.pool, item.id);
      return code === null ? null : { ...payload, code };
    }
    return { ...payload, code: couponCode(this.#coupons, item.id, payload.prefix) };
  }
}

/** What of it is kept. */
function madeOf(content: Content): Email | Sms | WebhookCall | Coupon | OrderNote {
  switch (content.type) {
    case "sms":
      return content.sms;
    case "email":
      return content.email;
    case "webhook":
      return content.call;
    case "coupon":
      return content.coupon;
    case "note":
      return content.note;
  }
}
