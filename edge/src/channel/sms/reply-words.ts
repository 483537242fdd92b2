/**
 * What somebody asks for who replies to a text: no more texts, texts again, or who writes.
 *
 * Carriers and providers know a few words, alone in a text. People also write “Stop. Thank you”, in their own
 * language: that counts as well, because no is no. Where a text could mean something else (“cancel order 1001”)
 * it ends texts too, and is shown to the merchant as it was written.
 */

export interface Asked {
  what: "stop" | "start" | "help";
  /** Whether the whole text is the word: then nothing else can be meant. */
  isAlone: boolean;
}

/** Alone in a text each of them ends texts: the providers' words, and those of other languages. */
const STOP = words(
  "stop stopall stopp stoppen unsubscribe unsub cancel end quit revoke optout arret desabonner desabonnement desinscrire abmelden abmeldung abbestellen austragen keinesms remove td baja cancelar parar pare alto annulla disiscriviti cancellami fine afmelden stopzetten avsluta afmeld zrusit rezygnuj",
);
/** In a longer text each of them ends texts, wherever it stands. */
const STOP_INSIDE = words(
  "stop stopall stopp unsubscribe unsub optout arret desabonner desabonnement desinscrire abmelden abmeldung abbestellen austragen disiscriviti afmelden",
);
/** Beginning a longer text each of them may mean something else, and ends texts all the same. */
const STOP_FIRST = words("cancel end quit revoke remove cancelar parar pare alto annulla baja");
/** Several words that ask for it. */
const PHRASES = [
  "opt out",
  "opt me out",
  "take me off",
  "remove me",
  "stop sms",
  "no more texts",
  "no more messages",
  "do not text",
  "dont text",
  "do not contact",
  "dont contact",
  "leave me alone",
  "keine sms",
  "keine nachrichten",
  "nicht mehr schreiben",
  "plus de sms",
  "plus de messages",
  "no mas mensajes",
  "no mas sms",
  "darme de baja",
  "dar de baja",
];

/** Alone in a text each of them takes it back. YES isn't among them: it answers many questions. */
const START = words("start unstop restart subscribe optin resume anmelden reprendre alta iniziare");
const HELP = words("help info hilfe aide ayuda aiuto hulp");

/** What a text asks for; null where it is about something else. */
export function askedIn(text: string): Asked | null {
  const said = plain(text);
  if (said.length === 0) return null;
  const joined = said.join("");
  if (said.length <= 2) {
    if (STOP.has(joined)) return { what: "stop", isAlone: true };
    if (START.has(joined)) return { what: "start", isAlone: true };
    if (HELP.has(joined)) return { what: "help", isAlone: true };
  }
  const phrase = ` ${said.join(" ")} `;
  const asks =
    said.some((word) => STOP_INSIDE.has(word)) ||
    STOP_FIRST.has(said[0] ?? "") ||
    PHRASES.some((one) => phrase.includes(` ${one} `));
  return asks ? { what: "stop", isAlone: false } : null;
}

/** The words of a text as they are compared: small, without accents and apostrophes. */
const plain = (text: string): string[] =>
  text
    .slice(0, 2_000)
    .normalize("NFKD")
    .replace(/\p{M}|['’`´]/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
