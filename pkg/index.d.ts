/** Times are milliseconds since 1970 UTC, money is minor units, ids are strings. */

/** A moment at which the engine wants to be called again. */
export interface Wake {
  at: number;
  reason: string;
}

/** Something the host must do, known by an id that is its idempotency key. */
export interface Effect {
  id: string;
  type:
    | "send"
    | "apply_coupon"
    | "add_points"
    | "unsubscribe"
    | "change_tier"
    | "assign"
    | "create_ticket"
    | "add_to_audience"
    | "remove_from_audience"
    | "show_offer"
    | "hide_offer"
    | "sync_customer"
    | "create_task"
    | "webhook"
    | "add_tag"
    | "remove_tag";
  channel: string | null;
  message_kind: "marketing" | "transactional" | null;
  due: number;
  workflow: string;
  step: string;
  enrollment: string;
  depends_on: string | null;
}

/** The engine's word on an effect that is about to be performed. */
export type Answer =
  | { type: "go"; payload: Record<string, unknown> & { type: Effect["type"] } }
  | { type: "defer"; until: number; reason: string }
  | { type: "withdraw"; reason: string };

/** What one move decided. */
export interface Summary {
  customer: string;
  effects: Effect[];
  answer: Answer | null;
  withdrawn: { effect: string; reason: string }[];
  wake: Wake | null;
  faults: { code: string; message: string; workflow?: string }[];
  trace: unknown[];
  changed: boolean;
}

/** How one person is known: by the shop's word (`confirmed`) or a browser's (`claimed`). */
export interface Key {
  key: string;
  strength: "confirmed" | "claimed";
  /** For a checkout or an order: as of when, by the platform, it is the person's named beside it. */
  claimed_at?: number;
}

/** By what word of the platform a checkout or an order is somebody's. */
export interface Claim {
  /** The platform's time of the change that said so. */
  at: number;
  /** Whether it was said of an account and not of an address alone. */
  account: boolean;
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

/** What happened, as the adapters and the host write it. */
export interface EngineEvent {
  fact_key: string;
  occurred_at: number;
  received_at: number;
  source: string;
  kind: { type: string } & Record<string, unknown>;
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

/** The names that mean consent in what a shop sends. */
export interface ConsentSources {
  fields?: ConsentSource[];
  traits?: ConsentSource[];
}

export interface ConsentSource {
  name: string;
  channel: "email" | "sms" | "push";
  yes: string[];
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

export interface Resolution {
  customer: string;
  created: boolean;
  named: boolean;
  link: number[];
  /** Those of them that stand for one account, checkout or order for ever. */
  lasting: number[];
  merge: string[];
  /** Checkouts and orders that are the customer's, to be remembered with their keys. */
  claims: { key: number; claim: Claim }[];
  /** Those of them that another customer had until now. */
  moves: { key: number; from: string; account: boolean }[];
  /** It is about somebody who was erased, and makes nobody new. */
  forgotten: boolean;
  /** The delivery names somebody who no longer has what it is about; see `withoutPerson`. */
  outdated: boolean;
}

/** One remark on a configuration, in a merchant's words. */
export interface Diagnostic {
  code: string;
  severity: "error" | "warning";
  path: string;
  message: string;
  help: string;
}

export interface EngineInfo {
  engine: string;
  version: string;
  tzdata: string;
  format: number;
}

/** The engine refused an argument: the caller's mistake, with a code and a path. */
export class EngineError extends Error {
  readonly code: string;
  readonly path: string;
}

/** The instance died in a call and was replaced; the call had no effect. */
export class EngineTrap extends Error {}

/** What goes out if nothing else happens; times are milliseconds since 1970. */
export interface Forecast {
  customers: number;
  people: number;
  messages: number;
  workflows: Record<string, number>;
  hours: { at: number; sent: Record<string, number> }[];
  next: {
    at: number;
    customer: string;
    workflow: string;
    step: string;
    channel: string | null;
  }[];
}

/** What a backtest found: sums of the engine's decisions, never an estimate of earnings. */
export interface BacktestReport {
  customers: number;
  events: number;
  /** Since when there is data of each kind of event, and how much. */
  data: Record<string, { since: number; until: number; count: number }>;
  live: BacktestTally;
  draft: BacktestTally;
  difference: {
    people: number;
    more: number;
    fewer: number;
    moved: number;
    named: { customer: string; more: number; fewer: number; moved: number }[];
  };
}

/** What one plan did in a backtest. Reasons are the engine's words. */
export interface BacktestTally {
  decisions: number;
  reached: number;
  sent: number;
  too_late: number;
  cut_short: number;
  workflows: Record<
    string,
    {
      entered: number;
      people: number;
      named: string[];
      /** How many customers got a message of it. */
      reached: number;
      not_entered: Record<string, number>;
      exited: Record<string, number>;
      /** To whom each reason was given, here or at a step. */
      given: Record<string, { people: number; named: string[] }>;
      steps: Record<
        string,
        {
          kind: string | null;
          channel: string | null;
          done: number;
          deferred: Record<string, number>;
          suppressed: Record<string, number>;
          lost_to: Record<string, number>;
        }
      >;
    }
  >;
  /** By day of the shop's calendar, `YYYY-MM-DD`. */
  days: Record<string, { entered: number; sent: Record<string, number> }>;
  /** How many customers got one message, two, and so on. */
  messages_per_person: number[];
  /** The plan's frequency caps: how many customers had one message at most that counted together, two, … */
  caps: { said: string; channel: string | null; at_most: number; fullest: number[] }[];
  /** Bands of 25 points of the lead score: how many had it before they first ordered, and ordered. */
  scores: { from: number; people: number; ordered: number }[];
  collisions: { one: string; other: string; times: number; people: number; named: string[] }[];
}

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

/** One customer's next change, if nothing else happens; a time is milliseconds since 1970. */
/** A piece of text, and the JSON path of the field whose value it says. */
export interface Part {
  text: string;
  field?: string;
}

/** A configuration in words. A list of parts is empty where what it says cannot be read. */
export interface Outline {
  workflows: WorkflowOutline[];
  segments: { id: string; condition: Part[] }[];
  scoring: Part[][];
}

export interface WorkflowOutline {
  id: string;
  /** After "the customer". */
  trigger: Part[];
  rules: Part[][];
  steps: StepOutline[];
}

export interface StepOutline {
  id: string;
  path: string;
  parts: Part[];
  branches: { name: string; path: string; condition: Part[]; steps: StepOutline[] }[];
}

/** A condition that was asked, with the value it saw, in words. */
export interface Observed {
  condition: string;
  value: string;
  matched: boolean;
}

/** One of each for each entry of the trace. */
export interface TraceInWords {
  sentences: string[];
  saw: Observed[][];
}

export interface SegmentChange {
  at: number;
  customer: string;
  enters: boolean;
}

/** How buyers are spread over the scores of recency and frequency, 1 to 5 each. */
export interface RfmGrid {
  buyers: number;
  /** The shop's cuts, or those of the buyers at hand; null while there are fewer than ten. */
  cuts: object | null;
  cells: { recency: number; frequency: number; group: string; count: number }[];
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

export interface Engine {
  /** How often the instance was replaced after a trap. */
  readonly traps: number;
  info(): EngineInfo;
  /** Not in the edge build. Words of reasons, and how a sentence goes on after "because". */
  reasons(language?: string): Record<string, string>;
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
    facts: object | null,
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
    input: object | string,
    now: number,
  ): { summary: Summary; text: string; state: string };
  /** Not in the edge build. */
  simulate(plan: string, request: object): Record<string, unknown>;
  /** Not in the edge build. Times are milliseconds since 1970. */
  beginBacktest(request: {
    live: string;
    draft: string;
    facts: object | null;
    question: { from: number; until: number; late?: Record<string, number>; named?: number };
  }): void;
  /** Not in the edge build. */
  tellBacktest(lines: string): { customers: number; events: number };
  /** Not in the edge build. */
  backtestReport(): BacktestReport;
  /** Not in the edge build. */
  replayInBacktest(line: string): {
    live: Record<string, unknown>;
    draft: Record<string, unknown>;
  };
  /** Not in the edge build. */
  endBacktest(): void;
  /** Not in the edge build. Pages are stored states, one a line; gives how many were told, then the queue. */
  forecast(
    request: {
      plan: string;
      facts: object | null;
      horizon: { from: number; until: number; named?: number };
    },
    pages: Iterable<string>,
  ): Generator<{ customers: number }, Forecast>;
  /** Not in the edge build. */
  addCustomers(states: string): number;
  /** Customers' stored states, one a line, as a snapshot: far fewer bytes. */
  snapshot(states: string): Uint8Array;
  /** Not in the edge build. */
  loadCustomers(snapshot: Uint8Array): number;
  /** Not in the edge build. */
  setShopFacts(facts: object): void;
  /** Not in the edge build. */
  clearCustomers(): void;
  /** Not in the edge build. */
  previewSegment(
    plan: string,
    condition: object,
    question: { now: number; sample?: number; beside?: string; why?: string },
  ): {
    diagnostics: Diagnostic[];
    sentence: string | null;
    preview: {
      asked: number;
      count: number;
      sample: string[];
      beside: { other: number; both: number } | null;
      why: { member: boolean; until: number | null; saw: Observed[] } | null;
    } | null;
  };
  /** Not in the edge build. One of the loaded pages at a time, so that a host can stop in between. */
  segmentChanges(
    plan: string,
    condition: object,
    question: { now: number; until: number; most: number; page: number },
  ): { pages: number; list: SegmentChange[] } | null;
  /** Not in the edge build. */
  rfmGrid(plan: string): RfmGrid;
  /** `language` is a tag such as `de`; English where there is no catalog for it. */
  sentenceOf(
    plan: string,
    condition: unknown,
    language?: string,
  ): { diagnostics: Diagnostic[]; sentence: string | null };
  /** Not in the edge build. A configuration in words, in parts that lead to its fields. */
  outline(config: string, workflow?: string, language?: string): Outline;
  /** Not in the edge build. Why a customer is not in a workflow at a moment, or not yet. */
  whyNot(
    plan: string,
    state: string,
    request: { workflow: string; now: number; facts?: object; zone?: string; language?: string },
  ): string[];
  checkSaving(
    plan: string,
    request: {
      live_before: string[];
      given: string[];
      fields: { path: string; names: string[][] }[];
    },
  ): { diagnostics: Diagnostic[]; sample: Record<string, unknown> };
  sentences(plan: string, trace: unknown[], zone?: string | null, language?: string): string[];
  /** A trace in words, under the plan that made it. */
  inWords(plan: string, trace: unknown[], zone?: string | null, language?: string): TraceInWords;
  formatDate(zone: string, milliseconds: number, pattern: string): string;
  localInstant(zone: string, reading: number): number;
  formatMoney(minor: number, currency: string): string;
  raw(name: string, ...args: unknown[]): string;
}

/** Makes an engine from wasm-bindgen's glue and a compiled module. */
export function createEngine(glue: object, module: WebAssembly.Module): Engine;

/** Opens the engine in workerd or Node, where the module is at hand. */
export function openEngine(): Engine;
/** Opens the engine in a browser, from the address of the wasm file. */
export function openEngine(url: string | URL): Promise<Engine>;
