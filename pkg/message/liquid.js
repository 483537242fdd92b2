/**
 * The merchant's Liquid: parsed once, rendered with what the host passes in.
 *
 * What a variable holds comes from outside (a customer's name, a product's title), so in HTML every
 * value is escaped unless the merchant says `raw`. Nothing is asked of the machine it runs on: the
 * moment, the zone and the currency come in, and dates and amounts are printed by the engine.
 */
import { Liquid } from "liquidjs";
import { momentOf } from "./moment.js";

/** A message that cannot be rendered: a fault in its text. `part` is subject, html, … */
export class MessageError extends Error {
  /** @param {string} part @param {unknown} cause */
  constructor(part, cause) {
    super(`${part}: ${cause instanceof Error ? cause.message : String(cause)}`);
    this.name = "MessageError";
    this.part = part;
  }
}

/** The parts of a message, and whether what they print is escaped for HTML. */
export const PARTS = { subject: "plain", preheader: "html", html: "html", text: "plain" };

/** The largest rendered part, in characters. */
export const LARGEST_PART = 256 * 1024;

/** Parsed templates, the last ones used: a shop sends the same few messages again and again. */
const cache = new Map();
const CACHED = 64;

/** Where filters find what the host passed in; a symbol, so that no template can name it. */
const HOST = Symbol("host");

const LIQUID = { html: liquid({ outputEscape: "escape" }), plain: liquid({}) };

/** The parsed template of a part. @throws when its Liquid is broken */
export function parsed(part, source) {
  const mode = PARTS[part];
  const key = `${mode}\n${source}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const template = LIQUID[mode].parse(source);
  if (cache.size >= CACHED) cache.delete(cache.keys().next().value);
  cache.set(key, template);
  return template;
}

/**
 * Renders one part of a message; "" where it has none.
 *
 * @throws {MessageError} when its Liquid is broken or runs away
 */
export function renderPart(message, part, variables, options) {
  const source = message[part];
  if (source === undefined || source === "") return "";
  try {
    const globals = { [HOST]: options };
    const text = LIQUID[PARTS[part]].renderSync(parsed(part, source), variables, { globals });
    if (text.length > LARGEST_PART) throw new Error(`it is longer than ${LARGEST_PART} characters`);
    return text;
  } catch (error) {
    throw new MessageError(part, error);
  }
}

function liquid(mode) {
  const made = new Liquid({
    ...mode,
    // Nothing is read from anywhere: there are no files, and no way to the prototype chain.
    templates: {},
    ownPropertyOnly: true,
    // A misspelled filter would print an amount as [object Object]; better to say so.
    strictFilters: true,
    parseLimit: 200_000,
    memoryLimit: 2_000_000,
    renderLimit: 2_000,
  });
  made.registerFilter("money", function money(value) {
    const { engine, currency } = this.context.globals[HOST];
    if (value === null || value === undefined || value === "") return "";
    if (typeof value === "object") {
      return engine.formatMoney(Number(value.minor), String(value.currency));
    }
    const minor = Math.round(Number(value));
    return Number.isFinite(minor) ? engine.formatMoney(minor, currency) : String(value);
  });
  made.registerFilter("date", function date(value, pattern = "%-d %B %Y") {
    const options = this.context.globals[HOST];
    if (value === null || value === undefined || value === "") return "";
    const moment = momentOf(value, options);
    // As Liquid does: what is no date is printed as it is.
    return moment === null
      ? String(value)
      : options.engine.formatDate(options.zone, moment, String(pattern));
  });
  return made;
}
