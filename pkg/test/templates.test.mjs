/**
 * Every template that ships can be put live as it is, and every message of it says something: in English
 * and in German, to somebody of whom everything is known and to one of whom nothing is.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { openEngine } from "edgewise";
import { checkMessages, renderEmail, renderMessage } from "edgewise/message.js";
import { configFrom, firstMessage, GOALS } from "edgewise/templates.js";
import { isTransactional, known, SHOP, shipped } from "./shipped.mjs";

const WAY_OUT = "https://mira.example/u/1";
const engine = openEngine();
const templates = shipped();

/** Who gets it: the language they read, and what is known of them. */
const READERS = [
  { language: "en", variables: known("en") },
  { language: "de", variables: known("de-AT") },
  { language: "en", variables: { shop: { name: SHOP.name }, customer: {} } },
  { language: "de", variables: { shop: { name: SHOP.name }, customer: { language: "de" } } },
];

for (const one of templates) {
  test(`${one.id} goes live without a finding`, () => {
    assert.equal(one.id, one.workflow.id);
    assert.ok(one.description && one.needs.length > 0 && one.history_days >= 0);
    assert.ok(GOALS.includes(one.goal), `${one.goal} is no goal`);
    assert.ok(
      Object.hasOwn(one.messages, firstMessage(one)),
      "its first message is one of its own",
    );
    for (const { path, default: value, note } of one.parameters ?? []) {
      const found = path
        .split(/[.[\]]+/)
        .filter(Boolean)
        .reduce((at, key) => at?.[key], one.workflow);
      assert.ok(found !== undefined && note, `${path} leads nowhere`);
      if (typeof value !== "string" || typeof found === "string")
        assert.deepEqual(found, value, path);
    }
    // Where something tells of openings and clicks nothing is found; elsewhere only that it does not.
    const observing = { ...SHOP, observes: ["email", "sms"] };
    const config = configFrom(observing, [one], "live");
    const { plan, diagnostics } = engine.load(JSON.stringify(config));
    assert.deepEqual([typeof plan, diagnostics], ["string", []]);
    const blind = engine.load(JSON.stringify(configFrom(SHOP, [one], "live")));
    const codes = blind.diagnostics.map(({ code }) => code);
    assert.deepEqual(
      codes.filter((code) => code !== "reactions-not-observable"),
      [],
    );
    // A placeholder is what the merchant must replace first, so it is one of the parameters.
    const placeholders = (one.parameters ?? [])
      .filter(({ default: value }) => /^https:\/\/[^/]*example\.com/.test(value))
      .map(({ path }) => ["placeholder-address", `workflows[0].${path}`]);
    assert.deepEqual(
      checkMessages(engine, plan, config, []).map(({ code, path }) => [code, path]),
      placeholders,
    );
  });

  test(`${one.id} says something, whoever reads it`, () => {
    const config = configFrom(SHOP, [one], "live");
    for (const [id, message] of Object.entries(one.messages)) {
      for (const { language, variables } of READERS) {
        const said = `${id} (${language})`;
        if (message.channel === "sms") textMessageIsSound(said, message, language, variables);
        else emailIsSound(said, { one, id, config, language, variables });
      }
    }
  });

  test(`${one.id} has all its words in German`, () => {
    for (const [id, message] of Object.entries(one.messages)) {
      const { subject, preheader, text, blocks = {} } = message.translations?.de ?? {};
      if (message.channel === "sms") {
        assert.ok(text, `${id} has no German text`);
        continue;
      }
      assert.ok(subject && preheader, `${id} has no German subject or preheader`);
      const own = wordsOf(message.design);
      assert.deepEqual(namesIn(blocks), namesIn(own), `${id}: English and German differ`);
      for (const [block, words] of Object.entries(own)) {
        for (const [name, word] of Object.entries(words)) {
          assert.notEqual(blocks[block][name], word, `${id}: “${word}” isn’t German`);
        }
      }
    }
  });
}

test("all of them together stay below what a configuration may have", () => {
  const limit = /MAX_BYTES: usize = (\d+) \* 1024/.exec(
    readFileSync(new URL("../../src/config.rs", import.meta.url), "utf8"),
  );
  const bytes = Buffer.byteLength(JSON.stringify(configFrom(SHOP, templates, "live")));
  assert.ok(bytes < Number(limit[1]) * 1024, `they have ${bytes} bytes`);
});

function textMessageIsSound(said, message, language, variables) {
  const source = language === "en" ? message : message.translations[language];
  const options = { engine, now: 0, zone: SHOP.time_zone, currency: SHOP.currency };
  const { text, faults } = renderMessage(source, variables, {
    ...options,
    locale: language,
    shopUrl: SHOP.url,
  });
  assert.deepEqual(faults, [], said);
  assert.ok(text.length <= 160, `${said} has ${text.length} characters`);
  // One character that isn’t among these, and only 70 fit.
  assert.match(text, /^[\n -_a-zÄÖÜäöüß]*$/, said);
  assert.match(text, /STOP/, said);
  assert.doesNotMatch(text, LEFT_OVER, said);
}

/** What a reader must never see. */
const LEFT_OVER = /\{\{|\{%|undefined|\[object|\bnull\b|NaN/;

function emailIsSound(said, { one, id, config, language, variables }) {
  const transactional = isTransactional(one, id);
  const kind = transactional ? "transactional" : "marketing";
  const { subject, html, text, faults } = renderEmail(
    { message: id, channel: "email", kind, zone: SHOP.time_zone, variables },
    { engine, config, now: 0, unsubscribeUrl: WAY_OUT },
  );
  assert.deepEqual(faults, [], said);
  assert.doesNotMatch(`${subject}${html}${text}`, LEFT_OVER, said);
  assert.ok(subject.length > 3 && subject.length < 80, `${said}: “${subject}”`);
  // What is missing takes its comma, its space, and its sentence with it.
  assert.doesNotMatch(`${subject}\n${text}`, /!| [,.;:?]|,,|\.\.|\( ?\)|,\n|^[,.;:]/m, said);
  assert.match(html, new RegExp(`<html[^>]* lang="${language}"`), said);
  assert.ok(text.includes(SHOP.name), `${said} doesn’t say whose it is`);
  const isGerman = / (?:du|dir|dich|deine?[nrms]?|ist|und) /i.test(text.replace(/\s+/g, " "));
  assert.equal(isGerman, language === "de", `${said}: ${text}`);
  const last = one.messages[id].design.blocks.at(-1).type;
  assert.equal(last === "footer", !transactional, `${said} ends with “${last}”`);
  for (const shown of [html, text]) {
    assert.equal(shown.split(WAY_OUT).length - 1, transactional ? 0 : 1, said);
  }
}

/** The members of blocks that are words. */
const WORDS = ["text", "label", "alt", "title", "price", "total", "note"];

/** The words of each block that has some; nothing but merge fields is none. */
function wordsOf(value, found = {}) {
  if (typeof value !== "object" || value === null) return found;
  const own = WORDS.filter((name) => typeof value[name] === "string" && isSaid(value[name]));
  if (own.length > 0) {
    assert.ok(value.id, `“${value[own[0]]}” is in a block without an ID`);
    found[value.id] = Object.fromEntries(own.map((name) => [name, value[name]]));
  }
  for (const inner of Object.values(value)) wordsOf(inner, found);
  return found;
}

const isSaid = (text) => /\p{L}/u.test(text.replace(/\{%.*?%\}|\{\{.*?\}\}/gs, ""));

/** Which words of which blocks there are. */
const namesIn = (blocks) =>
  Object.entries(blocks)
    .map(([id, words]) => `${id}: ${Object.keys(words).sort()}`)
    .sort();
