/**
 * Notes on orders in a Shopify shop.
 *
 * An order has one note, in which the buyer's words and the staff's stand together. Ours is added to it,
 * and ends with a short reference, by which it is known to be there.
 */
import type { Outcome } from "../../channel/outcome.ts";
import type { NoteCall } from "../store.ts";
import { gid, type Installation, run } from "./admin-api.ts";
import orderNote from "./operations/order-note.graphql";
import writeOrderNote from "./operations/write-order-note.graphql";

/** What stands before an order's id where it is this shop's. */
const OURS = "shopify:";
/** Characters of an effect's id that tell the notes of an order apart. */
const REFERENCE = 8;

/** Adds a note to an order, or finds that it was added. Never throws. */
export async function addNote(shop: Installation, call: NoteCall): Promise<Outcome> {
  if (!call.order.startsWith(OURS)) return { type: "failed", reason: "order-missing" };
  const id = gid("Order", call.order.slice(OURS.length));
  const found = await run<{ order: { note: string | null } | null }>(shop, orderNote, { id });
  if (found.data === null) return { type: "retry", reason: `store-${found.trouble}` };
  if (found.data.order === null) return { type: "failed", reason: "order-missing" };
  const before = found.data.order.note ?? "";
  const reference = `(Edgewise ${call.effect.slice(0, REFERENCE)})`;
  if (before.includes(reference)) return { type: "sent" };
  const note = [before, call.note, reference].filter((part) => part !== "").join("\n\n");
  type Written = { written: { order: object | null; userErrors: object[] } };
  const written = await run<Written>(shop, writeOrderNote, { input: { id, note } });
  if (written.data === null) return { type: "retry", reason: `store-${written.trouble}` };
  const { order, userErrors } = written.data.written;
  if (order !== null && userErrors.length === 0) return { type: "sent" };
  return { type: "failed", reason: "note-refused" };
}
