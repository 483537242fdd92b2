/**
 * Rendering a message: one function, used when it is sent and when it is previewed.
 *
 * The engine says which message goes to whom with which variables; the text is the merchant's
 * Liquid. What comes out is what leaves: links made whole, a text part for the HTML, and for
 * marketing the way out.
 */
import { framed } from "./message/frame.js";
import { Fuel } from "./message/fuel.js";
import { givenLinks } from "./message/given-links.js";
import { emailWords } from "./message/language.js";
import { withSafeLinks } from "./message/links.js";
import { LARGEST_PART, MessageError, renderPart } from "./message/liquid.js";
import { optionsFor, requireOptions } from "./message/options.js";
import { withSmsWayOut } from "./message/sms-way-out.js";
import { textOf } from "./message/text.js";
import { withWayOut } from "./message/way-out.js";
import { wordsOf } from "./message/words.js";
import { cleanText } from "./sms.js";

export { GIVEN_LINKS, sampleLinks } from "./message/given-links.js";
export { checkMessages } from "./message/check.js";
export { conditionalBlocks } from "./message/texts.js";
export { withLinksLed } from "./message/lead-links.js";
export { LARGEST_PART, MessageError };

/**
 * Renders the parts of a message.
 *
 * HTML that is no document is put into a plain frame. A missing text part is made from the HTML.
 *
 * @param {import("./message.d.ts").MessageSource} message
 * @param {Record<string, unknown>} variables
 * @param {import("./message.d.ts").RenderOptions} options
 * @returns {import("./message.d.ts").Rendered} `faults` are links that cannot be used as written
 * @throws {MessageError} when a part's Liquid is broken, or the message costs more than it may
 * @throws {TypeError} when an option is missing
 */
export function renderMessage(message, variables, options) {
  requireOptions(options);
  const fuel = new Fuel();
  const all = { ...variables, email_words: emailWords(options.locale) };
  const render = (part) => renderPart(message, part, all, { ...options, fuel });
  const subject = render("subject").replace(/\s+/g, " ").trim();
  const preheader = render("preheader").trim();
  const { html: content, faults } = judged(render("html"), options.shopUrl, fuel);
  const title = subject;
  const html =
    content === "" || /<html[\s>]/i.test(content)
      ? content
      : framed(content, { preheader, title, locale: options.locale });
  const wayOut = variables.unsubscribe_url ?? null;
  const text = render("text").trim() || textOf(content, wayOut, options.locale);
  return { subject, html, text, faults };
}

/** The HTML with its links judged. @throws {MessageError} when there is more of it than may be */
function judged(html, shopUrl, fuel) {
  try {
    return withSafeLinks(html, shopUrl, fuel);
  } catch (error) {
    throw new MessageError("html", error);
  }
}

/** The message in the customer's language. @throws {MessageError} when it can't be made of its blocks */
function spoken(engine, config, { message, variables }, marked) {
  try {
    return wordsOf(engine, config, message, variables.customer?.language, marked);
  } catch (error) {
    throw new MessageError("design", error);
  }
}

/**
 * The email a customer gets: what the engine let go, rendered with the shop's configuration.
 *
 * A marketing message always has a link that unsubscribes in sight, and the shop's postal address
 * beside it, whatever the message's own styles hide.
 *
 * @param {import("./message.d.ts").SendPayload} payload
 * @param {import("./message.d.ts").EmailOptions} options
 * @returns {import("./message.d.ts").Rendered}
 * @throws {MessageError} when the shop has no such message, or it cannot be rendered
 */
export function renderEmail(payload, { engine, config, now, marked = false, ...links }) {
  const { unsubscribeUrl, preferencesUrl } = links;
  const { shop = {}, messages = {} } = config;
  if (!Object.hasOwn(messages, payload.message)) {
    throw new MessageError("message", "the configuration has no such message");
  }
  const { language, parts } = spoken(engine, config, payload, marked);
  const variables = {
    ...payload.variables,
    ...givenLinks(links),
    shown_blocks: payload.shown_blocks ?? [],
  };
  const options = optionsFor({ engine, now, zone: payload.zone, shop, language });
  const rendered = renderMessage(parts, variables, options);
  const subject = payload.test ? `[Test] ${rendered.subject}` : rendered.subject;
  const email = { ...rendered, subject };
  if (payload.kind !== "marketing" || payload.channel !== "email") return email;
  const address = shop.postal_address ?? "";
  const footer = { url: unsubscribeUrl, preferences: preferencesUrl, address, language };
  try {
    return { ...email, ...withWayOut(email, footer) };
  } catch (error) {
    throw new MessageError("html", error);
  }
}

/**
 * The text message a customer gets: what the engine let go, rendered with the shop's configuration.
 *
 * Marketing always says how to end it: the first message that names who writes and by a reply, or each message
 * by a link where the sender can't receive one.
 *
 * @param {import("./message.d.ts").SendPayload} payload
 * @param {import("./message.d.ts").SmsOptions} options
 * @returns {string}
 * @throws {MessageError} when the shop has no such message, it cannot be rendered, or nothing is left of it
 */
export function renderSms(payload, { engine, config, now, replies, ...links }) {
  const { shop = {}, messages = {} } = config;
  if (!Object.hasOwn(messages, payload.message)) {
    throw new MessageError("message", "the configuration has no such message");
  }
  const { language, parts } = spoken(engine, config, payload);
  const variables = { ...payload.variables, ...givenLinks(links) };
  const options = optionsFor({ engine, now, zone: payload.zone, shop, language });
  requireOptions(options);
  const text = cleanText(renderPart(parts, "text", variables, { ...options, fuel: new Fuel() }));
  if (text === "") throw new MessageError("text", "nothing is left of it");
  const { unsubscribeUrl: url } = links;
  const isFirst = payload.first === true;
  const about = { replies, url, shop: shop.name ?? "", language, isFirst };
  const whole = payload.kind === "marketing" ? withSmsWayOut(text, about) : text;
  return payload.test ? `[Test] ${whole}` : whole;
}
