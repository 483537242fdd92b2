/** Times are milliseconds since 1970 UTC, money is minor units, ids are strings. */

import type {
  Answer,
  Change,
  Changes,
  Claim,
  ConsentSources,
  Diagnostic,
  Effect,
  Entry,
  Event,
  Fault,
  Input,
  ObservedWords,
  Part,
  Outline,
  Planned,
  Play,
  Preview,
  Queue,
  Report,
  Resolution,
  RfmGrid,
  ShopFacts,
  Simulation,
  Tally,
  Wake,
  Withdrawn,
} from "./engine-types.d.ts";

export type * from "./engine-types.d.ts";
export type { Condition, Config, Step, Trigger } from "./config-types.d.ts";

/** What happened, as the adapters and the host write it. */
export type EngineEvent = Event;
/** A condition that was asked, with the value it saw, in words. */
export type Observed = ObservedWords;
/** What a backtest found: sums of the engine's decisions, never an estimate of earnings. */
export type BacktestReport = Report;
/** What one plan did in a backtest. */
export type BacktestTally = Tally;
/** One customer's next change, if nothing else happens. */
export type SegmentChange = Change;

/** What one move decided. */
export interface Summary {
  customer: string;
  effects: Effect[];
  answer: Answer | null;
  withdrawn: Withdrawn[];
  wake: Wake | null;
  faults: Fault[];
  trace: Entry[];
  changed: boolean;
}

/** How one person is known: by the shop's word (`confirmed`) or a browser's (`claimed`). */
export interface Key {
  key: string;
  strength: "confirmed" | "claimed";
  /** For a checkout or an order: as of when, by the platform, it is the person's named beside it. */
  claimed_at?: number;
}

/** One person's events out of a request, or the shop's own. */
export interface Delivery {
  scope: "customer" | "shop";
  keys: Key[];
  /** The kinds of its events, in their order. */
  kinds: string[];
  /** The products they are about, by the platform's ids. */
  products: string[];
  /** The events as JSON text, a list of `EngineEvent`: it goes into an input as it is. */
  events: string;
  /** It makes nobody a customer who is not one. */
  only_known: boolean;
  /** The platform's own word for how far an order is, where Edgewise has none for it. */
  status: string | null;
  /** It proves nothing by itself: the platform must be asked before any of it is folded. */
  question: Question | null;
  /** The latest moment that the body itself names, in milliseconds since 1970. */
  happened_at: number | null;
}

/** What the platform must be asked before a delivery counts: is this thing gone? */
export interface Question {
  about: "installation" | "shop-data" | "customer" | "order" | "product" | "coupon";
  /** Its id on the platform; the shop's own for the shop. */
  id: string;
}

export interface IngestRequest {
  source: "shopify" | "woocommerce" | "shopify-pixel" | "segment" | "segment-server" | "edgewise";
  topic: string;
  headers: Record<string, string>;
  received_at: number;
  shop: {
    domain: string;
    currency: string;
    /** Since when it is connected: an account made later is made under our eyes. */
    connected_at?: number;
    /** The zone of its clocks. */
    time_zone?: string;
    /** How a WooCommerce shop is read: `needs().woocommerce`. */
    woocommerce?: object;
    /** Where the shop keeps what its customers agreed to: `needs().consent`. */
    consent?: ConsentSources;
  };
}

export type Ingested =
  | { deliveries: Delivery[]; ignored?: undefined }
  | { ignored: { reason: string; detail?: string }; deliveries?: undefined };

/** Whom the identity index has for a key. */
export interface Found {
  customer: string;
  /** Whether they are known by a key that names a person, not only by a cart or a browser. */
  named: boolean;
  /** For the key of a checkout or an order: by which claim it is theirs. */
  claim?: Claim | null;
}

export interface EngineInfo {
  engine: string;
  version: string;
  tzdata: string;
  format: number;
}

/** What is played, and how the outside behaves. */
export interface SimulateRequest {
  /** A stored state to go on from; null for somebody new. */
  state: object | null;
  customer: string;
  /** What happens from outside, in order. */
  inputs: Planned[];
  play: Play;
}

/** The engine refused an argument: the caller's mistake, with a code and a path. */
export class EngineError extends Error {
  readonly code: string;
  readonly path: string;
}

/** The instance died in a call and was replaced; the call had no effect. */
export class EngineTrap extends Error {}

/** Where a customer stands. */
export interface Standing {
  /** What is in force on each channel. */
  consents: {
    channel: "email" | "sms" | "push";
    consent: "subscribed" | "unsubscribed" | "pending" | "never_subscribed";
  }[];
  /** How many orders count: placed, no test, not deleted. */
  orders: number;
  /** What the paid ones came to in the shop's currency, net of refunds, in minor units. */
  spent: { minor: number; currency: string };
  /** The offers that the storefront may show them now. */
  offers: string[];
  points: number;
  /** Since when the score makes them a marketing-qualified lead, in milliseconds since 1970. */
  qualified_since: number | null;
  score: number;
  /** What each rule gives or takes now. */
  score_rules: { condition: string; value: string; matched: boolean }[];
  tier: string | null;
  /** When the tier will be lost, unless enough comes together before. */
  tier_review_at: number | null;
  /** From low to high; `missing` in minor units, orders or points, `said` in words. */
  tiers: { id: string; name: string; missing: number; said: string }[];
}

/** One of each for each entry of the trace. */
export interface TraceInWords {
  sentences: string[];
  saw: ObservedWords[][];
}

/** What a plan asks of its host. */
export interface Needs {
  /** Whether inputs must come with where the shop's buyers are cut into fifths. */
  rfm: boolean;
  /** Whether they must come with what the catalogue says of the customer's products. */
  catalogue: boolean;
  /** Whether anything waits for news of stock, prices or promotions. */
  watches: boolean;
  /** The kinds of an unknown visitor's events that may wait until the visitor is known. */
  unasked: string[];
  /** The channels on which live workflows send marketing. */
  writes: ("email" | "sms" | "push")[];
  /** Where the shop keeps what its customers agreed to; handed over with each request. */
  consent: ConsentSources;
  /** How a WooCommerce shop is read; handed over with each request. */
  woocommerce: object;
  /** The properties that histories keep, by kind of event. */
  kept: Record<string, string[]>;
}

/** What every build can do: the edge build no more than this. */
export interface EdgeEngine {
  /** How often the instance was replaced after a trap. */
  readonly traps: number;
  info(): EngineInfo;
  load(config: string): { plan: string | null; diagnostics: Diagnostic[] };
  needs(plan: string): Needs;
  productsOf(state: string): string[];
  reachable(state: string): ("email" | "sms" | "push")[];
  readiness(
    plan: string,
    workflow: string,
    states: string,
    now: number,
  ): { customers: number; findings: Diagnostic[] };
  standing(
    plan: string,
    state: string,
    facts: ShopFacts | null,
    now: number,
    language?: string,
  ): Standing;
  rfmFigures(plan: string, state: string): object | null;
  rfmCuts(figures: unknown[]): object | null;
  ingest(request: IngestRequest, body: Uint8Array): Ingested;
  resolve(request: {
    shop: string;
    inbox: string;
    keys: Key[];
    found: (Found | null)[];
    /** The keys, by position, that were somebody's who was erased. */
    forgotten?: number[];
  }): Resolution;
  /** The events of an outdated delivery without what they say of the person it names. */
  withoutPerson(events: string): string;
  /** Events, as text, without what they say of the person who placed an order. */
  anonymize(events: string, purchase: string): string;
  /** The name of the time zone that people mean by a text, such as “europe/berlin”; null for none. */
  zoneName(text: string): string | null;
  /** What is known of a customer besides orders that were anonymized in the shop. */
  remains(state: string): "nothing" | "an-order" | "something-else";
  /** Events without those that tell of checkouts and orders with these identity keys. */
  withoutPurchases(events: string, keys: string[]): string;
  /**
   * What a customer hands over with a checkout or an order, by its identity key, that turns out to be
   * `to`'s; whether nothing is left of them but an address that was a mistake, and that address's key.
   */
  handover(
    state: string,
    purchase: string,
    to: string,
    /** The effects that are being handed over at this moment. */
    inFlight: string[],
  ): { handover: object; hollow: boolean; address: string | null };
  transition(
    plan: string,
    state: string,
    input: Input | string,
    now: number,
  ): { summary: Summary; text: string; state: string };
  /** Customers' stored states, one a line, as a snapshot: far fewer bytes. */
  snapshot(states: string): Uint8Array;
  /** `language` is a tag such as `de`; English where there is no catalog for it. */
  sentenceOf(
    plan: string,
    condition: unknown,
    language?: string,
  ): { diagnostics: Diagnostic[]; parts: Part[] | null; sentence: string | null };
  checkSaving(
    plan: string,
    request: {
      live_before: string[];
      given: string[];
      fields: { path: string; names: string[][] }[];
    },
  ): { diagnostics: Diagnostic[]; sample: Record<string, unknown> };
  sentences(plan: string, trace: Entry[], zone?: string | null, language?: string): string[];
  /** A trace in words, under the plan that made it. */
  inWords(plan: string, trace: Entry[], zone?: string | null, language?: string): TraceInWords;
  formatDate(zone: string, milliseconds: number, pattern: string): string;
  localInstant(zone: string, reading: number): number;
  formatMoney(minor: number, currency: string): string;
  raw(name: string, ...args: unknown[]): string;
}

/** The whole engine: previews, simulations, backtests and forecasts too. */
export interface Engine extends EdgeEngine {
  /** Words of reasons, and how a sentence goes on after "because". */
  reasons(language?: string): Record<string, string>;
  simulate(plan: string, request: SimulateRequest): Simulation;
  /** Times are milliseconds since 1970. */
  beginBacktest(request: {
    live: string;
    draft: string;
    facts: ShopFacts | null;
    question: { from: number; until: number; late?: Record<string, number>; named?: number };
  }): void;
  tellBacktest(lines: string): { customers: number; events: number };
  backtestReport(): Report;
  replayInBacktest(line: string): {
    live: Simulation;
    draft: Simulation;
  };
  endBacktest(): void;
  /** Pages are stored states, one a line; gives how many were told, then the queue. */
  forecast(
    request: {
      plan: string;
      facts: ShopFacts | null;
      horizon: { from: number; until: number; named?: number };
    },
    pages: Iterable<string>,
  ): Generator<{ customers: number }, Queue>;
  addCustomers(states: string): number;
  loadCustomers(snapshot: Uint8Array): number;
  setShopFacts(facts: ShopFacts): void;
  clearCustomers(): void;
  previewSegment(
    plan: string,
    condition: object,
    question: { now: number; sample?: number; beside?: string; why?: string },
  ): {
    diagnostics: Diagnostic[];
    sentence: string | null;
    preview: Preview | null;
  };
  /** One of the loaded pages at a time, so that a host can stop in between. */
  segmentChanges(
    plan: string,
    condition: object,
    question: { now: number; until: number; most: number; page: number },
  ): Changes | null;
  rfmGrid(plan: string): RfmGrid;
  /** A configuration in words, in parts that lead to its fields. */
  outline(config: string, workflow?: string, language?: string): Outline;
  /** Why a customer is not in a workflow at a moment, or not yet. */
  whyNot(
    plan: string,
    state: string,
    request: { workflow: string; now: number; facts?: ShopFacts; zone?: string; language?: string },
  ): string[];
}

/** Makes an engine from wasm-bindgen's glue and a compiled module. */
export function createEngine(glue: object, module: WebAssembly.Module): Engine;
