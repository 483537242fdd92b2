/**
 * Notes on orders in a Shopify shop.
 *
 * An order has one note, in which the buyer's words and the staff's stand together. Ours is added to it,
 * and ends with a short reference, by which it is known to be there. Shopify only takes the whole note, so
 * those of one order are added one after the other: two at once would each write over the other.
 */
import type { Outcome } from "../../channel/outcome.ts";
import type { NoteCall } from "../store.ts";
import { askAgain, gid, type Installation, run } from "./admin-api.ts";
import orderNote from "./operations/order-note.graphql";
import writeOrderNote from "./operations/write-order-note.graphql";

/** What stands before an order's id where it is this shop's. */
const OURS = "shopify:";
/** Characters of an effect's id that tell the notes of an order apart. */
const REFERENCE = 8;

/** The last note that is being added to an order, by shop and order. */
const underway = new Map<string, Promise<Outcome>>();

/** Adds a note to an order, or finds that it was added. Never throws. */
export async function addNote(shop: Installation, call: NoteCall): Promise<Outcome> {
  if (!call.order.startsWith(OURS)) return { type: "failed", reason: "order-missing" };
  const id = gid("Order", call.order.slice(OURS.length));
  const order = `${shop.domain}/${id}`;
  const before = underway.get(order);
  const own = (before ?? Promise.resolve()).then(() => addTo(shop, id, call));
  underway.set(order, own);
  try {
    return await own;
  } finally {
    if (underway.get(order) === own) underway.delete(order);
  }
}

async function addTo(shop: Installation, id: string, call: NoteCall): Promise<Outcome> {
  const found = await run<{ order: { note: string | null } | null }>(shop, orderNote, { id });
  if (found.data === null) return askAgain(found);
  if (found.data.order === null) return { type: "failed", reason: "order-missing" };
  const before = found.data.order.note ?? "";
  const reference = `(Edgewise ${call.effect.slice(0, REFERENCE)})`;
  if (before.includes(reference)) return { type: "sent" };
  const note = [before, call.note, reference].filter((part) => part !== "").join("\n\n");
  type Written = { written: { order: object | null; userErrors: object[] } };
  const written = await run<Written>(shop, writeOrderNote, { input: { id, note } });
  if (written.data === null) return askAgain(written);
  const { order, userErrors } = written.data.written;
  if (order !== null && userErrors.length === 0) return { type: "sent" };
  return { type: "failed", reason: "note-refused" };
}
