/**
 * The shop's configurations: what the merchant saved, in the form the engine compiled.
 *
 * The host gives revisions and the moment at which a workflow went live, before which nothing starts
 * it. A workflow whose text changed gets the next revision, and its old text joins `retired`, so that
 * people inside finish on what they started. Every saved form stays under its plan id, because a
 * decision can only be replayed with the plan that made it.
 */
import { type Abilities, type Diagnostic, type Engine, EngineError, type Needs } from "edgewise";
import { checkMessages } from "edgewise/message.js";
import {
  type ConfigText,
  merchantConfig,
  withRevisions,
  type WorkflowText,
} from "edgewise/revisions.js";
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";

/** The largest configuration, in bytes of text. */
export const LARGEST_CONFIG = 512 * 1024;

/** Saved configurations looked at for a workflow's versions. */
export const LOOKED_BACK = 100;

/** Where the plan that decides now is kept as an engine compiled it; its text is the truth. */
export const COMPILED = "compiled-plan";

export type { ConfigText, WorkflowText };

/** What was found in a configuration before it is saved. */
export interface Checked {
  diagnostics: Diagnostic[];
  /** Whether it may be saved: nothing that was found is an error. */
  accepted: boolean;
  /** It with revisions, as it would be saved; null where it does not compile. */
  next: ConfigText | null;
}

/** What saving a configuration came to. */
export interface Saved {
  plan: string | null;
  revision: number;
  diagnostics: Diagnostic[];
  changed: boolean;
}

/** Where a plan's shop is. */
interface Place {
  plan: string;
  zone: string;
  country: string | null;
}

export class Plans {
  readonly #sql: Sql;
  readonly #engine: Engine;
  readonly #shop: string;
  #live: string | null;
  #place: Place | null = null;
  #ending: { plan: string; workflows: ReadonlySet<string> } | null = null;
  #edited: { plan: string; at: ReadonlyMap<string, number> } | null = null;
  #needs: { plan: string; needs: Needs } | null = null;
  #config: { plan: string; config: ConfigText } | null = null;

  constructor(sql: Sql, engine: Engine, shop: string) {
    this.#sql = sql;
    this.#engine = engine;
    this.#shop = shop;
    this.#live = readMeta(sql, "live-plan") as string | null;
  }

  /** The id of the plan that decides now. */
  get live(): string {
    if (this.#live === null) throw new Error("this shop has no configuration yet");
    return this.#live;
  }

  /** The time zone of the live plan's calendar. */
  get zone(): string {
    return this.#placed.zone;
  }

  /** The shop's country; null where the live plan doesn't say. */
  get country(): string | null {
    return this.#placed.country;
  }

  get #placed(): Place {
    if (this.#place?.plan === this.live) return this.#place;
    const { time_zone: zone, country } = this.#liveConfig().shop ?? {};
    const named = typeof country === "string" ? country : null;
    this.#place = { plan: this.live, zone: String(zone), country: named };
    return this.#place;
  }

  /** Whether a workflow is over once its customer orders: what it would say then is out of place. */
  endsWithOrders(workflow: string): boolean {
    const { live } = this;
    if (this.#ending?.plan !== live) {
      const all = this.#liveConfig().workflows ?? [];
      const ending = all.filter(({ exit_on: events }) =>
        ((events ?? []) as string[]).some((one) => ORDERS.has(one)),
      );
      this.#ending = { plan: live, workflows: new Set(ending.map(({ id }) => id)) };
    }
    return this.#ending.workflows.has(workflow);
  }

  /** What the live plan asks of its host. */
  get needs(): Needs {
    const { live } = this;
    if (this.#needs?.plan !== live) {
      this.#needs = { plan: live, needs: this.with(live, (plan) => this.#engine.needs(plan)) };
    }
    return this.#needs.needs;
  }

  /** The events of unknown visitors that may wait under a configuration; null where it doesn't compile. */
  unaskedBy(text: string): readonly string[] | null {
    const compiled = this.#engine.compile(text);
    const plan = compiled === null ? null : this.#engine.open(compiled);
    return plan === null ? null : this.#engine.needs(plan).unasked;
  }

  /** Enrollments a call with a plan, compiling it first where this instance does not have it. */
  with<T>(plan: string, call: (plan: string) => T): T {
    try {
      return call(plan);
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== "unknown-plan") throw error;
      if (!this.#open(plan)) throw error;
      return call(plan);
    }
  }

  /**
   * Opens a plan: the one that decides now as it was compiled, if this engine compiled it, and any other
   * from its text. Tells whether it is one of this shop's.
   */
  #open(plan: string): boolean {
    const kept = plan === this.#live ? readMeta(this.#sql, COMPILED) : null;
    if (kept instanceof ArrayBuffer && this.#engine.open(new Uint8Array(kept)) === plan)
      return true;
    const text = this.text(plan);
    const compiled = text === null ? null : this.#engine.compile(text);
    if (compiled === null || this.#engine.open(compiled) !== plan) return false;
    if (plan === this.#live) writeMeta(this.#sql, COMPILED, compiled.slice().buffer as ArrayBuffer);
    return true;
  }

  /** A plan's compiled text, for replay, or null. */
  text(plan: string): string | null {
    const query = "SELECT text FROM plan WHERE id = ?";
    return this.#sql.exec<{ text: string }>(query, plan).toArray()[0]?.text ?? null;
  }

  /** The live configuration as the merchant writes it: without revisions and retired workflows. */
  merchantConfig(): ConfigText {
    return merchantConfig(this.#liveConfig());
  }

  /** The live configuration as it was compiled. */
  liveConfig(): ConfigText {
    return this.#liveConfig();
  }

  /** All saved revisions, the newest first. */
  history(limit: number): { plan: string; revision: number; created_at: number }[] {
    const query =
      "SELECT id AS plan, revision, created_at FROM plan ORDER BY revision DESC LIMIT ?";
    return this.#sql
      .exec<{ plan: string; revision: number; created_at: number }>(query, limit)
      .toArray();
  }

  /**
   * When each live workflow was saved as it stands: with the oldest of the latest configurations that
   * hold this version. Where all that are looked at hold it, it was then or before.
   */
  editedAt(): ReadonlyMap<string, number> {
    if (this.#edited?.plan === this.live) return this.#edited.at;
    const at = new Map<string, number>();
    const versions = (config: ConfigText) =>
      new Map((config.workflows ?? []).map(({ id, revision }) => [id, revision ?? 1]));
    const sought = versions(this.#liveConfig());
    for (const { plan, created_at } of this.history(LOOKED_BACK)) {
      const then = versions(JSON.parse(this.text(plan) ?? "{}") as ConfigText);
      for (const [id, revision] of sought) {
        if (then.get(id) === revision) at.set(id, created_at);
        else sought.delete(id);
      }
      if (sought.size === 0) break;
    }
    this.#edited = { plan: this.live, at };
    return at;
  }

  /**
   * What is found in what the merchant sent, and with which revisions it would go live. `able` says what
   * can be done for the shop; with null nothing is held to that.
   */
  check(text: string, now: number, able: Abilities | null): Checked {
    const checked = this.#engine.load(text);
    const before = this.#live === null ? null : this.#liveConfig();
    const found =
      checked.plan === null
        ? []
        : checkMessages(this.#engine, checked.plan, JSON.parse(text), liveIn(before), able);
    const diagnostics = [...checked.diagnostics, ...found];
    const accepted = !diagnostics.some(({ severity }) => severity === "error");
    if (checked.plan === null) return { diagnostics, accepted, next: null };
    const next = withRevisions(JSON.parse(text) as ConfigText, before, now);
    return { diagnostics, accepted, next };
  }

  /** Compiles what the merchant sent; when it has no errors, it goes live. */
  save(text: string, now: number, able: Abilities | null): Saved {
    const { diagnostics: findings, accepted, next } = this.check(text, now, able);
    if (next === null || !accepted) {
      return { plan: null, revision: this.#revision(), diagnostics: findings, changed: false };
    }
    // Every id that the engine makes is made for this shop.
    const compiled = JSON.stringify({ ...next, shop: { ...next.shop, id: this.#shop } });
    const { plan, diagnostics } = this.#engine.load(compiled);
    if (plan === null) return { plan, revision: this.#revision(), diagnostics, changed: false };
    if (plan === this.#live)
      return { plan, revision: this.#revision(), diagnostics: findings, changed: false };
    const revision = this.#revision() + 1;
    this.#sql.exec(
      "INSERT OR REPLACE INTO plan VALUES (?, ?, ?, ?)",
      plan,
      revision,
      now,
      compiled,
    );
    writeMeta(this.#sql, "live-plan", plan);
    writeMeta(this.#sql, "live-revision", revision);
    this.#live = plan;
    return { plan, revision, diagnostics: findings, changed: true };
  }

  #revision(): number {
    return Number(readMeta(this.#sql, "live-revision") ?? 0);
  }

  /** Read once for a plan: emails made of blocks are made once for a configuration. */
  #liveConfig(): ConfigText {
    const { live } = this;
    if (this.#config?.plan !== live) {
      this.#config = { plan: live, config: JSON.parse(this.text(live) ?? "{}") as ConfigText };
    }
    return this.#config.config;
  }
}

/** What is told of an order that was made. */
const ORDERS: ReadonlySet<string> = new Set(["order_placed", "order_paid"]);

/** The workflows that are live in a configuration. */
const liveIn = (config: ConfigText | null): string[] =>
  (config?.workflows ?? []).filter(({ status }) => status === "live").map(({ id }) => id);
