/** The contract's schemas as JSON Schema: the form in which `/openapi.json` publishes them. */
import { type ConversionConfig, toJsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
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

/** A schema as it stands in an operation: a reference where it has a name. */
export function jsonSchemaOf(schema: Schema): object {
  for (const [name, one] of components) if (one === schema) return { $ref: at(name) };
  const definitions = Object.fromEntries(components);
  const { $defs: _, $schema: __, ...written } = toJsonSchema(schema, { ...config, definitions });
  return written;
}

/** All named schemas, ours and those that are generated from the engine. */
export function namedSchemas(): Record<string, object> {
  const generated = generatedSchemas();
  const own = toJsonSchemaDefs(Object.fromEntries(components), config);
  for (const name of GENERATED) delete own[name];
  for (const name of Object.keys(own)) {
    if (name in generated) throw new Error(`the engine names a schema ${name} as well`);
  }
  return { ...own, ...generated };
}

/** The schemas of a configuration, each under its own name. */
function generatedSchemas(): Record<string, object> {
  type Generated = {
    $defs: Record<string, object>;
    $schema: string;
    properties: Record<string, { items: object }>;
  };
  const text = JSON.stringify(configSchema).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $defs, $schema: _, ...root } = JSON.parse(text) as Generated;
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
