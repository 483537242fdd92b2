/**
 * The pace of a shop's email: what the merchant set and what the provider allows, and what is done about it when a
 * message is handed over, when it was refused for its haste, and when it's somebody's turn.
 */
import type { EmailPace, NewEmailPace, Turn, WarmUp } from "../contract/email-pace.ts";
import { TURNS } from "../contract/email-pace.ts";
import type { Outcome } from "../channel/outcome.ts";
import { type EmailService, emailServiceOf } from "./email-connection.ts";
import type { Item } from "./outbox.ts";
import { domainOf, mailboxProvider, REST } from "./pace/lanes.ts";
import { FIRST, LAST, type Limits, PROVIDER } from "./pace/pace.ts";
import type { Place } from "./pace/queue.ts";
import { todayOf } from "./pace/warm-up.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";

/** What the merchant set. */
type Kept = Pick<EmailPace, "per_minute" | "mailbox_provider_per_minute" | "warm_up">;

const KEPT = "email-pace";
const RATE = "account-rate";
/** A message that was refused for its haste is tried for so long, in milliseconds. */
const LONGEST = 3 * 24 * 3_600_000;
/** The lanes of single domains, which are not named in what is kept. */
const DOMAIN = "domain/";

const UNSET: Kept = { per_minute: null, mailbox_provider_per_minute: null, warm_up: null };

function kept({ sql }: Pick<Stores, "sql">): Kept {
  const text = readMeta(sql, KEPT);
  return typeof text === "string" ? { ...UNSET, ...(JSON.parse(text) as Kept) } : UNSET;
}

/** How fast email may go. */
function limitsOf(stores: Stores): Limits {
  const { per_minute: own, mailbox_provider_per_minute: lane, warm_up: warmUp } = kept(stores);
  const service = emailServiceOf(stores);
  const rates = [own === null ? null : own / 60, service && rateOf(stores, service).per_second];
  const known = rates.filter((rate) => rate !== null);
  return {
    perSecond: known.length === 0 ? null : Math.min(...known),
    lanePerSecond: lane === null ? null : lane / 60,
    warmUp,
  };
}

/** The provider's limit: what it said of the account, or what it states for everybody. */
function rateOf(
  { sql }: Stores,
  { id, provider }: EmailService,
): Pick<EmailPace["provider"], "per_second" | "known_from"> {
  const text = readMeta(sql, RATE);
  const said = typeof text === "string" ? (JSON.parse(text) as Rated) : null;
  if (said?.of === id) return { per_second: said.perSecond, known_from: "account" };
  const stated = provider.perSecond;
  return { per_second: stated, known_from: stated === null ? "none" : "provider" };
}

interface Rated {
  of: string;
  perSecond: number;
}

/** Notes what the provider said of the account, in the caller's transaction. */
export function noteRate(stores: Stores, { id }: EmailService, perSecond: number): void {
  const text = JSON.stringify({ of: id, perSecond } satisfies Rated);
  if (readMeta(stores.sql, RATE) === text) return;
  writeMeta(stores.sql, RATE, text);
  rearm(stores, stores.clock.now());
}

/** Whether an email may be handed over now; otherwise it waits for its turn. In the caller's transaction. */
export function mayGoNow(
  stores: Stores,
  item: Item,
  { to, test }: { to: string; test?: boolean },
  now: number,
): boolean {
  const place = placeOf(stores, item, to, test === true);
  const why = stores.pace.take(place, limitsOf(stores), now);
  if (why === null) return true;
  // What was refused keeps the words of the refusal.
  stores.outbox.postpone(item, null, item.attempt > 0 && item.reason !== null ? item.reason : why);
  return false;
}

function placeOf(stores: Stores, item: Item, to: string, isTest: boolean): Place {
  const isFirst = item.kind === "transactional" || isTest;
  const rank = isFirst ? FIRST : LAST;
  return { effect: item.id, lane: laneOf(stores, to), rank, due: item.due };
}

function laneOf(stores: Stores, to: string): string {
  const large = mailboxProvider(to);
  if (large !== null) return large;
  const own = ownLaneOf(stores, to);
  return stores.pace.slowdowns.has(own) ? own : REST;
}

const ownLaneOf = ({ vault }: Stores, to: string): string =>
  `${DOMAIN}${vault.fingerprint(`domain:${domainOf(to)}`)}`;

/** An item had its turn and doesn't go: whoever is next may. */
export const passOver = (stores: Stores, effect: string, now: number): void =>
  stores.pace.passOver(effect, () => limitsOf(stores), now);

/** What was let go wasn't handed over after all. */
export const giveBack = (stores: Stores, now: number): void =>
  stores.pace.giveBack(limitsOf(stores), now);

/**
 * An answer came. Gives whether the message was put off because it was too much at once: that is no attempt
 * that failed, so it's not counted as one, and the message keeps its place.
 */
export function paceAfter(
  stores: Stores,
  item: Item,
  to: string,
  outcome: Outcome,
  now: number,
): boolean {
  const { pace, outbox } = stores;
  const leased = item.leased_at ?? now;
  const lane = mailboxProvider(to) ?? ownLaneOf(stores, to);
  if (outcome.type === "sent") {
    const isFaster = [PROVIDER, lane].map((key) => pace.slowdowns.took(key, leased));
    if (isFaster.includes(true)) rearm(stores, now);
  }
  if (outcome.type !== "retry" || outcome.slows === undefined) {
    if (outcome.type === "sent" || outcome.type === "failed") pace.queue.forget(item.id);
    return false;
  }
  const key = outcome.slows === "provider" ? PROVIDER : lane;
  pace.slowdowns.refused(key, leased, outcome.after ?? 0, now);
  const isOver = now - pace.queue.putOff(item.id, now).since > LONGEST;
  if (isOver) pace.queue.forget(item.id);
  else {
    pace.queue.put(placeOf(stores, item, to, false));
    outbox.postpone(item, null, outcome.reason);
  }
  rearm(stores, now);
  return !isOver;
}

/** How many attempts failed for another reason than haste. */
export const failedAttempts = ({ pace }: Stores, { id, attempt }: Item): number =>
  Math.max(1, attempt - pace.queue.timesPutOff(id));

/** The timer is due: whoever's turn it is has it, and is asked for permission like any message. */
export function callNext(stores: Stores, now: number): void {
  const { outbox, pace } = stores;
  const waits = (effect: string) => {
    const item = outbox.find(effect);
    return item?.state === "new" && item.next_at === null;
  };
  for (const effect of pace.call(limitsOf(stores), now, waits)) {
    const item = outbox.find(effect);
    if (item !== null) outbox.postpone(item, now, item.reason);
  }
}

/** Finds out anew when the next may go: after what limits it changed. */
function rearm(stores: Stores, now: number): void {
  stores.pace.arm(limitsOf(stores), now);
}

/** There is another provider: what the one before asked for doesn't hold for it. */
export function beginAnew(stores: Stores, now: number): void {
  stores.pace.slowdowns.clear(PROVIDER);
  rearm(stores, now);
}

/** Sets the pace. */
export function set(stores: Stores, given: NewEmailPace, now: number): void {
  const { warm_up: asked, ...limits } = given;
  const before = kept(stores).warm_up;
  const isNew = asked?.restart === true || before === null;
  const warmUp: WarmUp | null = asked && {
    started_at: isNew ? now : before.started_at,
    days: asked.days,
  };
  writeMeta(stores.sql, KEPT, JSON.stringify({ ...limits, warm_up: warmUp } satisfies Kept));
  rearm(stores, now);
  stores.timers.arm();
}

/** The pace as the merchant sees it. */
export function view(stores: Stores, now: number): EmailPace {
  const { pace } = stores;
  const own = kept(stores);
  const service = emailServiceOf(stores);
  const today = todayOf(own.warm_up, now);
  const rate = service && rateOf(stores, service);
  return {
    ...own,
    provider: {
      ...(rate ?? { per_second: null, known_from: "none" }),
      batch: service?.provider.batch ?? 1,
      idempotent_for_ms: service?.provider.idempotentFor ?? 0,
    },
    today:
      own.warm_up === null || today === null
        ? null
        : {
            day: today.day + 1,
            most: today.most,
            sent: pace.sent.of(own.warm_up, today),
            ends: today.ends,
          },
    waiting: waiting(stores),
    slowed: pace.slowdowns.list().map(({ key, until }) => ({
      what: key.startsWith(DOMAIN) ? "other" : key,
      until,
    })),
  };
}

/** What waits for its turn, by why; what was refused for its haste waits for the one that refused it. */
export function waiting({ sql }: Pick<Stores, "sql">): EmailPace["waiting"] {
  const query = `SELECT reason, count(*) AS messages, min(due) AS first_due FROM outbox
    WHERE state = 'new' AND reason IN (SELECT value FROM json_each(?)) GROUP BY reason ORDER BY reason`;
  type Row = { reason: Turn; messages: number; first_due: number };
  return sql.exec<Row>(query, JSON.stringify(TURNS)).toArray();
}
