/**
 * What speaks against saving a shop's messages: broken Liquid, merge fields that do not exist, links
 * that lead nowhere. The edge refuses to save them, and the page says so while they are written.
 */
import { GIVEN_LINKS, givenLinks, sampleLinks } from "./given-links.js";
import { fieldsIn } from "./fields.js";
import { renderedFindings, themeFindings, writtenFindings } from "./findings.js";
import { OutOfFuel } from "./fuel.js";
import { MessageError, parsed } from "./liquid.js";
import { optionsFor } from "./options.js";
import { seriesFindings } from "./series.js";
import { conditionalBlocks, messagePlace, textsIn, textsOf } from "./texts.js";
import { withWayOut } from "./way-out.js";
import { composed, inLanguage, wordsOf } from "./words.js";
import { renderMessage } from "../message.js";

/**
 * @param {import("../index.d.ts").Engine} engine
 * @param {string} plan the compiled configuration
 * @param {import("../message.d.ts").MailConfig} config the same, as the merchant wrote it
 * @param {string[]} liveBefore the workflows that are live already
 * @param {import("../index.d.ts").Abilities | null} able what the host can do for the shop, where it knows
 * @returns {import("../index.d.ts").Diagnostic[]}
 */
export function checkMessages(engine, plan, config, liveBefore, able = null) {
  const messages = Object.entries(config.messages ?? {});
  const findings = [];
  const fields = [];
  const sound = [];
  for (const [id, message] of messages) {
    const { broken, used } = read(textsOf(id, message));
    findings.push(...broken, ...writtenFindings(id, message));
    fields.push(...used);
    if (broken.length === 0) sound.push(id);
  }
  const saved = read(textsIn("saved_blocks", config.saved_blocks));
  fields.push(...saved.used);
  findings.push(...saved.broken, ...themeFindings(config.theme), ...seriesFindings(config));
  const request = { live_before: liveBefore, given: GIVEN_LINKS, fields, able };
  const { diagnostics, sample } = engine.checkSaving(plan, request);
  const rendered = sound.flatMap((id) => triedInAll(id, { engine, config, sample }));
  return [...findings, ...diagnostics, ...rendered];
}

const error = (code, path, message, help) => ({ code, severity: "error", path, message, help });

/** What is broken in texts, and the fields that the others speak of. */
function read(texts) {
  const broken = [];
  const used = [];
  for (const { path, part, source } of texts) {
    try {
      const names = fieldsIn(parsed(part, source));
      if (names.length > 0) used.push({ path, names });
    } catch (fault) {
      broken.push(unrenderable(path, fault));
    }
  }
  return { broken, used };
}

function unrenderable(place, fault) {
  const said = fault instanceof Error ? fault.message : String(fault);
  const isTooCostly = fault instanceof OutOfFuel || fault?.isTooCostly === true;
  if (isTooCostly) {
    const text = `This message takes too long to render: ${said}.`;
    return error("message-too-costly", place, text, "Use fewer loops, tags, and links.");
  }
  const help = "Close every tag, and check the names of tags and filters.";
  return error("broken-liquid", place, `This template can’t be rendered: ${said}.`, help);
}

/** Tries a message in each language that it has. */
function triedInAll(id, given) {
  const { config } = given;
  const own = config.shop?.language ?? null;
  const languages = [own, ...Object.keys(config.messages[id].translations ?? {})];
  const found = languages.flatMap((language) => tried(id, language, given));
  // What is wrong with the blocks is wrong in all of them.
  const seen = new Set();
  return found.filter((one) => {
    const key = `${one.code} ${one.path} ${one.message}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Renders a message for somebody of whom everything is known, and for one of whom hardly anything is. */
function tried(id, wanted, { engine, config, sample }) {
  const made = madeOfBlocks(engine, config, id, wanted);
  if (made.length > 0) return made;
  const { language, parts } = wordsOf(engine, config, id, wanted);
  const options = optionsFor({
    engine,
    now: TRIED_AT,
    zone: "UTC",
    shop: config.shop ?? {},
    language,
  });
  const links = { ...sampleLinks(config, "https://example.com"), unsubscribeUrl: WAY_OUT };
  const found = new Map();
  const body = bodyOf(id, config.messages[id]);
  const conditional = conditionalBlocks(config.messages[id].design);
  for (const [variables, shown_blocks] of [
    [sample, conditional],
    [{ shop: sample.shop, customer: {} }, []],
  ]) {
    try {
      const given = { ...variables, ...givenLinks(links), shown_blocks };
      const rendered = renderMessage(parts, given, options);
      for (const { message: said, help } of rendered.faults) {
        found.set(said, error("unusable-link", body, said, help));
      }
      for (const one of renderedFindings(body, rendered)) found.set(one.code, one);
      if (!canShowWayOut(rendered)) found.set("hidden", hidesWayOut(body));
    } catch (fault) {
      const part = fault instanceof MessageError ? fault.part : "html";
      const place = part === "html" ? body : `${messagePlace(id)}.${part}`;
      found.set(part, unrenderable(place, fault));
    }
  }
  return [...found.values()];
}

/** What is wrong with a message's blocks, as the engine says it. */
function madeOfBlocks(engine, config, id, wanted) {
  if (config.messages[id].design === undefined) return [];
  const { language } = inLanguage(config.messages[id], wanted, config.shop?.language);
  return composed(engine, config, id, language).diagnostics.map((one) => ({
    ...one,
    path: one.path.replace(/^message(?=\.|$)/, messagePlace(id)),
  }));
}

/** Where the body of a message stands. */
const bodyOf = (id, message) =>
  `${messagePlace(id)}.${message.design === undefined ? "html" : "design"}`;

const WAY_OUT = "https://example.com/unsubscribe";

function canShowWayOut(rendered) {
  try {
    withWayOut(rendered, { url: WAY_OUT, address: "", language: "en" });
    return true;
  } catch {
    return false;
  }
}

const hidesWayOut = (path) =>
  error(
    "hidden-unsubscribe",
    path,
    "This message’s styles hide the unsubscribe link.",
    "Don’t hide the whole message, and close every comment and hidden element.",
  );

/** A moment like any other. */
const TRIED_AT = Date.UTC(2026, 0, 1);
