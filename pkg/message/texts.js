/**
 * The texts of a message, each with its path: its parts, the words of its blocks, and the same in
 * other languages. All of them are Liquid.
 */
import { PARTS } from "./liquid.js";

/** Members of blocks that the engine reads: nothing in them is Liquid. */
const NO_TEXT = new Set(["if", "type", "id"]);

/**
 * @param {string} id the message's name
 * @param {import("../message.d.ts").MessageSource} message
 * @returns {{path: string, part: string, source: string}[]} `part` says how it is rendered
 */
export function textsOf(id, message) {
  const place = messagePlace(id);
  const texts = partsOf(place, message);
  if (message?.design !== undefined) texts.push(...textsIn(`${place}.design`, message.design));
  for (const [language, words] of Object.entries(message?.translations ?? {})) {
    const there = `${place}.translations.${language}`;
    texts.push(...partsOf(there, words), ...textsIn(`${there}.blocks`, words?.blocks));
  }
  return texts;
}

/** Where a message stands in the configuration. */
export const messagePlace = (id) => `messages[${JSON.stringify(id)}]`;

function partsOf(place, holder) {
  return Object.keys(PARTS)
    .filter((part) => typeof holder?.[part] === "string")
    .map((part) => ({ path: `${place}.${part}`, part, source: holder[part] }));
}

/** The texts of blocks, wherever they stand in `value`. */
export function textsIn(path, value) {
  if (typeof value === "string") return [{ path, part: "html", source: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (Array.isArray(value)) return textsIn(`${path}[${key}]`, inner);
    return NO_TEXT.has(key) ? [] : textsIn(`${path}.${key}`, inner);
  });
}

/**
 * The blocks of a design that only some customers see, by their IDs: what an email is tried with, or
 * shown with where everything in it is to be seen.
 *
 * @param {unknown} value a design, or anything inside of one
 * @returns {string[]}
 */
export function conditionalBlocks(value) {
  if (typeof value !== "object" || value === null) return [];
  const { id, if: condition, ...rest } = value;
  const own = typeof id === "string" && condition !== undefined ? [id] : [];
  return [...own, ...Object.values(rest).flatMap(conditionalBlocks)];
}
