/**
 * What the alarm does: wake customers, try effects, move customers to a new plan.
 *
 * A run takes what is due in slices of some milliseconds, and what else the process has to do has its
 * turn between two of them. Each timer of a slice is handled in a savepoint of its own, so that one that
 * fails leaves its neighbors alone; it has its own count of attempts and becomes a dead letter alone.
 *
 * What goes outside is taken up when it can be tried at once, and only then, a few at a time. While
 * answers are waited for, the shop's other timers go on.
 *
 * A run that never came to its end leaves word of it. The next one counts each attempt before it makes
 * it, one at a time, so that a timer that ends the process becomes a dead letter like any other that fails.
 */
import { alertsDue } from "./alert-channels.ts";
import { log, logError } from "../log.ts";
import { isDevelopment } from "../env.ts";
import { activitiesDue, tellActivity } from "./activities.ts";
import { textOf } from "./customer.ts";
import { codeOf } from "./decide.ts";
import { connectionDue, tendConnection } from "./connection.ts";
import { keepingDue, keepOutside } from "./kept-erasures.ts";
import { eraseNext, flushNext, passNext } from "./erasing.ts";
import type { Arrivals } from "./arrivals.ts";
import { askPlatform, questionDue, type TakeIn } from "./doubts.ts";
import { backfillNext } from "./backfill.ts";
import { compareNext, comparisonDue, keepComparing } from "./compare.ts";
import { importDue, importNext } from "./import.ts";
import { optInDue } from "./opt-in.ts";
import { ENDS_THE_PROCESS, type Performer, type Picked } from "./perform.ts";
import { lookDue, lookUpNow } from "./sender-domain.ts";
import { noticePromotions, promotionsDue } from "./promotions.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";
import { sendTaskMail, taskMailDue } from "./task-mail.ts";
import { type Kind, known, parse, type SubjectOf, type Timer } from "./timers.ts";
import { readTold, toldDue } from "./told.ts";
import { Turn } from "./turn.ts";
import { releaseBounces } from "./domain-pauses.ts";
import { callNext } from "./email-pace.ts";
import { decideHits } from "./hits.ts";
import { forgetNext } from "./typed.ts";
import { copiesDue, copyPassNext, writeCopies } from "./write-copies.ts";
import { noteInterest, deliverNext } from "./product-interest.ts";

const SLICE = 64;
/** How long a slice may last before it gives way, in milliseconds. */
const LONGEST_SLICE = 20;
/** How many messages and calls are out at once. */
const AT_ONCE = 8;
/** A run takes up nothing more after this time, and goes on at the next alarm; in milliseconds. */
const LONGEST_RUN = 20_000;
/** The alarm is set this far ahead before anything else, in case the run dies. */
const GUARD = 30_000;
/** Attempts of one timer before it becomes a dead letter. */
const MOST_ATTEMPTS = 3;
/** The most customers that are updated in one turn. */
const LISTED = 200;

/** What a kind of timer does when it is due; gives what is to go outside. */
type Run<K extends Kind> = (
  subject: SubjectOf<K>,
  timer: Timer,
  now: number,
  // biome-ignore lint/suspicious/noConfusingVoidType: most kinds give nothing
) => Picked | null | void;

export class Work {
  readonly #stores: Stores;
  readonly #performer: Performer;
  readonly #takeIn: TakeIn;
  /** What is to be begun outside after the slice at hand. */
  readonly #errands: (() => Promise<void>)[] = [];
  #running: Promise<void> | null = null;
  /** What was handed over and waits for an answer. */
  readonly #out = new Set<Promise<void>>();

  /** Of which shop a line of the log is. */
  readonly #whose: { shop: string };
  /** What is done when a timer of each kind is due. */
  readonly #kinds: { readonly [K in Kind]: Run<K> };

  constructor(stores: Stores, performer: Performer, arrivals: Arrivals, takeIn: TakeIn) {
    this.#stores = stores;
    this.#whose = { shop: stores.settings.shop };
    this.#performer = performer;
    this.#takeIn = takeIn;
    this.#kinds = {
      wake: ({ customer }, timer, now) => this.#wake(customer, timer, now),
      action: ({ effect }, timer, now) => performer.pick(effect, timer, now),
      handover: ({ effect }, timer, now) => performer.pick(effect, timer, now),
      plan: ({ plan }, timer, now) => this.#refold(plan, timer, now),
      rfm_reading: (_, timer, now) => this.#readRfm(timer, now),
      rfm_change: ({ version }, timer, now) => this.#updateRanks(version, timer, now),
      backfill: (subject, timer, now) => backfillNext(stores, subject, timer, now),
      news: (subject, timer, now) => deliverNext(stores, subject, timer, now),
      erasure: (_, timer, now) => eraseNext(stores, timer, new Turn(), now),
      key_pass: (_, timer, now) => passNext(stores, timer, new Turn(), now),
      key_flush: (_, timer, now) => flushNext(stores, timer, now),
      question: ({ name }, timer, now) => this.#ask(name, timer, now),
      undecided: (_, timer, now) => arrivals.lookAfter(timer, now),
      kept_erasures: (_, timer, now) => this.#keepErasures(timer, now),
      connection: (_, timer, now) => this.#tendConnection(timer, now),
      comparison: (_, timer, now) => this.#compare(timer, now, arrivals),
      told: (_, timer, now) => this.#readTold(timer, now, arrivals),
      import: (_, timer, now) => this.#import(timer, now, arrivals),
      activities: (_, timer, now) => this.#tellActivities(timer, now),
      promotions: (_, timer, now) => this.#lookAtPromotions(timer, now),
      copies: (_, timer, now) => this.#writeCopies(timer, now),
      copy_pass: (_, timer, now) => copyPassNext(stores, timer, now),
      task_mail: (_, timer, now) => this.#mailTasks(timer, now),
      task_purge: (_, timer, now) => stores.tasks.purge(timer, now),
      opt_in: (subject, timer, now) => this.#askToConfirm(subject, timer, now),
      typed: (_, timer, now) => forgetNext(stores, timer, now),
      hits: (_, timer, now) => decideHits(stores, timer, now),
      held_bounces: (_, timer, now) => releaseBounces(stores, timer, now),
      sender_domain: (_, timer) => this.#lookAtSender(timer),
      alerts: (_, timer, now) => this.#tellAlerts(timer, now),
      turns: (_, _timer, now) => callNext(stores, now),
    };
  }

  /** Does what is due now. Never throws; two calls share one run, and the second sees it through. */
  async run(): Promise<void> {
    while (this.#running !== null) await this.#running;
    this.#running = this.#runOnce().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  async #runOnce(): Promise<void> {
    const { timers } = this.#stores;
    try {
      let careful = this.#stores.transaction(() => this.#begin());
      for (const end = Date.now() + LONGEST_RUN; ; ) {
        const isOver = Date.now() >= end;
        const outside = isOver ? 0 : AT_ONCE - this.#out.size;
        const slice = this.#takeSlice({ outside, careful });
        careful &&= slice.handled > 0;
        for (const picked of slice.picked) await this.#send(picked);
        for (const errand of this.#errands.splice(0)) this.#follow(errand());
        if (this.#out.size === 0 && (isOver || slice.handled === 0)) break;
        if (slice.handled > 0) await scheduler.wait(0);
        else await this.#anything(outside);
      }
      this.#stores.transaction(() => writeMeta(this.#stores.sql, UNFINISHED, 0));
    } catch (error) {
      logError("work-failed", error, this.#whose);
    } finally {
      try {
        this.#stores.transaction(() => timers.arm());
      } catch (error) {
        timers.distrust();
        logError("alarm-not-set", error, this.#whose);
      }
    }
  }

  /** Sets the alarm for whatever happens, and returns whether the previous run finished. */
  #begin(): boolean {
    const { sql, timers } = this.#stores;
    timers.guard(GUARD);
    const wasUnfinished = readMeta(sql, UNFINISHED) === 1;
    writeMeta(sql, UNFINISHED, 1);
    return wasUnfinished;
  }

  /** Makes a picked item ready, and lets it go without waiting for the answer. */
  async #send(picked: Picked): Promise<void> {
    try {
      const attempt = await this.#performer.prepare(picked);
      if (attempt === null) return;
      this.#follow(this.#performer.attempt(attempt));
    } catch (error) {
      // Its timer stands: it is begun again, so often and no more.
      logError("not-prepared", error, this.#whose);
    }
  }

  /** Lets what was begun outside go on, and knows that it is out. */
  #follow(begun: Promise<void>): void {
    const answered = begun
      .catch((error) => logError("attempt-not-settled", error, this.#whose))
      .finally(() => this.#out.delete(answered));
    this.#out.add(answered);
  }

  /** Waits for an answer from outside, or for the next timer. */
  async #anything(outside: number): Promise<void> {
    const { timers, clock } = this.#stores;
    const over = new AbortController();
    const news = timers.news();
    const next = timers.next(outside > 0 ? "all" : "inside");
    const wait = next === null ? GUARD : Math.min(next - clock.now(), GUARD);
    const due = scheduler.wait(Math.max(0, wait), { signal: over.signal }).catch(() => {});
    await Promise.race([...this.#out, news, due]);
    over.abort();
  }

  /** Handles what is due for some milliseconds, in one transaction; gives what is to go outside. */
  #takeSlice(wanted: { outside: number; careful: boolean }): { handled: number; picked: Picked[] } {
    const { timers, clock } = this.#stores;
    if (wanted.careful) this.#countFirst(wanted.outside);
    return this.#stores.transaction(() => {
      const end = Date.now() + LONGEST_SLICE;
      const now = clock.now();
      const due = timers.due(now, wanted.careful ? 1 : SLICE, wanted.outside);
      const picked: Picked[] = [];
      let handled = 0;
      for (const timer of due) {
        picked.push(...this.#handle(timer, now));
        handled += 1;
        if (Date.now() >= end) break;
      }
      this.#stores.noteDamage(now);
      return { handled, picked };
    });
  }

  /** Counts the attempt that is about to be made, in a transaction of its own. */
  #countFirst(outside: number): void {
    const { timers, clock } = this.#stores;
    this.#stores.transaction(() => {
      const now = clock.now();
      const [timer] = timers.due(now, 1, outside);
      if (timer === undefined) return;
      if (timer.attempts >= MOST_ATTEMPTS) this.#layAside(timer, ENDS_THE_PROCESS, now);
      else timers.repeat(timer, timer.at, { attempts: timer.attempts + 1 });
    });
  }

  #handle(timer: Timer, now: number): Picked[] {
    try {
      return this.#stores.transaction(() => this.#act(timer, now));
    } catch (error) {
      this.#failed(timer, error, now);
      return [];
    }
  }

  #act(timer: Timer, now: number): Picked[] {
    const subject = parse(timer.subject);
    const run = this.#kinds[subject.kind] as Run<typeof subject.kind>;
    const picked = run(subject as SubjectOf<typeof subject.kind>, timer, now);
    return picked ? [picked] : [];
  }

  #wake(customerId: string, timer: Timer, now: number): void {
    const { customers, decider, timers } = this.#stores;
    const customer = customers.find(customerId);
    if (customer === null || customer.id !== customerId || customer.wakeAt !== timer.at) {
      timers.end(timer);
      return;
    }
    decider.move(customer, { type: "wake" }, now);
  }

  #ask(name: string, timer: Timer, now: number): void {
    for (const asked of questionDue(this.#stores, timer, name, now)) {
      this.#errands.push(() => askPlatform(this.#stores, asked, this.#takeIn));
    }
  }

  #keepErasures(timer: Timer, now: number): void {
    keepingDue(this.#stores, timer, now);
    this.#errands.push(() => keepOutside(this.#stores));
  }

  #tendConnection(timer: Timer, now: number): void {
    if (!connectionDue(this.#stores, timer, now)) return;
    keepComparing(this.#stores, now);
    this.#errands.push(() => tendConnection(this.#stores));
  }

  #compare(timer: Timer, now: number, arrivals: Arrivals): void {
    if (!comparisonDue(this.#stores, timer, now)) return;
    this.#errands.push(() => compareNext(this.#stores, arrivals));
  }

  #readTold(timer: Timer, now: number, arrivals: Arrivals): void {
    if (!toldDue(this.#stores, timer, now)) return;
    this.#errands.push(() => readTold(this.#stores, arrivals));
  }

  #import(timer: Timer, now: number, arrivals: Arrivals): void {
    if (!importDue(this.#stores, timer, now)) return;
    this.#errands.push(() => importNext(this.#stores, arrivals));
  }

  #lookAtPromotions(timer: Timer, now: number): void {
    if (!promotionsDue(this.#stores, timer, now)) return;
    this.#errands.push(() => noticePromotions(this.#stores));
  }

  #tellActivities(timer: Timer, now: number): void {
    const activity = activitiesDue(this.#stores, timer, now);
    if (activity !== null) this.#errands.push(() => tellActivity(this.#stores, activity));
  }

  #writeCopies(timer: Timer, now: number): void {
    const outgoing = copiesDue(this.#stores, timer, now);
    if (outgoing !== null) this.#errands.push(() => writeCopies(this.#stores, outgoing));
  }

  #mailTasks(timer: Timer, now: number): void {
    const outgoing = taskMailDue(this.#stores, timer, now);
    if (outgoing !== null) this.#errands.push(() => sendTaskMail(this.#stores, outgoing));
  }

  #lookAtSender(timer: Timer): void {
    if (lookDue(this.#stores, timer)) this.#errands.push(() => lookUpNow(this.#stores));
  }

  #tellAlerts(timer: Timer, now: number): void {
    const tell = alertsDue(this.#stores, timer, now);
    if (tell !== null) this.#errands.push(tell);
  }

  #askToConfirm(subject: SubjectOf<"opt_in">, timer: Timer, now: number): void {
    const send = optInDue(this.#stores, subject, timer, now);
    if (send !== null) this.#errands.push(send);
  }

  /** Updates the next customers after the plan changed. */
  #refold(plan: string, timer: Timer, now: number): void {
    const { plans, replay, rfm, segments, timers } = this.#stores;
    timers.end(timer);
    if (plan !== plans.live) return;
    const last = this.#updateNext(timer.cursor ?? "", "plan_changed", now);
    if (last !== null) timers.set({ kind: "plan", plan }, now, last);
    else {
      replay.retold();
      segments.tidy();
      rfm.plan(now);
    }
  }

  /** Computes the shop's RFM cuts, the next customers of them. */
  #readRfm(timer: Timer, now: number): void {
    const { rfm, timers } = this.#stores;
    timers.end(timer);
    rfm.read(timer.cursor ?? "", now);
  }

  /** Updates the next customers after the RFM cuts moved. */
  #updateRanks(version: string, timer: Timer, now: number): void {
    const { rfm, timers } = this.#stores;
    timers.end(timer);
    if (!rfm.needed || version !== String(rfm.latest().version)) return;
    const last = this.#updateNext(timer.cursor ?? "", "shop_changed", now);
    if (last !== null) timers.set({ kind: "rfm_change", version }, now, last);
  }

  /** Updates customers for a turn; the last of them, or null when there are no more. */
  #updateNext(after: string, what: "plan_changed" | "shop_changed", now: number): string | null {
    const turn = new Turn();
    const ids = this.#stores.customers.idsAfter(after, LISTED);
    for (const [index, id] of ids.entries()) {
      if (!turn.next()) return ids[index - 1] ?? null;
      this.#update(id, what, now);
    }
    return ids.length === LISTED ? (ids.at(-1) ?? null) : null;
  }

  /** A customer who cannot be updated holds nobody else up. */
  #update(id: string, what: "plan_changed" | "shop_changed", now: number): void {
    const { customers, decider, engine, replay, segments } = this.#stores;
    try {
      this.#stores.transaction(() => {
        const customer = customers.find(id);
        if (customer === null) return;
        const missing = what === "plan_changed" ? replay.missingOf(customer) : [];
        for (const events of missing) decider.move(customer, { type: "retell", events }, now);
        decider.move(customer, { type: what }, now);
        if (what === "plan_changed") {
          segments.reconcile(customer.id, customer.state, now);
          noteInterest(this.#stores, customer.id, engine.productsOf(textOf(customer.state)), now);
        }
      });
    } catch (error) {
      logError("customer-not-updated", error, { ...this.#whose, what });
    }
  }

  /** Tries a failed timer again later, or lays it aside for the merchant to see. */
  #failed(timer: Timer, error: unknown, now: number): void {
    const { timers, customers, outbox } = this.#stores;
    const attempts = timer.attempts + 1;
    logError("timer-failed", error, { ...this.#whose, attempts });
    this.#stores.transaction(() => {
      if (attempts >= MOST_ATTEMPTS) {
        const reason = codeOf(error);
        this.#layAside(timer, reason, now);
        return;
      }
      const again = now + attempts * 1000;
      timers.repeat(timer, again, { attempts });
      const subject = known(timer.subject);
      if (subject?.kind === "wake") customers.setWake(subject.customer, again);
      if (subject !== null && "effect" in subject) outbox.setNext(subject.effect, again);
    });
  }

  #layAside(timer: Timer, reason: string, now: number): void {
    this.#stores.timers.end(timer);
    this.#stores.deadLetters.addTimer(timer, reason, now);
    log("timer-laid-aside", { ...this.#whose, reason }, "warn");
  }

  /** Moves the clock, back when negative, and does what became due. Only in development. */
  async advance(milliseconds: number): Promise<boolean> {
    const { env, clock, timers } = this.#stores;
    if (!isDevelopment(env)) return false;
    this.#stores.transaction(() => clock.advance(milliseconds));
    timers.distrust();
    // A run that waits for an answer learns that more is due.
    this.#stores.transaction(() => timers.arm());
    await this.run();
    return true;
  }
}

/** Says that a run began and has not ended. */
const UNFINISHED = "work-unfinished";
