/**
 * What a text message weighs: how it's encoded, in how many segments it leaves, and what they cost.
 *
 * A message leaves in the 7-bit alphabet of 3GPP TS 23.038 where all its characters are in there, and otherwise
 * as UTF-16. So one curly quote more than halves what fits into a segment. The Worker counts what it sends with
 * this, and the page what is being written.
 */
import { plainFor } from "./sms/plain-characters.js";

/** The basic alphabet: a character is one septet. */
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
/** Those behind the escape: two septets. */
const EXTENDED = new Set("\f^{}\\[~]|€");

/** How much fits into a message of one segment, and into each of several. */
const ROOM = { "GSM-7": { alone: 160, each: 153 }, "UCS-2": { alone: 70, each: 67 } };

/** Of what keeps a message out of the 7-bit alphabet, so many characters are named. */
const MOST_NAMED = 10;

/**
 * @param {string} text as it leaves
 * @returns {import("./sms.d.ts").Weight}
 */
export function weightOf(text) {
  const characters = [...text];
  const foreign = characters.filter((one) => !BASIC.has(one) && !EXTENDED.has(one));
  const encoding = foreign.length === 0 ? "GSM-7" : "UCS-2";
  // Only where the 7-bit alphabet is used does anything need an escape.
  const sizeOf = (one) => (encoding === "UCS-2" ? one.length : EXTENDED.has(one) ? 2 : 1);
  const units = characters.reduce((sum, one) => sum + sizeOf(one), 0);
  const { alone, each } = ROOM[encoding];
  const { segments, used } =
    units <= alone ? { segments: 1, used: units } : inSegments(characters, sizeOf, each);
  const left = (segments === 1 ? alone : each) - used;
  return { encoding, units, segments, left, foreign: [...new Set(foreign)].slice(0, MOST_NAMED) };
}

/** No character is split over two segments: neither an escape and what it's of, nor a pair of surrogates. */
function inSegments(characters, sizeOf, room) {
  let segments = 1;
  let used = 0;
  for (const one of characters) {
    const size = sizeOf(one);
    if (used + size > room) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return { segments, used };
}

/**
 * The text with plain characters in place of those that look almost alike and would make it UTF-16: quotes,
 * dashes, blanks, dots, accents that the alphabet lacks. Others stay.
 *
 * @param {string} text a template or what was made of it
 * @returns {{text: string, replaced: {from: string, to: string}[]}}
 */
export function withPlainCharacters(text) {
  const replaced = new Map();
  const plain = [...text.normalize("NFC")].map((one) => {
    if (BASIC.has(one) || EXTENDED.has(one)) return one;
    const to = plainFor(one);
    if (to === undefined) return one;
    replaced.set(one, to);
    return to;
  });
  return { text: plain.join(""), replaced: [...replaced].map(([from, to]) => ({ from, to })) };
}

/** How long the token of a short link is: a preview counts with it before there is one. */
export const SHORT_LINK = 22;

/**
 * What is left of a text that may leave: no character that a telephone can't show, no line break of another
 * system, no blank that only typesetters tell apart (amounts have them in some languages, and one would make the whole
 * text UTF-16), letters and their accents as one.
 *
 * @param {string} text
 */
export function cleanText(text) {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/[\u00a0\u202f]/g, " ")
    .replace(/[^\P{Cc}\n]|\u200b|\ufeff/gu, "")
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .normalize("NFC")
    .trim();
}
