/**
 * What the API asks of a shop and does to it: a part of the shop's object of its own. Each method opens one
 * door to what reads or decides; nothing is decided here.
 */
import { RpcTarget } from "cloudflare:workers";
import type { Change as Changed, Done } from "../changes.ts";
import { signingSecret } from "../channel/webhook.ts";
import type { Change as ListedChange } from "../contract/keys.ts";
import type { Refusal } from "../contract/connection.ts";
import type { Stoppable, Thresholds } from "../contract/operations.ts";
import type { DraftChanges } from "../contract/workflows.ts";
import type { Deed } from "../directory/admission.ts";
import type { Access } from "../platform/access.ts";
import type { Grant } from "../platform/shopify/oauth.ts";
import type { PixelSettings } from "../platform/shopify/pixel.ts";
import { alertChannels, setAlertChannels } from "./alert-channels.ts";
import type { NewAlertChannels } from "../contract/alert-channels.ts";
import { type Backfill, beginBackfill } from "./backfill.ts";
import { poolList, poolView } from "./code-views.ts";
import { obey, type Obeyed } from "./commands.ts";
import { comparedAt } from "./compare.ts";
import * as apps from "./app-connection.ts";
import * as connections from "./connection.ts";
import { formList, surveyList } from "./customer-page-views.ts";
import * as tables from "./customer-table.ts";
import { answerQuestion, setAccess, view as viewOfQuestions } from "./doubts.ts";
import { liftAtProvider } from "./lift-at-provider.ts";
import { eraseCustomers, notePrivacyRequest } from "./erase.ts";
import { erasures } from "./erasing.ts";
import { followAccess } from "./follow-access.ts";
import * as imports from "./import.ts";
import { json, jsonOrNull } from "./json.ts";
import { type Open, seen, seenInTurns } from "./open.ts";
import { operations, writeThresholds } from "./operations.ts";
import { resumeDomain } from "./domain-pauses.ts";
import type { Filter } from "./outbox.ts";
import { type Letter, sendPersonMail } from "./person-mail.ts";
import * as plugins from "./plugin-connection.ts";
import { type Answer, answerRequest } from "./privacy.ts";
import { announcePromotion } from "./product-interest.ts";
import { liveWorkflows, publish } from "./publish.ts";
import type { HistoryPage } from "./replay.ts";
import { resolve } from "./resolve.ts";
import { retry, type Retried } from "./retry.ts";
import { readMeta, writeMeta } from "./schema.ts";
import * as segmentViews from "./segment-views.ts";
import * as setUps from "./set-up.ts";
import { type Change, changeTask, taskList } from "./task-views.ts";
import { sendTestEmails } from "./test-emails.ts";
import * as views from "./views.ts";
import * as workflowViews from "./workflow-views.ts";
import { viewOfCopies } from "./write-copies.ts";

export class ShopAdmin extends RpcTarget {
  readonly #open: () => Open;

  constructor(open: () => Open) {
    super();
    this.#open = open;
  }

  /** Writes down that something is about to be changed; gives its place in the log of changes. */
  beginChange(change: Changed): number {
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

  /** Writes down what somebody did who signs in; wrong passwords are counted in one row a day. */
  notePerson(deed: Deed, of: { person: string; name: string; requestId: string }): void {
    const { stores } = this.#open();
    const change: Changed = {
      by: `person/${of.person}`,
      by_name: of.name,
      operation: deed,
      route: "sign-in",
      target: of.person,
      request_id: of.requestId,
    };
    stores.transaction(() => {
      const now = stores.clock.now();
      if (deed === "sign-in-failed") stores.changes.count(change, now);
      else stores.changes.note(change, {}, now);
    });
  }

  /** Emails somebody a link; false where nothing takes it. */
  sendPersonMail(letter: Letter): Promise<boolean> {
    return sendPersonMail(this.#open().stores, letter);
  }

  /** Whether a site is the one that the store's plugin connected. */
  isConnectedTo(site: string): boolean {
    return connections.isConnectedTo(this.#open().stores, site);
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

  /** What a file of consents is read with. */
  beforeConsents(): { timeZone: string; now: number; knowsWhoLeft: boolean } {
    const { stores } = this.#open();
    const knowsWhoLeft = readMeta(stores.sql, "knows-who-left") === 1;
    return { timeZone: stores.plans.zone, now: stores.clock.now(), knowsWhoLeft };
  }

  /** Those who left another tool were imported, so those who did not may be. */
  learnedWhoLeft(): void {
    writeMeta(this.#open().stores.sql, "knows-who-left", 1);
  }

  /** Announces a promotion to all customers. */
  promote(name: string): void {
    const { stores } = this.#open();
    stores.transaction(() => {
      announcePromotion(stores, name, stores.clock.now());
      stores.timers.arm();
    });
  }

  config() {
    const { plans } = this.#open().stores;
    const config = plans.merchantConfig();
    const revisions = plans.history(100);
    return json({
      plan: plans.live,
      config,
      revisions,
      workflows: liveWorkflows(this.#open().stores),
    });
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

  /** The compiled text of a plan that once decided: a replay needs it byte for byte. */
  planText(plan: string): string | null {
    return this.#open().stores.plans.text(plan);
  }

  async customers(query: string, limit: number, offset: number) {
    return json(
      await seenInTurns(this.#open().stores, (stores) =>
        views.customerPage(stores, query, limit, offset),
      ),
    );
  }

  customersNamed(ids: string[]) {
    return json(seen(this.#open().stores, (stores) => views.customersNamed(stores, ids)));
  }

  /** Why customers cannot be exported by a condition; null when they can. */
  objectionTo(condition: object, kinds: string[]): tables.Objection | null {
    return tables.objectionTo(this.#open().stores, condition, kinds);
  }

  /** A page of those whom a condition exports, and after whom the next begins. */
  tablePage(condition: object | null, after: string) {
    return json(seen(this.#open().stores, (stores) => tables.tablePage(stores, condition, after)));
  }

  customer(id: string) {
    return jsonOrNull(seen(this.#open().stores, (stores) => views.customerDetail(stores, id)));
  }

  timeline(id: string, before: string | null, limit: number) {
    return jsonOrNull(
      seen(this.#open().stores, (stores) => views.timeline(stores, id, before, limit)),
    );
  }

  /** What an export of one person begins with, and where it goes on. */
  exportHead(id: string): { head: string; next: views.ExportPlace } | null {
    const begun = seen(this.#open().stores, (stores) => views.exportHead(stores, id));
    return begun && { ...begun, head: JSON.stringify(begun.head) };
  }

  /** The next page of an export; null once the person is not there anymore. */
  exportPage(
    id: string,
    place: views.ExportPlace,
  ): { rows: string; next: views.ExportPlace | null } | null {
    const page = seen(this.#open().stores, (stores) => {
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
    return jsonOrNull(
      seen(this.#open().stores, (stores) => segmentViews.memberPage(stores, id, after, limit)),
    );
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
    return seen(this.#open().stores, (stores) => segmentViews.previewPage(stores, after, limit));
  }

  /** A page of all events of customers, and the customer after whom the next page begins. */
  async history(after: string, limit: number): Promise<HistoryPage> {
    await this.#open().arrivals.takeVisitors([]);
    return seen(this.#open().stores, ({ replay }) => replay.page(after, limit));
  }

  /** The shop's facts, as the engine gets them. */
  facts() {
    return json(this.#open().stores.rfm.latest());
  }

  async outbox(filter: Filter, limit: number, offset: number) {
    return json(
      await seenInTurns(this.#open().stores, (stores) =>
        views.outboxPage(stores, filter, limit, offset),
      ),
    );
  }

  codePools() {
    return json({ pools: poolList(this.#open().stores) });
  }

  /** Adds codes to a pool; how many are new, and the pool afterwards. */
  addCodes(pool: string, codes: string[]) {
    const { stores } = this.#open();
    const added = stores.transaction(() => stores.codes.add(pool, codes));
    return { added, known: codes.length - added, pool: poolView(stores, pool) };
  }

  /** Removes the codes of a pool that were not given out; how many. */
  removeCodes(pool: string): number {
    const { stores } = this.#open();
    return stores.transaction(() => stores.codes.clear(pool));
  }

  forms() {
    return json(formList(this.#open().stores));
  }

  surveys() {
    return json(surveyList(this.#open().stores));
  }

  tasks(state: "open" | "done") {
    return json(seen(this.#open().stores, (stores) => taskList(stores, state)));
  }

  /** Marks a task as done or open, or passes it on; null where there is none. */
  changeTask(id: string, change: Change) {
    const { stores } = this.#open();
    return stores.transaction(() => {
      const changed = changeTask(stores, id, change, stores.clock.now());
      stores.timers.arm();
      return changed;
    });
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
      const now = stores.clock.now();
      setAccess(stores, given, now);
      followAccess(stores, now);
      if (given !== null && connections.isConnected(stores)) connections.checkSoon(stores, now);
      stores.timers.arm();
    });
    await work.run();
  }

  /** How the store is connected by its plugin. */
  connection() {
    const { stores } = this.#open();
    const view = connections.view(stores, comparedAt(stores));
    return json({ ...view, refused: plugins.refusedOf(stores), copies: viewOfCopies(stores) });
  }

  /** Notes why a store wasn't connected. */
  noteConnectionRefused(why: Refusal): void {
    const { stores } = this.#open();
    stores.transaction(() => plugins.noteRefused(stores, why, stores.clock.now()));
  }

  /** Makes the nonce of a connection code. */
  makeConnectionNonce(): { nonce: string; expires_at: number } {
    const { stores } = this.#open();
    return stores.transaction(() => plugins.makeNonce(stores, stores.clock.now()));
  }

  holdsConnectionNonce(nonce: string): boolean {
    const { stores } = this.#open();
    return plugins.holds(stores, nonce, stores.clock.now());
  }

  /** Uses a nonce up; of two callers with the same one only the first may go on. */
  useUpConnectionNonce(nonce: string): boolean {
    const { stores } = this.#open();
    return stores.transaction(() => plugins.useUp(stores, nonce, stores.clock.now()));
  }

  /** Keeps a proven connection; gives the API key of the one before, by its id. */
  beginConnection(given: plugins.Proven): string | null {
    const { stores } = this.#open();
    return stores.transaction(() => {
      const now = stores.clock.now();
      const before = plugins.begin(stores, given, now);
      if (imports.view(stores).state === "none") imports.beginImport(stores, now);
      stores.timers.arm();
      return before;
    });
  }

  /** Somebody opens the app in Shopify's admin. */
  openApp(opening: apps.Opening): Promise<apps.Opened> {
    return apps.openApp(this.#open().stores, opening);
  }

  /** A store that wasn't known, or not by its name, gave the app these tokens. */
  beginApp(grant: Grant, who: apps.Who, url: string | null): void {
    const { stores } = this.#open();
    stores.transaction(() => apps.beginApp(stores, grant, who, url));
  }

  /** Where the webhooks of the store go that opened the app. */
  setAppAddress(url: string): void {
    const { stores } = this.#open();
    stores.transaction(() => apps.setAddress(stores, url));
  }

  /** What the pixel of the store is turned on with that opened the app. */
  setPixel(settings: PixelSettings): void {
    const { stores } = this.#open();
    stores.transaction(() => apps.setPixel(stores, settings));
  }

  async checkConnection() {
    const { stores } = this.#open();
    await connections.tendConnection(stores);
    stores.transaction(() => {
      stores.copies.tryNow(stores.clock.now());
      stores.timers.arm();
    });
    return this.connection();
  }

  /** Ends the connection; null where there is none, or it is another site's. */
  async disconnect(site: string | null) {
    const { stores } = this.#open();
    if (site === null) await imports.leaveStore(stores);
    return await connections.disconnect(stores, site);
  }

  /** How the import of the store's past is coming along. */
  import() {
    return json(imports.view(this.#open().stores));
  }

  /** Begins the import, holds it, lets it go on or ends it; null where that can't be. */
  changeImport(what: "begin" | "pause" | "resume" | "cancel") {
    const { stores } = this.#open();
    return stores.transaction(() => {
      const now = stores.clock.now();
      const changed = {
        begin: () => imports.beginImport(stores, now),
        pause: () => imports.holdImport(stores, true, now),
        resume: () => imports.holdImport(stores, false, now),
        cancel: () => imports.cancelImport(stores, now),
      }[what]();
      stores.timers.arm();
      return jsonOrNull(changed);
    });
  }

  /** Takes the merchant's word on whether a message arrived. */
  async resolveMessage(effect: string, arrived: boolean) {
    const { stores, work } = this.#open();
    const outcome = resolve(stores, effect, arrived);
    if (outcome === "sent-again") await work.run();
    return outcome;
  }

  /** What is left to do before the first message. */
  setUp(around: setUps.Around) {
    return json(setUps.view(this.#open().stores, around));
  }

  /** Puts that list away; false while something on it is left. */
  dismissSetUp(around: setUps.Around): boolean {
    const { stores } = this.#open();
    return stores.transaction(() => setUps.dismiss(stores, around, stores.clock.now()));
  }

  /** Sends a workflow's emails to the merchant. */
  sendTestEmails(workflow: string, to: string) {
    return sendTestEmails(this.#open().stores, workflow, to);
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

  /** Sends to a paused domain again. */
  async resumeDomain(domain: string) {
    const { stores, work } = this.#open();
    resumeDomain(stores, domain);
    await work.run();
    return this.sending();
  }

  /** Where alerts go besides Home. */
  alertChannels() {
    return json(alertChannels(this.#open().stores));
  }

  setAlertChannels(channels: NewAlertChannels): void {
    setAlertChannels(this.#open().stores, channels);
  }

  setThresholds(thresholds: Thresholds): void {
    writeThresholds(this.#open().stores, thresholds);
  }

  async health() {
    const { stores } = this.#open();
    return json(await views.health(stores, await stores.storage.getAlarm()));
  }

  /** A merchant's command about one customer, such as a tag or a suppression. */
  async command(id: string, command: Record<string, unknown>): Promise<Obeyed | null> {
    const { stores } = this.#open();
    const done = obey(stores, id, command);
    if (done?.ok !== true || command.type !== "unsuppress") return done;
    const elsewhere = await liftAtProvider(stores, id);
    return elsewhere === null ? done : { ...done, sentences: [...done.sentences, elsewhere] };
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

  /** Publishes a configuration; with errors nothing changes. */
  saveConfig(text: string) {
    return publish(this.#open(), text);
  }

  /** Tries again what failed for good. */
  retry(id: string): Promise<Retried | null> {
    return retry(this.#open(), id);
  }
}
