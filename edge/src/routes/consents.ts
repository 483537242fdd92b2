/**
 * Consents that the merchant brings, one or a file of them: see docs/consent.md.
 *
 * Files are read here; what a row is worth the engine decides, row by row, like anything else that is
 * received. Unsubscribes go first, so that nobody gets an email in between.
 */
import { isLeaving, leavingFirst, readConsents } from "edgewise/consents.js";
import { readBody } from "../body.ts";
import { busy, Problem } from "../problem.ts";
import { ConsentImport, ConsentRow } from "../contract/customers.ts";
import { note, optional, flag } from "../contract/schema.ts";
import { textOf } from "../text.ts";
import type { ShopCall } from "./call.ts";
import { file, gives, Reply, route } from "./route.ts";

/** The largest file, in bytes. */
const LARGEST_FILE = 32 * 1024 * 1024;
/** Rows handed over at a time. */
const SLICE = 200;
/** Refused rows that are reported one by one. */
const MOST_REPORTED = 100;

export const importConsents = route("POST /api/shops/{shop}/consents", {
  id: "importConsents",
  summary: "Import consents: one, lines of JSON, a CSV, or another tool's export",
  description:
    "Takes exports of Klaviyo, Mailchimp, Omnisend and MailPoet. Those who unsubscribed, bounced or complained are taken first. See docs/consent.md.",
  access: "customers:write",
  change: "consents-imported",
  query: { nobody_left: optional(note(flag, "Nobody ever unsubscribed from the Mailchimp list")) },
  body: file('One row, lines of rows, a CSV file, or several files as {"files": ["…", "…"]}', {
    "application/json": ConsentRow,
    "text/csv": null,
  }),
  answers: {
    200: gives("What became of the rows", ConsentImport),
    422: gives("No row could be used, and why", ConsentImport),
  },
  errors: { 409: "Mailchimp's files of those who unsubscribed and bounced come first" },
  handle: (call) => take(call, call.query.nobody_left === true),
});

async function take(call: ShopCall, nobodyLeft: boolean) {
  const { shop } = call;
  const text = textOf(await readBody(call.request, LARGEST_FILE));
  const { timeZone, now, knowsWhoLeft } = await shop.admin.beforeConsents();
  const files = filesIn(text).map((file) => readConsents(file, { timeZone, now }));
  const unread = files.find(({ form }) => form === null);
  if (unread !== undefined) {
    throw new Problem(422, "file-unknown", unread.problems[0]?.message ?? "The file is not known.");
  }
  const rows = leavingFirst(files.flatMap((file) => file.rows));
  const forms = [...new Set(files.map(({ form }) => form))];
  const leaving = rows.filter(({ row }) => isLeaving(row));
  // An unsubscribe without a date counts from now, also when the same row comes again.
  for (const { row } of leaving) row.at ??= new Date(now).toISOString();
  // Mailchimp keeps those who left in files of their own.
  if (forms.includes("mailchimp") && leaving.length === 0 && !knowsWhoLeft && !nobodyLeft) {
    throw new Problem(
      409,
      "unsubscribed-first",
      'Mailchimp keeps those who unsubscribed and those who bounced in files of their own. Import these first, or together as {"files": […]}; or add ?nobody_left=true if nobody ever did.',
    );
  }
  const refused: { line: number; reason: string }[] = [];
  const counts = { taken: 0, known: 0, refused: 0 };
  for (let from = 0; from < rows.length; from += SLICE) {
    const slice = rows.slice(from, from + SLICE);
    const outcomes = await shop.takeConsents(slice.map(({ row }) => JSON.stringify(row)));
    if (outcomes === null) throw busy();
    for (const [place, outcome] of outcomes.entries()) {
      if (outcome.type === "accepted") counts.taken += 1;
      else if (outcome.type === "duplicate") counts.known += 1;
      else {
        counts.refused += 1;
        const line = slice[place]?.line ?? 0;
        if (refused.length < MOST_REPORTED) refused.push({ line, reason: outcome.reason });
      }
    }
  }
  if (forms.includes("mailchimp") && leaving.length > 0) await shop.admin.learnedWhoLeft();
  const problems = files.flatMap((file) => file.problems).slice(0, MOST_REPORTED);
  call.trail.detail = { ...counts };
  const none = counts.taken + counts.known === 0;
  const outcome = { forms, rows: rows.length, ...counts, refusals: refused, problems };
  return new Reply(none ? 422 : 200, outcome);
}

/** Several files may come together: `{"files": ["…", "…"]}`. */
function filesIn(text: string): string[] {
  if (!/^\s*\{\s*"files"\s*:/.test(text)) return [text];
  try {
    const { files } = JSON.parse(text) as { files: unknown };
    if (Array.isArray(files) && files.every((file) => typeof file === "string")) return files;
  } catch {
    // Reported below.
  }
  throw new Problem(
    400,
    "files-unreadable",
    'The body must be {"files": ["…", "…"]}, each file as a text.',
  );
}
