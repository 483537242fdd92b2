/**
 * The configuration's JSON schema as forms need it. The schema is made from the engine's own types, so
 * a form can offer every trigger, step and condition there is, and nothing that there is not.
 */
import configSchema from "../../../pkg/schema/config.schema.json";

/** A JSON schema, in the fields that the engine's have. */
export interface Schema {
  $ref?: string;
  type?: string;
  /** What a menu calls it, and the subject it is listed under; without a group no menu offers it. */
  title?: string;
  "x-group"?: string;
  /** What to begin with where the required fields alone would say nothing. */
  examples?: unknown[];
  description?: string;
  const?: unknown;
  enum?: unknown[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
  format?: string;
  default?: unknown;
  pattern?: string;
}

const root = configSchema as unknown as Schema & { $defs: Record<string, Schema> };

/** A definition by its name, such as `Condition`. */
export const definition = (name: string): Schema => root.$defs[name] ?? {};

export const workflowSchema: Schema = resolved(root.properties?.workflows?.items ?? {});

/** The schema of a part of the configuration, such as `policy`. */
export const partSchema = (name: string): Schema => resolved(root.properties?.[name] ?? {});

/** Several parts of the configuration, as the fields of one object. */
export const partsSchema = (names: readonly string[]): Schema => ({
  type: "object",
  properties: Object.fromEntries(names.map((name) => [name, root.properties?.[name] ?? {}])),
});

/** The name of the definition that a schema refers to, or null. */
export function refName(schema: Schema): string | null {
  const alone = only(schema);
  if (alone !== null) return refName(alone);
  return schema.$ref?.split("/").at(-1) ?? null;
}

/** The schema that is really meant: references followed, a choice of one taken. */
export function resolved(schema: Schema): Schema {
  const alone = only(schema);
  if (alone !== null) return resolved({ ...alone, ...described(schema) });
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : { ...resolved(definition(name)), ...described(schema) };
}

/** A choice of several forms; empty where there is only one. */
export const variants = (schema: Schema): Schema[] => {
  const { oneOf, anyOf, properties } = resolved(schema);
  // With properties of its own, what the forms add are only rules about which go together. The kinds of
  // a choice stand beside it for editors, under `type`.
  const own = Object.keys(properties ?? {}).some((key) => key !== "type");
  return own ? [] : (oneOf ?? anyOf ?? []);
};

/** A few words to choose from; null for anything else. */
export function choices(schema: Schema): string[] | null {
  const meant = resolved(schema);
  if (meant.enum !== undefined) return meant.enum.map(String);
  const list = meant.oneOf ?? [];
  if (list.length === 0 || list.some((one) => one.const === undefined)) return null;
  return list.map((one) => String(one.const));
}

/** Whether a field takes an event's name, or a list of them as well. */
export function takesEvents(schema: Schema): "one" | "many" | null {
  const name = refName(schema);
  if (name === "EventName") return "one";
  if (name === "OneOrMore") return "many";
  return refName(resolved(schema).items ?? {}) === "EventName" ? "many" : null;
}

/** Something to choose: the word that a file has for it, what a menu calls it, and under which subject. */
export interface Choosable {
  value: string;
  text: string;
  group?: string;
}

/** The kinds of a definition such as `Trigger`, in the order in which a menu lists them. */
export function kindsOf(name: string): Choosable[] {
  const all = variants(definition(name)).map((one) => choosable(one, typeOf(one)));
  return all.filter(({ value }, index) => all.findIndex((one) => one.value === value) === index);
}

/** What a kind of trigger, step or condition is called. */
export const kindTitle = (name: string, type: string): string =>
  kindsOf(name).find(({ value }) => value === type)?.text ?? sentenceCase(type);

/** The events that a merchant can mean. */
export const EVENTS: readonly Choosable[] = (definition("EventName").oneOf ?? []).flatMap((one) =>
  one["x-group"] === undefined ? [] : [choosable(one, String(one.const))],
);

/** What an event is called. */
export const eventTitle = (name: string): string =>
  EVENTS.find(({ value }) => value === name)?.text ?? sentenceCase(name);

/** The schema of one kind, chosen by its `type` and nothing else; of several with it, the first. */
export const kindOf = (schema: Schema, type: string): Schema =>
  variants(schema).find((one) => typeOf(one) === type) ?? {};

/**
 * Which form of a choice a value has. A value that says its `type` has a form of that type, also
 * while some of its fields are missing; any other is recognized by its keys.
 */
export function variantOf(schema: Schema, value: unknown): Schema | null {
  const list = variants(schema).map(resolved);
  const type = (value as { type?: unknown } | null)?.type;
  const able =
    typeof type === "string" && list.some((one) => typeOf(one) !== "")
      ? list.filter((one) => typeOf(one) === type)
      : list;
  return able.find((one) => fits(one, value)) ?? (able === list ? null : (able[0] ?? null));
}

/** The smallest value that a schema takes: what is required, filled in so that it can be edited. */
export function blank(schema: Schema, name = ""): unknown {
  const meant = resolved(schema);
  if (meant.const !== undefined) return meant.const;
  if (meant.examples?.[0] !== undefined) return structuredClone(meant.examples[0]);
  if (refName(schema) === "Duration") return { amount: 1, unit: "days" };
  if (refName(schema) === "Condition") return { type: "order_count", is: "at_least", count: 1 };
  if (refName(schema) === "TimeOfDay") return "09:00";
  if (refName(schema) === "EventName") return "order_placed";
  const list = variants(schema);
  if (list[0] !== undefined) return blank(list[0], name);
  if (meant.enum !== undefined) return meant.enum[0];
  switch (meant.type) {
    case "object":
      return Object.fromEntries(
        (meant.required ?? []).map((key) => [key, blank(meant.properties?.[key] ?? {}, key)]),
      );
    case "array":
      return [];
    case "integer":
    case "number":
      return Math.max(1, meant.minimum ?? 1);
    case "boolean":
      return true;
    default:
      return BLANKS[name] ?? "";
  }
}

const BLANKS: Record<string, string> = { amount: "50.00", name: "birth_date", url: "https://" };

function fits(schema: Schema, value: unknown): boolean {
  const meant = resolved(schema);
  if (meant.const !== undefined) return meant.const === value;
  if (meant.type === "object" || meant.properties !== undefined) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const known = Object.keys(value).every((key) => meant.properties?.[key] !== undefined);
    return known && (meant.required ?? []).every((key) => key in value);
  }
  if (meant.type === "array") return Array.isArray(value);
  if (meant.type === "integer" || meant.type === "number") return typeof value === "number";
  if (meant.type === "string") return typeof value === "string";
  const list = variants(schema);
  return list.length === 0 || list.some((one) => fits(one, value));
}

/** The word that a form has as its `type`; empty where it has none. */
function typeOf(schema: Schema): string {
  return String(resolved(schema).properties?.type?.const ?? "");
}

function choosable(schema: Schema, value: string): Choosable {
  const { title, "x-group": group } = resolved(schema);
  return { value, text: title ?? sentenceCase(value), ...(group === undefined ? {} : { group }) };
}

function sentenceCase(word: string): string {
  const text = word.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function only(schema: Schema): Schema | null {
  const list = schema.oneOf ?? schema.anyOf;
  return list?.length === 1 ? (list[0] ?? null) : null;
}

function described({ description }: Schema): Schema {
  return description === undefined ? {} : { description };
}
