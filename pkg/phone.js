/**
 * Telephone numbers as people write them, and as everything behind them knows them: E.164, `+` and digits.
 *
 * The Worker and the page read numbers with this one function, so what a form takes is what is sent to. The
 * engine is given numbers in this form.
 */
import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** Longer is no number, however it is written. */
const LONGEST = 60;

/**
 * A number in E.164; null where it isn't one that a text message could be sent to.
 *
 * @param {string} written
 * @param {string | null} [country] whose it is where it doesn't say: an ISO 3166 code in any case
 * @returns {string | null}
 */
export function e164(written, country = null) {
  const text = String(written).normalize("NFKC").trim();
  if (text === "" || text.length > LONGEST) return null;
  const defaultCountry = country === null ? undefined : String(country).toUpperCase();
  const found = parsePhoneNumberFromString(text, { defaultCountry, extract: false });
  // Behind an extension is a telephone on a desk.
  if (found === undefined || found.ext !== undefined || !found.isPossible()) return null;
  return found.number;
}

/**
 * The country whose number one in E.164 is: an ISO 3166 code in upper case; null where it doesn't say.
 *
 * @param {string} number
 * @returns {string | null}
 */
export function countryOf(number) {
  return parsePhoneNumberFromString(String(number).slice(0, LONGEST))?.country ?? null;
}
