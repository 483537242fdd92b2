/**
 * Performing effects: the release, the lease, the attempt, and what its answer means.
 *
 * The engine is asked in the transaction that leases the row, at every attempt, so that a retry hours
 * later obeys consent, quiet hours and exits like the first one. What Edgewise does inside itself
 * (codes, tags, tasks) is done in that same transaction and therefore exactly once. Everything else
 * is at the mercy of the other side, and the policy is:
 *
 * - webhooks carry their id as idempotency key and are tried again until the schedule ends;
 * - a marketing email is sent at most once: handed over without an answer, it is `unknown`, and the
 *   merchant sees it; a transactional one is tried again, at least once.
 */
import type { Buffer } from "node:buffer";
import { couponCode } from "../channel/coupon.ts";
import {
  type Letter,
  letterFor,
  type MailConfig,
  type SendPayload,
  senderOf,
  Unmailable,
} from "../channel/email.ts";
import type { Outcome } from "../channel/outcome.ts";
import { clientName, sendMail } from "../channel/smtp.ts";
import { callWebhook } from "../channel/webhook.ts";
import { masterKey, publicUrl } from "../env.ts";
import { log } from "../log.ts";
import { pauseAfter } from "../retry.ts";
import { derive } from "../seal.ts";
import { unsubscribeToken } from "../verify/unsubscribe-token.ts";
import type { Customer } from "./customers.ts";
import { type Item, REOPENED } from "./outbox.ts";
import { SENDING_STOPPED, SKIPPED } from "./sending.ts";
import type { Stores } from "./stores.ts";

/** A lease without an answer ends after this time, in milliseconds: longer than any attempt lasts. */
const LEASE = 60_000;

/** Why a message waits for a shop that does not say who it is from; saving a sender ends it. */
export const WITHOUT_SENDER = "sender-missing";
/** How long it waits if nobody does, in milliseconds. */
const SENDER_PAUSE = 24 * 60 * 60_000;

type Content = { type: "email"; letter: Letter } | { type: "webhook"; url: string; body: string };

/** A leased item on its way out. */
export interface Attempt {
  item: Item;
  content: Content;
}

export class Performer {
  readonly #stores: Stores;
  readonly #coupons: Buffer;
  readonly #webhooks: Buffer;
  readonly #unsubscribes: Buffer;
  /** Attempts this object has begun and not heard of: no lease of theirs has ended. */
  readonly #underway = new Set<string>();

  constructor(stores: Stores) {
    this.#stores = stores;
    const master = masterKey(stores.env);
    this.#coupons = derive(master, "coupon", stores.settings.shop);
    this.#webhooks = derive(master, "webhook", stores.settings.shop);
    this.#unsubscribes = derive(master, "unsubscribe");
  }

  /** Asks whether an item may be performed now, in the caller's transaction. */
  release(id: string, at: number, now: number): Attempt | null {
    const { outbox, timers, customers, settings, sending } = this.#stores;
    const item = outbox.find(id);
    if (item === null || item.next_at !== at) {
      timers.move(`o/${id}`, at, null);
      return null;
    }
    if (item.state === "leased") return this.#leaseEnded(item, now);
    const customer = customers.find(item.customer);
    if (customer === null) {
      outbox.finish(item, "withdrawn", "customer-erased", now);
      return null;
    }
    if (settings.uninstalledAt !== null) {
      outbox.finish(item, "withdrawn", "app-uninstalled", now);
      return null;
    }
    if (item.reason === SKIPPED) return this.#skip(item, customer, now);
    if (sending.isStopped(item)) {
      outbox.postpone(item, null, SENDING_STOPPED);
      return null;
    }
    if (item.type === "send" && item.channel === "email" && this.#waitsForSender(item, now)) {
      return null;
    }
    return this.#ask(item, customer, now);
  }

  /** Drops what became too old while sending was stopped; the engine hears of it first. */
  #skip(item: Item, customer: Customer, now: number): null {
    const { outbox, decider } = this.#stores;
    const command = { type: "skip", effect: item.id };
    decider.move(customer, { type: "command", command }, now);
    const current = outbox.find(item.id);
    if (current?.state === "new") outbox.finish(current, "withdrawn", SKIPPED, now);
    return null;
  }

  /**
   * Without a sender nothing is sent and nothing fails: messages wait, and their turn is asked for again
   * when the merchant has said who they are from.
   */
  #waitsForSender(item: Item, now: number): boolean {
    const { outbox, plans } = this.#stores;
    if (outbox.content(item.id) !== null || senderOf(plans.liveConfig() as MailConfig) !== null) {
      return false;
    }
    outbox.postpone(item, now + SENDER_PAUSE, WITHOUT_SENDER);
    return true;
  }

  #ask(item: Item, customer: Customer, now: number): Attempt | null {
    const { outbox, decider } = this.#stores;
    const { answer } = decider.move(customer, { type: "release", effect: item.id }, now);
    if (answer === null || answer.type === "withdraw") {
      // The move itself may have withdrawn it already, with the better reason.
      const current = outbox.find(item.id);
      if (current?.state === "new")
        outbox.finish(current, "withdrawn", answer?.reason ?? "not-pending", now);
      return null;
    }
    if (answer.type === "defer") {
      outbox.postpone(item, Math.max(answer.until, now + 1), answer.reason);
      return null;
    }
    const payload = answer.payload as Record<string, unknown> & { type: string };
    // How late it is, beside the moment it was meant for; a second try is not late, it is a second try.
    if (item.attempt === 0 && item.reason !== REOPENED && payload.test !== true) {
      this.#stores.figures.add({ ...item, what: "tried" }, now, now - (item.next_at ?? now));
    }
    switch (payload.type) {
      case "send":
        return this.#leaseSend(item, customer, payload as unknown as SendPayload, now);
      case "webhook":
        return this.#leaseWebhook(item, payload, now);
      case "apply_coupon": {
        const code = couponCode(this.#coupons, item.id, String(payload.prefix ?? ""));
        outbox.keepContent(item, { ...payload, code });
        this.#done(item, customer, now, { code });
        return null;
      }
      default:
        outbox.keepContent(item, payload);
        this.#done(item, customer, now, {});
        return null;
    }
  }

  #leaseSend(item: Item, customer: Customer, payload: SendPayload, now: number): Attempt | null {
    const { outbox, plans, engine, settings, env } = this.#stores;
    if (payload.channel !== "email")
      return this.#refuse(item, customer, "channel-not-connected", now);
    let letter = outbox.content(item.id) as Letter | null;
    if (letter === null) {
      const link = { shop: settings.shop, customer: customer.id, channel: "email" };
      const unsubscribeUrl = `${publicUrl(env, settings.publicUrl)}/u/${unsubscribeToken(this.#unsubscribes, link)}`;
      try {
        const given = { id: item.id, now, unsubscribeUrl, engine };
        letter = letterFor(payload, plans.liveConfig() as MailConfig, given);
      } catch (error) {
        if (!(error instanceof Unmailable)) throw error;
        return this.#refuse(item, customer, error.reason, now);
      }
      outbox.keepContent(item, letter);
    }
    return this.#lease(item, { type: "email", letter }, now);
  }

  #leaseWebhook(item: Item, payload: Record<string, unknown>, now: number): Attempt | null {
    const { outbox, endpoints, customers } = this.#stores;
    const url = String(payload.url);
    const open = endpoints.state(url, now);
    if (open === "given-up") {
      const customer = customers.find(item.customer);
      return customer && this.#refuse(item, customer, "endpoint-given-up", now);
    }
    if (open !== "open") {
      outbox.postpone(item, open.notBefore, "endpoint-failing");
      return null;
    }
    let content = outbox.content(item.id) as { url: string; body: string } | null;
    if (content === null) {
      content = { url, body: JSON.stringify(payload.body ?? {}) };
      outbox.keepContent(item, content);
    }
    return this.#lease(item, { type: "webhook", ...content }, now);
  }

  #lease(item: Item, content: Content, now: number): Attempt {
    this.#underway.add(item.id);
    return { item: this.#stores.outbox.lease(item, now, now + LEASE), content };
  }

  /** Makes a leased attempt and writes down its answer. Never throws. */
  async attempt({ item, content }: Attempt): Promise<void> {
    const { env, clock, timers } = this.#stores;
    let outcome: Outcome;
    if (content.type === "email") {
      const { from, to, mime } = content.letter;
      const hello = clientName(publicUrl(env, this.#stores.settings.publicUrl));
      outcome = await sendMail(env, { from, to, data: mime, hello });
    } else {
      outcome = await callWebhook({ id: item.id, ...content }, this.#webhooks, clock.now());
    }
    try {
      this.#stores.transaction(() => {
        this.#settle(item, outcome, content, clock.now());
        timers.arm();
      });
    } finally {
      this.#underway.delete(item.id);
    }
  }

  /** An answer came, but only counts for the attempt it belongs to. */
  #settle(item: Item, outcome: Outcome, content: Content, now: number): void {
    const { outbox, customers, endpoints } = this.#stores;
    const current = outbox.find(item.id);
    if (current?.state !== "leased" || current.attempt !== item.attempt) return;
    if (content.type === "webhook") {
      if (outcome.type === "sent") endpoints.succeeded(content.url);
      else endpoints.failed(content.url, now);
    }
    const customer = customers.find(current.customer);
    if (customer !== null) this.#conclude(current, customer, outcome, now);
  }

  #conclude(item: Item, customer: Customer, outcome: Outcome, now: number): void {
    switch (outcome.type) {
      case "sent":
        this.#done(item, customer, now, {});
        return;
      case "failed":
        this.#refuse(item, customer, outcome.reason, now);
        return;
      case "retry":
        this.#again(item, customer, outcome.reason, now, outcome.after);
        return;
      case "unknown":
        if (item.type === "send" && item.kind !== "transactional") {
          this.#unknown(item, customer, outcome.reason, now);
        } else this.#again(item, customer, outcome.reason, now);
    }
  }

  /** Nobody heard of an attempt: the process died under it, or is still waiting. */
  #leaseEnded(item: Item, now: number): null {
    const { outbox, customers } = this.#stores;
    if (this.#underway.has(item.id)) {
      outbox.lease({ ...item, attempt: item.attempt - 1 }, item.leased_at ?? now, now + LEASE);
      return null;
    }
    const customer = customers.find(item.customer);
    if (customer !== null)
      this.#conclude(item, customer, { type: "unknown", reason: "no-answer" }, now);
    return null;
  }

  #done(item: Item, customer: Customer, now: number, extra: { code?: string }): void {
    const { outbox } = this.#stores;
    outbox.finish(outbox.find(item.id) ?? item, "sent", null, now);
    this.#count(item, item.type === "send" ? `sent/${item.channel}` : "done", now);
    const type = item.type === "send" ? "sent" : "done";
    this.#receipt(item, customer, { type, ...extra }, now);
    outbox.hurryDependents(item.id, customer.id, now);
  }

  #again(item: Item, customer: Customer, reason: string, now: number, after?: number): void {
    const pause = pauseAfter(item.id, item.attempt, after);
    if (pause === null) {
      this.#refuse(item, customer, reason, now);
      return;
    }
    this.#count(item, `retried/${reason}`, now);
    this.#stores.outbox.postpone(item, now + pause, reason);
  }

  /** It failed for good: an end, a receipt, and a letter for the merchant. */
  #refuse(item: Item, customer: Customer, reason: string, now: number): null {
    const { outbox, deadLetters } = this.#stores;
    outbox.finish(outbox.find(item.id) ?? item, "failed", reason, now);
    deadLetters.addEffect(item.id, customer.id, reason, now);
    this.#count(item, `failed/${reason}`, now);
    this.#receipt(item, customer, { type: "failed", detail: reason }, now);
    log("effect-failed", { effect: item.id, reason });
    return null;
  }

  #unknown(item: Item, customer: Customer, reason: string, now: number): void {
    this.#stores.outbox.finish(item, "unknown", reason, now);
    this.#count(item, `unknown/${reason}`, now);
    this.#receipt(item, customer, { type: "unknown", detail: reason }, now);
    log("effect-unknown", { effect: item.id, reason });
  }

  /** Counts what became of an attempt; a test's letter says that it is one. */
  #count(item: Item, what: string, now: number): void {
    const { figures, outbox } = this.#stores;
    const test = item.type === "send" && (outbox.content(item.id) as Letter | null)?.test === true;
    if (!test) figures.add({ ...item, what }, now);
  }

  #receipt(item: Item, customer: Customer, outcome: Record<string, unknown>, now: number): void {
    const { decider } = this.#stores;
    decider.move(customer, { type: "receipt", effect: item.id, outcome }, now);
  }
}
