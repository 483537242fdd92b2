/** Times are milliseconds since 1970 UTC, money is minor units, ids are strings. */

import type {
  BacktestRequest,
  BacktestTold,
  Change,
  Changes,
  ChangesQuestion,
  Channel,
  ConditionWords,
  DeliveryHead,
  EngineInfo,
  Entry,
  Event,
  ForecastRequest,
  ForecastTold,
  HandedOver,
  IdentityKey,
  Ignored,
  IngestRequest,
  Input,
  Loaded,
  Needs,
  ObservedWords,
  Outline,
  PreviewQuestion,
  Queue,
  ReadinessReport,
  RefusalCode,
  Remains,
  Replayed,
  Report,
  ResolveRequest,
  Resolution,
  RfmCuts,
  RfmFigures,
  RfmGrid,
  SavingReport,
  SavingRequest,
  SegmentPreview,
  ShopFacts,
  SimulateRequest,
  Simulation,
  Standing,
  Summary,
  Tally,
  TraceInWords,
  WhyNotRequest,
} from "./engine-types.d.ts";

export type * from "./engine-types.d.ts";
export type {
  Condition,
  Config,
  EdgewiseSegment as Segment,
  Step,
  Trigger,
  EdgewiseWorkflow as Workflow,
} from "./config-types.d.ts";

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
/** Something a person is known by, such as `email:anna@example.com`. */
export type Key = IdentityKey;

/** One person's events out of a request, or the shop's own. */
export interface Delivery extends DeliveryHead {
  /** The events as JSON text, a list of `EngineEvent`: it goes into an input as it is. */
  events: string;
}

/** What came of a request: its deliveries, or why it was left alone. */
export type Ingested =
  | { deliveries: Delivery[]; ignored?: undefined }
  | { ignored: Ignored; deliveries?: undefined };

/** The engine refused an argument: the caller's mistake, with a code and a path. */
export class EngineError extends Error {
  readonly code: RefusalCode | "not-in-this-build";
  readonly path: string;
}

/** The instance died in a call and was replaced; the call had no effect. */
export class EngineTrap extends Error {}

/** What every build can do: the edge build no more than this. */
export interface EdgeEngine {
  /** How often the instance was replaced after a trap. */
  readonly traps: number;
  info(): EngineInfo;
  /**
   * Compiles a configuration. What is wrong with the Liquid of its messages is found by `checkMessages` of
   * `edgewise/message.js`.
   */
  load(config: string): Loaded;
  needs(plan: string): Needs;
  productsOf(state: string): string[];
  reachable(state: string): Channel[];
  readiness(plan: string, workflow: string, states: string, now: number): ReadinessReport;
  standing(
    plan: string,
    state: string,
    facts: ShopFacts | null,
    now: number,
    language?: string,
  ): Standing;
  rfmFigures(plan: string, state: string): RfmFigures | null;
  rfmCuts(figures: RfmFigures[]): RfmCuts | null;
  ingest(request: IngestRequest, body: Uint8Array): Ingested;
  resolve(request: ResolveRequest): Resolution;
  /** The events of an outdated delivery without what they say of the person it names. */
  withoutPerson(events: string): string;
  /** Events, as text, without what they say of the person who placed an order. */
  anonymize(events: string, purchase: string): string;
  /** The name of the time zone that people mean by a text, such as “europe/berlin”; null for none. */
  zoneName(text: string): string | null;
  /** What is known of a customer besides orders that were anonymized in the shop. */
  remains(state: string): Remains;
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
  ): HandedOver;
  transition(
    plan: string,
    state: string,
    input: Input | string,
    now: number,
  ): { summary: Summary; text: string; state: string };
  /** Customers' stored states, one a line, as a snapshot: far fewer bytes. */
  snapshot(states: string): Uint8Array;
  /** `language` is a tag such as `de`; English where there is no catalog for it. */
  sentenceOf(plan: string, condition: unknown, language?: string): ConditionWords;
  checkSaving(plan: string, request: SavingRequest): SavingReport;
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
  beginBacktest(request: BacktestRequest): void;
  addToBacktest(lines: string): BacktestTold;
  backtestReport(): Report;
  replayInBacktest(line: string): Replayed;
  endBacktest(): void;
  /** Pages are stored states, one a line; yields how many were added, then returns the queue. */
  forecast(request: ForecastRequest, pages: Iterable<string>): Generator<ForecastTold, Queue>;
  addCustomers(states: string): number;
  loadCustomers(snapshot: Uint8Array): number;
  setShopFacts(facts: ShopFacts): void;
  clearCustomers(): void;
  previewSegment(plan: string, condition: object, question: PreviewQuestion): SegmentPreview;
  /** One of the loaded pages at a time, so that a host can stop in between. */
  segmentChanges(plan: string, condition: object, question: ChangesQuestion): Changes | null;
  rfmGrid(plan: string): RfmGrid;
  /** A configuration in words, in parts that lead to its fields. */
  outline(config: string, workflow?: string, language?: string): Outline;
  /** Why a customer is not in a workflow at a moment, or not yet. */
  whyNot(plan: string, state: string, request: WhyNotRequest): string[];
}

/** Makes an engine from wasm-bindgen's glue and a compiled module. */
export function createEngine(glue: object, module: WebAssembly.Module): Engine;
