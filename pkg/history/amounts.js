/**
 * Amounts as people and spreadsheets write them: `49.90`, `1.234,56`, `1 234,56 €`, `CHF 1'234.50`.
 *
 * Which of the two signs parts the decimals, a whole column says: one cell that can only be read one
 * way settles all of them.
 */

/** What an amount is written as, without signs and spaces: digits, dots and commas; null for none. */
function writtenIn(text) {
  const found =
    /^([^\d]{0,12}?)((?:[.,])?\d[\d.,'’\s\u00a0\u202f\u2009]{0,40}?)([.,]?)([^\d.,'’\s]?[^\d]{0,12})$/u.exec(
      text.trim(),
    );
  if (found === null) return null;
  const [, before, core, sign, after] = found;
  if (/^[.,]/.test(core) && /\p{L}/u.test(before))
    return writtenIn(before + core.slice(1) + sign + after);
  // Spaces and apostrophes part thousands, and nothing else.
  const grouped = core.split(/['’\s\u00a0\u202f\u2009]/);
  if (grouped.slice(1).some((part) => !/^\d{3}(?:$|[.,])/.test(part))) return null;
  if (grouped.slice(0, -1).some((part) => /[.,]/.test(part))) return null;
  // "49,-" has no cents; "49-" is owed.
  const negative = /[-−(]/.test(before) || (sign === "" && /^[-−]/.test(after));
  return { number: grouped.join(""), negative, sign: (before + after).trim() };
}

/**
 * What a cell says about the sign before decimals: `.` or `,`, `null` where it has none of both, and
 * `"either"` where it could be read both ways, such as `1.234`.
 *
 * @returns {"." | "," | "either" | null | undefined} undefined for what is no amount
 */
export function decimalIn(text) {
  const written = writtenIn(text);
  if (written === null) return undefined;
  const { number } = written;
  const signs = number.replace(/\d/g, "");
  if (signs === "") return null;
  const last = signs.at(-1);
  const other = last === "." ? "," : ".";
  if (signs.includes(other)) return reads(number, last) ? last : undefined;
  if (signs.length > 1) return reads(number, other) ? other : undefined;
  const [whole, rest] = number.split(last);
  const maybeThousands = rest.length === 3 && /^[1-9]\d{0,2}$/.test(whole);
  return maybeThousands ? "either" : last;
}

/** Whether a number is whole and grouped by threes if `decimal` parts its decimals. */
const reads = (number, decimal) =>
  (decimal === "."
    ? // India groups by twos before the last three.
      /^(?:\d{1,3}(?:,\d{2,3})*,\d{3}|\d*)(?:\.\d*)?$/
    : /^(?:\d{1,3}(?:\.\d{3})*|\d*)(?:,\d*)?$/
  ).test(number);

/**
 * An amount in minor units, exactly, rounded half up where it has more decimals than the currency.
 *
 * @returns {number | null} null for what is no amount in this format
 */
export function minorOf(text, digits, decimal) {
  const written = writtenIn(text ?? "");
  if (written === null || !reads(written.number, decimal)) return null;
  const [whole, fraction = ""] = written.number
    .replaceAll(decimal === "." ? "," : ".", "")
    .split(decimal);
  if (whole.length > 12) return null;
  const kept = Number(`${whole || 0}${fraction.padEnd(digits, "0").slice(0, digits)}`);
  const rounded = /^[5-9]/.test(fraction.slice(digits)) ? kept + 1 : kept;
  return written.negative ? -rounded : rounded;
}

/** The currency that an amount is written with, if its sign is that of only one. */
export function currencyIn(text) {
  const sign = writtenIn(text ?? "")?.sign.replace(/[-−()\s]/g, "") ?? "";
  return /^[A-Z]{3}$/.test(sign) ? sign : (SIGNS[sign] ?? null);
}

const SIGNS = {
  "€": "EUR",
  "£": "GBP",
  "₹": "INR",
  "₺": "TRY",
  "₴": "UAH",
  "₪": "ILS",
  "₩": "KRW",
  "₫": "VND",
  R$: "BRL",
  zł: "PLN",
  Kč: "CZK",
  Ft: "HUF",
};

const digitsKnown = new Map();

/** How many decimals a currency has. */
export function fractionDigits(currency) {
  let digits = digitsKnown.get(currency);
  if (digits === undefined) {
    digits = askedDigits(currency);
    digitsKnown.set(currency, digits);
  }
  return digits;
}

function askedDigits(currency) {
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}
