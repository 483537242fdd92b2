/**
 * The log: what happened, never to whom. A line of JSON for each request and each failure in the
 * background.
 *
 * A line is a level, an event's name and a few plain fields. Text passes only when it is made of the
 * characters of our own names (ids, reasons, topics) and is short; everything else, an error's
 * message included, is printed as `[redacted]`. So no field has to be trusted to be harmless.
 */
import type { Env } from "./env.ts";

/** What a log line may carry. */
export type Field = string | number | boolean | null | undefined;

const LEVELS = ["debug", "info", "warn", "error"] as const;
export type Level = (typeof LEVELS)[number];

/** What happens often is logged once, and then at most once in this time, with a count; in milliseconds. */
const OFTEN = 60_000;
/** The most different things that are counted; beyond that all begin anew. */
const MOST_OFTEN = 1_000;

const OUR_NAMES = /^[a-z][a-z0-9_./-]{0,63}$/i;
/** A run of digits long enough to be a telephone number or a platform's customer id. */
const LONG_NUMBER = /\d{6,}/;

let least: number = LEVELS.indexOf("info");

/** Takes the least level that is printed from `LOG_LEVEL`; `info` where that says nothing. */
export function useLevelOf({ LOG_LEVEL: level }: Env): void {
  const asked = (LEVELS as readonly unknown[]).indexOf(level);
  least = asked === -1 ? LEVELS.indexOf("info") : asked;
}

/** Writes one line of JSON. */
export function log(
  event: string,
  fields: Record<string, Field> = {},
  level: Level = "info",
): void {
  if (LEVELS.indexOf(level) < least) return;
  const plain = Object.entries(fields).map(([name, value]) => [name, redacted(value)]);
  write(level, event, Object.fromEntries(plain));
}

/** Writes an error's kind and the place it came from, without its message. */
export function logError(event: string, error: unknown, fields: Record<string, Field> = {}): void {
  log(event, { ...fields, kind: kindOf(error), at: placeOf(error) }, "error");
}

const logged = new Map<string, { until: number; times: number }>();

/** Writes what somebody could make happen without end: the same line once a minute, with how often. */
export function logOften(event: string, fields: Record<string, Field>, level: Level): void {
  const times = timesOf(JSON.stringify([event, fields]));
  if (times > 0) log(event, { ...fields, ...(times > 1 ? { times } : {}) }, level);
}

/** A request as it is logged. The pattern and the ID are of our making. */
export interface RequestEntry {
  /** The route's pattern, such as `GET /api/shops/{shop}`; null where none was asked for. */
  route: string | null;
  shop: string | null;
  status: number;
  duration_ms: number;
  request_id: string;
}

/** Writes a request's line; with `often`, at most as often as `logOften` writes. */
export function logRequest(request: RequestEntry, level: Level, often: boolean): void {
  if (LEVELS.indexOf(level) < least) return;
  const { route, status } = request;
  const shop = request.shop && redacted(request.shop);
  const times = often ? timesOf(JSON.stringify([route, status, shop])) : 1;
  if (times > 0) write(level, "request", { ...request, shop, ...(times > 1 ? { times } : {}) });
}

/** How often something happened since it was last logged, this time included; 0 when it need not be logged. */
function timesOf(name: string): number {
  const known = logged.get(name);
  const times = (known?.times ?? 0) + 1;
  if (known !== undefined && Date.now() < known.until) {
    known.times = times;
    return 0;
  }
  if (logged.size >= MOST_OFTEN) logged.clear();
  logged.set(name, { until: Date.now() + OFTEN, times: 0 });
  return times;
}

function write(level: Level, event: string, fields: object): void {
  console.log(JSON.stringify({ time: new Date().toISOString(), level, event, ...fields }));
}

/** A field as it may be printed. */
export function redacted(value: Field): Field {
  if (typeof value !== "string") return value;
  const isId = isOurId(value) || isTraceId(value);
  const plain = isId || (OUR_NAMES.test(value) && !LONG_NUMBER.test(value));
  return plain ? value : "[redacted]";
}

/** A UUID, or 32 hexadecimal digits as of a W3C trace: nothing that a person wrote. */
export const isTraceId = (value: string): boolean =>
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})$/.test(value);

/** Our own ids are 26 characters of base32, whose digits are 2 to 7, a letter or a digit first. */
const isOurId = (value: string): boolean => /^[a-z2-7]{26}$/.test(value);

/** The name of an error's class; never its message. */
export const kindOf = (error: unknown): string =>
  error instanceof Error ? error.name : typeof error;

function placeOf(error: unknown): string {
  const frame = error instanceof Error ? error.stack?.match(/([a-z.]+\.js):(\d+):\d+/i) : null;
  return frame ? `${frame[1]}/${frame[2]}` : "unknown";
}
