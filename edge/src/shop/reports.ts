/**
 * What workflows earned in a period: sums over the messages that were sent in it.
 *
 * A message's cohort is the moment it was sent. What comes of it later (a click, an order, a refund) counts where
 * the message does, so a number of last month may still change; each report says until when. `sent.ts` and
 * `credits.ts` have the rows; nothing is estimated, and each sum can be opened to the orders behind it
 * (`credited-orders.ts`).
 */
import type {
  Earned,
  EarnedBefore,
  Report,
  StepReport,
  WorkflowReport,
} from "../contract/reports.ts";
import { becameOf } from "./sent.ts";
import type { Sql } from "./sql.ts";
import type { Stores } from "./stores.ts";

/** How long refunds come in after an order, in milliseconds: most shops take things back for two weeks. */
const REFUNDS = 14 * 24 * 3_600_000;

/** How long a period is where only its end is given, in milliseconds: 30 days. */
const USUAL = 30 * 24 * 3_600_000;
/** The longest period that is summed at once, in milliseconds: a leap year. */
export const LONGEST = 366 * 24 * 3_600_000;

/** What is asked for: of one workflow, or with null of all; a period that is given only in part. */
export interface Asked {
  from: number | null;
  until: number | null;
  workflow: string | null;
}

/** What is summed. */
export interface Summed {
  from: number;
  until: number;
  workflow: string | null;
}

/** The period of what is asked for. */
export function periodOf({ clock }: Pick<Stores, "clock">, asked: Asked): Summed {
  const until = asked.until ?? clock.now();
  const from = asked.from ?? until - USUAL;
  return { workflow: asked.workflow, until, from: Math.max(from, until - LONGEST) };
}

/** The report of one workflow, or of all that are live or sent something. */
export function report(stores: Stores, whole: Asked): Report {
  const asked = periodOf(stores, whole);
  const { clock, credits, currency, plans } = stores;
  const config = plans.liveConfig();
  const earlier = { ...asked, from: asked.from - (asked.until - asked.from), until: asked.from };
  const now = sumsOf(stores, asked, currency);
  const before = countsOf(stores.sql, earlier, currency);
  const texts = new Map((config.workflows ?? []).map((workflow) => [workflow.id, workflow]));
  const listed = asked.workflow === null ? [...texts.keys()] : [asked.workflow];
  const rules = credits.rules();
  const settling = Math.max(...Object.values(rules).map((window) => window ?? 0)) + REFUNDS;
  const workflows = [...new Set([...listed, ...now.workflows.keys()])].map((id): WorkflowReport => {
    const { earned, last, steps } = now.workflows.get(id) ?? blank();
    const settles = last === null ? 0 : last + settling;
    return {
      id,
      name: String(texts.get(id)?.name ?? id),
      earned,
      before: briefly(before.workflows.get(id)?.earned ?? nothing()),
      steps: inOrder([...steps.values()], stepsIn(texts.get(id)?.steps)),
      settles_at: settles > clock.now() ? settles : null,
    };
  });
  return {
    now: clock.now(),
    zone: plans.zone,
    from: asked.from,
    until: asked.until,
    currency,
    rules,
    total: now.total,
    before: briefly(before.total),
    workflows: workflows.sort(
      (one, other) => other.earned.net - one.earned.net || (one.id < other.id ? -1 : 1),
    ),
  };
}

/** The ids of steps in the order of a workflow's text, those of branches behind the step that leads to them. */
function stepsIn(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  const own = "id" in part && typeof part.id === "string" ? [part.id] : [];
  return [...own, ...Object.values(part).flatMap(stepsIn)];
}

/** Steps as they follow each other; those that the workflow doesn't have anymore at the end. */
function inOrder(steps: StepReport[], order: readonly string[]): StepReport[] {
  const placeOf = ({ id }: StepReport) => (order.includes(id) ? order.indexOf(id) : order.length);
  return steps.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** What the period before is compared by. */
const briefly = ({ messages, orders, gross, net }: Earned): EarnedBefore => ({
  messages,
  orders,
  gross,
  net,
});

interface Sums {
  total: Earned;
  workflows: Map<string, OfWorkflow>;
}

interface OfWorkflow {
  earned: Earned;
  /** When its last message was sent. */
  last: number | null;
  steps: Map<string, StepReport>;
}

const blank = (): OfWorkflow => ({ earned: nothing(), last: null, steps: new Map() });

/**
 * All sums of a period. What is counted by message adds up from the steps; customers don't, who may have had
 * several, so each level counts them by itself.
 */
function sumsOf({ sql }: Stores, asked: Summed, currency: string): Sums {
  const sums = countsOf(sql, asked, currency);
  const { from, until } = asked;
  const customers = (query: string, ...more: SqlStorageValue[]): number =>
    sql.exec<{ n: number }>(query, from, until, ...more).one().n;
  const all: string[][] = [];
  for (const [workflow, of] of sums.workflows) {
    const steps = [...of.steps.keys()];
    all.push(...steps.map((step) => [workflow, step]));
    of.earned.recipients = customers(RECIPIENTS, pairsOf(workflow, steps));
    of.earned.converted = customers(CONVERTED, workflow, null);
    for (const { id, earned } of of.steps.values()) {
      earned.recipients =
        of.steps.size === 1 ? of.earned.recipients : customers(RECIPIENTS, pairsOf(workflow, [id]));
      earned.converted = customers(CONVERTED, workflow, id);
    }
  }
  const [only, ...others] = sums.workflows.values();
  const isOne = only !== undefined && others.length === 0;
  sums.total.recipients = isOne
    ? only.earned.recipients
    : customers(RECIPIENTS, JSON.stringify(all));
  sums.total.converted = isOne ? only.earned.converted : customers(CONVERTED, null, null);
  return sums;
}

/** The sums of a period that need nobody to be told apart. */
function countsOf(sql: Sql, { from, until, workflow: only }: Summed, currency: string): Sums {
  const sums: Sums = { total: nothing(), workflows: new Map() };
  // Where nothing is reported of any message, it isn't known which of them arrived.
  const told = new Set<Earned>();
  for (const { workflow, step } of stepsOf(sql, only)) {
    const rows = sql.exec<Messages>(MESSAGES, from, until, workflow, step).toArray();
    for (const row of rows) {
      const { of, step: own } = placeOf(sums, workflow, step);
      of.last = Math.max(of.last ?? 0, row.last);
      own.channel = row.channel;
      for (const earned of [sums.total, of.earned, own.earned]) {
        addMessages(earned, row);
        if (becameOf(row.became).state !== null) told.add(earned);
      }
    }
  }
  for (const row of sql.exec<Credited>(CREDITED, from, until, only).toArray()) {
    const { of, step } = placeOf(sums, row.workflow, row.step);
    for (const earned of [sums.total, of.earned, step.earned]) addCredits(earned, row, currency);
  }
  for (const earned of [sums.total, ...[...sums.workflows.values()].flatMap(allOf)]) {
    earned.delivered = told.has(earned) ? (earned.delivered ?? 0) : null;
  }
  return sums;
}

const allOf = ({ earned, steps }: OfWorkflow): Earned[] => [
  earned,
  ...[...steps.values()].map((step) => step.earned),
];

/** The steps that ever sent anything, each found by one look into the table's own order. */
function stepsOf(sql: Sql, only: string | null): { workflow: string; step: string }[] {
  const next = `SELECT workflow, step FROM sent
    WHERE (workflow, step) > (?1, ?2) AND workflow = coalesce(?3, workflow) ORDER BY workflow, step LIMIT 1`;
  const found: { workflow: string; step: string }[] = [];
  for (;;) {
    const { workflow, step } = found.at(-1) ?? { workflow: only ?? "", step: "" };
    const row = sql
      .exec<{ workflow: string; step: string }>(next, workflow, step, only)
      .toArray()[0];
    if (row === undefined) return found;
    found.push(row);
  }
}

function placeOf(sums: Sums, workflow: string, id: string) {
  const of = sums.workflows.get(workflow) ?? blank();
  sums.workflows.set(workflow, of);
  const step: StepReport = of.steps.get(id) ?? { id, channel: null, earned: nothing() };
  of.steps.set(id, step);
  return { of, step };
}

const pairsOf = (workflow: string, steps: readonly string[]): string =>
  JSON.stringify(steps.map((step) => [workflow, step]));

/** Distinct customers of some steps, each a stretch of the table; a code that was issued is no message. */
const RECIPIENTS = `SELECT count(DISTINCT who) AS n FROM json_each(?3) p CROSS JOIN sent s
    ON s.workflow = p.value ->> 0 AND s.step = p.value ->> 1 AND s.at >= ?1 AND s.at < ?2
  WHERE s.channel IS NOT NULL`;

const CONVERTED = `SELECT count(DISTINCT customer) AS n FROM credit
  WHERE sent_at >= ?1 AND sent_at < ?2 AND (?3 IS NULL OR workflow = ?3) AND (?4 IS NULL OR step = ?4)`;

/** Messages of one step of which the same became; rows without a channel are codes. */
type Messages = {
  became: number;
  channel: StepReport["channel"];
  n: number;
  units: number;
  last: number;
};

const MESSAGES = `SELECT became, channel, count(*) AS n, sum(units) AS units, max(at) AS last FROM sent
  WHERE workflow = ?3 AND step = ?4 AND at >= ?1 AND at < ?2 GROUP BY became, channel`;

const DELIVERED: ReadonlySet<unknown> = new Set(["delivered", "unsubscribed", "complained"]);
const BOUNCED: ReadonlySet<unknown> = new Set([
  ...["bounced-for-now", "undelivered", "refused", "rejected", "bounced"],
]);

function addMessages(earned: Earned, { became, channel, n, units }: Messages): void {
  if (channel === null) {
    earned.codes_issued += n;
    return;
  }
  const { state, opened, clicked } = becameOf(became);
  const isDelivered = DELIVERED.has(state) || opened === "human" || clicked === "human";
  earned.messages += n;
  if (channel === "sms") earned.segments += units;
  if (BOUNCED.has(state)) earned.bounced += n;
  if (state === "complained" || state === "unsubscribed") earned[state] += n;
  if (opened !== null) earned.opened[opened] += n;
  if (clicked !== null) earned.clicked[clicked] += n;
  if (isDelivered) earned.delivered = (earned.delivered ?? 0) + n;
}

/** Members of a report that are sums of credited orders in the shop's currency. */
const AMOUNTS = ["orders", "gross", "net", "discount", "by_code"] as const;

type Credited = {
  workflow: string;
  step: string;
  currency: string;
  codes_used: number;
} & Record<(typeof AMOUNTS)[number], number>;

const CREDITED = `SELECT workflow, step, currency, count(*) AS orders, sum(gross) AS gross, sum(net) AS net,
    sum(coalesce(discount, 0)) AS discount, sum(iif(by = 'code', net, 0)) AS by_code,
    sum(by = 'code') AS codes_used
  FROM credit WHERE sent_at >= ?1 AND sent_at < ?2 AND (?3 IS NULL OR workflow = ?3)
  GROUP BY workflow, step, currency ORDER BY currency`;

function addCredits(earned: Earned, row: Credited, shops: string): void {
  earned.codes_used += row.codes_used;
  if (row.currency === shops) {
    for (const member of AMOUNTS) earned[member] += row[member];
    return;
  }
  const known = earned.elsewhere.find(({ currency }) => currency === row.currency);
  const sum = known ?? { currency: row.currency, orders: 0, gross: 0, net: 0 };
  if (known === undefined) earned.elsewhere.push(sum);
  for (const member of ["orders", "gross", "net"] as const) sum[member] += row[member];
}

function nothing(): Earned {
  const none = () => ({ human: 0, uncertain: 0, machine: 0 });
  return {
    recipients: 0,
    messages: 0,
    delivered: null,
    bounced: 0,
    complained: 0,
    unsubscribed: 0,
    opened: none(),
    clicked: none(),
    segments: 0,
    codes_issued: 0,
    codes_used: 0,
    converted: 0,
    orders: 0,
    gross: 0,
    net: 0,
    by_code: 0,
    discount: 0,
    elsewhere: [],
  };
}
