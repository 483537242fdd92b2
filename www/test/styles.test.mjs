// Styles are scoped to what they are for: what a module defines is used, and what is used is defined.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";

const source = new URL("../src", import.meta.url).pathname;
const every = readdirSync(source, { recursive: true }).map(String);
const read = (name) => readFileSync(join(source, name), "utf8");

/** The classes that a style sheet defines. */
const classesIn = (text) => [
  ...new Set(
    [
      ...text
        .replace(/\/\*[\s\S]*?\*\//g, "")
        .replace(/\{[^{}]*\}/g, "{}")
        .matchAll(/\.([a-zA-Z]\w*)/g),
    ].map(([, name]) => name),
  ),
];

const sheets = every.filter((name) => name.endsWith(".css"));
const modules = new Map(
  sheets
    .filter((name) => name.endsWith(".module.css"))
    .map((name) => [name, classesIn(read(name))]),
);

/** Every class that a component takes from a module: `css.card` of `components/ui.module.css`. */
const uses = every
  .filter((name) => name.endsWith(".tsx"))
  .flatMap((component) => {
    const text = read(component);
    const code = text.replace(/^import .*$/gm, "");
    return [...text.matchAll(/import (\w+) from "(\.[^"]+\.module\.css)"/g)].flatMap(
      ([, local, path]) => {
        const sheet = normalize(join(dirname(component), path));
        const named = [...code.matchAll(new RegExp(`\\b${local}\\.(\\w+)`, "g"))];
        const looked = new RegExp(`\\b${local}\\[`).test(code);
        return [
          ...named.map(([, name]) => ({ component, sheet, name })),
          ...(looked ? [{ component, sheet, name: null }] : []),
        ];
      },
    );
  });

test("only the theme and elements are styled for the whole page", () => {
  const global = sheets.filter((name) => !name.endsWith(".module.css"));
  assert.deepEqual(global.sort(), ["style/base.css", "style/tokens.css"]);
  assert.deepEqual(
    global.flatMap((name) => classesIn(read(name))),
    [],
  );
});

test("a class that a component uses is defined", () => {
  const missing = uses.filter(
    ({ sheet, name }) => name !== null && !modules.get(sheet)?.includes(name),
  );
  assert.deepEqual(missing, []);
});

test("a class that is defined is used", () => {
  const dead = [...modules].flatMap(([sheet, names]) => {
    const own = uses.filter((use) => use.sheet === sheet);
    // A table of classes is looked up by what is shown.
    if (own.some(({ name }) => name === null)) return [];
    return names
      .filter((name) => !own.some((use) => use.name === name))
      .map((name) => `${sheet}: ${name}`);
  });
  assert.deepEqual(dead, []);
});

test("components have no classes in text", () => {
  const found = every
    .filter((name) => name.endsWith(".tsx"))
    .flatMap((name) =>
      [...read(name).matchAll(/\sclass="[^"]*"/g)].map(([text]) => `${name}:${text}`),
    );
  assert.deepEqual(found, []);
});
