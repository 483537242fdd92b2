/**
 * Rendering a message: one function, used when it is sent and when it is previewed.
 *
 * The engine says which message goes to whom with which variables; the text is the merchant's
 * Liquid. What a variable holds comes from outside (a customer's name, a product's title), so
 * in HTML every value is escaped unless the merchant says `raw`, and links keep only the schemes
 * a mail may have. Rendering asks nothing of the host: the moment, the zone and the currency are
 * passed in, and dates and amounts are printed by the engine.
 */
import { Liquid } from "liquidjs";

/** A message that cannot be rendered: a fault in its text. `part` is subject, html, … */
export class MessageError extends Error {
  /** @param {string} part @param {unknown} cause */
  constructor(part, cause) {
    super(`${part}: ${cause instanceof Error ? cause.message : String(cause)}`);
    this.name = "MessageError";
    this.part = part;
  }
}

/**
 * Renders a message's parts for one customer.
 *
 * HTML that is not a whole document is put into a plain frame that reads well on a phone.
 * A missing text part is made from the HTML.
 *
 * @param {{subject?: string, preheader?: string, html?: string, text?: string, channel?: string}} message
 * @param {Record<string, unknown>} variables
 * @param {import("./message.d.ts").RenderOptions} options
 * @returns {{subject: string, html: string, text: string}}
 * @throws {MessageError} when a part's Liquid is broken or runs away
 */
export function renderMessage(message, variables, options) {
  const render = (part, mode) => {
    const source = message[part];
    if (source === undefined || source === "") return "";
    try {
      return bounded(
        LIQUID[mode].renderSync(parsed(mode, source), variables, renderOptions(options)),
      );
    } catch (error) {
      throw new MessageError(part, error);
    }
  };
  const subject = render("subject", "plain").replace(/\s+/g, " ").trim();
  const preheader = render("preheader", "html").trim();
  const content = withSafeLinks(render("html", "html"));
  const html =
    content === "" || /<html[\s>]/i.test(content) ? content : framed(content, preheader, subject);
  const text = render("text", "plain").trim() || textOf(content);
  return { subject, html, text };
}

/**
 * Looks for faults in a message's Liquid without rendering it.
 *
 * @param {{subject?: string, preheader?: string, html?: string, text?: string}} message
 * @returns {{part: string, message: string}[]} one finding for each broken part
 */
export function checkMessage(message) {
  const findings = [];
  for (const part of ["subject", "preheader", "html", "text"]) {
    if (typeof message[part] !== "string") continue;
    try {
      parsed(part === "html" || part === "preheader" ? "html" : "plain", message[part]);
    } catch (error) {
      findings.push({ part, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return findings;
}

const LIQUID = { html: liquid({ outputEscape: "escape" }), plain: liquid({}) };

/** The largest rendered part, in characters. */
const LARGEST_PART = 256 * 1024;

/** Parsed templates, the last ones used: a shop sends the same few messages again and again. */
const cache = new Map();
const CACHED = 64;

function liquid(mode) {
  const made = new Liquid({
    ...mode,
    // Nothing is read from anywhere: there are no files, and no way to the prototype chain.
    templates: {},
    ownPropertyOnly: true,
    // A misspelt filter would print an amount as [object Object]; better to say so.
    strictFilters: true,
    parseLimit: 200_000,
    memoryLimit: 2_000_000,
    renderLimit: 2_000,
  });
  made.registerFilter("money", function money(value) {
    const { formatMoney, currency } = this.context.globals[HOST];
    if (value === null || value === undefined || value === "") return "";
    if (typeof value === "object") return formatMoney(Number(value.minor), String(value.currency));
    return formatMoney(Math.round(Number(value)), currency);
  });
  made.registerFilter("date", function date(value, pattern = "%-d %B %Y") {
    const { formatDate, zone, now } = this.context.globals[HOST];
    const moment = value === "now" || value === "today" ? now : momentOf(value);
    return Number.isFinite(moment) ? formatDate(zone, moment, String(pattern)) : "";
  });
  return made;
}

/** Where filters find what the host passed in; a symbol, so that no template can name it. */
const HOST = Symbol("host");

function renderOptions({ formatDate, formatMoney, zone, currency, now }) {
  return { globals: { [HOST]: { formatDate, formatMoney, zone, currency, now } } };
}

function parsed(mode, source) {
  const key = `${mode}\n${source}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const template = LIQUID[mode].parse(source);
  if (cache.size >= CACHED) cache.delete(cache.keys().next().value);
  cache.set(key, template);
  return template;
}

function bounded(text) {
  if (text.length > LARGEST_PART) throw new Error(`it is longer than ${LARGEST_PART} characters`);
  return text;
}

function momentOf(value) {
  return typeof value === "number" ? value : Date.parse(String(value));
}

/** Links and pictures lead to web addresses, mail addresses or telephones, or nowhere. */
function withSafeLinks(html) {
  return html.replace(
    /(\s(?:href|src)\s*=\s*)("|'|)([^"'\s>]*)/gi,
    (whole, attribute, quote, address) =>
      SAFE_ADDRESS.test(address) ? whole : `${attribute}${quote}#`,
  );
}

const SAFE_ADDRESS = /^(https?:|mailto:|tel:|cid:|#|$)/i;

/** One column, 600 pixels at most, no pictures needed, dark mode left to the mail program. */
function framed(content, preheader, title) {
  const hidden = preheader
    ? `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preheader}</div>`
    : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
</head>
<body style="margin:0;padding:0;background:#f6f5f2">
${hidden}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f6f5f2">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border-radius:12px">
<tr><td style="padding:32px 28px;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;color:#1f2421">
${content.trim()}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>`;
}

/** The text of HTML, for readers that show none: paragraphs apart, links with their address. */
function textOf(html) {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, "")
    .replace(/<a\s[^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/gi, "$2 ($1)")
    .replace(/<(br|\/p|\/tr|\/li|\/h[1-6])[^>]*>/gi, "\n")
    .replace(/<[^>]+>/g, "")
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name) => ENTITIES[name])
    .replace(/[ \t]+/g, " ")
    .replace(/\s*\n\s*/g, "\n\n")
    .trim();
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };

const escaped = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
