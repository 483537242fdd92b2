// What a merchant reads stands in the catalogue, `www/src/strings`, and everything that stands there is read.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const source = new URL("../src", import.meta.url).pathname;

/** Names of sample data, what only a developer reads, and lists of tags: no texts of the page. */
const NOT_TEXTS = [
  "Candle holder",
  "Glazed bowl",
  "no history was read yet",
  "nobody of that name is in this history",
  "begun anew",
  "input, textarea",
  "calendar day",
];

/** Two words or more that a person would read, in quotes or between tags. */
const QUOTED = /(["`])((?:[A-Z]?[a-z]+,? )+[a-z]+[.?]?)\1/g;
const BETWEEN_TAGS = />\s*([A-Za-z][a-z]+(?: [a-z]+)+[.?]?)\s*</g;

const every = readdirSync(source, { recursive: true })
  .map(String)
  .filter((name) => /\.tsx?$/.test(name));
const modules = every.filter((name) => !name.startsWith("strings/"));
const catalogues = every.filter((name) => name.startsWith("strings/"));

const read = (name) =>
  readFileSync(join(source, name), "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, "");

/** A module without its comments, style classes and lists of element names. */
const code = (name) =>
  read(name)
    .replace(/class(Name)?="[^"]*"|class=\{[^}]*\}/g, "")
    .replace(/"[a-z0-9 ]*"\.split/g, "")
    .replace(/new Set\(\s*"[a-z0-9 ]*"/g, "");

test("modules have no text of their own", () => {
  const found = modules.flatMap((name) => {
    const text = code(name);
    const tagged = name.endsWith(".tsx")
      ? [...text.matchAll(BETWEEN_TAGS)].map(([, one]) => one)
      : [];
    return [...[...text.matchAll(QUOTED)].map(([, , one]) => one), ...tagged]
      .filter((one) => !NOT_TEXTS.includes(one))
      .map((one) => `${name}: ${one}`);
  });
  assert.deepEqual(found, []);
});

/** The names under which a module has what it imports from a catalogue. */
const importsOf = (text, catalogue) =>
  [...text.matchAll(/import (?:type )?\{([^}]*)\} from "([^"]+)"/g)]
    .filter(([, , from]) => from.endsWith(`/${catalogue.replace("strings/", "")}`))
    .filter(([, , from]) => from.includes("strings/") || from.startsWith("./"))
    .flatMap(([, names]) => names.split(",").map((one) => one.trim().replace(/^type /, "")))
    .filter((one) => one !== "")
    .map((one) => one.split(" as "))
    .map(([name, local = name]) => ({ name, local }));

/** The members of `export const name = {`, by the indentation of the first of them. */
function membersOf(text, name) {
  const [, body] =
    new RegExp(`export const ${name}\\b[^=]*= \\{\\n([\\s\\S]*?)\\n\\}`).exec(text) ?? [];
  return [...(body ?? "").matchAll(/^ {2}(?:"([^"]+)"|(\w+)):/gm)].map(
    ([, q, plain]) => q ?? plain,
  );
}

test("every entry of the catalogue is used", () => {
  const texts = new Map(every.map((name) => [name, read(name)]));
  const dead = catalogues.flatMap((catalogue) => {
    const own = texts.get(catalogue);
    const exported = [...own.matchAll(/export (?:const|function) (\w+)/g)].map(([, name]) => name);
    return exported.flatMap((name) => {
      const uses = [...texts].flatMap(([user, text]) =>
        user === catalogue
          ? []
          : importsOf(text, catalogue)
              .filter((one) => one.name === name)
              .map(({ local }) => ({ text, local })),
      );
      if (uses.length === 0) return [`${catalogue}: ${name}`];
      // A table is looked up by what the engine or the edge says; entries of texts are named.
      if (!["words", "nouns", "verbs", "events"].includes(name)) return [];
      return membersOf(own, name)
        .filter(
          (member) =>
            !uses.some(({ text, local }) =>
              new RegExp(
                `\\b${local}\\.${member}\\b|\\{[^}]*\\b${member}\\b[^}]*\\} = ${local}\\b`,
              ).test(text),
            ),
        )
        .map((member) => `${catalogue}: ${name}.${member}`);
    });
  });
  assert.deepEqual(dead, []);
});
