/**
 * How somebody ends marketing by text message, as the message itself says it: by a reply where the sender can
 * receive one, by a link where it can't. In the 7-bit alphabet, so that it makes no message longer than it is.
 */
const REPLY = {
  en: "Reply STOP to opt out",
  de: "Abmelden: STOP antworten",
  fr: "STOP pour se désabonner",
  es: "Responde STOP para darte de baja",
  it: "Rispondi STOP per disiscriverti",
  nl: "Antwoord STOP om af te melden",
  pl: "Odpisz STOP, aby zrezygnowac",
  pt: "Responda STOP para cancelar",
};

const LINK = {
  en: "Opt out",
  de: "Abmelden",
  fr: "Se désabonner",
  es: "Darse de baja",
  it: "Disiscriviti",
  nl: "Afmelden",
  pl: "Wypisz sie",
  pt: "Cancelar",
};

/** Whether a text tells how to end it by a reply. */
const SAYS_STOP = /(?<![\p{L}\p{N}])STOPP?(?![\p{L}\p{N}])/iu;

const inLanguage = (words, language) => {
  const [tag] = String(language).split(/[-_]/);
  return Object.hasOwn(words, tag) ? words[tag] : words.en;
};

/**
 * A marketing text with its way out.
 *
 * @param {string} text
 * @param {import("../message.d.ts").SmsWayOut & {shop: string, language: string, isFirst: boolean}} given
 */
export function withSmsWayOut(text, { replies, url, shop, language, isFirst }) {
  if (!replies) return text.includes(url) ? text : `${text}\n${inLanguage(LINK, language)}: ${url}`;
  if (!isFirst) return text;
  // The first message says who writes, and how to end it.
  const named = shop === "" || text.toLowerCase().includes(shop.toLowerCase());
  const whole = named ? text : `${shop}: ${text}`;
  return SAYS_STOP.test(text) ? whole : `${whole}\n${inLanguage(REPLY, language)}`;
}
