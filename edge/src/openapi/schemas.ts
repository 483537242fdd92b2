/** The contract's schemas as JSON Schema: the form in which `/openapi.json` publishes them. */
import { type ConversionConfig, type JsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
import configSchema from "../../../pkg/schema/config.schema.json";
import { GENERATED, STORED } from "../contract/engine.ts";
import { components, type Schema } from "../contract/schema.ts";

const at = (name: string) => `#/components/schemas/${name}`;

const config: ConversionConfig = {
  target: "draft-2020-12",
  // What is sent: before numbers are capped and defaults are put in.
  typeMode: "input",
  // What a function checks, no schema says; the answer that refuses it does.
  ignoreActions: ["check"],
  // JSON Schema reads every pattern as Unicode, which a flag says here.
  overrideAction: ({ valibotAction, jsonSchema }) =>
    isPattern(valibotAction) ? { ...jsonSchema, pattern: valibotAction.requirement.source } : null,
  overrideRef: ({ referenceId }) => at(referenceId),
  overrideSchema: ({ valibotSchema: { type }, jsonSchema, referenceId }) => {
    // The engine's own; what is generated takes their place.
    if (type === "custom") {
      return { type: "object", ...describedAs(STORED[referenceId ?? ""]) };
    }
    // Checked strictly here, but a later release may answer with more.
    if (type === "strict_object") return without(jsonSchema, "additionalProperties");
    if (type === "record") return without(jsonSchema, "propertyNames");
    return null;
  },
};

const isPattern = (action: object): action is { requirement: RegExp } =>
  "requirement" in action && action.requirement instanceof RegExp;

const describedAs = (description: string | undefined) =>
  description === undefined ? {} : { description };

const without = (schema: object, member: string) =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => name !== member));

/**
 * Writes the schemas of a document, all at once: a conversion goes through every named schema, and a document
 * has some two hundred that have no name.
 */
export class SchemaWriter {
  readonly #unnamed: { schema: Schema; place: (written: JsonSchema) => void }[] = [];

  /** A schema where it is used: a reference where it has a name. It is there once all are written. */
  use(schema: Schema): object {
    const place = {};
    this.place(schema, (written) => Object.assign(place, written));
    return place;
  }

  /** Gives a schema to `place` once all are written. */
  place(schema: Schema, place: (written: JsonSchema) => void): void {
    const named = [...components].find(([, one]) => one === schema);
    if (named === undefined) this.#unnamed.push({ schema, place });
    else place({ $ref: at(named[0]) });
  }

  /** Writes them; gives all that are named, ours and those that are generated from the engine. */
  write(): Record<string, object> {
    // A copy of each, since one that is used in others as well would be referred to from there.
    const unnamed = this.#unnamed.map(({ schema }, index) => [`#${index}`, { ...schema }]);
    const all = toJsonSchemaDefs(Object.fromEntries([...components, ...unnamed]), config);
    for (const [index, { place }] of this.#unnamed.entries()) place(all[`#${index}`] ?? {});
    const own = [...components.keys()].filter((name) => !GENERATED.some((one) => one === name));
    const generated = generatedSchemas();
    for (const name of own) {
      if (name in generated) throw new Error(`the engine names a schema ${name} as well`);
    }
    return { ...Object.fromEntries(own.map((name) => [name, all[name] ?? {}])), ...generated };
  }
}

/** The schemas of a configuration, each under its own name. */
function generatedSchemas(): Record<string, object> {
  type Generated = {
    $defs: Record<string, object>;
    $schema: string;
    $id: string;
    properties: Record<string, { items: object }>;
  };
  const text = JSON.stringify(configSchema).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $defs, $schema: _, $id: __, ...root } = JSON.parse(text) as Generated;
  const itemsOf = (list: string, name: string) => {
    const { [list]: lines } = root.properties;
    if (lines === undefined) throw new Error(`a configuration has no ${list}`);
    const { items } = lines;
    lines.items = { $ref: at(name) };
    return items;
  };
  const [Workflow, Segment] = [itemsOf("workflows", "Workflow"), itemsOf("segments", "Segment")];
  return { ...$defs, Workflow, Segment, Config: root };
}
