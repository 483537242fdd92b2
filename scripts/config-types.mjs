/**
 * `npm run types`: the types of what a merchant saves, out of the schemas that the engine's readers
 * write (`pkg/schema`), and the engine's own out of its declarations (`cargo generate types`).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must, root } from "./command.mjs";
import { installDependencies } from "./dependencies.mjs";
import { Missing, main, note } from "./say.mjs";

const SCHEMA = join(root, "pkg/schema/config.schema.json");
const FILE = join(root, "pkg/config-types.d.ts");

const HEAD = `/**
 * What a merchant saves: written by \`npm run types\` out of \`schema/config.schema.json\`. Do not edit.
 */
`;

async function configTypes() {
  // Not above: a mere check may run before it is installed.
  const { compile } = await import("json-schema-to-typescript");
  const schema = JSON.parse(readFileSync(SCHEMA, "utf8"));
  schema.title = "Config";
  return compile(namedOnce(schema), "Config", {
    bannerComment: HEAD,
    additionalProperties: false,
    format: true,
    style: { printWidth: 100 },
    unreachableDefinitions: true,
    // A list of 1 to 20 would become a union of twenty tuples.
    ignoreMinAndMaxItems: true,
  });
}

/**
 * The schema with each reference by itself: one with a description beside it would be declared again,
 * as `Duration2`. Of a choice only its kinds are left.
 */
function namedOnce(schema) {
  if (Array.isArray(schema)) return schema.map(namedOnce);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.entries(schema).map(([key, value]) => [key, namedOnce(value)]);
  const { $ref, ...others } = Object.fromEntries(inner);
  // The words of a choice, which stand beside it for editors.
  if (others.properties?.type?.oneOf !== undefined) delete others.properties;
  if ($ref === undefined) return others;
  return Object.keys(others).length === 0 ? { $ref } : { allOf: [{ $ref }], ...others };
}

/** Fails where the types are not those of the schema. */
export async function checkConfigTypes() {
  if (readFileSync(FILE, "utf8") !== (await configTypes()))
    throw new Missing("pkg/config-types.d.ts is not up to date: run `npm run types`.");
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  main(async () => {
    await installDependencies();
    await must("cargo", ["generate", "types"]);
    writeFileSync(FILE, await configTypes());
    note("pkg/engine-types.d.ts and pkg/config-types.d.ts are up to date.");
  });
}
