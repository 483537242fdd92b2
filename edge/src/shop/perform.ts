/**
 * Performing effects: who may go, what is made for them, handing it over, and what the answer means.
 *
 * 1. `pick` asks the engine, and decides what stops an item without it. What Edgewise does inside itself
 *    (codes, tags, tasks) is done in that same transaction and therefore exactly once. Of what goes
 *    outside it counts that it was begun, before anything of the merchant's is run: what ends the process
 *    becomes a dead letter after three times.
 * 2. `prepare` renders the message, outside of any transaction. Then, in one, the engine is asked once
 *    more: an opt-out that was accepted meanwhile wins. What it answers now is the decision that is
 *    written down, with the message and with the word that it is being handed over.
 * 3. `attempt` hands it over and writes down the answer.
 *
 * Everything that goes outside is at the mercy of the other side, and the policy is:
 *
 * - a coupon's code is made from the effect's id and says so in the store, so it may be made again; so
 *   does a note on an order;
 * - webhooks carry their id as idempotency key and are tried again until the schedule ends;
 * - a marketing email is sent at most once: handed over without an answer, it is tried again while the
 *   provider knows it again by its key, and is `unknown` otherwise, and the merchant sees it; a transactional
 *   one is tried again, at least once;
 * - no provider of texts knows one again, so a marketing text without an answer is `unknown` at once.
 */
import type { Buffer } from "node:buffer";
import type { Outcome as Receipt, Payload } from "edgewise";
import { type Email, type MailConfig, senderOf, Unmailable } from "../channel/email.ts";
import type { Outcome } from "../channel/outcome.ts";
import { isDevelopment } from "../env.ts";
import { nameOf } from "../ids.ts";
import { log } from "../log.ts";
import { pauseAfter } from "../retry.ts";
import { mayMissOrders, UNSURE } from "./compare.ts";
import { storeOf } from "./connection.ts";
import { type Content, Contents } from "./content.ts";
import type { Customer } from "./customer.ts";
import type { Considered } from "./decide.ts";
import { DOMAIN_PAUSED, isPaused, noteReached, takeBounce } from "./domain-pauses.ts";
import { emailServiceOf, isKnownAgain, NO_MAIL_SERVER } from "./email-connection.ts";
import { failedAttempts, giveBack, mayGoNow, paceAfter, passOver } from "./email-pace.ts";
import { handOver } from "./hand-over.ts";
import { goesOutside, type Item, ofStore, REOPENED } from "./outbox.ts";
import { ASKED } from "./questions.ts";
import { reportsOf } from "./report-address.ts";
import { lookSoon } from "./sender-domain.ts";
import { SENDING_STOPPED, SKIPPED } from "./sending.ts";
import type { Stores } from "./stores.ts";
import { addressKey } from "./suppressions.ts";
import { tellOf } from "./tell-suppressed.ts";
import {
  isText,
  keyOf,
  refusedNumber,
  validUntil,
  waitsForMorning,
  waitsForProvider,
} from "./texting.ts";
import type { Timer } from "./timers.ts";

/** A lease without an answer ends after this time, in milliseconds: longer than any attempt lasts. */
const LEASE = 60_000;
/** What was begun and not handed over is begun again after this time, in milliseconds. */
const PREPARING = 10_000;
/** How often an item is begun that is never handed over. */
const MOST_BEGUN = 3;
/** How often a message is rendered again because what it says changed meanwhile. */
const MOST_RENDERINGS = 3;

/** Why a message waits for a shop that does not say who it is from; saving a sender ends it. */
export const WITHOUT_SENDER = "sender-missing";
/** How long it waits if nobody does, in milliseconds. */
const SENDER_PAUSE = 24 * 60 * 60_000;
/** How long it waits for a mail server, which the operator may set without our knowing, in milliseconds. */
const SERVER_PAUSE = 15 * 60_000;
/** How long a message waits for the store to be asked for orders, if nobody ends that, in milliseconds. */
const UNSURE_PAUSE = 5 * 60_000;
/** Why something becomes a dead letter that ended the process three times. */
export const ENDS_THE_PROCESS = "process-ended";

/** Why no code is made: there is no store that would accept it. */
const WITHOUT_STORE = "store-not-connected";
/** What is said of a code that was made in development without a store: no store accepts it. */
export const MADE_INSIDE = "made-inside";

/** An item that may go out, begun. */
export interface Picked {
  item: Item;
  payload: Payload;
  /** The plan that says so: the text of its messages is rendered. */
  plan: string;
  /** When it was to be tried. */
  wanted: number;
}

/** A leased item on its way out. */
export interface Attempt {
  item: Item;
  content: Content;
  /** Until when a message may be delivered; null where nothing ends it. */
  until: number | null;
}

export class Performer {
  readonly #stores: Stores;
  readonly #contents: Contents;
  readonly #webhooks: Buffer;
  /** What this object has begun and not ended: no lease of theirs has ended. */
  readonly #underway = new Set<string>();

  constructor(stores: Stores) {
    this.#stores = stores;
    this.#contents = new Contents(stores);
    this.#webhooks = stores.vault.own.get("webhook");
  }

  /**
   * Takes up an item whose timer is due, in the caller's transaction. Gives what is to be prepared, or
   * null where nothing is left to do.
   */
  pick(effect: string, timer: Timer, now: number): Picked | null {
    const picked = this.#pickDue(effect, timer, now);
    if (picked === null) passOver(this.#stores, effect, now);
    return picked;
  }

  #pickDue(effect: string, timer: Timer, now: number): Picked | null {
    const { outbox, timers, customers, decider } = this.#stores;
    const item = outbox.find(effect);
    if (item === null || item.next_at !== timer.at) {
      timers.end(timer);
      return null;
    }
    if (this.#underway.has(item.id)) {
      outbox.extend(item, now + LEASE);
      return null;
    }
    const customer = customers.find(item.customer);
    if (item.state === "leased") {
      // No report came: the process ended while it was handed over.
      const isRepeatable = this.#isKnownAgain(item, now);
      const outcome = { type: "unknown", reason: "no-answer", isRepeatable } as const;
      if (customer !== null) this.#conclude(item, customer, outcome, now);
      return null;
    }
    if (customer === null || this.#isStopped(item, customer, now)) return null;
    let asked = decider.consider(customer, { type: "release", effect: item.id }, now);
    let payload = this.#payloadOf(asked, item, customer, now);
    if (payload?.type === "send" && item.channel === "email") {
      if (tellOf(this.#stores, customer, addressKey(payload.to), now)) {
        // What is known of the address, of whoever had it, is theirs to obey from now on.
        asked = decider.consider(customer, { type: "release", effect: item.id }, now);
        payload = this.#payloadOf(asked, item, customer, now);
      } else if (isPaused(this.#stores, payload.to)) {
        outbox.postpone(item, null, DOMAIN_PAUSED);
        return null;
      }
    } else if (payload?.type === "send" && isText(item)) {
      const key = keyOf(this.#stores, payload.to);
      if (key !== null && tellOf(this.#stores, customer, key, now)) {
        asked = decider.consider(customer, { type: "release", effect: item.id }, now);
        payload = this.#payloadOf(asked, item, customer, now);
      }
    }
    if (payload === null || waitsForMorning(this.#stores, item, payload, now)) return null;
    if (!this.#goesOutside(item, payload)) {
      decider.write(customer, asked);
      this.#countTry(item, payload, timer.at, now);
      this.#doInside(item, customer, payload, now);
      return null;
    }
    const refusal = this.#whyNot(item, payload, now);
    if (refusal === null) {
      if (payload.type === "send" && item.channel === "email") {
        if (!mayGoNow(this.#stores, item, payload, now)) return null;
      }
      this.#underway.add(item.id);
      const begun = outbox.begin(item, now + PREPARING);
      return { item: begun, payload, plan: asked.plan, wanted: timer.at };
    }
    if (refusal !== WAITS) {
      decider.write(customer, asked);
      this.#countTry(item, payload, timer.at, now);
      this.#refuse(item, customer, refusal, now);
    }
    return null;
  }

  /** Whether an item is for somebody outside. */
  #goesOutside(item: Item, payload: Payload): boolean {
    // A code of a pool is in the store already.
    if (payload.type === "apply_coupon" && payload.pool !== undefined) return false;
    if (ofStore(item.type)) return storeOf(this.#stores) !== null;
    return goesOutside(item.type);
  }

  /** Whether something else than the engine stops an item; what follows from it is then done. */
  #isStopped(item: Item, customer: Customer, now: number): boolean {
    const { outbox, settings, sending, questions } = this.#stores;
    if (settings.uninstalledAt !== null) {
      outbox.finish(item, "withdrawn", "app-uninstalled", now);
    } else if (questions.holds(customer.id)) {
      outbox.postpone(item, null, ASKED);
    } else if (item.reason === SKIPPED) {
      this.#skip(item, customer, now);
    } else if (sending.isStopped(item)) {
      outbox.postpone(item, null, SENDING_STOPPED);
    } else if (this.#mayBeOrdered(item, now)) {
      outbox.postpone(item, now + UNSURE_PAUSE, UNSURE);
    } else if (isText(item)) {
      return waitsForProvider(this.#stores, item, now);
    } else {
      return item.type === "send" && item.channel === "email" && this.#cannotBeMailed(item, now);
    }
    return true;
  }

  /** Whether a message may be about something that its customer has ordered long ago, unheard. */
  #mayBeOrdered({ type, workflow, attempt }: Item, now: number): boolean {
    if (type !== "send" || attempt > 0) return false;
    return this.#stores.plans.endsWithOrders(workflow) && mayMissOrders(this.#stores, now);
  }

  /** Drops what became too old while sending was stopped; the engine is informed first. */
  #skip(item: Item, customer: Customer, now: number): void {
    const { outbox, decider } = this.#stores;
    const command = { type: "skip", effect: item.id };
    decider.move(customer, { type: "command", command }, now);
    const current = outbox.find(item.id);
    if (current?.state === "new") outbox.finish(current, "withdrawn", SKIPPED, now);
  }

  /**
   * Without anything to hand email to, or a sender, nothing is sent and nothing fails: messages wait, and their turn is
   * asked for again when the merchant has set one, or said who they are from.
   */
  #cannotBeMailed(item: Item, now: number): boolean {
    const { outbox, plans } = this.#stores;
    if (emailServiceOf(this.#stores) === null) {
      outbox.postpone(item, now + SERVER_PAUSE, NO_MAIL_SERVER);
      return true;
    }
    if (outbox.content(item.id) !== null || senderOf(plans.liveConfig() as MailConfig) !== null) {
      return false;
    }
    outbox.postpone(item, now + SENDER_PAUSE, WITHOUT_SENDER);
    return true;
  }

  /** What the engine lets go; where it does not, its answer is written down and followed. */
  #payloadOf(asked: Considered, item: Item, customer: Customer, now: number): Payload | null {
    const { outbox, decider } = this.#stores;
    const { answer } = asked.head;
    if (answer?.type === "go") return answer.payload;
    decider.write(customer, asked);
    if (answer?.type === "defer") {
      outbox.postpone(item, Math.max(answer.until, now + 1), answer.reason);
      return null;
    }
    // The decision itself may have withdrawn it already, with the better reason.
    const current = outbox.find(item.id);
    if (current?.state === "new") {
      outbox.finish(current, "withdrawn", answer?.reason ?? "not-pending", now);
    }
    return null;
  }

  /** Why what the engine lets go cannot be tried now: a reason, or that it waits. */
  #whyNot(item: Item, payload: Payload, now: number): string | typeof WAITS | null {
    const { endpoints, outbox } = this.#stores;
    if (item.begun >= MOST_BEGUN) return ENDS_THE_PROCESS;
    if (payload.type === "apply_coupon") return null;
    if (payload.type === "add_order_note") return payload.order === null ? "order-missing" : null;
    if (payload.type !== "webhook")
      return item.channel === "email" || isText(item) ? null : "channel-not-connected";
    const open = endpoints.state(payload.url, now);
    if (open === "open") return null;
    if (open === "given-up") return "endpoint-given-up";
    outbox.postpone(item, open.notBefore, "endpoint-failing");
    return WAITS;
  }

  #doInside(item: Item, customer: Customer, payload: Payload, now: number): void {
    const { outbox } = this.#stores;
    if (payload.type !== "apply_coupon") {
      outbox.keepContent(item, payload);
      if (payload.type === "create_task") this.#stores.tasks.open(item, payload, now);
      this.#done(item, customer, now, {});
      return;
    }
    const isOfPool = (payload.pool ?? null) !== null;
    if (!isOfPool && !isDevelopment(this.#stores.env)) {
      // Sending a code that no store accepts is worse than sending nothing.
      this.#refuse(item, customer, WITHOUT_STORE, now);
      return;
    }
    const coupon = this.#contents.coupon(item, payload);
    if (coupon === null) {
      this.#refuse(item, customer, "pool-empty", now);
      return;
    }
    outbox.keepContent(item, coupon);
    this.#done(item, customer, now, coupon, isOfPool ? null : MADE_INSIDE);
  }

  /** Makes a picked item ready and writes down that it is handed over; null where it is not. */
  async prepare(picked: Picked): Promise<Attempt | null> {
    let attempt: Attempt | null = null;
    try {
      let asked: Picked | null = picked;
      for (let rendered = 1; asked !== null; rendered += 1) {
        // A turn of its own: other shops have theirs between two messages.
        await scheduler.wait(0);
        const made = this.#made(asked);
        const given = this.#stores.transaction(() => this.#lease(asked as Picked, made, rendered));
        if (given !== null && "content" in given) attempt = given;
        asked = attempt === null ? (given as Picked | null) : null;
      }
    } finally {
      if (attempt === null) {
        this.#underway.delete(picked.item.id);
        if (picked.item.channel === "email") giveBack(this.#stores, this.#stores.clock.now());
      }
    }
    return attempt;
  }

  /** What is sent, or why it cannot be made. */
  #made({ item, payload }: Picked): Content | Unmailable {
    try {
      const kept = this.#contents.kept(item);
      return kept ?? this.#contents.make(item, payload, this.#stores.clock.now());
    } catch (error) {
      if (error instanceof Unmailable) return error;
      throw error;
    }
  }

  /**
   * Asks once more, and leases what may still go. Where what it would say is another by now, it is to be
   * made again.
   */
  #lease(asked: Picked, made: Content | Unmailable, rendered: number): Attempt | Picked | null {
    const { outbox, customers, decider, clock } = this.#stores;
    const now = clock.now();
    const { id, begun } = asked.item;
    const item = outbox.find(id);
    if (item?.state !== "new" || item.begun !== begun) return null;
    const customer = customers.find(item.customer);
    if (customer === null || this.#isStopped(item, customer, now)) return null;
    const considered = decider.consider(customer, { type: "release", effect: id }, now);
    const payload = this.#payloadOf(considered, item, customer, now);
    if (payload === null) return null;
    const { plan } = considered;
    const isSame = plan === asked.plan && JSON.stringify(payload) === JSON.stringify(asked.payload);
    if (!isSame && this.#contents.kept(item) === null) {
      if (rendered < MOST_RENDERINGS) return { ...asked, payload, plan };
      outbox.postpone(item, now + 1000, null);
      return null;
    }
    decider.write(customer, considered);
    this.#countTry(item, payload, asked.wanted, now);
    if (made instanceof Unmailable) {
      this.#refuse(item, customer, made.reason, now);
      return null;
    }
    const content =
      item.attempt > 0 ? made : this.#contents.keep(item, made, emailServiceOf(this.#stores), now);
    return { item: outbox.lease(item, now, now + LEASE), content, until: validUntil(payload) };
  }

  /** How late it is, beside the moment it was meant for; a second try is not late, it is a second try. */
  #countTry(item: Item, payload: Payload, wanted: number, now: number): void {
    const isTest = "test" in payload && payload.test === true;
    if (item.attempt > 0 || item.reason === REOPENED || isTest) return;
    this.#stores.metrics.add({ ...item, what: "tried" }, now, now - wanted);
  }

  /** Makes a leased attempt and writes down its answer. Never throws. */
  async attempt({ item, content, until }: Attempt): Promise<void> {
    const { clock, timers } = this.#stores;
    const outcome = await handOver(this.#stores, this.#webhooks, { item, until }, content);
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
      if (outcome.type === "sent") endpoints.succeeded(content.call.url);
      else endpoints.failed(content.call.url, now);
    }
    const customer = customers.find(current.customer);
    const made = content.type === "coupon" ? content.coupon : {};
    const isPutOff =
      content.type === "email" && paceAfter(this.#stores, current, content.email.to, outcome, now);
    if (isPutOff && outcome.type === "retry") {
      this.#count(current, `retried/${outcome.reason}`, now);
      return;
    }
    if (customer !== null) this.#conclude(current, customer, outcome, now, made);
  }

  #conclude(
    item: Item,
    customer: Customer,
    outcome: Outcome,
    now: number,
    made: { code?: string } = {},
  ): void {
    switch (outcome.type) {
      case "sent":
        this.#done(item, customer, now, made);
        return;
      case "failed":
        this.#refuse(item, customer, outcome.reason, now);
        if (!outcome.noMailbox) return;
        if (isText(item)) refusedNumber(this.#stores, item, customer, now);
        else this.#bounced(item, customer, now);
        return;
      case "retry":
        this.#again(item, customer, outcome.reason, now, outcome.after);
        return;
      case "unknown":
        if (this.#stores.cameBack.showsSent(item.id)) {
          // A report was faster than the answer.
          this.#done(item, customer, now, made);
        } else if (item.type !== "send" || item.kind === "transactional") {
          this.#again(item, customer, outcome.reason, now);
        } else if (outcome.isRepeatable) {
          this.#contents.noteUnanswered(item);
          this.#again(item, customer, outcome.reason, now);
        } else this.#unknown(item, customer, outcome.reason, now);
    }
  }

  /** Whether what an email was handed over to would know it again. */
  #isKnownAgain(item: Item, now: number): boolean {
    const kept = this.#contents.kept(item);
    const service = emailServiceOf(this.#stores);
    return kept?.type === "email" && service !== null && isKnownAgain(service, kept.email, now);
  }

  #done(
    item: Item,
    customer: Customer,
    now: number,
    { code }: { code?: string },
    note: string | null = null,
  ): void {
    const { metrics, outbox, sent } = this.#stores;
    outbox.finish(outbox.find(item.id) ?? item, "sent", note, now);
    const counts = sent.add(item, now);
    if (item.type === "send" && item.channel === "email") {
      this.#arrived(item, now);
      lookSoon(this.#stores, now);
    }
    const what = item.type === "send" ? `sent/${item.channel}` : "done";
    if (counts) metrics.add({ ...item, what }, now);
    const done: Receipt = code === undefined ? { type: "done" } : { type: "done", code };
    const outcome: Receipt = item.type === "send" ? { type: "sent" } : done;
    this.#receipt(item, customer, outcome, now);
    outbox.hurryDependents(item.id, customer.id, now);
  }

  /** Where nobody reports what arrives, what was taken has arrived. */
  #arrived(item: Item, now: number): void {
    if (reportsOf(this.#stores).expected) return;
    const email = this.#stores.outbox.shown(item.id).content as Email | null;
    if (email !== null) noteReached(this.#stores, addressKey(email.to), now);
  }

  #again(item: Item, customer: Customer, reason: string, now: number, after?: number): void {
    const pause = pauseAfter(item.id, failedAttempts(this.#stores, item), after);
    if (pause === null) {
      this.#refuse(item, customer, reason, now);
      return;
    }
    this.#count(item, `retried/${reason}`, now);
    this.#stores.outbox.postpone(item, now + pause, reason);
  }

  /** It failed for good: an end, a receipt, and a dead letter for the merchant. */
  #refuse(item: Item, customer: Customer, reason: string, now: number): null {
    const { outbox, deadLetters } = this.#stores;
    outbox.finish(outbox.find(item.id) ?? item, "failed", reason, now);
    deadLetters.addEffect(item.id, customer.id, reason, now);
    this.#count(item, `failed/${reason}`, now);
    this.#receipt(item, customer, { type: "failed", detail: reason }, now);
    // A message that waited for it is told so.
    outbox.hurryDependents(item.id, customer.id, now);
    log("effect-failed", { shop: this.#stores.settings.shop, effect: item.id, reason }, "warn");
    return null;
  }

  /** There is no such mailbox, says the server that it was handed over to. */
  #bounced(item: Item, customer: Customer, now: number): void {
    const { outbox, cameBack } = this.#stores;
    const email = outbox.shown(item.id).content as Email | null;
    if (email === null) return;
    const name = nameOf("bounce", item.id);
    cameBack.note(item.id, { state: "bounced", why: "", at: now });
    const { to: address, message = null } = email;
    takeBounce(this.#stores, { name, customer: customer.id, address, at: now, message }, now);
  }

  #unknown(item: Item, customer: Customer, reason: string, now: number): void {
    this.#stores.outbox.finish(item, "unknown", reason, now);
    this.#count(item, `unknown/${reason}`, now);
    this.#receipt(item, customer, { type: "unknown", detail: reason }, now);
    log("effect-unknown", { shop: this.#stores.settings.shop, effect: item.id, reason }, "warn");
  }

  /** Counts what became of an attempt; a test's email says that it is one. */
  #count(item: Item, what: string, now: number): void {
    const { metrics, outbox } = this.#stores;
    const test = item.type === "send" && (outbox.content(item.id) as Email | null)?.test === true;
    if (!test) metrics.add({ ...item, what }, now);
  }

  #receipt(item: Item, customer: Customer, outcome: Receipt, now: number): void {
    const { decider } = this.#stores;
    decider.move(customer, { type: "receipt", effect: item.id, outcome }, now);
  }
}

/** It is not tried now, and its timer says when. */
const WAITS: unique symbol = Symbol("waits");
