/**
 * Characters that word processors and keyboards put into texts, and the plain ones that say the same.
 *
 * Letters lose an accent only where the 7-bit alphabet has the letter without it and the language can be read
 * that way; letters of other scripts stay.
 */
const PLAIN = new Map(
  Object.entries({
    "'": "‘’‚‛′ʼʹ`´＇‹›",
    '"': "“”„‟″«»〝〞＂",
    "-": "‐‑‒–—―−⁃﹘﹣－",
    "...": "…",
    " ": "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t",
    "": "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\ufe0f",
    "*": "•·∙●▪◦‣",
    "/": "⁄∕",
    "!": "！",
    "?": "？",
    ",": "，",
    x: "×",
    "(c)": "©",
    "(r)": "®",
    TM: "™",
    "1/2": "½",
    "1/4": "¼",
    "3/4": "¾",
    a: "áâãāăą",
    A: "ÀÁÂÃĀĂĄ",
    c: "çćč",
    C: "ĆČ",
    e: "êëēėęě",
    E: "ÈÊËĒĖĘĚ",
    i: "íîïīį",
    I: "ÌÍÎÏĪĮ",
    o: "óôõōő",
    O: "ÒÓÔÕŌŐ",
    u: "úûūůű",
    U: "ÙÚÛŪŮŰ",
    n: "ńň",
    N: "ŃŇ",
    y: "ýÿ",
    Y: "Ý",
    s: "śš",
    S: "ŚŠ",
    z: "źżž",
    Z: "ŹŻŽ",
    oe: "œ",
    OE: "Œ",
  }).flatMap(([plain, fancy]) => [...fancy].map((one) => [one, plain])),
);

/** The plain text for a character; undefined where there is none. @param {string} character */
export const plainFor = (character) => PLAIN.get(character);
