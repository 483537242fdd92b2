/**
 * The words that the contract is written in: schemas of valibot, each with what a caller reads when a value
 * does not fit it.
 *
 * A schema is written once and used three times: requests are checked with it, `/openapi.json` publishes
 * it, and TypeScript reads the type of an answer from it (`Of`).
 */
import * as v from "valibot";

/** A schema whose values are `T`. */
// biome-ignore lint/suspicious/noExplicitAny: valibot's own bound for a schema of any input
export type Schema<T = any> = v.GenericSchema<any, T>;

/** What a schema's values are. */
export type Of<S extends Schema> = v.InferOutput<S>;

/** The schemas that `/openapi.json` lists under `components`, by name. */
export const components = new Map<string, Schema>();

/** Publishes a schema under a name, so that other schemas point to it instead of repeating it. */
export function named<S extends Schema>(name: string, schema: S): S {
  if (components.has(name)) throw new Error(`two schemas are named ${name}`);
  components.set(name, schema);
  return schema;
}

/** Adds what a value means, where its name does not say it all. */
export const note = <S extends Schema>(schema: S, description: string) =>
  v.pipe(schema, v.description(description));

export const text = v.string("must be a string");

export const flag = v.boolean("must be true or false");

/** A string with a length within bounds. */
export function textOf(least: number, most: number) {
  const rule = `must be a string of ${least} to ${shown(most)} characters`;
  return v.pipe(v.string(rule), v.minLength(least, rule), v.maxLength(most, rule));
}

/** A string of one form; `form` completes “must be”, such as “a host name such as name.myshopify.com”. */
export function formed(pattern: RegExp, form: string) {
  const rule = `must be ${form}`;
  return v.pipe(v.string(rule), v.regex(pattern, rule));
}

/** What somebody calls a key or a person: it is shown beside what was done, so it can say nothing but a name. */
export const givenName = formed(
  /^\s*[\p{L}\p{N}][\p{L}\p{M}\p{N} '’._()/-]{0,59}\s*$/u,
  "1 to 60 letters, digits, spaces, and simple punctuation",
);

/** A string that a function accepts; `form` completes “must be”. */
export function checked(accepts: (text: string) => boolean, form: string) {
  const rule = `must be ${form}`;
  return v.pipe(v.string(rule), v.check(accepts, rule));
}

/** A whole number within bounds. */
export function whole(least: number, most: number) {
  const rule = `must be a whole number from ${shown(least)} to ${shown(most)}`;
  return v.pipe(v.number(rule), v.integer(rule), v.minValue(least, rule), v.maxValue(most, rule));
}

const WHOLE = "must be a whole number";

/** A whole number, negative ones included. */
export const integer = v.pipe(v.number(WHOLE), v.integer(WHOLE));

const COUNT = "must be a whole number of 0 or more";

/** How many. */
export const count = v.pipe(v.number(COUNT), v.integer(COUNT), v.minValue(0, COUNT));

const MOMENT = "must be a time in milliseconds since 1970";

/** A point in time. */
export const moment = v.pipe(
  v.number(MOMENT),
  v.safeInteger(MOMENT),
  v.minValue(0, MOMENT),
  v.description("Milliseconds since 1970-01-01 UTC"),
);

/** One of a few words. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  v.picklist(words, `must be ${either(words)}`);

export const maybe = <S extends Schema>(schema: S) => v.nullable(schema);

export const list = <S extends Schema>(schema: S) => v.array(schema, "must be a list");

/** Values by a name that is only known at run time. */
export const by = <S extends Schema>(schema: S) => v.record(v.string(), schema);

/** How often each thing occurred, by its name. */
export const tally = by(count);

/** An object of an answer: it has these members and no others. */
export const object = <E extends v.ObjectEntries>(entries: E) => v.strictObject(entries);

/** An object of a request: members that nothing is known of are ignored. */
export const request = <E extends v.ObjectEntries>(entries: E) =>
  v.object(entries, "must be an object");

/** A member that may be left out. */
export const optional = <S extends Schema>(schema: S) => v.exactOptional(schema);

/** A member that may be left out, with what it then is. */
export const otherwise = <S extends Schema, const D extends v.InferInput<S>>(schema: S, value: D) =>
  v.optional(schema, value);

/** How many results to give; more than `most` counts as `most`. */
export const limit = (usual: number, most: number) =>
  otherwise(
    v.pipe(
      count,
      v.description(`Maximum results, up to ${shown(most)}`),
      v.transform((wanted) => Math.min(wanted, most)),
    ),
    usual,
  );

/** How many results to skip. */
export const offset = otherwise(note(count, "Results to skip"), 0);

export const CHANNELS = ["email", "sms", "push"] as const;

/** How far something over all customers has come. */
export const Progress = named("Progress", object({ done: count, of: count }));
export type Progress = Of<typeof Progress>;

/** `a`, `a or b`, `a, b, or c`. */
export function either(words: readonly string[]): string {
  const [last = "", ...rest] = [...words].reverse();
  if (rest.length === 0) return last;
  return `${rest.reverse().join(", ")}${rest.length > 1 ? "," : ""} or ${last}`;
}

/** `12,000`. */
const shown = (value: number): string => value.toLocaleString("en-US");
