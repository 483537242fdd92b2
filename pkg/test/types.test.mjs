// What the engine gives and takes has its types generated: nobody writes one of them down again.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const GENERATED = ["pkg/engine-types.d.ts", "pkg/config-types.d.ts"];

/**
 * Every list of members in a file, `{ name: type; … }`, with the name of the type that it belongs to, where
 * it has one. Values end their members with commas, so none is taken for a type.
 */
function shapesIn(file) {
  const text = readFileSync(join(root, file), "utf8")
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/^\s*\/\/.*$/gm, "");
  const found = [];
  const open = [];
  for (const [place, letter] of [...text].entries()) {
    if (letter === "{") open.push({ from: place + 1, inside: "" });
    else if (letter === "}") {
      const { from, inside } = open.pop() ?? { from: place, inside: "" };
      const members = inside.split(";").map((one) => one.trim());
      if (members.at(-1) === "") members.pop();
      const names = members.map((one) => /^(?:readonly )?([\w$]+)\??:/.exec(one)?.[1]);
      const before = text.slice(Math.max(0, from - 80), from - 1);
      const [, name = ""] = /(?:interface|type) (\w+) (?:=\s+(?:\| )?)?$/.exec(before) ?? [];
      if (names.length > 0 && !names.includes(undefined)) {
        found.push({ name, members: new Set(names) });
      }
    } else {
      const around = open.at(-1);
      if (around !== undefined) around.inside += letter;
    }
  }
  return found;
}

const generated = GENERATED.flatMap((file) => shapesIn(file));

/** A list of so many members that says the same as a generated type is no accident. */
const TELLING = 3;
const same = (a, b) => a.size === b.size && [...a].every((one) => b.has(one));
const within = (a, b) => [...a].every((one) => b.has(one));

function copiesIn(file) {
  return shapesIn(file).flatMap(({ name, members }) => {
    const original = generated.find(
      (one) =>
        (members.size >= TELLING && same(members, one.members)) ||
        (members.size > 1 && name !== "" && name === one.name && within(members, one.members)),
    );
    const what = [...members].join(", ");
    return original === undefined ? [] : [`${file}: ${name || "{"} ${what}: ${original.name}`];
  });
}

const filesIn = (folder, ends) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((file) => join(folder, file))
    .filter((file) => ends.some((end) => file.endsWith(end)) && !file.includes("node_modules"));

test("no type of the engine is written down by hand", () => {
  const files = [
    ...filesIn("edge/src", [".ts"]),
    ...filesIn("www/src", [".ts", ".tsx"]),
    ...filesIn("pkg", [".d.ts"]).filter((file) => !file.startsWith("pkg/wasm/")),
  ].filter((file) => !GENERATED.includes(file));
  assert.ok(files.length > 200);
  assert.deepEqual(files.flatMap(copiesIn), []);
});
