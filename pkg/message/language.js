/**
 * What an email says in its own words, and how amounts and dates are written, in each language.
 *
 * It stands here rather than in `Intl`: what a browser previews and what a server sends must be the same
 * characters, whichever edition of the Unicode tables each of them has. Digits and moments are the engine's;
 * a language only dresses them. Names and layouts follow CLDR 48.
 */

const NARROW = "\u202f";
const SPACE = "\u00a0";

/** Names in the form in which they stand beside a day: `24 grudnia`. */
const names = (months, monthsShort, weekdays, weekdaysShort) => ({
  months: months.split(" "),
  monthsShort: monthsShort.split(" "),
  weekdays: weekdays.split(" "),
  weekdaysShort: weekdaysShort.split(" "),
});

/**
 * By language. `date` is the pattern of a date that asks for none; `decimal`, `group` and `symbol` say how an
 * amount is written, `fewest` how many digits a number has before its thousands are set apart.
 */
const LANGUAGES = {
  de: {
    words: { unsubscribe: "Abmelden", preferences: "Einstellungen", view: "Im Browser ansehen" },
    ...{ decimal: ",", group: ".", fewest: 4, symbol: "after", date: "%-d. %B %Y" },
    ...names(
      "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
      "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
      "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
      "Mo Di Mi Do Fr Sa So",
    ),
  },
  es: {
    words: {
      unsubscribe: "Cancelar suscripción",
      preferences: "Preferencias",
      view: "Ver en el navegador",
    },
    ...{ decimal: ",", group: ".", fewest: 5, symbol: "after", date: "%-d de %B de %Y" },
    ...names(
      "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
      "ene feb mar abr may jun jul ago sept oct nov dic",
      "lunes martes miércoles jueves viernes sábado domingo",
      "lun mar mié jue vie sáb dom",
    ),
  },
  fr: {
    words: {
      unsubscribe: "Se désabonner",
      preferences: "Préférences",
      view: "Voir dans le navigateur",
    },
    ...{ decimal: ",", group: NARROW, fewest: 4, symbol: "after", date: "%-d %B %Y" },
    ...names(
      "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
      "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
      "lundi mardi mercredi jeudi vendredi samedi dimanche",
      "lun. mar. mer. jeu. ven. sam. dim.",
    ),
  },
  it: {
    words: {
      unsubscribe: "Annulla l’iscrizione",
      preferences: "Preferenze",
      view: "Visualizza nel browser",
    },
    ...{ decimal: ",", group: ".", fewest: 5, symbol: "after", date: "%-d %B %Y" },
    ...names(
      "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
      "gen feb mar apr mag giu lug ago set ott nov dic",
      "lunedì martedì mercoledì giovedì venerdì sabato domenica",
      "lun mar mer gio ven sab dom",
    ),
  },
  nl: {
    words: { unsubscribe: "Afmelden", preferences: "Voorkeuren", view: "Bekijken in de browser" },
    ...{ decimal: ",", group: ".", fewest: 4, symbol: "before", date: "%-d %B %Y" },
    ...names(
      "januari februari maart april mei juni juli augustus september oktober november december",
      "jan feb mrt apr mei jun jul aug sep okt nov dec",
      "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
      "ma di wo do vr za zo",
    ),
  },
  pl: {
    words: {
      unsubscribe: "Wypisz się",
      preferences: "Preferencje",
      view: "Zobacz w przeglądarce",
    },
    ...{ decimal: ",", group: SPACE, fewest: 5, symbol: "after", date: "%-d %B %Y" },
    ...names(
      "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
      "sty lut mar kwi maj cze lip sie wrz paź lis gru",
      "poniedziałek wtorek środa czwartek piątek sobota niedziela",
      "pon. wt. śr. czw. pt. sob. niedz.",
    ),
  },
  pt: {
    words: {
      unsubscribe: "Cancelar inscrição",
      preferences: "Preferências",
      view: "Ver no navegador",
    },
    ...{ decimal: ",", group: ".", fewest: 5, symbol: "after", date: "%-d de %B de %Y" },
    ...names(
      "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
      "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
      "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
      "seg. ter. qua. qui. sex. sáb. dom.",
    ),
  },
};

const ENGLISH = {
  unsubscribe: "Unsubscribe",
  preferences: "Email preferences",
  view: "View in browser",
};

/** What a date looks like that asks for nothing else, in English. */
const ENGLISH_DATE = "%-d %B %Y";

/** What is known of a language; null for English, and for those that nothing is known of. */
const known = (language) => (Object.hasOwn(LANGUAGES, language) ? LANGUAGES[language] : null);

/**
 * The few words that an email has of its own: what its links to unsubscribe, to preferences and to itself
 * in a browser say.
 *
 * @param {string} language such as `de`
 * @returns {{unsubscribe: string, preferences: string, view: string}}
 */
export const emailWords = (language) => known(language)?.words ?? ENGLISH;

/**
 * An amount as a language writes it.
 *
 * @param {string} language
 * @param {string} english as the engine writes it: `-$1,234.50`, `12,980 JPY`
 */
export function amountIn(language, english) {
  const dress = known(language);
  const read = /^(-?)(\D*)([\d,]+)(?:\.(\d+))?(?: ([A-Z]{3}))?$/.exec(english);
  if (dress === null || read === null) return english;
  const [, minus, sign, whole, fraction, code] = read;
  const digits = whole.replaceAll(",", "");
  const number =
    (digits.length < dress.fewest ? digits : whole.replaceAll(",", dress.group)) +
    (fraction === undefined ? "" : dress.decimal + fraction);
  const symbol = sign || code;
  return dress.symbol === "before"
    ? `${symbol}${SPACE}${minus}${number}`
    : `${minus}${number}${SPACE}${symbol}`;
}

/**
 * A moment as a language writes it.
 *
 * @param {string} language
 * @param {string | undefined} pattern strftime's; undefined for the language's usual one
 * @param {(pattern: string) => string} format the engine's, which writes names in English
 */
export function dateIn(language, pattern, format) {
  const dress = known(language);
  if (dress === null) return format(pattern ?? ENGLISH_DATE);
  const asked = pattern ?? dress.date;
  if (!/%[-_0]?[AaBbh]/.test(asked)) return format(asked);
  const [month, weekday] = format("%-m %u").split(" ").map(Number);
  const named = {
    A: dress.weekdays[weekday - 1],
    a: dress.weekdaysShort[weekday - 1],
    B: dress.months[month - 1],
    b: dress.monthsShort[month - 1],
    h: dress.monthsShort[month - 1],
  };
  // Two percent signs are one that is written.
  return format(asked.replace(/%(%|[-_0]?([AaBbh]))/g, (all, _, name) => named[name] ?? all));
}
