/** What the first page asks of the edge. */
import type { Api } from "../server/api.ts";

export interface Delay {
  count: number;
  mean_ms: number;
  most_ms: number;
  within_minute: number;
  half_within_ms: number | null;
  most_within_ms: number | null;
}

/** Sums of a stretch of time, for the shop, a workflow or a step. */
export interface Sums {
  entered: number;
  not_entered: Record<string, number>;
  ended: Record<string, number>;
  sent: Record<string, number>;
  done: number;
  failed: Record<string, number>;
  unknown: number;
  retried: number;
  deferred: Record<string, number>;
  suppressed: Record<string, number>;
  delay: Delay;
}

export interface Traffic {
  events: number;
  orders: number;
  order_mean_ms: number | null;
  order_most_ms: number;
}

export interface Load {
  at: number;
  events: number;
  sent: number;
  done: number;
  late_ms: number;
}

export interface WorkflowSums {
  id: string;
  name: string;
  sums: Sums;
  before: Sums;
  steps: { id: string; sums: Sums }[];
}

export interface Thresholds {
  late_ms: number;
  error_percent: number;
  dead_letters: number;
}

/** How far something over all customers has come. */
export interface Progress {
  done: number;
  of: number;
}

/** What can be stopped: everything (null) or one channel. */
export type Stoppable = "email" | "sms" | "push" | null;

/** The switch that stops sending, and what waits because of it. */
export interface Sending {
  stopped: { channel: Stoppable; since: number }[];
  /** Of what backup the shop was made, until sending goes on; null for any other shop. */
  restored: { backup: number; at: number } | null;
  held: {
    workflow: string;
    channel: string;
    messages: number;
    first_due: number;
    last_due: number;
  }[];
}

/** What a shop needs before it can send, and has or not. */
export interface SetUp {
  connected: boolean;
  webhook_secret: boolean | null;
  sender: boolean;
  postal_address: boolean;
  live_workflows: number;
}

/** What a webhook claims and only the store can say. */
export interface Question {
  name: string;
  about: "installation" | "shop-data" | "customer" | "order" | "product" | "coupon";
  /** Its id in the store. */
  id: string;
  customer: string | null;
  raised_at: number;
  state: "open" | "scheduled" | "confirmed" | "undone";
  trouble: "refused" | "unreachable" | null;
  /** When the shop's data is erased. */
  runs_at: number | null;
}

export interface Operations {
  questions: Question[];
  can_ask: boolean;
  on_time: { within_minute: number; of: number };
  last_event: number | null;
  setup: SetUp;
  sending: Sending;
  now: number;
  zone: string;
  from: number;
  until: number;
  slot_ms: number;
  sums: Sums;
  before: Sums;
  traffic: { now: Traffic; before: Traffic };
  load: Load[];
  workflows: WorkflowSums[];
  messages: {
    message: string;
    delivered: number;
    opened: number;
    clicked: number;
    scanned: number;
    bounced: number;
    complained: number;
  }[];
  outbox: Record<string, number>;
  dead_letters: number;
  thresholds: Thresholds;
  background: {
    erasing: { people: number; shop: Progress | null };
    moving_to_plan: Progress | null;
  };
  alerts: { code: string; message: string; help: string; workflow: string | null }[];
}

export interface DeadLetter {
  id: string;
  kind: "delivery" | "timer" | "effect" | "damage";
  subject: string;
  customer: string | null;
  reason: string;
  at: number;
  workflow: string | null;
  step: string | null;
  type: string | null;
  channel: string | null;
}

/** Stops sending, or lets it go on; what was due before `skip_due_before` is then dropped. */
export const switchSending = (
  server: Api,
  shop: string,
  asked: { channel: Stoppable; stopped: boolean; skip_due_before?: number },
): Promise<Sending> => server.send("PUT", `/${shop}/sending`, asked);

/** Says that a claim is true, or undoes it. */
export const answerQuestion = (
  server: Api,
  shop: string,
  name: string,
  answer: "true" | "undo",
): Promise<unknown> => server.send("POST", `/${shop}/questions/answer`, { name, answer });

/** Sums from `from` on, up to now. */
export const operations = (server: Api, shop: string, from: number | null): Promise<Operations> =>
  server.read(`/${shop}/operations${from === null ? "" : `?from=${from}`}`);

export const deadLetters = async (server: Api, shop: string): Promise<DeadLetter[]> =>
  (await server.read<{ dead_letters: DeadLetter[] }>(`/${shop}/dead-letters?limit=500`))
    .dead_letters;

export const retry = (server: Api, shop: string, letter: string): Promise<unknown> =>
  server.send("POST", `/${shop}/dead-letters/${encodeURIComponent(letter)}/retry`);

export const setThresholds = (
  server: Api,
  shop: string,
  thresholds: Thresholds,
): Promise<Thresholds> => server.send("PUT", `/${shop}/operations/thresholds`, thresholds);
