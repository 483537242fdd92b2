// Every text of the page stands in one catalogue, `www/src/strings`, ready to be translated.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const source = new URL("../src", import.meta.url).pathname;

/** Names of made-up things, what only a developer reads, and lists of tags: no texts of the page. */
const NOT_TEXTS = [
  "Candle holder",
  "Glazed bowl",
  "Call this customer",
  "A customer needs help",
  "A gift",
  "no history was read yet",
  "nobody of that name is in this history",
  "begun anew",
  "input, textarea",
];

/** Two words or more that a person would read, in quotes or between tags. */
const QUOTED = /(["`])((?:[A-Z]?[a-z]+,? )+[a-z]+[.?]?)\1/g;
const BETWEEN_TAGS = />\s*([A-Za-z][a-z]+(?: [a-z]+)+[.?]?)\s*</g;

const files = readdirSync(source, { recursive: true })
  .map(String)
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("strings/"));

/** A file without its comments, style classes and lists of element names. */
function code(name) {
  return readFileSync(join(source, name), "utf8")
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, "")
    .replace(/class(Name)?="[^"]*"|class=\{[^}]*\}/g, "")
    .replace(/"[a-z0-9 ]*"\.split/g, "")
    .replace(/new Set\(\s*"[a-z0-9 ]*"/g, "");
}

test(`${files.length} modules have no text of their own`, () => {
  const found = files.flatMap((name) => {
    const text = code(name);
    const tagged = name.endsWith(".tsx")
      ? [...text.matchAll(BETWEEN_TAGS)].map(([, one]) => one)
      : [];
    return [...[...text.matchAll(QUOTED)].map(([, , one]) => one), ...tagged]
      .filter((one) => !NOT_TEXTS.includes(one))
      .map((one) => `${name}: ${one}`);
  });
  assert.ok(files.length > 80);
  assert.deepEqual(found, []);
});
