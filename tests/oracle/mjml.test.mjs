// Every email of blocks in this repository, laid out by mrml and by MJML's own compiler: the same elements with the same
// styles in the same order, in Outlook's conditional comments as well.
//
// Run by `npm run test:long`, which writes the layouts and installs the compiler.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import mjml from "mjml";
import { bodyOf } from "./markup.mjs";

const folder = join(import.meta.dirname, "../../target/layouts");
const names = readdirSync(folder).filter((name) => name.endsWith(".mjml"));

test("mrml lays out emails as MJML's own compiler does", async () => {
  let [compared, conditions] = [0, 0];
  for (const name of names) {
    const source = readFileSync(join(folder, name), "utf8");
    const ours = readFileSync(join(folder, name.replace(/mjml$/, "html")), "utf8");
    const { html, errors } = await mjml(source, { fonts: {}, validationLevel: "strict" });
    assert.deepEqual(errors, [], name);
    const [mine, theirs] = [bodyOf(ours), bodyOf(html)];
    assert.deepEqual(wrapped(mine), wrapped(theirs), name);
    compared += mine.length;
    conditions += mine.filter((line) => line.startsWith("[if ")).length;
  }
  console.log(`${names.length} emails, ${compared} pieces, ${conditions} conditional comments`);
  assert.ok(names.length >= 90 && conditions > 800);
});

/**
 * MJML 5 puts the class of the whole email on the body, MJML 4 on the element in it, and only the former sets the
 * spacing of words there as well. Our rules fit both.
 */
const wrapped = (lines) =>
  lines.map((line) =>
    line.includes("aria-roledescription=email")
      ? line.replace(" class=e-b", "").replace(";word-spacing:normal", "")
      : line,
  );

test("a difference would be seen, in a conditional comment too", () => {
  const page = (inside, outlook) =>
    `<body><!--[if mso | IE]><table width="${outlook}"><tr><td><![endif]--><div style="width:${inside}">x</div></body>`;
  assert.deepEqual(bodyOf(page("1px", 600)), bodyOf(page("1px;", 600)));
  assert.notDeepEqual(bodyOf(page("1px", 600)), bodyOf(page("1px", 599)));
  assert.notDeepEqual(bodyOf(page("1px", 600)), bodyOf(page("2px", 600)));
});
