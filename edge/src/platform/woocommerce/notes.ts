/**
 * Private notes on orders in a WooCommerce store.
 *
 * A note has no place for what made it, so it ends with a short reference. Where an earlier attempt may
 * have made it, the order's notes are looked through for that first.
 */
import type { Outcome } from "../../channel/outcome.ts";
import type { NoteCall } from "../store.ts";
import { ask, codeOf, type Keys, PASSING } from "./client.ts";

/** What stands before an order's id where it is this store's. */
const OURS = "woocommerce:";
/** Characters of an effect's id that tell the notes of an order apart. */
const REFERENCE = 8;

/** Adds a note to an order, or finds that it was added. Never throws. */
export async function addNote(domain: string, keys: Keys, call: NoteCall): Promise<Outcome> {
  if (!call.order.startsWith(OURS)) return { type: "failed", reason: "order-missing" };
  const id = encodeURIComponent(call.order.slice(OURS.length));
  const path = `wc/v3/orders/${id}/notes`;
  const text = `${call.note}\n\n(Edgewise ${call.effect.slice(0, REFERENCE)})`;
  if (call.isAgain) {
    const found = await ask(domain, keys, "GET", `${path}?type=internal&_fields=note`);
    if (found.trouble !== null) return { type: "retry", reason: `store-${found.trouble}` };
    const reference = text.slice(text.lastIndexOf("("));
    if (notesIn(found.body).some((note) => note.includes(reference))) return { type: "sent" };
  }
  const asked = { note: text, customer_note: false, added_by_user: false };
  const made = await ask(domain, keys, "POST", path, asked);
  if (made.trouble !== null) return { type: "retry", reason: `store-${made.trouble}` };
  if (made.status === 200 || made.status === 201) return { type: "sent" };
  if (PASSING.has(codeOf(made.body))) return { type: "retry", reason: "store-busy" };
  return { type: "failed", reason: made.status === 404 ? "order-missing" : "note-refused" };
}

/** The texts of an order's notes, as WooCommerce lists them. */
function notesIn(body: unknown): string[] {
  const notes = Array.isArray(body) ? (body as ({ note?: unknown } | null)[]) : [];
  return notes.flatMap((one) => (typeof one?.note === "string" ? [one.note] : []));
}
