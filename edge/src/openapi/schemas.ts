/** The contract's schemas as JSON Schema: the form in which `/openapi.json` publishes them. */
import { type ConversionConfig, type JsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
import { engineSchemas } from "../contract/engine.ts";
import { pointing, reachableFrom } from "../contract/generated.ts";
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
  overrideSchema: ({ valibotSchema, jsonSchema }) => {
    const { type } = valibotSchema;
    // The engine's own, which are generated.
    const name = engineSchemas.get(valibotSchema as Schema);
    if (name !== undefined) return { $ref: at(name) };
    // Checked strictly here, but a later release may answer with more.
    if (type === "strict_object") return without(jsonSchema, "additionalProperties");
    if (type === "record") return without(jsonSchema, "propertyNames");
    return null;
  },
};

const isPattern = (action: object): action is { requirement: RegExp } =>
  "requirement" in action && action.requirement instanceof RegExp;

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
    const [own] = [...components].find(([, one]) => one === schema) ?? [];
    const name = own ?? engineSchemas.get(schema);
    if (name === undefined) this.#unnamed.push({ schema, place });
    else place({ $ref: at(name) });
  }

  /** Writes them; gives all that are named, ours and those that are generated from the engine. */
  write(): Record<string, object> {
    // A copy of each, since one that is used in others as well would be referred to from there.
    const unnamed = this.#unnamed.map(({ schema }, index) => [`#${index}`, { ...schema }]);
    const all = toJsonSchemaDefs(Object.fromEntries([...components, ...unnamed]), config);
    for (const [index, { place }] of this.#unnamed.entries()) place(all[`#${index}`] ?? {});
    const own = Object.fromEntries([...components.keys()].map((name) => [name, all[name] ?? {}]));
    const generated = reachableFrom(engineSchemas.values());
    for (const name of Object.keys(own)) {
      if (name in generated) throw new Error(`the engine names a schema ${name} as well`);
    }
    return { ...own, ...(pointing(generated, at("")) as Record<string, object>) };
  }
}
