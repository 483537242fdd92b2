/** Reading what a caller sends, as the route's description has it. */
import * as v from "valibot";
import { readJson, readJsonText } from "../body.ts";
import type { Schema } from "../contract/schema.ts";
import { Problem } from "../problem.ts";
import type { Body, Route } from "./route.ts";

/** The query, with numbers and booleans as such. @throws Problem 400 that names the parameter */
export function queryOf({ query }: Route, url: URL): Record<string, unknown> {
  if (query === null) return {};
  const given: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(query.entries)) {
    const text = url.searchParams.get(name);
    if (text !== null) given[name] = jsonValueOf(text, schema as Schema);
  }
  return fitting(query, given, 400, "invalid-parameter") as Record<string, unknown>;
}

/** The body. @throws Problem 400 where it is not JSON or no object, 422 that names the member */
export async function bodyOf(body: Body | null, request: Request): Promise<unknown> {
  if (body === null || body.as === "file") return undefined;
  if (body.as === "judged") return readJsonText(request, body.largest);
  const value = await readJson(request, body.largest);
  // A list has members as well, so a schema would only say which of them are missing.
  if (Array.isArray(value)) throw unusable("must be an object", value);
  return fitting(body.schema, value, 422, "invalid-field");
}

/** A parameter as the JSON value that it stands for. */
function jsonValueOf(text: string, schema: Schema): unknown {
  const type = baseOf(schema);
  if (type === "number" && /^-?\d{1,16}$/.test(text)) return Number(text);
  if (type === "boolean" && /^(?:true|false)$/.test(text)) return text === "true";
  return text;
}

function baseOf(schema: Schema): string {
  const { pipe, wrapped } = schema as { pipe?: readonly Schema[]; wrapped?: Schema };
  const inner = wrapped ?? pipe?.[0];
  return inner === undefined || inner === schema ? schema.type : baseOf(inner);
}

/** A value that fits its schema. @throws Problem that names the member */
export function fitting(schema: Schema, value: unknown, status: number, code: string): unknown {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue);
  if (field === null) throw unusable(issue.message, value);
  const rule = ruleOf(schema, issue);
  throw new Problem(status, code, `${field} ${rule}; found ${found(issue.input)}.`, {}, { field });
}

const unusable = (rule: string, value: unknown): Problem =>
  new Problem(400, "body-unusable", `The body ${rule}; found ${found(value)}.`);

/** What the value must be. A missing member is reported by the object around it, which does not know. */
function ruleOf(schema: Schema, issue: v.BaseIssue<unknown>): string {
  if (issue.input !== undefined) return issue.message;
  let missing: Schema | undefined = schema;
  for (const { key } of issue.path ?? []) missing = memberOf(missing, key as string | number);
  if (missing === undefined) return issue.message;
  return v.safeParse(missing, undefined, { abortEarly: true }).issues?.[0].message ?? issue.message;
}

function memberOf(schema: Schema | undefined, key: string | number): Schema | undefined {
  type Inner = {
    entries?: Record<string, Schema>;
    item?: Schema;
    pipe?: Schema[];
    wrapped?: Schema;
  };
  const { entries, item, pipe, wrapped } = (schema ?? {}) as Inner;
  if (entries !== undefined) return entries[key];
  if (item !== undefined) return item;
  const inner = wrapped ?? pipe?.[0];
  return inner === undefined || inner === schema ? undefined : memberOf(inner, key);
}

/** What was sent in a member's place, without repeating a text that may be a secret or a person's. */
function found(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") {
    const { length } = [...value];
    return length === 0
      ? "an empty string"
      : `a string of ${length} character${length === 1 ? "" : "s"}`;
  }
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
