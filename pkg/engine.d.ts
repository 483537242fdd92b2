/** Times are milliseconds since 1970 UTC, money is minor units, ids are strings. */

import type {
  Attributed,
  BacktestRequest,
  BacktestTold,
  Change,
  Changes,
  ChangesQuestion,
  Channel,
  Comparison,
  ConditionWords,
  CustomerList,
  DeliveryHead,
  EngineInfo,
  Entry,
  Composed,
  Event,
  ForecastRequest,
  ForecastTold,
  HandedOver,
  IdentityKey,
  Ignored,
  IngestRequest,
  Input,
  Lift,
  Listing,
  ListQuestion,
  Loaded,
  Matching,
  NeededRequest,
  Needs,
  ObservedWords,
  Outline,
  Preview,
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
  StoreCopy,
  MoveHead,
  Summary,
  Tally,
  TraceInWords,
  WhyNotRequest,
} from "./engine-types.d.ts";

export type * from "./engine-types.d.ts";

/** A wasm module and the glue beside it; the module may be made when it is first asked. */
export interface EngineModule {
  glue: Record<string, unknown>;
  module: WebAssembly.Module | (() => WebAssembly.Module);
}

/** An email to make of its blocks, each part as the configuration has it. */
export interface ComposeRequest {
  message: object;
  theme?: object;
  saved_blocks?: object;
  /** The language, such as `de`. Default: `en`. */
  language?: string;
  /** Whether comments say where each block begins (`<!--block blocks[0]-->`) and ends. */
  marked?: boolean;
}

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

/** The same with the events in UTF-8, a part of what was said of all deliveries. */
export interface DeliveryBytes extends DeliveryHead {
  events: Uint8Array;
}

/** What came of a request: its deliveries, or why it was left alone. */
export type Ingested<D = Delivery> =
  | { deliveries: D[]; ignored?: undefined }
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
  /** How often an instance was replaced after a trap. */
  readonly traps: number;
  info(): EngineInfo;
  /**
   * Compiles a configuration. What is wrong with the Liquid of its messages is found by `checkMessages` of
   * `edgewise/message.js`.
   */
  load(config: string): Loaded;
  /**
   * Compiles a configuration that had no errors when it was saved, for `open`, without checking it again;
   * null for what cannot be read. Only this engine can open it: keep the text, too.
   */
  compile(config: string): Uint8Array | null;
  /** Keeps a plan that was compiled; gives its id, or null where another engine compiled it. */
  open(compiled: Uint8Array): string | null;
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
  storeCopy(plan: string, state: string): StoreCopy;
  attribute(plan: string, state: string): Attributed;
  lifts(comparisons: Comparison[]): (Lift | null)[];
  customersNeeded(beside: NeededRequest): number | null;
  rfmFigures(plan: string, state: string): RfmFigures | null;
  rfmCuts(figures: RfmFigures[]): RfmCuts | null;
  ingest(request: IngestRequest, body: Uint8Array): Ingested;
  /** The same for a host that carries events on as they are. */
  ingestBytes(request: IngestRequest, body: Uint8Array): Ingested<DeliveryBytes>;
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
  /**
   * The same move in UTF-8, for a host that stores what comes of it as it is: what it acts on is in `head`,
   * and `summary` and `state` are the bytes of the texts that `transition` gives, or of what `unpacked`
   * makes these texts of. Both are parts of one run of bytes: copy what you keep for long.
   */
  transitionBytes(
    plan: string,
    state: Uint8Array,
    input: Uint8Array,
    now: number,
    /** Whether summary and state come packed, in half the bytes; JSON otherwise. */
    packed?: boolean,
  ): { head: MoveHead; summary: Uint8Array; state: Uint8Array };
  /** The JSON text of a state or a summary, which may be packed. */
  unpacked(stored: string): string;
  /** A state, as text in either form, packed as a move packs it: to compare it with what was stored. */
  packedState(state: string): Uint8Array;
  /** The bytes in which a state may be stored, as JSON and packed: a journal's `state_hash` is of either. */
  storedForms(state: string): [json: Uint8Array, packed: Uint8Array];
  /**
   * Customers' stored states, one a line, as a snapshot: far fewer bytes. `decided` says of each when
   * something was last decided about them, in milliseconds since 1970, for lists in that order.
   */
  snapshot(states: string, decided?: readonly number[]): Uint8Array;
  /** For which customers a condition holds at a moment, by their stored states, one a line. */
  matching(
    plan: string,
    states: string,
    question: { condition: object; now: number; facts: ShopFacts | null },
  ): Matching;
  /** `language` is a tag such as `de`; English where there is no catalog for it. */
  sentenceOf(plan: string, condition: unknown, language?: string): ConditionWords;
  checkSaving(plan: string, request: SavingRequest): SavingReport;
  /** Whether it can make emails of blocks; a page loads what does (`openComposer`, `add`). */
  readonly composes: boolean;
  /** Takes in a further module, for exports that the others have not. */
  add(part: EngineModule): void;
  /** Makes the HTML of a message that is made of blocks: Liquid, rendered for each customer. */
  compose(request: ComposeRequest): Composed;
  sentences(plan: string, trace: Entry[], zone?: string | null, language?: string): string[];
  /** A trace in words, under the plan that made it. */
  inWords(plan: string, trace: Entry[], zone?: string | null, language?: string): TraceInWords;
  formatDate(zone: string, milliseconds: number, pattern: string): string;
  /** The day that a zone's calendar shows at a moment: `2026-11-29`. */
  localDay(zone: string, milliseconds: number): string;
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
  /** `first` is the number of the first line in the whole history: an error names the line. */
  addToBacktest(lines: string, first?: number): BacktestTold;
  /** The report since it was last taken, as text for `joinToBacktest` of another engine. */
  takeFromBacktest(): string;
  /** Join parts in the order of their customers. */
  joinToBacktest(part: string): BacktestTold;
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
  /** A part of the list of those a condition holds for, in an order; without a condition of all. */
  listCustomers(plan: string, condition: object | null, question: ListQuestion): CustomerList;
  /** One of the loaded pages at a time, so that a host can stop in between. */
  segmentChanges(plan: string, condition: object, question: ChangesQuestion): Changes | null;
  rfmGrid(plan: string): RfmGrid;
  /** The figures of the buyers among the added customers, for `cutsOf`. */
  buyerFigures(plan: string): Uint8Array;
  /** Where buyers are cut into fifths, by what engines gave that hold some of the customers each. */
  cutsOf(figures: readonly Uint8Array[]): RfmCuts | null;
  /** Makes one of such engines' lists, each of which was asked for all up to the end of the part. */
  joinLists(parts: readonly Listing[], question: ListQuestion): Listing;
  /** The next three make one of what such engines say to the same question. */
  joinPreviews(previews: readonly Preview[], most: number): Preview;
  joinChanges(changes: readonly Changes[], most: number): Changes;
  joinRfmGrids(grids: readonly RfmGrid[]): RfmGrid;
  /** A configuration in words, in parts that lead to its fields. */
  outline(config: string, workflow?: string, language?: string): Outline;
  /** Why a customer is not in a workflow at a moment, or not yet. */
  whyNot(plan: string, state: string, request: WhyNotRequest): string[];
}

/**
 * Makes an engine from wasm-bindgen's glue and a compiled module, and from any further ones that have what
 * the first has not.
 */
export function createEngine(
  glue: object,
  module: WebAssembly.Module,
  ...further: { glue: object; module: WebAssembly.Module }[]
): Engine;
