/**
 * The schemas that are generated from the engine: of what a merchant writes, and of what the engine takes
 * in and gives out. Read when they are first asked for.
 */
/// <reference path="../text-files.d.ts" />
import { dereference, type Schema as JsonSchema, validate } from "@cfworker/json-schema";
import configText from "../../../pkg/schema/config.schema.json?text";
import engineText from "../../../pkg/schema/engine.schema.json?text";

type Definitions = Record<string, JsonSchema>;
/** The kinds of a tagged type. */
type Tagged = { oneOf: { properties: Record<string, JsonSchema> }[] };

/** Where these schemas point to each other. */
const AT = "#/$defs/";

let read: Definitions | null = null;

/** All of them by name. */
export function definitions(): Definitions {
  read ??= { ...ofEngine(), ...ofConfig() };
  return read;
}

/** What the engine takes in and gives out, with what the edge notes beside it. */
function ofEngine(): Definitions {
  const { $defs } = JSON.parse(engineText) as { $defs: Definitions };
  for (const [name, type, member, description] of NOTED) {
    const { oneOf } = $defs[name] as Tagged;
    const variant = oneOf.find(({ properties }) => properties.type?.const === type);
    if (variant === undefined) throw new Error(`${name} has no ${type}`);
    variant.properties[member] = { type: "string", description };
  }
  // A command is kept as it was sent, with members that nothing is known of.
  const { oneOf: commands } = $defs.Command as Tagged;
  for (const command of commands) Object.assign(command, { additionalProperties: true });
  return $defs;
}

/** Members that the edge adds to what it stores: of which type, of which kind, which, and what it is. */
const NOTED = [
  ["Input", "events", "delivery", "The delivery that the events came with"],
  ["Input", "merge", "loser_customer", "The customer who was merged into this one"],
  ["Payload", "apply_coupon", "code", "The code that was made"],
] as const;

/** Of these names, and of all that they lead to. */
export function reachableFrom(names: Iterable<string>): Definitions {
  const all = definitions();
  const found: Definitions = {};
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name in found) continue;
    const one = all[name];
    if (one === undefined) throw new Error(`the engine has no schema ${name}`);
    found[name] = one;
    open.push(
      ...[...JSON.stringify(one).matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, to]) => to ?? ""),
    );
  }
  return found;
}

/** The same schema with its references to other definitions leading to `place`. */
export function pointing(schema: object, place: string): object {
  return JSON.parse(JSON.stringify(schema).replaceAll(`"${AT}`, `"${place}`));
}

let closed: { $defs: Definitions } | null = null;
let places: ReturnType<typeof dereference> | undefined;

/**
 * What of a value is not as the schema of this name says, both ways: something is missing or of another
 * form, or something is there that it does not describe. Null where it fits.
 */
export function misfit(name: string, value: unknown): string | null {
  closed ??= { $defs: closing(definitions()) as Definitions };
  places ??= dereference(closed as JsonSchema);
  const schema = closed.$defs[name];
  if (schema === undefined) throw new Error(`the engine has no schema ${name}`);
  const { valid, errors } = validate(value, schema, "2020-12", places);
  if (valid) return null;
  // Of a value that may be of several kinds, each kind that it is not says so: what is worth reporting lies
  // deeper, or is about something else than the kind.
  const depth = ({ instanceLocation: place, keyword }: (typeof errors)[number]) =>
    place.split("/").length + (keyword === "const" ? 0 : 1.5);
  const [deepest] = [...errors].sort((a, b) => depth(b) - depth(a));
  const place = deepest?.instanceLocation.slice(2) || "it";
  const said = deepest?.keyword === "false" ? "is not described" : deepest?.error;
  return `is not a ${name}: ${place}: ${said}`;
}

/** A schema that takes no member it does not name, where it does not say that it takes others. */
function closing(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closing);
  if (typeof schema !== "object" || schema === null) return schema;
  const inside = Object.fromEntries(
    Object.entries(schema).map(([key, one]) => [key, closing(one)]),
  );
  // What stands beside a choice of kinds is about all of them, and names none of their members.
  const isOpen =
    "properties" in schema &&
    "type" in schema &&
    !["additionalProperties", "oneOf", "anyOf"].some((key) => key in schema);
  return isOpen ? { ...inside, additionalProperties: false } : inside;
}

/** What the engine or the API has another meaning for than a configuration. */
const NAMESAKES = ["ConsentField", "Shop"];

/** What a merchant writes. */
function ofConfig(): Definitions {
  const text = NAMESAKES.reduce(
    (text, name) => text.replaceAll(`"${AT}${name}"`, `"${AT}Config${name}"`),
    configText,
  );
  const { $defs = {}, $schema: _, $id: __, ...root } = JSON.parse(text) as JsonSchema;
  const named = Object.entries($defs).map(([name, one]) => [
    NAMESAKES.includes(name) ? `Config${name}` : name,
    one,
  ]);
  return { ...(Object.fromEntries(named) as Definitions), Config: root };
}
