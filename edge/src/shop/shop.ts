/**
 * One shop: its customers, their journals and states, its outbox, its configurations, its alarm.
 *
 * Which shop this is was decided in the Worker, from a verified request, and only there. Every method
 * answers with plain values; nothing that a person wrote is ever part of an error.
 */
import { DurableObject } from "cloudflare:workers";
import { Arrivals } from "./arrivals.ts";
import { beginRestoring, type Columns, endRestoring, restoreRows } from "./backup.ts";
import { Batches } from "./batches.ts";
import { receive } from "./carry.ts";
import { obey, type Obeyed } from "./commands.ts";
import { type Json, json, jsonOrNull } from "./json.ts";
import { type MailConfig, senderOf } from "../channel/email.ts";
import { signingSecret } from "../channel/webhook.ts";
import type { Change, Done } from "../changes.ts";
import type { Change as ListedChange } from "../contract/keys.ts";
import { engine } from "../engine.ts";
import type { Erasure } from "../erasures.ts";
import type { Env } from "../env.ts";
import { masters } from "../master.ts";
import { nameOf } from "../ids.ts";
import { kindOf, logError, useLevelOf } from "../log.ts";
import { directoryAs } from "../objects.ts";
import type { Report } from "../directory/fleet.ts";
import type { Access } from "../platform/access.ts";
import type { Incoming, Outcome } from "./incoming.ts";
import { answerQuestion, setAccess, view as viewOfQuestions } from "./doubts.ts";
import type { Customer } from "./customer.ts";
import type { DeadLetter } from "./dead-letters.ts";
import { beginShopErasure, eraseCustomers, notePrivacyRequest } from "./erase.ts";
import { destroyErased, takeOver } from "./erased.ts";
import { keepSoon } from "./kept-erasures.ts";
import { erasures, passSoon } from "./erasing.ts";
import { beginBackfill, type Backfill } from "./backfill.ts";
import { operations, writeThresholds } from "./operations.ts";
import { Performer, WITHOUT_SENDER } from "./perform.ts";
import { migrate, readMeta, writeMeta } from "./schema.ts";
import { emptyConfig, readSettings, type Settings, writeSettings } from "./settings.ts";
import { ShopKeys } from "./shop-keys.ts";
import { Stores } from "./stores.ts";
import type { Filter } from "./outbox.ts";
import { effectOf, known, type Timer } from "./timers.ts";
import type { Stoppable, Thresholds } from "../contract/operations.ts";
import * as segmentViews from "./segment-views.ts";
import type { HistoryPage } from "./replay.ts";
import { type Answer, answerRequest } from "./privacy.ts";
import { readUnsubscribeToken, type Unsubscribe } from "../verify/unsubscribe-token.ts";
import * as views from "./views.ts";
import * as workflowViews from "./workflow-views.ts";
import { named } from "./workflow-views.ts";
import type { DraftChanges, Published } from "../contract/workflows.ts";
import { tellPromotion } from "./product-interest.ts";
import { Vault } from "./vault.ts";
import { Work } from "./work.ts";

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
    useLevelOf(env);
    ctx.storage.transactionSync(() => migrate(ctx.storage.sql));
  }

  /** Creates the shop with an empty configuration. Doing it again changes nothing. */
  setUp(settings: Settings): void {
    if (readSettings(this.ctx.storage.sql) !== null) return;
    this.ctx.storage.transactionSync(() => {
      writeSettings(this.ctx.storage.sql, settings);
      ShopKeys.make(this.ctx.storage.sql, masters(this.env), settings.shop);
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
    stores.transaction(() => stores.vault.keys.destroyAll());
    this.#opened = null;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** Begins a backup of this moment; `id` names it. */
  beginBackup(id: string): { schema: number; tables: Columns; at: number; master: string } {
    const { stores } = this.#open();
    const at = stores.clock.now();
    const master = stores.vault.own.sealedBy;
    return stores.transaction(() => ({ ...stores.backup.begin(id, at), at, master }));
  }

  /** The next slice of a backup; null when another one was begun, or it was given up. */
  backupSlice(id: string, from: string | null): { lines: string; next: string | null } | null {
    return this.#open().stores.backup.slice(id, from);
  }

  endBackup(): void {
    const { stores } = this.#open();
    stores.transaction(() => {
      stores.backup.end();
      // What was erased meanwhile was kept until now, with what its keys were wrapped by.
      passSoon(stores, stores.clock.now());
      stores.timers.arm();
    });
  }

  /** Begins to make this shop of a backup; false when it is there already. */
  beginRestoring(schema: number): boolean {
    const { sql } = this.ctx.storage;
    // A shop that was deleted a moment ago has no tables at all.
    this.ctx.storage.transactionSync(() => migrate(sql));
    if (readSettings(sql) !== null) return false;
    this.ctx.storage.transactionSync(() => beginRestoring(sql, schema));
    return true;
  }

  restoreRows(tables: Columns, lines: string): void {
    const { sql } = this.ctx.storage;
    this.ctx.storage.transactionSync(() => restoreRows(sql, tables, lines));
  }

  /** Takes over who was erased of this shop after the backup was made, as far as that was kept outside. */
  restoreErasures(erasures: Erasure[]): void {
    const { sql } = this.ctx.storage;
    this.ctx.storage.transactionSync(() => {
      migrate(sql);
      takeOver(sql, erasures);
    });
  }

  /** Destroys the keys of the next of them; gives after whom to go on, or null at the end. */
  destroyErased(shop: string, master: string, after: string): string | null {
    const { sql } = this.ctx.storage;
    return this.ctx.storage.transactionSync(() => {
      ShopKeys.noteMaster(sql, master);
      return destroyErased(sql, new Vault(sql, masters(this.env), shop), after);
    });
  }

  /** Ends the restoring: from here on the shop is there, and sends nothing before it may. */
  endRestoring(backup: number): void {
    this.ctx.storage.transactionSync(() => endRestoring(this.ctx.storage.sql));
    const { stores } = this.#open();
    stores.transaction(() => {
      const now = stores.clock.now();
      stores.sending.holdRestored({ backup, at: now });
      eraseCustomers(stores, stores.vault.withoutKey(), []);
      if ((stores.erased.everybodyAt() ?? 0) > backup) beginShopErasure(stores, now);
      keepSoon(stores, now);
      stores.timers.distrust();
      stores.timers.arm();
    });
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

  /** Writes down that something is about to be changed; gives its place in the log of changes. */
  beginChange(change: Change): number {
    const { stores } = this.#open();
    return stores.transaction(() => stores.changes.begin(change, stores.clock.now()));
  }

  endChange(place: number, done: Done | null): void {
    this.#open().stores.changes.end(place, done);
  }

  /** A page of the log of changes, the newest first. */
  changes(before: number | null, limit: number): { changes: ListedChange[]; next: number | null } {
    return this.#open().stores.changes.page(before, limit);
  }

  /** What the merchant may know about the shop itself. */
  about() {
    const { stores } = this.#open();
    const orderStatuses = stores.statuses.list();
    return { ...stores.settings, orderStatuses };
  }

  /** What outgoing webhooks are signed with. */
  outgoingSecret(): string {
    return signingSecret(this.#open().stores.vault.own.get("webhook"));
  }

  /** Takes in one verified request. Answers once it is written; null when too much is waiting. */
  async deliver(incoming: Incoming): Promise<Outcome | null> {
    const { arrivals, stores } = this.#open();
    stores.pulse.request();
    const outcome = await arrivals.take(incoming);
    this.#tellDirectory();
    return outcome;
  }

  /** Takes in a verified request with a large body. */
  override fetch(request: Request): Promise<Response> {
    return receive(request, (incoming) => this.deliver(incoming));
  }

  /** Whom an unsubscribe link of this shop is for; null for one that it did not make. */
  readUnsubscribe(token: string): Unsubscribe | null {
    return readUnsubscribeToken(this.#open().stores.vault.own.get("unsubscribe"), token);
  }

  /**
   * One click in a mail: the customer does not want this channel any more. False for a link that this
   * shop did not make. Someone who was erased gets the same answer as others.
   */
  unsubscribe(token: string): boolean {
    const link = this.readUnsubscribe(token);
    if (link === null) return false;
    const { channel } = link;
    const { stores } = this.#open();
    const customer = this.#view(({ customers }) => customers.look(link.customer));
    // Nothing can be decided about somebody unreadable any more, and so nothing is sent to them.
    if (customer === null || customer.unreadable) return true;
    // Scanners and impatient people click again; a word that was taken in needs no row once more.
    if (isOut(stores, customer, channel)) return true;
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
  async saveConfig(
    text: string,
  ): Promise<{ live: boolean; answer: Json<Published>; workflows: number }> {
    const { stores, arrivals } = this.#open();
    // What visitors did before is the past of whoever the new plan asks about, and starts nothing.
    await arrivals.takeVisitors(stores.plans.unaskedBy(text));
    const before = this.#workflows();
    const saved = stores.transaction(() => {
      const now = stores.clock.now();
      const result = stores.plans.save(text, now);
      if (result.changed && result.plan !== null) {
        stores.segments.edited(now);
        stores.replay.edited();
        stores.timers.set({ kind: "plan", plan: result.plan }, now);
        if (senderOf(stores.plans.liveConfig() as MailConfig) !== null) {
          stores.outbox.resume(WITHOUT_SENDER, now);
        }
      }
      stores.timers.arm();
      return result;
    });
    const after = this.#workflows();
    const answer = json({ ...saved, workflows: after });
    return { live: saved.plan !== null, answer, workflows: differing(before, after) };
  }

  /** Tells everybody of a promotion. */
  promote(name: string): void {
    const { stores } = this.#open();
    stores.transaction(() => {
      tellPromotion(stores, name, stores.clock.now());
      stores.timers.arm();
    });
  }

  config() {
    const { plans } = this.#open().stores;
    const config = plans.merchantConfig();
    const revisions = plans.history(100);
    return json({ plan: plans.live, config, revisions, workflows: this.#workflows() });
  }

  workflows() {
    return json(workflowViews.workflowList(this.#open().stores));
  }

  async workflowRevisions(id: string) {
    return jsonOrNull(await workflowViews.workflowRevisions(this.#open().stores, id));
  }

  /** What was changed in a workflow and is not published, or null. */
  workflowDraft(workflow: string) {
    return jsonOrNull(this.#open().stores.drafts.find(workflow));
  }

  /** Keeps a draft; null when the shop has as many as it may. */
  saveWorkflowDraft(workflow: string, name: string, changes: DraftChanges) {
    const { stores } = this.#open();
    const now = stores.clock.now();
    const kept = stores.transaction(() => stores.drafts.save(workflow, name, changes, now));
    return kept ? json({ saved_at: now }) : null;
  }

  /** Throws a draft away; whether there was one. */
  removeWorkflowDraft(workflow: string): boolean {
    const { stores } = this.#open();
    return stores.transaction(() => stores.drafts.remove(workflow));
  }

  /** What saving a configuration would find and do. */
  checkConfig(text: string) {
    return json(workflowViews.beforeSaving(this.#open().stores, text));
  }

  /** Begins to add the members of a segment to a live workflow; a code says why not. */
  backfill(pass: Backfill): { members: number } | { code: string } {
    const { stores } = this.#open();
    const workflows = stores.plans.liveConfig().workflows ?? [];
    const workflow = workflows.find(({ id }) => id === pass.workflow);
    if (workflow === undefined) return { code: "unknown-workflow" };
    if (workflow.status !== "live") return { code: "not-live" };
    if (!stores.segments.defined().some(({ id }) => id === pass.segment)) {
      return { code: "unknown-segment" };
    }
    stores.transaction(() => {
      beginBackfill(stores, pass);
      stores.timers.arm();
    });
    return { members: stores.segments.count(pass.segment) };
  }

  /** The compiled text of a plan that once decided: a replay needs it to the letter. */
  planText(plan: string): string | null {
    return this.#open().stores.plans.text(plan);
  }

  async customers(query: string, limit: number, offset: number) {
    return this.#look((stores) => views.customerPage(stores, query, limit, offset));
  }

  customer(id: string) {
    return jsonOrNull(this.#view((stores) => views.customerDetail(stores, id)));
  }

  timeline(id: string, before: string | null, limit: number) {
    return jsonOrNull(this.#view((stores) => views.timeline(stores, id, before, limit)));
  }

  /** What an export of one person begins with, and where it goes on. */
  exportHead(id: string): { head: string; next: views.ExportPlace } | null {
    const begun = this.#view((stores) => views.exportHead(stores, id));
    return begun && { ...begun, head: JSON.stringify(begun.head) };
  }

  /** The next page of an export; null once the person is not there any more. */
  exportPage(
    id: string,
    place: views.ExportPlace,
  ): { rows: string; next: views.ExportPlace | null } | null {
    const page = this.#view((stores) => {
      const customer = stores.customers.look(id);
      return customer && views.exportPage(stores, customer.id, place);
    });
    // A list without its brackets, since it is part of a longer one.
    return page && { ...page, rows: JSON.stringify(page.rows).slice(1, -1) };
  }

  segments(days: number) {
    return json(segmentViews.segmentList(this.#open().stores, days));
  }

  segment(id: string, days: number) {
    return jsonOrNull(segmentViews.segmentDetail(this.#open().stores, id, days));
  }

  segmentMembers(id: string, after: string, limit: number) {
    return jsonOrNull(this.#view((stores) => segmentViews.memberPage(stores, id, after, limit)));
  }

  segmentsOf(id: string) {
    return jsonOrNull(segmentViews.segmentsOf(this.#open().stores, id));
  }

  async segmentPreview(
    after: string,
    limit: number,
  ): Promise<{ snapshot: Uint8Array; next: string | null }> {
    // A draft may ask for what nothing asks for yet.
    await this.#open().arrivals.takeVisitors([]);
    return this.#view((stores) => segmentViews.previewPage(stores, after, limit));
  }

  /** A page of what was ever told of the customers, and after whom the next page begins. */
  async history(after: string, limit: number): Promise<HistoryPage> {
    await this.#open().arrivals.takeVisitors([]);
    return this.#view(({ replay }) => replay.page(after, limit));
  }

  /** What is true of the shop, as the engine is told it. */
  facts() {
    return json(this.#open().stores.rfm.latest());
  }

  async outbox(filter: Filter, limit: number, offset: number) {
    return this.#look((stores) => views.outboxPage(stores, filter, limit, offset));
  }

  deadLetters(limit: number) {
    return json({ dead_letters: views.deadLetters(this.#open().stores, limit) });
  }

  privacyRequests() {
    const { stores } = this.#open();
    const requests = views.privacyRequests(stores);
    return json({ privacy_requests: requests, erasing: erasures(stores) });
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
  questions() {
    const { stores } = this.#open();
    return json(viewOfQuestions(stores, stores.clock.now()));
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
  async operations(from: number | null, until: number | null, hasSecret: boolean | null) {
    const { stores } = this.#open();
    const end = until ?? stores.clock.now() + 1;
    const asked = { from: from ?? end - 86_400_000, until: end, hasSecret };
    return json(await operations(stores, asked));
  }

  /** What is stopped, and what waits because of it. */
  sending() {
    return json(this.#open().stores.sending.view());
  }

  /** Stops sending, or lets it go on; what was due before `skipBefore` is then dropped. */
  async switchSending(channel: Stoppable, stopped: boolean, skipBefore: number | null) {
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

  async health() {
    const alarm = await this.ctx.storage.getAlarm();
    return json(await views.health(this.#open().stores, alarm));
  }

  /** A merchant's command about one customer, such as a tag or a suppression. */
  command(id: string, command: Record<string, unknown>): Obeyed | null {
    return obey(this.#open().stores, id, command);
  }

  /** Erases one person for good. */
  erase(id: string): boolean {
    const { stores } = this.#open();
    if (stores.customers.look(id) === null) return false;
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
  async retry(
    id: string,
  ): Promise<
    Outcome | { type: "retried" | "withdrawn" } | { type: "unreadable" } | { type: "busy" } | null
  > {
    const { stores, arrivals, work } = this.#open();
    const deadLetter = stores.deadLetters.find(id);
    if (deadLetter === null) return null;
    if (deadLetter.kind === "delivery") {
      if (!stores.deadLetters.isReadable(id)) return { type: "unreadable" };
      const incoming = stores.deadLetters.delivery(id);
      if (incoming === null) return null;
      // It stays a dead letter until it is taken in.
      const again = arrivals.retry({ ...incoming, deadLetter: id });
      return again ?? { type: "busy" };
    }
    if (deadLetter.kind === "damage")
      return { type: this.#mended(deadLetter) ? "retried" : "unreadable" };
    const opened = stores.transaction(() => this.#reopen(deadLetter));
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
      this.#tellDirectory();
    } catch (error) {
      // A throw would be repeated six times and then the alarm would be gone for good.
      logError("alarm-failed", error, { shop: readSettings(this.ctx.storage.sql)?.shop });
      await this.ctx.storage.setAlarm(Date.now() + 30_000);
    }
  }

  /** Reads for the merchant; what turned out to be unreadable is noted for them to see. */
  #view<T>(read: (stores: Stores) => T): T {
    const { stores } = this.#open();
    const seen = read(stores);
    this.#noteDamage();
    return seen;
  }

  /** The same where reading takes several turns. */
  async #look<T>(read: (stores: Stores) => Promise<T>): Promise<Json<T>> {
    const seen = await read(this.#open().stores);
    this.#noteDamage();
    return json(seen);
  }

  #noteDamage(): void {
    const { stores } = this.#open();
    if (!stores.vault.hasFound) return;
    stores.transaction(() => stores.noteDamage(stores.clock.now()));
  }

  /** Whether what was damaged can be read again; then the dead letter about it goes. */
  #mended({ id, subject, customer }: DeadLetter): boolean {
    const { stores } = this.#open();
    const row = subject.slice(subject.indexOf("/") + 1);
    const reads: Record<string, () => boolean> = {
      journal: () => stores.journal.isReadable(row),
      content: () => !stores.outbox.shown(row).unreadable,
      delivery: () => stores.deadLetters.isReadable(row),
    };
    const part = subject.slice(0, subject.indexOf("/"));
    const isMended = (
      reads[part] ?? (() => stores.customers.look(customer ?? "")?.unreadable !== true)
    )();
    if (isMended) stores.transaction(() => stores.deadLetters.remove(id));
    return isMended;
  }

  #workflows() {
    const workflows = this.#open().stores.plans.liveConfig().workflows ?? [];
    return workflows.map(named);
  }

  /** Opens what failed again; false where nobody wants it any more, and it is withdrawn. */
  #reopen({ id, kind, subject, cursor }: DeadLetter & Pick<Timer, "cursor">): boolean {
    const { stores } = this.#open();
    const now = stores.clock.now();
    stores.deadLetters.remove(id);
    const effect = kind === "effect" ? subject : effectOf(subject);
    if (effect !== null) return this.#reopenEffect(effect, now);
    const timer = known(subject);
    if (timer === null) return false;
    if (timer.kind === "wake") stores.customers.setWake(timer.customer, now);
    stores.timers.set(timer, now, cursor);
    stores.timers.arm();
    return true;
  }

  #reopenEffect(effect: string, now: number): boolean {
    const { stores } = this.#open();
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
    stores.timers.arm();
    return true;
  }

  /** Tells the directory how this shop is, when it is time to; nobody waits for it. */
  #tellDirectory(): void {
    const { stores } = this.#open();
    const report = stores.pulse.take();
    if (report === null) return;
    const told = directoryAs<Reported>(this.env).report(stores.settings.shop, report);
    this.ctx.waitUntil(
      told.catch((error) => logError("report-failed", error, { shop: stores.settings.shop })),
    );
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

/** What a shop knows of the directory. */
interface Reported {
  report(shop: string, report: Report): void;
}

/** Whether a customer's marketing on a channel was withdrawn, as the engine sees it. */
function isOut({ plans, engine, clock }: Stores, { state }: Customer, channel: string): boolean {
  const ask = (plan: string) => engine.standing(plan, state, null, clock.now());
  const { consents } = plans.with(plans.live, ask);
  return consents.some((one) => one.channel === channel && one.consent === "unsubscribed");
}

/** How many workflows came, went, or are not what they were. */
function differing(before: object[], after: object[]): number {
  const byId = (list: object[]) =>
    new Map(list.map((one) => [(one as { id?: unknown }).id, JSON.stringify(one)]));
  const [were, are] = [byId(before), byId(after)];
  const ids = new Set([...were.keys(), ...are.keys()]);
  return [...ids].filter((id) => were.get(id) !== are.get(id)).length;
}
