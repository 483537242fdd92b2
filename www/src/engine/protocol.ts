/** What the page asks its worker, and what the engine's answers look like. */
import type { Weight } from "edgewise/sms.js";
import type {
  Answer,
  Decision as EngineDecision,
  Diagnostic,
  EngineEvent,
  EngineInfo,
  Entry as EngineEntry,
  Moment as EngineMoment,
  Observed,
  Outline,
  Part,
  Payload as EnginePayload,
  Planned,
  Standing,
  Summary,
  TraceInWords,
} from "edgewise";

/** A condition that was asked, with the value it saw, in words. */
export type Saw = Observed;

/** Any of several kinds of thing by the fields that some of them have, for reading. */
export type AnyOf<U extends { type: string }> = { type: U["type"] } & {
  [K in Exclude<KeyOf<U>, "type">]?: ValueOf<U, K>;
};
type KeyOf<U> = U extends unknown ? keyof U : never;
type ValueOf<U, K extends PropertyKey> = U extends unknown
  ? K extends keyof U
    ? U[K]
    : never
  : never;

/** One decision of a trace. */
export type Decision = AnyOf<EngineDecision>;

export type Entry = Omit<EngineEntry, "is"> & { is: Decision };

export interface EngineInput {
  type: string;
  customer?: string;
  events?: EngineEvent[];
  effect?: string;
  [field: string]: unknown;
}

/** What an effect that may go does. */
export type Payload = AnyOf<EnginePayload>;

/** One step of a simulation. */
export interface Moment extends Omit<EngineMoment, "input" | "trace" | "answer"> {
  input: EngineInput;
  trace: Entry[];
  answer: (Omit<AnyOf<Answer>, "payload"> & { payload?: Payload }) | null;
}

export interface PreviewRequest {
  /** The configuration's text. */
  config: string;
  /** A stored state to go on from, or null for somebody new. */
  state: object | null;
  customer: string;
  inputs: Planned[];
  from: number;
  until: number;
  /** The zone that sentences name times in. */
  zone: string;
  /** Whether whoever gets a text message can reply to it; so it is where it's left out. */
  replies?: boolean;
}

export interface PreviewAnswer {
  diagnostics: Diagnostic[];
  /** Null when the configuration has errors. */
  run: null | {
    moments: (Moment & TraceInWords)[];
    /** Rendered messages by effect id; a message that cannot be rendered has a `fault`. */
    rendered: Record<string, RenderedMessage>;
    state: object;
    cutShort: boolean;
  };
}

export interface RenderedMessage {
  subject: string;
  html: string;
  text: string;
  fault: string | null;
  /** What a text message weighs; left out for other messages. */
  weight?: Weight;
}

/** A moment as the edge wrote it down. */
export interface Recorded {
  id: string;
  /** Whose it was then. */
  customer: string;
  kind: string;
  topic: string | null;
  now: number;
  plan: string;
  input: EngineInput;
  summary: Summary & { trace: Entry[] };
  state_hash: string;
  /** Whether personal parts were taken out of it since. */
  redacted?: boolean;
  /** Whether what was stored of it is damaged. */
  unreadable?: boolean;
  sentences: string[];
  saw: Saw[][];
}

export interface ReplayRequest {
  /** The oldest first. */
  moments: Recorded[];
  /** The compiled configurations by plan id, byte for byte. */
  plans: Record<string, string>;
}

/** What the browser's engine makes of one recorded moment. */
export interface Replayed {
  id: string;
  sentences: string[];
  /** What differs from the edge's record; empty when nothing does. */
  differences: string[];
}

export interface AsOfRequest extends ReplayRequest {
  /** The moment to stop at. */
  at: number;
}

/** What was known of a customer at a moment; null before the first. */
export type AsOf = { state: Record<string, unknown>; standing: Standing; plan: string } | null;

export interface WhyNotRequest {
  /** The configuration. */
  config: string;
  state: object;
  workflow: string;
  now: number;
  facts: object;
  zone: string;
}

/** The worker's calls by name: what goes in, what comes out. */
export interface Calls {
  info: { in: null; out: EngineInfo };
  /** How a sentence goes on after "because", by reason. */
  reasons: { in: null; out: Record<string, string> };
  /** `live` names the workflows that are live already in the shop. */
  check: { in: { config: string; live: string[] }; out: Diagnostic[] };
  preview: { in: PreviewRequest; out: PreviewAnswer };
  /** Messages of a configuration, rendered for a customer of whom everything is known. */
  samples: {
    in: {
      config: string;
      messages: string[];
      /** The customer's; null or left out for the shop's. */
      language?: string | null;
      /** Whether whoever gets a text message can reply to it; so it is where it's left out. */
      replies?: boolean;
    };
    out: Record<string, RenderedMessage>;
  };
  /** What messages can speak of, filled in for somebody made up; null while the configuration has errors. */
  sample: { in: { config: string; message: string | null }; out: Record<string, unknown> | null };
  /** Conditions as sentences, in a configuration; for one that cannot be said, what is wrong with it. */
  say: {
    in: { config: string; conditions: unknown[] };
    out: { sentence: string | null; parts: Part[] | null; fault: string | null }[];
  };
  /** A whole configuration in words, also one with errors. */
  outline: { in: { config: string }; out: Outline };
  replay: { in: ReplayRequest; out: Replayed[] };
  asOf: { in: AsOfRequest; out: AsOf };
  whyNot: { in: WhyNotRequest; out: string[] };
}

export type Question = {
  [Name in keyof Calls]: { id: number; call: Name; given: Calls[Name]["in"] };
}[keyof Calls];
export type Reply = { id: number; value: unknown } | { id: number; error: string };
