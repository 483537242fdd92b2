/**
 * What the merchant reads about how the automation runs: what was done and not done and why, how late,
 * beside the traffic and the period before, and what needs them.
 *
 * All of it is sums of `metrics.ts` and the state of the outbox; nothing is estimated.
 */
import { type MailConfig, senderOf } from "../channel/email.ts";
import { background } from "./background.ts";
import type { Delay, Operations, Sums, Thresholds } from "../contract/operations.ts";
import { alertsOf } from "./alerts.ts";
import { view as viewOfQuestions } from "./doubts.ts";
import { BOUNDS, type Metric, SLOT, slotOf } from "./metrics.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";

const USUAL: Thresholds = { late_ms: 300_000, error_percent: 5, dead_letters: 0 };

export function readThresholds(stores: Stores): Thresholds {
  const text = readMeta(stores.sql, "thresholds");
  return typeof text === "string" ? { ...USUAL, ...JSON.parse(text) } : USUAL;
}

export function writeThresholds(stores: Stores, thresholds: Thresholds): void {
  writeMeta(stores.sql, "thresholds", JSON.stringify(thresholds));
}

/** Everything from `from` on and before `until`, in milliseconds since 1970, whole half hours. */
export async function operations(
  stores: Stores,
  { from, until, hasSecret }: { from: number; until: number; hasSecret: boolean | null },
): Promise<Operations> {
  const { clock, plans, metrics, outbox, deadLetters, endpoints, sending, settings } = stores;
  const begin = slotOf(from);
  const now = metrics.between(begin, until);
  const before = metrics.between(begin - (until - begin), begin);
  const thresholds = readThresholds(stores);
  const config = plans.liveConfig();
  const workflows = config.workflows ?? [];
  const known = new Map(workflows.map(({ id, name }) => [id, String(name)]));
  const named = [...new Set([...known.keys(), ...now.flatMap((one) => one.workflow || [])])];
  const lines = named.map((id) => workflowOf(id, known.get(id) ?? id, now, before));
  const sums = sumsOf(now);
  const hasSender = senderOf(config as MailConfig) !== null;
  return {
    now: clock.now(),
    zone: plans.zone,
    from: begin,
    until,
    slot_ms: SLOT,
    sums,
    before: sumsOf(before),
    on_time: onTimeOf(
      sums,
      outbox.retrying().reduce((all, { n }) => all + n, 0),
    ),
    last_event: metrics.lastTraffic(),
    sending: sending.view(),
    ...viewOfQuestions(stores, clock.now()),
    traffic: { now: trafficOf(now), before: trafficOf(before) },
    load: loadOf(now, begin, Math.min(until, clock.now())),
    workflows: lines,
    messages: messagesOf(now),
    outbox: await outbox.counts(),
    dead_letters: deadLetters.count(),
    failing_endpoints: endpoints.list(),
    thresholds,
    background: background(stores),
    alerts: alertsOf(stores, {
      metrics: now,
      workflows: lines
        .filter(({ id }) => known.has(id))
        .map(({ id, name, sums: mine }) => ({
          id,
          name,
          attempts: failedOf(mine) + totalOf(mine.sent) + mine.done,
          failed: failedOf(mine),
          most_late_ms: mine.delay.most_ms,
        })),
      thresholds,
      hasSecret,
      hasSender,
      currency: String(config.shop?.currency ?? settings.currency),
    }),
  };
}

function workflowOf(id: string, name: string, now: Metric[], before: Metric[]) {
  const mine = now.filter(({ workflow }) => workflow === id);
  const steps = [...new Set(mine.flatMap(({ step }) => step || []))];
  return {
    id,
    name,
    sums: sumsOf(mine),
    before: sumsOf(before.filter(({ workflow }) => workflow === id)),
    steps: steps.map((step) => ({
      id: step,
      sums: sumsOf(mine.filter((one) => one.step === step)),
    })),
  };
}

function sumsOf(metrics: Metric[]): Sums {
  const by = (what: string) => byReason(metrics, what);
  const tried = metrics.filter(({ what }) => what === "tried");
  return {
    entered: count(metrics, "entered"),
    not_entered: by("not-entered"),
    ended: by("exited"),
    sent: by("sent"),
    done: count(metrics, "done"),
    failed: by("failed"),
    unknown: count(metrics, "unknown"),
    retried: count(metrics, "retried"),
    deferred: by("deferred"),
    suppressed: by("suppressed"),
    delay: delayOf(tried),
  };
}

const totalOf = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((all, n) => all + n, 0);

const failedOf = ({ failed, unknown }: Sums): number => totalOf(failed) + unknown;

/**
 * How many of the messages and actions that were due were done within a minute. What failed, what nobody
 * knows of and what is still being tried again was not.
 */
function onTimeOf(sums: Sums, retrying: number): { within_minute: number; of: number } {
  const { count: tried, within_minute: prompt } = sums.delay;
  const failed = failedOf(sums);
  const of = Math.max(tried, failed + totalOf(sums.sent) + sums.done);
  return { within_minute: Math.max(0, Math.min(prompt, of) - failed - retrying), of };
}

/** The sum of everything counted under a word, whatever the reason. */
const count = (metrics: Metric[], word: string): number =>
  metrics.reduce((sum, { what, n }) => sum + (what.split("/")[0] === word ? n : 0), 0);

function byReason(metrics: Metric[], word: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { what, n } of metrics) {
    const [first, reason = ""] = what.split("/");
    if (first === word) sums[reason] = (sums[reason] ?? 0) + n;
  }
  return sums;
}

function delayOf(tried: Metric[]): Delay {
  const sum = (of: (figure: Metric) => number) => tried.reduce((all, one) => all + of(one), 0);
  const all = sum(({ n }) => n);
  const within = [
    sum(({ b0 }) => b0),
    sum(({ b1 }) => b1),
    sum(({ b2 }) => b2),
    sum(({ b3 }) => b3),
  ];
  const quantile = (percent: number): number | null => {
    let seen = 0;
    for (const [index, n] of within.entries()) {
      seen += n;
      if (seen * 100 >= all * percent) return BOUNDS[index] ?? null;
    }
    return null;
  };
  return {
    count: all,
    mean_ms: all === 0 ? 0 : Math.round(sum(({ ms }) => ms) / all),
    within_minute: sum(({ b0, b1, b2 }) => b0 + b1 + b2),
    most_ms: tried.reduce((most, one) => Math.max(most, one.most), 0),
    half_within_ms: all === 0 ? null : quantile(50),
    most_within_ms: all === 0 ? null : quantile(95),
  };
}

/** What came in, and how long orders took from the shop's word to the decision. */
function trafficOf(metrics: Metric[]) {
  const orders = metrics.filter(({ what }) => what === "orders");
  const placed = orders.reduce((sum, { n }) => sum + n, 0);
  const ms = orders.reduce((sum, one) => sum + one.ms, 0);
  return {
    events: count(metrics, "events"),
    orders: placed,
    order_mean_ms: placed === 0 ? null : Math.round(ms / placed),
    order_most_ms: orders.reduce((most, one) => Math.max(most, one.most), 0),
  };
}

/** Traffic and automation on one time axis: a line for each half hour, also for quiet ones. */
function loadOf(metrics: Metric[], from: number, until: number) {
  const lines = new Map<
    number,
    { at: number; events: number; sent: number; done: number; late_ms: number }
  >();
  for (let at = from; at <= until; at += SLOT) {
    lines.set(at, { at, events: 0, sent: 0, done: 0, late_ms: 0 });
  }
  for (const { slot, what, n, most } of metrics) {
    const line = lines.get(slot);
    if (line === undefined) continue;
    const [word] = what.split("/");
    if (word === "events") line.events += n;
    else if (word === "sent") line.sent += n;
    else if (word === "done") line.done += n;
    else if (word === "tried") line.late_ms = Math.max(line.late_ms, most);
  }
  return [...lines.values()];
}

/** What was reported of messages, by name; what mail programs and filters did is counted apart. */
function messagesOf(metrics: Metric[]) {
  const messages = new Map<string, Record<string, number>>();
  for (const { what, step, n } of metrics) {
    const [word, news = ""] = what.split("/");
    if (word !== "message") continue;
    const line = messages.get(step) ?? {};
    line[news] = (line[news] ?? 0) + n;
    messages.set(step, line);
  }
  return [...messages].map(([message, news]) => ({
    message,
    delivered: news.delivered ?? 0,
    opened: news.opened ?? 0,
    clicked: news.clicked ?? 0,
    uncertain: news.uncertain ?? 0,
    scanned: news.scanned ?? 0,
    bounced: news.bounced ?? 0,
    complained: news.complained ?? 0,
  }));
}
