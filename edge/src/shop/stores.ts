/** One shop's stores, made once for an object's life and handed to what works with them. */
import { type Engine, EngineTrap } from "edgewise";
import { Changes } from "../changes.ts";
import { type Env, isDevelopment } from "../env.ts";
import { masters } from "../master.ts";
import { AppTokens } from "./app-tokens.ts";
import { Backup } from "./backup.ts";
import { CameBack } from "./came-back.ts";
import { Catalog } from "./catalog.ts";
import { Clock } from "./clock.ts";
import { Codes } from "./codes.ts";
import { Copies } from "./copies.ts";
import { Credits } from "./credits.ts";
import { Customers } from "./customers.ts";
import { DeadLetters } from "./dead-letters.ts";
import { Decider } from "./decide.ts";
import { Drafts } from "./drafts.ts";
import { Endpoints } from "./endpoints.ts";
import { ErasedPeople } from "./erased.ts";
import { Experiments } from "./experiments.ts";
import { Fold } from "./fold.ts";
import { Metrics } from "./metrics.ts";
import { Identity } from "./identity.ts";
import type { Gathered } from "./gathered.ts";
import { Journal } from "./journal.ts";
import { Outbox } from "./outbox.ts";
import { Pace } from "./pace/pace.ts";
import { PhoneHolders } from "./phone-holders.ts";
import { Received } from "./received.ts";
import { Replay } from "./replay.ts";
import { Plans } from "./plans.ts";
import { Questions } from "./questions.ts";
import { Pulse } from "./pulse.ts";
import { Rfm } from "./rfm.ts";
import { Enrollments } from "./enrollments.ts";
import { Segments } from "./segments.ts";
import { Sending } from "./sending.ts";
import { Sent } from "./sent.ts";
import { readSettings, type Settings } from "./settings.ts";
import { CountingSql } from "./sql.ts";
import { Statuses } from "./statuses.ts";
import { SuppressedAddresses } from "./suppressions.ts";
import { Tasks } from "./tasks.ts";
import { Timers } from "./timers.ts";
import { Undecided } from "./undecided.ts";
import { Vault } from "./vault.ts";
import { Visitors } from "./visitors.ts";

export class Stores {
  readonly sql: CountingSql;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly timers: Timers;
  readonly customers: Customers;
  readonly codes: Codes;
  readonly copies: Copies;
  readonly credits: Credits;
  readonly tasks: Tasks;
  readonly identity: Identity;
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly sending: Sending;
  readonly sent: Sent;
  readonly pace: Pace;
  readonly plans: Plans;
  readonly drafts: Drafts;
  readonly segments: Segments;
  readonly catalog: Catalog;
  readonly enrollments: Enrollments;
  readonly experiments: Experiments;
  readonly metrics: Metrics;
  readonly rfm: Rfm;
  readonly questions: Questions;
  readonly replay: Replay;
  readonly decider: Decider;
  readonly deadLetters: DeadLetters;
  readonly endpoints: Endpoints;
  readonly erased: ErasedPeople;
  readonly suppressions: SuppressedAddresses;
  readonly cameBack: CameBack;
  readonly phones: PhoneHolders;
  readonly statuses: Statuses;
  readonly received: Received;
  readonly undecided: Undecided;
  readonly visitors: Visitors;
  readonly changes: Changes;
  readonly backup: Backup;
  readonly pulse: Pulse;
  readonly appTokens: AppTokens;
  /** What this object took of the process since it was made: milliseconds in transactions, and traps. */
  readonly load = { busyMs: 0, traps: 0 };
  /** When it's next looked up whether email may come from the sender; null where nobody looked yet. */
  readonly senderLook: { next: number | null } = { next: null };
  /** How many transactions are open inside each other. */
  #open = 0;

  constructor(
    readonly storage: DurableObjectStorage,
    readonly env: Env,
    readonly engine: Engine,
    readonly settings: Settings,
  ) {
    this.sql = new CountingSql(storage.sql);
    const { sql } = this;
    this.clock = new Clock(sql, isDevelopment(env));
    this.vault = new Vault(sql, masters(env), settings.shop);
    this.timers = new Timers(storage, sql, this.clock);
    this.journal = new Journal(sql, this.vault, engine);
    this.plans = new Plans(sql, engine, settings.shop);
    const fold = new Fold(engine, this.plans, this.journal);
    this.identity = new Identity(sql, this.vault);
    this.customers = new Customers(sql, this.vault, this.timers, this.identity, fold);
    this.codes = new Codes(sql, this.vault);
    this.copies = new Copies(sql, this.timers);
    this.tasks = new Tasks(sql, this.vault, this.timers);
    this.suppressions = new SuppressedAddresses(sql, this.vault);
    this.cameBack = new CameBack(sql);
    this.phones = new PhoneHolders(sql, this.vault);
    this.outbox = new Outbox(sql, this.vault, this.timers);
    this.sent = new Sent(sql, this.outbox);
    this.sending = new Sending(sql, this.outbox);
    this.pace = new Pace(sql, this.timers);
    this.drafts = new Drafts(sql);
    this.catalog = new Catalog(sql);
    this.segments = new Segments(sql, engine, this.plans);
    this.credits = new Credits(sql, engine, this.plans);
    this.experiments = new Experiments(sql, this.credits, {
      config: () => this.plans.liveConfig(),
      currency: () => this.currency,
    });
    this.enrollments = new Enrollments(sql);
    this.metrics = new Metrics(sql);
    this.rfm = new Rfm(sql, engine, this.plans, this.customers, this.timers);
    this.replay = new Replay(sql, engine, this.plans, this.customers, this.journal);
    this.questions = new Questions(sql, this.vault);
    this.decider = new Decider(engine, this);
    this.deadLetters = new DeadLetters(sql, this.vault);
    this.endpoints = new Endpoints(sql);
    this.erased = new ErasedPeople(sql, this.vault);
    this.statuses = new Statuses(sql);
    this.received = new Received(sql);
    this.undecided = new Undecided(sql, this.vault);
    this.visitors = new Visitors(sql, this.vault);
    this.changes = new Changes(sql, {
      seal: (name) => this.vault.sealForShop("change_log", name).toString("base64"),
      open: (sealed) => {
        const bytes = Buffer.from(sealed, "base64");
        return this.vault.tryOpenForShop("change_log", bytes)?.toString() ?? null;
      },
    });
    this.backup = new Backup(sql);
    this.pulse = new Pulse(this);
    this.appTokens = new AppTokens(this);
  }

  /** The currency that the shop counts in. */
  get currency(): string {
    return String(this.plans.liveConfig().shop?.currency ?? this.settings.currency);
  }

  /** What gathers while a transaction is open, and is written at its end. */
  get #gathering(): readonly Pick<Gathered<unknown>, "begin" | "end" | "rollBack">[] {
    return [this.journal.rows, this.metrics.sums, this.metrics.decided, this.enrollments.sums];
  }

  /** Writes down what did not open since this was asked last, in the caller's transaction. */
  noteDamage(now: number): void {
    for (const damage of this.vault.takeFound()) this.deadLetters.addDamage(damage, now);
  }

  /**
   * Does work in one transaction, or in a savepoint of the one that is open. When it throws nothing
   * was written, and what was remembered of it is forgotten.
   */
  transaction<T>(work: () => T): T {
    const begun = this.#open === 0 ? Date.now() : 0;
    const around = this.#open;
    const before = this.journal.rows.last;
    this.#open += 1;
    try {
      // Before the savepoint: what was gathered until now is no part of it.
      for (const one of this.#gathering) one.begin();
      return this.storage.transactionSync(() => {
        const result = work();
        const { last } = this.journal.rows;
        if (around === 0) this.customers.settleOld(last, last - before);
        for (const one of this.#gathering) one.end();
        return result;
      });
    } catch (error) {
      for (const one of this.#gathering) one.rollBack(around);
      if (error instanceof EngineTrap) this.load.traps += 1;
      this.vault.forget();
      this.customers.forget();
      this.statuses.forget();
      this.received.forget();
      this.timers.distrust();
      this.sending.forget();
      this.pace.forget();
      this.senderLook.next = null;
      this.questions.forget();
      this.undecided.forget();
      this.visitors.forget();
      this.suppressions.forget();
      Object.assign(this.settings, readSettings(this.sql));
      throw error;
    } finally {
      this.#open -= 1;
      if (this.#open === 0) this.load.busyMs += Date.now() - begun;
    }
  }
}
