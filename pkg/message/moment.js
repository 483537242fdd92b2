/**
 * What a value means as a moment, for the filter `date`.
 *
 * A date without a time, or a time without a zone, is one of the zone that dates are printed in:
 * nobody who writes `2026-12-24` means the evening before.
 */

/**
 * The moment a template's value means, in milliseconds; null for what is no date.
 *
 * Numbers are milliseconds as the engine gives them, or seconds as Liquid has them: those of
 * milliseconds have at least 11 digits since 1973, those of seconds until the year 5138.
 *
 * @param {unknown} value
 * @param {{now: number, zone: string, engine: import("../index.d.ts").Engine}} options
 */
export function momentOf(value, { now, zone, engine }) {
  if (typeof value === "number") return Number.isFinite(value) ? ofNumber(value) : null;
  const text = String(value).trim();
  if (/^(?:now|today)$/i.test(text)) return now;
  if (/^-?\d{1,15}$/.test(text)) return ofNumber(Number(text));
  const read = written(text);
  if (read === null) return null;
  const { reading, offset } = read;
  return offset === null ? engine.localInstant(zone, reading) : reading - offset * 60_000;
}

const ofNumber = (number) => (Math.abs(number) < 1e11 ? number * 1000 : number);

const TIME = String.raw`(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?`;
const ZONE = String.raw`\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?`;
const ISO = new RegExp(
  String.raw`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ,]\s*${TIME})?${ZONE}$`,
  "i",
);
const NAMED = new RegExp(
  String.raw`^(?:[a-z]{3,9}\.?,?\s+)?(?:(\d{1,2})(?:st|nd|rd|th|\.)?\s+([a-z]{3,9})\.?|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?),?\s+(\d{4})(?:,?\s+(?:at\s+)?${TIME})?${ZONE}$`,
  "i",
);
const DOTTED = new RegExp(
  String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ ,]\s*${TIME})?${ZONE}$`,
  "i",
);
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** What a clock shows, as milliseconds as if it were UTC's, and minutes ahead of UTC if it says so. */
function written(text) {
  if (text.length > 64) return null;
  const iso = ISO.exec(text);
  if (iso !== null) return reading(iso[1], Number(iso[2]), iso[3], iso.slice(4));
  const named = NAMED.exec(text);
  if (named !== null) {
    const [, before, monthAfter, monthBefore, after, year, ...time] = named;
    const month = MONTHS.indexOf((monthAfter ?? monthBefore).slice(0, 3).toLowerCase()) + 1;
    return reading(year, month, before ?? after, time);
  }
  const dotted = DOTTED.exec(text);
  return dotted && reading(dotted[3], Number(dotted[2]), dotted[1], dotted.slice(4));
}

function reading(
  year,
  month,
  day,
  [hours = "0", minutes = "0", seconds = "0", fraction, half, zone],
) {
  const hour = half === undefined ? +hours : (+hours % 12) + (/^p/i.test(half) ? 12 : 0);
  const at = Date.UTC(+year, month - 1, +day, hour, +minutes, +seconds);
  const back = new Date(at);
  // February 31 is no date, and not one in March either.
  const isDate = back.getUTCMonth() === month - 1 && back.getUTCDate() === +day;
  if (!isDate || hour > 23 || +minutes > 59 || +seconds > 60) return null;
  const milliseconds = Math.trunc(Number(`0.${fraction ?? "0"}`) * 1000);
  return { reading: at + milliseconds, offset: zone === undefined ? null : minutesOf(zone) };
}

function minutesOf(zone) {
  if (/^[a-z]/i.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith("-") ? -minutes : minutes;
}
