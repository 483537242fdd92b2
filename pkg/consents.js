/**
 * What people agreed to, out of the files a merchant has at hand: their own tables and lines of JSON,
 * and the exports of Klaviyo, Mailchimp, Omnisend and MailPoet.
 *
 * What comes out are rows as the engine takes them, whoever left first: nobody must be written to
 * because their withdrawal stands further down. Which row counts, and against what, the engine says.
 */
import Papa from "papaparse";
import { momentOf } from "./history/moments.js";
import { FORMS } from "./consents/forms.js";

/** The most rows of one file. */
export const MOST_ROWS = 500_000;

/**
 * Reads a file.
 *
 * @param {string} text
 * @param {{timeZone: string, now: number}} shop its clock, for times without a zone
 * @returns {import("./consents.d.ts").Consents}
 */
export function readConsents(text, shop) {
  const whole = text.replace(/^\uFEFF/, "");
  return /^\s*[[{]/.test(whole) ? readJson(whole) : readTable(whole, shop);
}

/** Those who left, bounced or complained go before those who agreed. */
export function leavingFirst(rows) {
  const leaves = ({ row }) => isLeaving(row);
  return [...rows.filter(leaves), ...rows.filter((row) => !leaves(row))];
}

/** Whether a row says that somebody unsubscribed, bounced or complained. */
export const isLeaving = (row) => LEAVING.has(String(row.consent ?? "").toLowerCase());

const LEAVING = new Set(["unsubscribed", "bounced", "complained"]);

/** A list, an object, or an object a line. */
function readJson(text) {
  const rows = [];
  const problems = [];
  const take = (value, line) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      rows.push({ line, row: value });
    else
      problems.push({
        line,
        message:
          'Expected an object such as {"email": …, "channel": "email", "consent": "subscribed"}.',
      });
  };
  try {
    const value = JSON.parse(text);
    for (const [place, one] of (Array.isArray(value) ? value : [value]).entries())
      take(one, place + 1);
  } catch {
    for (const [place, line] of text.split(/\r?\n/).entries()) {
      if (line.trim() === "") continue;
      try {
        take(JSON.parse(line), place + 1);
      } catch {
        problems.push({ line: place + 1, message: "Expected JSON on this line." });
      }
    }
  }
  return { form: "json", rows: leavingFirst(rows), problems };
}

function readTable(text, shop) {
  const { data, meta } = Papa.parse(text, { header: true, skipEmptyLines: "greedy" });
  const fields = meta.fields ?? [];
  const form = FORMS.find(({ fits }) => fits(new Set(fields.map(plain))));
  if (form === undefined) {
    const message =
      "Unknown columns. Name them email or phone, channel, consent, at, text, and resubscribed, or upload an unchanged export from Klaviyo, Mailchimp, Omnisend, or MailPoet.";
    return { form: null, rows: [], problems: [{ line: 1, message }] };
  }
  const rows = [];
  const problems = [];
  for (const [place, cells] of data.slice(0, MOST_ROWS).entries()) {
    const line = place + 2;
    const told = Object.fromEntries(
      Object.entries(cells).map(([name, value]) => [plain(name), String(value ?? "").trim()]),
    );
    for (const { at, ...row } of form.read(told)) {
      const moment = momentIn(at, row.consent, form.zone ?? shop.timeZone, shop.now);
      if (moment === null)
        problems.push({ line, message: `Expected a date or time; found “${at}”.` });
      else rows.push({ line, row: moment === undefined ? row : { ...row, at: moment } });
    }
  }
  if (data.length > MOST_ROWS) {
    problems.push({
      line: MOST_ROWS + 2,
      message: `Expected at most ${MOST_ROWS} rows. The rest were ignored.`,
    });
  }
  return { form: form.name, rows: leavingFirst(rows), problems };
}

/** `Email Address`, `email_address` and `emailAddress` are one name. */
const plain = (name) =>
  String(name)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();

/**
 * A time as RFC 3339; undefined without one, null for what is none. Of a day alone it is not known
 * when: somebody agreed at its beginning and left at its end, so that the withdrawal goes before.
 */
function momentIn(text, consent, timeZone, now) {
  if (text === undefined || text === "") return undefined;
  const began = momentOf(text.replace(/\.\d+/, ""), timeZone);
  if (began === null) return null;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text.trim());
  const at =
    isDay && LEAVING.has(consent) ? Math.min(began + 86_399_999, Math.max(now, began)) : began;
  return new Date(at).toISOString();
}
