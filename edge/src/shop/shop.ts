/**
 * One shop: its customers, their journals and states, its outbox, its configurations, its alarm.
 *
 * Which shop this is was decided in the Worker, from a verified request, and only there. Every method
 * answers with plain values; nothing that a person wrote is ever part of an error. What the API reads and
 * does stands in `admin.ts`, backups in `backups.ts`.
 */
import { DurableObject } from "cloudflare:workers";
import type { SmsProviderName, TakenText } from "../channel/sms/posted.ts";
import type { Report } from "../directory/fleet.ts";
import { engine } from "../engine.ts";
import type { Env } from "../env.ts";
import { nameOf } from "../ids.ts";
import { kindOf, logError, useLevelOf } from "../log.ts";
import { masters } from "../master.ts";
import { directoryAs } from "../objects.ts";
import { readUnsubscribeToken, type Unsubscribe } from "../verify/unsubscribe-token.ts";
import { ShopAdmin } from "./admin.ts";
import { ShopBackups } from "./backups.ts";
import { receive } from "./carry.ts";
import { ShopChannels } from "./channels.ts";
import { ShopReports } from "./shop-reports.ts";
import { CustomerPages } from "./customer-pages.ts";
import { type Customer, textOf } from "./customer.ts";
import type { Witness } from "../verify/witness.ts";
import { type Reporting, type TakenReports, takeReports } from "./email-reports.ts";
import { followLink, followShort, seePicture } from "./hits.ts";
import { ShopImages } from "./images.ts";
import { passSoon } from "./erasing.ts";
import { followHint } from "./hints.ts";
import type { Incoming, Outcome } from "./incoming.ts";
import { keepSoon } from "./kept-erasures.ts";
import { type Open, open, seen } from "./open.ts";
import { withNumber } from "./phone-numbers.ts";
import { migrate } from "./schema.ts";
import { emptyConfig, readSettings, type Settings, writeSettings } from "./settings.ts";
import { ShopKeys } from "./shop-keys.ts";
import { answerReply, takePosted } from "./sms-posts.ts";
import type { Stores } from "./stores.ts";
import { LINK, leaveNumber } from "./text-replies.ts";
import { isTold, noteTold } from "./told.ts";

export class Shop extends DurableObject<Env> {
  #opened: Open | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    useLevelOf(env);
    ctx.storage.transactionSync(() => migrate(ctx.storage.sql));
  }

  /** What the API reads and does. */
  get admin(): ShopAdmin {
    return new ShopAdmin(() => this.#open());
  }

  /** What its email and text messages go through. */
  get channels(): ShopChannels {
    return new ShopChannels(() => this.#open());
  }

  /** What its workflows earned. */
  get reports(): ShopReports {
    return new ShopReports(() => this.#open());
  }

  /** Backing it up, and making it of a backup. */
  get backups(): ShopBackups {
    return new ShopBackups(this.ctx.storage, this.env, () => this.#open());
  }

  /** The images of its emails. */
  get images(): ShopImages {
    return new ShopImages(() => this.#open());
  }

  /** What customers and visitors do on its pages. */
  get pages(): CustomerPages {
    return new CustomerPages(
      () => this.#open(),
      (incoming) => this.deliver(incoming),
    );
  }

  /** Creates the shop with an empty configuration. Doing it again changes nothing. */
  setUp(settings: Settings): void {
    if (readSettings(this.ctx.storage.sql) !== null) return;
    this.ctx.storage.transactionSync(() => {
      writeSettings(this.ctx.storage.sql, settings);
      ShopKeys.make(this.ctx.storage.sql, masters(this.env), settings.shop);
      const { stores } = this.#open();
      const saved = stores.plans.save(emptyConfig(settings), stores.clock.now(), null);
      if (saved.plan === null) throw new Error("the empty configuration was refused");
    });
  }

  /** The shop's platform has it under another domain now. */
  moveTo(domain: string): void {
    const { stores } = this.#open();
    stores.settings.domain = domain;
    stores.transaction(() => writeSettings(this.ctx.storage.sql, stores.settings));
  }

  /** Deletes everything there is of the shop, keys first, for good. */
  async destroy(): Promise<void> {
    const { stores } = this.#open();
    stores.transaction(() => stores.vault.keys.destroyAll());
    this.#opened = null;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** Seals the shop under the current master key; false where that takes another call. */
  changeMaster(): boolean {
    const { stores } = this.#open();
    if (stores.vault.own.isCurrent) return true;
    return stores.transaction(() => {
      const isDone = stores.vault.keys.changeMaster();
      if (isDone) passSoon(stores, stores.clock.now());
      stores.timers.arm();
      return isDone;
    });
  }

  /** Takes in one verified request. Answers once it is written; null when too much is waiting. */
  async deliver(incoming: Incoming): Promise<Outcome | null> {
    const { arrivals, stores } = this.#open();
    stores.pulse.request();
    if (followHint(stores, incoming)) return { type: "accepted", deliveries: 0 };
    const outcome = isTold(incoming) ? noteTold(stores, incoming) : await arrivals.take(incoming);
    this.#reportToDirectory();
    return outcome;
  }

  /** Takes in rows of consents, each as JSON; null when too much is waiting. */
  async takeConsents(rows: string[]): Promise<Outcome[] | null> {
    const { plans } = this.#open().stores;
    const answers = rows.map((row) => {
      const body = new TextEncoder().encode(withNumber(row, plans.country));
      return this.deliver({ source: "edgewise", topic: "consents", headers: {}, body });
    });
    const outcomes = await Promise.all(answers);
    const taken = outcomes.filter((outcome) => outcome !== null);
    return taken.length === outcomes.length ? taken : null;
  }

  /** Takes in a verified request with a large body. */
  override fetch(request: Request): Promise<Response> {
    return receive(request, (incoming) => this.deliver(incoming));
  }

  /** Takes in what an email provider posted to an address of this shop's; null where it is refused. */
  async takeReports(
    provider: Reporting,
    secret: string,
    posted: { body: Uint8Array; headers: Record<string, string> },
  ): Promise<TakenReports | null> {
    return takeReports(this.#open().stores, provider, secret, posted);
  }

  /** Takes in what a provider of text messages posted; null where it isn't the shop's. */
  takeText(
    provider: SmsProviderName,
    posted: { body: Uint8Array; headers: Record<string, string>; query: string },
  ): TakenText | null {
    const { stores } = this.#open();
    const taken = takePosted(stores, provider, posted);
    // Not every provider takes an answer with its own.
    if (provider === "vonage" && taken?.reply != null) {
      this.ctx.waitUntil(answerReply(stores, posted, taken.reply));
    }
    return taken;
  }

  /** Where a short link of a text leads; counted where there is a witness. */
  followShort(token: string, witness: Witness | null): Promise<string> {
    return followShort(this.#open().stores, token, witness);
  }

  /** Where a link of a message leads; counted where there is a witness. */
  followLink(token: string, witness: Witness | null): Promise<string> {
    return followLink(this.#open().stores, token, witness);
  }

  /** A message's picture was loaded. */
  seePicture(token: string, witness: Witness): Promise<void> {
    return seePicture(this.#open().stores, token, witness);
  }

  /** Whom an unsubscribe link of this shop is for; null for one that it did not make. */
  readUnsubscribe(token: string): Unsubscribe | null {
    return readUnsubscribeToken(this.#open().stores.vault.own.get("unsubscribe"), token);
  }

  /**
   * One click in a mail: the customer does not want this channel anymore. False for a link that this
   * shop did not make. Someone who was erased gets the same answer as others.
   */
  unsubscribe(token: string): boolean {
    const link = this.readUnsubscribe(token);
    if (link === null) return false;
    const { channel } = link;
    const { stores } = this.#open();
    const customer = seen(stores, ({ customers }) => customers.look(link.customer));
    // Nothing can be decided about somebody unreadable anymore, and so nothing is sent to them.
    if (customer === null || customer.unreadable) return true;
    // Scanners and impatient people click again; a word that was taken in needs no row once more.
    if (isOut(stores, customer, channel)) return true;
    stores.transaction(() => {
      const now = stores.clock.now();
      const id = nameOf("unsubscribe", customer.id, channel, String(customer.seq));
      const origin = channel === "sms" ? LINK : "one-click";
      const change = { channel, consent: "unsubscribed", origin };
      const event = {
        fact_key: `edgewise:unsubscribe:${id}`,
        occurred_at: now,
        received_at: now,
        source: "edgewise",
        kind: { type: "consent_changed", change },
      };
      const input = {
        type: "events",
        customer: customer.id,
        delivery: id,
        events: JSON.stringify([event]),
      } as const;
      stores.decider.move(customer, input, now, { topic: "unsubscribe" });
      if (channel === "sms") leaveNumber(stores, customer, id, now);
      stores.timers.arm();
    });
    return true;
  }

  /** Moves the clock and does what became due. Null in production. */
  async advance(milliseconds: number): Promise<{ now: number; offset_ms: number } | null> {
    const { stores, work } = this.#open();
    if (!(await work.advance(milliseconds))) return null;
    return { now: stores.clock.now(), offset_ms: stores.clock.offset };
  }

  /** Sets the alarm again if work waits and there is none. Called by the daily sweep. */
  async checkAlarm(): Promise<void> {
    const { stores } = this.#open();
    const { timers } = stores;
    stores.transaction(() => {
      stores.backup.tidy(Date.now());
      keepSoon(stores, stores.clock.now());
    });
    if ((await this.ctx.storage.getAlarm()) !== null) return;
    timers.distrust();
    stores.transaction(() => timers.arm());
  }

  /** Overflows the engine's stack, in builds that have the export for it: a test's way to a trap. */
  trap(): string {
    try {
      engine.raw("debug_overflow");
      return "no trap";
    } catch (error) {
      return kindOf(error);
    }
  }

  override async alarm(): Promise<void> {
    try {
      const { stores, work } = this.#open();
      stores.timers.distrust();
      await work.run();
      this.#reportToDirectory();
    } catch (error) {
      // A throw would be repeated six times and then the alarm would be gone for good.
      logError("alarm-failed", error, { shop: readSettings(this.ctx.storage.sql)?.shop });
      await this.ctx.storage.setAlarm(Date.now() + 30_000);
    }
  }

  /** Reports how this shop is to the directory when a report is due; nobody waits for it. */
  #reportToDirectory(): void {
    const { stores } = this.#open();
    const report = stores.pulse.take();
    if (report === null) return;
    const reported = directoryAs<Reported>(this.env).report(stores.settings.shop, report);
    this.ctx.waitUntil(
      reported.catch((error) => logError("report-failed", error, { shop: stores.settings.shop })),
    );
  }

  #open(): Open {
    this.#opened ??= open(this.ctx.storage, this.env);
    return this.#opened;
  }
}

/** What a shop knows of the directory. */
interface Reported {
  report(shop: string, report: Report): void;
}

/** Whether a customer's marketing on a channel was withdrawn, as the engine sees it. */
function isOut({ plans, engine, clock }: Stores, { state }: Customer, channel: string): boolean {
  const ask = (plan: string) => engine.standing(plan, textOf(state), null, clock.now());
  const { consents } = plans.with(plans.live, ask);
  return consents.some((one) => one.channel === channel && one.consent === "unsubscribed");
}
