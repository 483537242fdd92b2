/**
 * What speaks against saving a shop's messages: broken Liquid, merge fields that do not exist, links
 * that lead nowhere. The edge refuses to save them, and the page says so while they are written.
 */
import { GIVEN_LINKS, givenLinks, sampleLinks } from "./given-links.js";
import { fieldsIn } from "./fields.js";
import { OutOfFuel } from "./fuel.js";
import { MessageError, PARTS, parsed } from "./liquid.js";
import { optionsFor } from "./options.js";
import { withWayOut } from "./way-out.js";
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
    const { broken, used } = read(id, message);
    findings.push(...broken);
    fields.push(...used);
    if (broken.length === 0) sound.push([id, message]);
  }
  const request = { live_before: liveBefore, given: GIVEN_LINKS, fields, able };
  const { diagnostics, sample } = engine.checkSaving(plan, request);
  const rendered = sound.flatMap(([id, message]) => tried(id, message, { engine, config, sample }));
  return [...findings, ...diagnostics, ...rendered];
}

const error = (code, path, message, help) => ({ code, severity: "error", path, message, help });

const placeOf = (id, part) => `messages[${JSON.stringify(id)}].${part}`;

function read(id, message) {
  const broken = [];
  const used = [];
  for (const part of Object.keys(PARTS)) {
    if (typeof message?.[part] !== "string") continue;
    try {
      const names = fieldsIn(parsed(part, message[part]));
      if (names.length > 0) used.push({ path: placeOf(id, part), names });
    } catch (fault) {
      broken.push(unrenderable(id, part, fault));
    }
  }
  return { broken, used };
}

function unrenderable(id, part, fault) {
  const said = fault instanceof Error ? fault.message : String(fault);
  const isTooCostly = fault instanceof OutOfFuel || fault?.isTooCostly === true;
  const place = placeOf(id, part);
  if (isTooCostly) {
    const text = `This message takes too long to render: ${said}.`;
    return error("message-too-costly", place, text, "Use fewer loops, tags, and links.");
  }
  const help = "Close every tag, and check the names of tags and filters.";
  return error("broken-liquid", place, `This template can’t be rendered: ${said}.`, help);
}

/** Renders a message for somebody of whom everything is known, and for one of whom hardly anything is. */
function tried(id, message, { engine, config, sample }) {
  const options = optionsFor({ engine, now: TRIED_AT, zone: "UTC", shop: config.shop ?? {} });
  const links = { ...sampleLinks(config, "https://example.com"), unsubscribeUrl: WAY_OUT };
  const found = new Map();
  for (const variables of [sample, { shop: sample.shop, customer: {} }]) {
    try {
      const given = { ...variables, ...givenLinks(links) };
      const rendered = renderMessage(message, given, options);
      for (const { message: said, help } of rendered.faults) {
        found.set(said, error("unusable-link", placeOf(id, "html"), said, help));
      }
      if (!canShowWayOut(rendered)) found.set("hidden", hidesWayOut(id));
    } catch (fault) {
      const part = fault instanceof MessageError ? fault.part : "html";
      found.set(part, unrenderable(id, part, fault));
    }
  }
  return [...found.values()];
}

const WAY_OUT = "https://example.com/unsubscribe";

function canShowWayOut(rendered) {
  try {
    withWayOut(rendered, { url: WAY_OUT, address: "" });
    return true;
  } catch {
    return false;
  }
}

const hidesWayOut = (id) =>
  error(
    "hidden-unsubscribe",
    placeOf(id, "html"),
    "This message’s styles hide the unsubscribe link.",
    "Don’t hide the whole message, and close every comment and hidden element.",
  );

/** A moment like any other. */
const TRIED_AT = Date.UTC(2026, 0, 1);
