/**
 * The merchant's Liquid: parsed once, rendered with what the host passes in.
 *
 * What a variable holds comes from outside (a customer's name, a product's title), so in HTML every
 * value is escaped unless the merchant says `raw`. Nothing is asked of the machine it runs on: the
 * moment, the zone and the currency come in, and dates and amounts are printed by the engine.
 */
import { Liquid } from "liquidjs";
import { childrenOf } from "./fields.js";
import { DEEPEST, MOST_TAGS, OutOfFuel } from "./fuel.js";
import { amountIn, dateIn } from "./language.js";
import { isText, meter, rendered } from "./meter.js";
import { momentOf } from "./moment.js";

/** A message that cannot be rendered: a fault in its text. `part` is subject, html, … */
export class MessageError extends Error {
  /** @param {string} part @param {unknown} cause */
  constructor(part, cause) {
    super(`${part}: ${cause instanceof Error ? cause.message : String(cause)}`);
    this.name = "MessageError";
    this.part = part;
    /** Whether its text is sound, and merely more than a message may cost. */
    this.isTooCostly = cause instanceof OutOfFuel;
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

/** Filters of the library that this machine's chance, clock or place would decide. */
const OF_THE_MACHINE = [
  "sample",
  "date_to_xmlschema",
  "date_to_rfc822",
  "date_to_string",
  "date_to_long_string",
];
/** Filters that read and run code of their own for each item. */
const OF_CODE = [
  "where_exp",
  "reject_exp",
  "group_by_exp",
  "find_exp",
  "find_index_exp",
  "has_exp",
];

const LIQUID = { html: liquid({ outputEscape: "escape" }), plain: liquid({}) };

/** The parsed template of a part. @throws when its Liquid is broken, or there is too much of it */
export function parsed(part, source) {
  const mode = PARTS[part];
  const key = `${mode}\n${source}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const template = read(mode, source);
  refuseSprawl(template);
  if (cache.size >= CACHED) cache.delete(cache.keys().next().value);
  cache.set(key, template);
  return template;
}

/** Reads a template; one nested so deep that the reader itself gives up is nested too deep. */
function read(mode, source) {
  try {
    return LIQUID[mode].parse(source);
  } catch (error) {
    const cause = error?.originalError ?? error;
    throw cause instanceof RangeError ? new OutOfFuel(NESTED) : error;
  }
}

const NESTED = `${DEEPEST} tags inside each other`;

/** Refuses what has too many tags, or too many inside each other. */
function refuseSprawl(template) {
  let tags = 0;
  const look = (level, depth) => {
    if (depth > DEEPEST) throw new OutOfFuel(NESTED);
    for (const one of level) {
      if (!isText(one)) tags += 1;
      if (tags > MOST_TAGS) throw new OutOfFuel(`${MOST_TAGS} tags`);
      look(childrenOf(one), depth + 1);
    }
  };
  look(template, 0);
}

/**
 * Renders one part of a message; "" where it has none.
 *
 * @param {import("./fuel.js").Fuel} fuel what is left for this message
 * @throws {MessageError} when its Liquid is broken, or costs more than is left
 */
export function renderPart(message, part, variables, { fuel, ...options }) {
  const source = message[part];
  if (source === undefined || source === "") return "";
  try {
    const template = parsed(part, source);
    const text = rendered(LIQUID[PARTS[part]], template, variables, { [HOST]: options }, fuel);
    if (text.length > LARGEST_PART) throw new OutOfFuel(`${LARGEST_PART} characters in one part`);
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
  });
  for (const name of [...OF_THE_MACHINE, ...OF_CODE]) delete made.filters[name];
  made.registerFilter("money", function money(value) {
    const { engine, currency, locale } = this.context.globals[HOST];
    const written = (minor, of) => amountIn(locale, engine.formatMoney(minor, of));
    if (value === null || value === undefined || value === "") return "";
    if (typeof value === "object") return written(Number(value.minor), String(value.currency));
    const minor = Math.round(Number(value));
    return Number.isFinite(minor) ? written(minor, currency) : String(value);
  });
  made.registerFilter("date", function date(value, pattern) {
    const options = this.context.globals[HOST];
    if (value === null || value === undefined || value === "") return "";
    const moment = momentOf(value, options);
    // As Liquid does: what is no date is printed as it is.
    if (moment === null) return String(value);
    const { engine, zone, locale } = options;
    const asked = pattern === undefined || pattern === null ? undefined : String(pattern);
    return dateIn(locale, asked, (form) => engine.formatDate(zone, moment, form));
  });
  meter(made);
  return made;
}
