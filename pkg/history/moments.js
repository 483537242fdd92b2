/**
 * Dates as exports and spreadsheets write them. `03/04/2026` is two days: which of them, the whole
 * column says, or nobody does.
 */

const TIME = String.raw`(?:(?:[ T]|,\s*)(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?\s*([AaPp])?\.?(?:[Mm]\.?)?)?`;
const ZONE = String.raw`\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?`;
const BY_YEAR = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${TIME}${ZONE}$`);
const BY_NUMBERS = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)${TIME}${ZONE}$`);
const BY_NAME = new RegExp(
  String.raw`^(?:[A-Za-z]{3,9},?\s+)?(?:(\d{1,2})(?:st|nd|rd|th|\.)?[ -]([A-Za-z]{3,9})\.?|([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?),?[ -](\d{4})(?:\s+at)?${TIME}${ZONE}$`,
);
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

function writtenIn(text) {
  const trimmed = text.trim();
  if (trimmed.length > 64) return null;
  const byYear = BY_YEAR.exec(trimmed);
  if (byYear !== null) {
    const [, year, , month, day, ...time] = byYear;
    return { year: +year, month: +month, day: +day, time };
  }
  const byName = BY_NAME.exec(trimmed);
  if (byName !== null) {
    const [, before, monthAfter, monthBefore, after, year, ...time] = byName;
    const month = MONTHS.indexOf((monthAfter ?? monthBefore).slice(0, 3).toLowerCase()) + 1;
    return { year: +year, month, day: +(before ?? after), time };
  }
  const byNumbers = BY_NUMBERS.exec(trimmed);
  if (byNumbers === null) return null;
  const [, first, sign, second, years, ...time] = byNumbers;
  const year = years.length === 2 ? 2000 + +years : +years;
  // Dots are written only where the day comes first.
  if (sign === ".") return { year, month: +second, day: +first, time };
  return { year, first: +first, second: +second, time };
}

/**
 * What a cell says about the order of day and month: `"day-first"`, `"month-first"`, `null` where it
 * does not matter, `"either"` where both are possible.
 *
 * @returns {"day-first" | "month-first" | "either" | null | undefined} undefined for what is no date
 */
export function dateOrderIn(text) {
  const written = writtenIn(text);
  if (written === null) return undefined;
  const { first, second } = written;
  if (first === undefined || first === second) return null;
  if (first > 12 && second > 12) return undefined;
  if (first > 12) return "day-first";
  return second > 12 ? "month-first" : "either";
}

/**
 * The moment a cell names, in milliseconds; null for what is none, such as February 31.
 *
 * @param {string | undefined} text
 * @param {string} timeZone whose clock it is where the cell names no zone
 * @param {"day-first" | "month-first"} [order]
 */
export function momentOf(text, timeZone, order = "day-first") {
  const written = writtenIn(text ?? "");
  if (written === null) return null;
  const { year, first, second, time } = written;
  const [day, month] =
    first === undefined
      ? [written.day, written.month]
      : order === "day-first"
        ? [first, second]
        : [second, first];
  const [hours = "0", minute = "0", seconds = "0", half, zone] = time;
  const hour = half === undefined ? +hours : (+hours % 12) + (/p/i.test(half) ? 12 : 0);
  const wall = Date.UTC(year, month - 1, day, hour, +minute, +seconds);
  const back = new Date(wall);
  const isDate = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24;
  if (!isDate || +minute > 59 || +seconds > 60) return null;
  if (zone === undefined) return wall - offsetAt(wall - offsetAt(wall, timeZone), timeZone);
  if (/^[A-Z]/.test(zone)) return wall;
  const offset = (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
  return zone.startsWith("-") ? wall + offset : wall - offset;
}

/** How far a zone's clock is ahead of UTC at a moment, in milliseconds. */
function offsetAt(at, timeZone) {
  let format = clocks.get(timeZone);
  if (format === undefined) {
    format = clockOf(timeZone);
    clocks.set(timeZone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.trunc(at / 1000) * 1000;
}

/** Making a clock takes longer than asking it a hundred times. */
const clocks = new Map();

const clockOf = (timeZone) =>
  new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
