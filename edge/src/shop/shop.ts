/**
 * One shop: its customers, their journals and states, its outbox, its configurations, its alarm.
 *
 * Which shop this is was decided in the Worker, from a verified request, and only there. Every method
 * answers with plain values; nothing that a person wrote is ever part of an error.
 */
import { DurableObject } from "cloudflare:workers";
import { Arrivals } from "./arrivals.ts";
import { Batches } from "./batches.ts";
import { receive } from "./carry.ts";
import { obey, type Obeyed } from "./commands.ts";
import { type MailConfig, senderOf } from "../channel/email.ts";
import { signingSecret } from "../channel/webhook.ts";
import { engine } from "../engine.ts";
import { type Env, masterKey } from "../env.ts";
import { nameOf } from "../ids.ts";
import { kindOf, logError } from "../log.ts";
import type { Access } from "../platform/platform.ts";
import { derive } from "../seal.ts";
import type { Incoming, Outcome } from "./deliver.ts";
import { answerQuestion, setAccess, view as viewOfQuestions } from "./doubts.ts";
import type { DraftChanges } from "./drafts.ts";
import { eraseCustomers, notePrivacyRequest } from "./erase.ts";
import { beginLettingIn, type LettingIn } from "./let-in.ts";
import type { Thresholds } from "./alerts.ts";
import { operations, writeThresholds } from "./operations.ts";
import { Performer, WITHOUT_SENDER } from "./perform.ts";
import { migrate, readMeta, writeMeta } from "./schema.ts";
import { emptyConfig, readSettings, type Settings, writeSettings } from "./settings.ts";
import { Stores } from "./stores.ts";
import { effectOf, type Filter } from "./outbox.ts";
import type { Stoppable } from "./sending.ts";
import * as segmentViews from "./segment-views.ts";
import { type Answer, answerRequest } from "./privacy.ts";
import * as views from "./views.ts";
import * as workflowViews from "./workflow-views.ts";
import { tellPromotion } from "./watch.ts";
import { Work } from "./work.ts";

/** A view as JSON text: what the admin reads is passed on as it is. */
type Json = string;

/** What works on one shop, made when the shop is first asked for anything. */
interface Open {
  stores: Stores;
  work: Work;
  arrivals: Arrivals;
  batches: Batches;
}

export class Shop extends DurableObject<Env> {
  #opened: Open | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.transactionSync(() => migrate(ctx.storage.sql));
  }

  /** Creates the shop with an empty configuration. Doing it again changes nothing. */
  setUp(settings: Settings): void {
    if (readSettings(this.ctx.storage.sql) !== null) return;
    this.ctx.storage.transactionSync(() => {
      writeSettings(this.ctx.storage.sql, settings);
      const { stores } = this.#open();
      const saved = stores.plans.save(emptyConfig(settings), stores.clock.now());
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
    stores.transaction(() => {
      this.ctx.storage.sql.exec("DELETE FROM customer_key");
    });
    this.#opened = null;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** What the merchant may know about the shop itself. */
  about() {
    const { stores } = this.#open();
    const key = derive(masterKey(this.env), "webhook", stores.settings.shop);
    const orderStatuses = stores.statuses.list();
    return { ...stores.settings, orderStatuses, webhookSigningSecret: signingSecret(key) };
  }

  /** Takes in one verified request. Answers once it is written; null when too much is waiting. */
  async deliver(incoming: Incoming): Promise<Outcome | null> {
    return this.#open().arrivals.take(incoming);
  }

  /** Takes in a verified request with a large body. */
  override fetch(request: Request): Promise<Response> {
    return receive(request, (incoming) => this.deliver(incoming));
  }

  /** One click in a mail: the customer does not want this channel any more. */
  unsubscribe(customerId: string, channel: string): boolean {
    const { stores } = this.#open();
    const customer = stores.customers.find(customerId);
    if (customer === null) return false;
    stores.transaction(() => {
      const now = stores.clock.now();
      const id = nameOf("unsubscribe", customer.id, channel, String(customer.seq));
      const change = { channel, consent: "unsubscribed", origin: "one-click" };
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
      stores.timers.arm();
    });
    return true;
  }

  /** What a file of consents is read with. */
  beforeConsents(): { timeZone: string; now: number; knowsWhoLeft: boolean } {
    const { stores } = this.#open();
    const knowsWhoLeft = readMeta(stores.sql, "knows-who-left") === 1;
    return { timeZone: stores.plans.zone, now: stores.clock.now(), knowsWhoLeft };
  }

  /** Takes in rows of consents, each as JSON; null when too much is waiting. */
  async takeConsents(rows: string[]): Promise<Outcome[] | null> {
    const told = rows.map((row) => {
      const body = new TextEncoder().encode(row);
      return this.deliver({ source: "edgewise", topic: "consents", headers: {}, body });
    });
    const outcomes = await Promise.all(told);
    const taken = outcomes.filter((outcome) => outcome !== null);
    return taken.length === outcomes.length ? taken : null;
  }

  /** Those who left another tool were imported, so those who did not may be. */
  learnedWhoLeft(): void {
    writeMeta(this.#open().stores.sql, "knows-who-left", 1);
  }

  /** Saves a configuration; when it compiles it is live, and customers are moved to it. */
  async saveConfig(text: string): Promise<{ live: boolean; answer: Json }> {
    const { stores, arrivals } = this.#open();
    // What visitors did before is the past of whoever the new plan asks about, and starts nothing.
    await arrivals.takeVisitors(stores.plans.unaskedBy(text));
    const saved = stores.transaction(() => {
      const now = stores.clock.now();
      const result = stores.plans.save(text, now);
      if (result.changed && result.plan !== null) {
        stores.segments.edited(now);
        stores.past.edited();
        stores.timers.move(`p/${result.plan}`, null, now);
        if (senderOf(stores.plans.liveConfig() as MailConfig) !== null) {
          stores.outbox.resume(WITHOUT_SENDER, now);
        }
      }
      stores.timers.arm();
      return result;
    });
    const answer = JSON.stringify({ ...saved, workflows: this.#workflows() });
    return { live: saved.plan !== null, answer };
  }

  /** Tells everybody of a promotion. */
  promote(name: string): void {
    const { stores } = this.#open();
    stores.transaction(() => {
      tellPromotion(stores, name, stores.clock.now());
      stores.timers.arm();
    });
  }

  config(): Json {
    const { plans } = this.#open().stores;
    const config = plans.merchantConfig();
    const revisions = plans.history(100);
    return JSON.stringify({ plan: plans.live, config, revisions, workflows: this.#workflows() });
  }

  workflows(): Json {
    return JSON.stringify(workflowViews.workflowList(this.#open().stores));
  }

  workflowRevisions(id: string): Json {
    return JSON.stringify(workflowViews.workflowRevisions(this.#open().stores, id));
  }

  /** What was changed in a workflow and is not published, or null. */
  workflowDraft(workflow: string): Json | null {
    return orNull(this.#open().stores.drafts.find(workflow));
  }

  /** Keeps a draft; null when the shop has as many as it may. */
  saveWorkflowDraft(workflow: string, name: string, changes: DraftChanges): Json | null {
    const { stores } = this.#open();
    const now = stores.clock.now();
    const kept = stores.transaction(() => stores.drafts.save(workflow, name, changes, now));
    return kept ? JSON.stringify({ saved_at: now }) : null;
  }

  /** Throws a draft away; whether there was one. */
  removeWorkflowDraft(workflow: string): boolean {
    const { stores } = this.#open();
    return stores.transaction(() => stores.drafts.remove(workflow));
  }

  /** What saving a configuration would find and do. */
  checkConfig(text: string): Json {
    return JSON.stringify(workflowViews.beforeSaving(this.#open().stores, text));
  }

  /** Begins to let the members of a segment into a live workflow; a code says why not. */
  letIn(pass: Omit<LettingIn, "after">): { members: number } | { code: string } {
    const { stores } = this.#open();
    const workflows = stores.plans.liveConfig().workflows ?? [];
    const workflow = workflows.find(({ id }) => id === pass.workflow);
    if (workflow === undefined) return { code: "unknown-workflow" };
    if (workflow.status !== "live") return { code: "not-live" };
    if (!stores.segments.defined().some(({ id }) => id === pass.segment)) {
      return { code: "unknown-segment" };
    }
    stores.transaction(() => {
      beginLettingIn(stores, { ...pass, after: "" });
      stores.timers.arm();
    });
    return { members: stores.segments.count(pass.segment) };
  }

  /** The compiled text of a plan that once decided: a replay needs it to the letter. */
  planText(plan: string): string | null {
    return this.#open().stores.plans.text(plan);
  }

  customers(query: string, limit: number, offset: number): Json {
    return JSON.stringify(views.customerPage(this.#open().stores, query, limit, offset));
  }

  customer(id: string): Json | null {
    return orNull(views.customerDetail(this.#open().stores, id));
  }

  timeline(id: string, before: string | null, limit: number): Json | null {
    return orNull(views.timeline(this.#open().stores, id, before, limit));
  }

  dataExport(id: string): Json | null {
    return orNull(views.dataExport(this.#open().stores, id));
  }

  segments(days: number): Json {
    return JSON.stringify(segmentViews.segmentList(this.#open().stores, days));
  }

  segment(id: string, days: number): Json | null {
    return orNull(segmentViews.segmentDetail(this.#open().stores, id, days));
  }

  segmentMembers(id: string, after: string, limit: number): Json | null {
    return orNull(segmentViews.memberPage(this.#open().stores, id, after, limit));
  }

  segmentsOf(id: string): Json | null {
    return orNull(segmentViews.segmentsOf(this.#open().stores, id));
  }

  async audience(
    after: string,
    limit: number,
  ): Promise<{ snapshot: Uint8Array; next: string | null }> {
    // A draft may ask for what nothing asks for yet.
    await this.#open().arrivals.takeVisitors([]);
    return segmentViews.audiencePage(this.#open().stores, after, limit);
  }

  /** A page of what was ever told of the customers, and after whom the next page begins. */
  async history(after: string, limit: number): Promise<{ lines: string; next: string | null }> {
    await this.#open().arrivals.takeVisitors([]);
    const { past, customers } = this.#open().stores;
    const ids = customers.idsAfter(after, limit);
    const next = ids.length === limit ? (ids.at(-1) ?? null) : null;
    return { lines: past.lines(ids), next };
  }

  /** What is true of the shop, as the engine is told it. */
  facts(): Json {
    return JSON.stringify(this.#open().stores.ranks.latest());
  }

  outbox(filter: Filter, limit: number, offset: number): Json {
    return JSON.stringify(views.outboxPage(this.#open().stores, filter, limit, offset));
  }

  deadLetters(limit: number): Json {
    return JSON.stringify({ dead_letters: views.deadLetters(this.#open().stores, limit) });
  }

  privacyRequests(): Json {
    return JSON.stringify({ privacy_requests: views.privacyRequests(this.#open().stores) });
  }

  /** Answers a privacy request that waits: erase the person, or keep them. */
  answerPrivacyRequest(id: string, answer: Answer): boolean {
    const { stores } = this.#open();
    return stores.transaction(() => {
      const answered = answerRequest(stores, id, answer, stores.clock.now());
      stores.timers.arm();
      return answered;
    });
  }

  /** What deliveries claimed that only the platform can say. */
  questions(): Json {
    const { stores } = this.#open();
    return JSON.stringify(viewOfQuestions(stores, stores.clock.now()));
  }

  /** The merchant's answer to a question; false where there is none. */
  async answerQuestion(name: string, isTrue: boolean): Promise<boolean> {
    const { stores, batches, work } = this.#open();
    const answered = stores.transaction(() => {
      const now = stores.clock.now();
      const found = answerQuestion(stores, name, isTrue, batches.takeIn, now);
      stores.timers.arm();
      return found;
    });
    if (answered) await work.run();
    return answered;
  }

  /** Keeps how the shop's platform lets us in, and asks it what waits for that; null forgets it. */
  async setPlatformAccess(given: Access | null): Promise<void> {
    const { stores, work } = this.#open();
    stores.transaction(() => {
      setAccess(stores, given, stores.clock.now());
      stores.timers.arm();
    });
    await work.run();
  }

  /** How the automation runs; by default over the last 24 hours. */
  operations(from: number | null, until: number | null, hasSecret: boolean | null): Json {
    const { stores } = this.#open();
    const end = until ?? stores.clock.now() + 1;
    const asked = { from: from ?? end - 86_400_000, until: end, hasSecret };
    return JSON.stringify(operations(stores, asked));
  }

  /** What is stopped, and what waits because of it. */
  sending(): Json {
    return JSON.stringify(this.#open().stores.sending.view());
  }

  /** Stops sending, or lets it go on; what was due before `skipBefore` is then dropped. */
  async switchSending(
    channel: Stoppable,
    stopped: boolean,
    skipBefore: number | null,
  ): Promise<Json> {
    const { stores, work } = this.#open();
    stores.transaction(() => {
      const now = stores.clock.now();
      if (stopped) stores.sending.stop(channel, now);
      else stores.sending.resume(channel, skipBefore, now);
      stores.timers.arm();
    });
    if (!stopped) await work.run();
    return this.sending();
  }

  setThresholds(thresholds: Thresholds): void {
    writeThresholds(this.#open().stores, thresholds);
  }

  async health(): Promise<Json> {
    return JSON.stringify(views.health(this.#open().stores, await this.ctx.storage.getAlarm()));
  }

  /** A merchant's command about one customer, such as a tag or a suppression. */
  command(id: string, command: Record<string, unknown>): Obeyed | null {
    return obey(this.#open().stores, id, command);
  }

  /** Erases one person for good. */
  erase(id: string): boolean {
    const { stores } = this.#open();
    if (stores.customers.find(id) === null) return false;
    stores.transaction(() => {
      const now = stores.clock.now();
      eraseCustomers(stores, [id], []);
      notePrivacyRequest(
        stores,
        { id: `admin/${now}/${id}`, kind: "redact", customer: null, done: true },
        now,
      );
      stores.timers.arm();
    });
    return true;
  }

  /** Tries again what was laid aside. */
  async retry(id: string): Promise<Outcome | { type: "retried" | "withdrawn" } | null> {
    const { stores, arrivals, work } = this.#open();
    const letter = stores.deadLetters.find(id);
    if (letter === null) return null;
    if (letter.kind === "delivery") {
      const incoming = stores.deadLetters.delivery(id);
      if (incoming === null) return null;
      stores.deadLetters.remove(id);
      return arrivals.retry(incoming);
    }
    const opened = stores.transaction(() => this.#reopen(letter.subject, letter.kind));
    await work.run();
    return { type: opened ? "retried" : "withdrawn" };
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
    } catch (error) {
      // A throw would be repeated six times and then the alarm would be gone for good.
      logError("alarm-failed", error);
      await this.ctx.storage.setAlarm(Date.now() + 30_000);
    }
  }

  #workflows() {
    const workflows = (this.#open().stores.plans.liveConfig().workflows ?? []) as Record<
      string,
      unknown
    >[];
    return workflows.map(({ id, name, revision, status }) => ({ id, name, revision, status }));
  }

  /** Opens what was laid aside again; false where nobody wants it any more, and it is withdrawn. */
  #reopen(subject: string, kind: "timer" | "effect" | "delivery"): boolean {
    const { stores } = this.#open();
    const now = stores.clock.now();
    stores.deadLetters.remove(subject);
    const effect = kind === "effect" ? subject : effectOf(subject);
    if (effect !== null) {
      const item = stores.outbox.find(effect);
      const customer = item === null ? null : stores.customers.find(item.customer);
      if (item === null || customer === null) return false;
      // What failed for good was reported to the engine, which must want it again first.
      if (item.state === "failed") {
        const command = { type: "retry", effect } as const;
        stores.decider.move(customer, { type: "command", command }, now);
        const current = stores.outbox.find(effect);
        if (current?.state === "failed") {
          stores.outbox.finish(current, "withdrawn", "already-decided", now);
          return false;
        }
      } else stores.outbox.reopen(item, now);
    } else if (subject.startsWith("w/")) {
      stores.customers.setWake(subject.slice(2), now);
      stores.timers.move(subject as `w/${string}`, null, now);
    } else stores.timers.move(subject as `p/${string}`, null, now);
    stores.timers.arm();
    return true;
  }

  #open(): Open {
    if (this.#opened !== null) return this.#opened;
    const settings = readSettings(this.ctx.storage.sql);
    if (settings === null) throw new Error("this shop was never set up");
    const stores = new Stores(this.ctx.storage, this.env, engine, settings);
    const batches = new Batches(stores);
    const arrivals = new Arrivals(stores, batches);
    const work = new Work(stores, new Performer(stores), arrivals, batches.takeIn);
    this.#opened = { stores, work, arrivals, batches };
    arrivals.resume();
    return this.#opened;
  }
}

const orNull = (view: object | null): Json | null => (view === null ? null : JSON.stringify(view));
