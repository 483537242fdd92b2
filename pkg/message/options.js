/**
 * What rendering is told, because it asks nothing of the machine it runs on.
 *
 * Every option is needed: one that a host forgets would show only in what its customers read.
 */

const NEEDED = ["engine", "now", "zone", "currency", "locale", "shopUrl"];

/**
 * The options for one message of a shop.
 *
 * @param {{
 *   engine: import("../index.d.ts").Engine, now: number, zone: string, shop: object, language: string,
 * }} given
 * @returns {import("../message.d.ts").RenderOptions}
 */
export function optionsFor({ engine, now, zone, shop, language }) {
  return {
    engine,
    now,
    zone,
    currency: shop.currency,
    locale: language,
    shopUrl: typeof shop.url === "string" && URL.canParse(shop.url) ? shop.url : null,
  };
}

/** @throws {TypeError} when an option is missing */
export function requireOptions(options) {
  for (const name of NEEDED) {
    if (options?.[name] === undefined) throw new TypeError(`rendering needs the option “${name}”`);
  }
}
