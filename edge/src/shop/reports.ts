/**
 * What workflows earned in a period: sums over the messages that were sent in it.
 *
 * A message's cohort is the moment it was sent. What comes of it later (a click, an order, a refund) counts where
 * the message does, so a number of last month may still change; each report says until when. `sent.ts` and
 * `credits.ts` have the rows; nothing is estimated, and each sum can be opened to the orders behind it
 * (`credited-orders.ts`).
 */
import type { Earned, Report, StepReport, WorkflowReport } from "../contract/reports.ts";
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
  const before = sumsOf(stores, earlier, currency);
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
      before: before.workflows.get(id)?.earned ?? nothing(),
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
    before: before.total,
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
  const sums: Sums = { total: nothing(), workflows: new Map() };
  const workflows = asked.workflow === null ? workflowsIn(sql) : [asked.workflow];
  const bindings = [asked.from, asked.until, JSON.stringify(workflows)];
  const rows = <T>(query: string) =>
    sql.exec<Place & T & Record<string, SqlStorageValue>>(query, ...bindings).toArray();
  for (const row of rows<Messages>(MESSAGES)) {
    const { of, step } = placeOf(sums, row);
    of.last = Math.max(of.last ?? 0, row.last);
    if (step !== null) step.channel = row.channel;
    for (const earned of [sums.total, of.earned, step?.earned]) addMessages(earned, row);
  }
  for (const row of rows<Credited>(CREDITED)) {
    const { of, step } = placeOf(sums, row);
    for (const earned of [sums.total, of.earned, step?.earned]) addCredits(earned, row, currency);
  }
  for (const level of LEVELS) {
    for (const [table, member] of DISTINCT) {
      for (const row of rows<{ n: number }>(customersIn(table, level))) {
        const earned = row.workflow === null ? sums.total : placeOf(sums, row).earned;
        earned[member] = row.n;
      }
    }
  }
  return sums;
}

/** The workflows that ever sent anything, each found by a step in the table's own order. */
function workflowsIn(sql: Sql): string[] {
  const query = `WITH RECURSIVE next (id) AS (
      SELECT min(workflow) FROM sent
      UNION ALL
      SELECT (SELECT min(workflow) FROM sent WHERE workflow > next.id) FROM next WHERE id IS NOT NULL
    ) SELECT id FROM next WHERE id IS NOT NULL`;
  return sql
    .exec<{ id: string }>(query)
    .toArray()
    .map(({ id }) => id);
}

/** What a row is of: everything, a workflow, a step. */
interface Place {
  workflow: string | null;
  step: string | null;
}

function placeOf(sums: Sums, place: Place) {
  const workflow = place.workflow ?? "";
  const of = sums.workflows.get(workflow) ?? blank();
  sums.workflows.set(workflow, of);
  if (place.step === null) return { of, step: null, earned: of.earned };
  const known = of.steps.get(place.step);
  const step: StepReport = known ?? { id: place.step, channel: null, earned: nothing() };
  of.steps.set(place.step, step);
  return { of, step, earned: step.earned };
}

const OF_WORKFLOWS = "workflow IN (SELECT value FROM json_each(?3))";

/** Levels at which customers are counted, and where. */
const LEVELS = ["NULL AS workflow, NULL AS step", "workflow, NULL AS step", "workflow, step"];
const DISTINCT = [
  ["sent", "recipients"],
  ["credit", "converted"],
] as const;

function customersIn(table: "sent" | "credit", level: string): string {
  const [at, kind] = table === "sent" ? ["at", " AND type = 'send'"] : ["sent_at", ""];
  return `SELECT ${level}, count(DISTINCT customer) AS n FROM ${table}
    WHERE ${OF_WORKFLOWS} AND ${at} >= ?1 AND ${at} < ?2${kind} GROUP BY 1, 2`;
}

/** Members of a report that are counts of messages, each a column of the query. */
const COUNTS = [
  ...(["messages", "bounced", "complained", "unsubscribed", "segments"] as const),
  "codes_issued",
] as const;
const CERTAINTIES = ["human", "uncertain", "machine"] as const;
const REACTIONS = ["opened", "clicked"] as const;

type Messages = {
  channel: StepReport["channel"];
  last: number;
  /** Messages of which anything was reported, and those that arrived. */
  told: number;
  delivered: number;
} & Record<
  (typeof COUNTS)[number] | `${(typeof REACTIONS)[number]}_${(typeof CERTAINTIES)[number]}`,
  number
>;

/** A reaction to a message: a person's, else only a doubtful one, else only a machine's. */
const reaction = (what: "opens" | "clicks", as: string): string =>
  `total(${what} > 0) AS ${as}_human,
   total(${what} = 0 AND ${what}_uncertain > 0) AS ${as}_uncertain,
   total(${what} = 0 AND ${what}_uncertain = 0 AND ${what}_machine > 0) AS ${as}_machine`;

const MESSAGES = `SELECT workflow, step, min(channel) AS channel, max(s.at) AS last,
    total(type = 'send') AS messages, total(type <> 'send') AS codes_issued,
    total(iif(channel = 'sms', units, 0)) AS segments, count(state) AS told,
    total(state IN ('delivered', 'unsubscribed', 'complained') OR clicks + opens > 0) AS delivered,
    total(state IN ('bounced-for-now', 'undelivered', 'refused', 'rejected', 'bounced')) AS bounced,
    total(state = 'complained') AS complained, total(state = 'unsubscribed') AS unsubscribed,
    ${reaction("opens", "opened")}, ${reaction("clicks", "clicked")}
  FROM sent s LEFT JOIN came_back b ON b.effect = s.effect
  WHERE ${OF_WORKFLOWS} AND s.at >= ?1 AND s.at < ?2 GROUP BY workflow, step`;

function addMessages(earned: Earned | undefined, row: Messages): void {
  if (earned === undefined) return;
  for (const member of COUNTS) earned[member] += row[member];
  for (const what of REACTIONS) {
    for (const certainty of CERTAINTIES) earned[what][certainty] += row[`${what}_${certainty}`];
  }
  if (row.told > 0) earned.delivered = (earned.delivered ?? 0) + row.delivered;
}

/** Members of a report that are sums of credited orders in the shop's currency. */
const AMOUNTS = ["orders", "gross", "net", "discount", "by_code"] as const;

type Credited = { currency: string; codes_used: number } & Record<(typeof AMOUNTS)[number], number>;

const CREDITED = `SELECT workflow, step, currency, count(*) AS orders, sum(gross) AS gross, sum(net) AS net,
    sum(coalesce(discount, 0)) AS discount, sum(iif(by = 'code', net, 0)) AS by_code,
    sum(by = 'code') AS codes_used
  FROM credit WHERE ${OF_WORKFLOWS} AND sent_at >= ?1 AND sent_at < ?2
  GROUP BY workflow, step, currency ORDER BY currency`;

function addCredits(earned: Earned | undefined, row: Credited, shops: string): void {
  if (earned === undefined) return;
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
