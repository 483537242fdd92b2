/**
 * The log: what happened, never to whom.
 *
 * A line is an event's name and a few plain fields. Text passes only when it is made of the
 * characters of our own names (ids, reasons, topics) and is short; everything else, an error's
 * message included, is printed as `[redacted]`. So no field has to be trusted to be harmless.
 */

/** What a log line may carry. */
export type Field = string | number | boolean | null | undefined;

const OUR_NAMES = /^[a-z][a-z0-9_./-]{0,63}$/i;
/** A run of digits long enough to be a telephone number or a platform's customer id. */
const LONG_NUMBER = /\d{6,}/;

/** Writes one line of JSON. */
export function log(event: string, fields: Record<string, Field> = {}): void {
  const line: Record<string, Field> = { event };
  for (const [name, value] of Object.entries(fields)) line[name] = redacted(value);
  console.log(JSON.stringify(line));
}

/** Writes an error's kind and the place it came from, without its message. */
export function logError(event: string, error: unknown, fields: Record<string, Field> = {}): void {
  log(event, { ...fields, kind: kindOf(error), at: placeOf(error) });
}

/** A field as it may be printed. */
export function redacted(value: Field): Field {
  if (typeof value !== "string") return value;
  const plain = isOurId(value) || (OUR_NAMES.test(value) && !LONG_NUMBER.test(value));
  return plain ? value : "[redacted]";
}

/** Our own ids are 26 characters of base32, whose digits are 2 to 7, a letter or a digit first. */
const isOurId = (value: string): boolean => /^[a-z2-7]{26}$/.test(value);

/** The name of an error's class; never its message. */
export const kindOf = (error: unknown): string =>
  error instanceof Error ? error.name : typeof error;

function placeOf(error: unknown): string {
  const frame = error instanceof Error ? error.stack?.match(/([a-z.]+\.js):(\d+):\d+/i) : null;
  return frame ? `${frame[1]}/${frame[2]}` : "unknown";
}
