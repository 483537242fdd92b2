/**
 * Which words of a message a customer gets: those in their language, where the message has them, and
 * for an email made of blocks the HTML that the engine makes of it.
 */

/** What the shop writes in where it doesn't say. */
const DEFAULT_LANGUAGE = "en";

/**
 * A message as somebody reads it: its parts in one language, and which one that is.
 *
 * @param {import("../message.d.ts").MessageSource} message
 * @param {string | null | undefined} wanted the customer's language, such as `de-AT`
 * @param {string | undefined} own the language the shop writes in
 * @returns {{language: string, parts: import("../message.d.ts").MessageSource}}
 */
export function inLanguage(message, wanted, own = DEFAULT_LANGUAGE) {
  const asked = String(wanted ?? "")
    .toLowerCase()
    .split(/[-_]/)[0];
  const { translations = {}, ...parts } = message;
  if (asked === own || !Object.hasOwn(translations, asked)) return { language: own, parts };
  const { subject, preheader, html, text } = translations[asked];
  const words = Object.entries({ subject, preheader, html, text });
  const said = words.filter(([, word]) => word !== undefined);
  // A text of its own would go on in the language of the message.
  const isTextForeign = text === undefined && said.some(([part]) => part === "html");
  const { text: _, ...others } = parts;
  return {
    language: asked,
    parts: { ...(isTextForeign ? others : parts), ...Object.fromEntries(said) },
  };
}

/** Emails that were made of blocks, by the configuration they stand in. */
const made = new WeakMap();

/**
 * The HTML of a message that is made of blocks: Liquid. Made once for a configuration and a language.
 *
 * @param {Pick<import("../engine.d.ts").EdgeEngine, "compose">} engine
 * @param {import("../message.d.ts").MailConfig} config
 * @param {string} id the message's
 * @param {string} language
 * @param {boolean} [marked] whether comments say where its blocks are
 * @returns {import("../engine.d.ts").Composed}
 */
export function composed(engine, config, id, language, marked = false) {
  let known = made.get(config);
  if (known === undefined) {
    known = new Map();
    made.set(config, known);
  }
  const key = `${language} ${marked} ${id}`;
  let answer = known.get(key);
  if (answer === undefined) {
    const { theme, saved_blocks } = config;
    const asked = { message: config.messages[id], theme, saved_blocks, language };
    answer = engine.compose(marked ? { ...asked, marked } : asked);
    known.set(key, answer);
  }
  return answer;
}

/**
 * A message of a shop as somebody reads it, with its HTML.
 *
 * @throws {Error} when it can't be made of its blocks
 */
export function wordsOf(engine, config, id, wanted, marked = false) {
  const message = config.messages[id];
  const { language, parts } = inLanguage(message, wanted, config.shop?.language);
  if (message.design === undefined) return { language, parts };
  const { html, diagnostics } = composed(engine, config, id, language, marked);
  if (html === null) throw new Error(diagnostics[0]?.message ?? "it can’t be made of its blocks");
  return { language, parts: { ...parts, html } };
}
