/**
 * Orders that a store sends again although nothing of them changed.
 *
 * Some releases of WooCommerce save an order when its webhook is built, which makes the next webhook, for as
 * long as nobody stops it: the same order, with another date. Each would be news to a workflow about changed
 * orders, and would keep a cart from ever being left. So what is the same as the last that came of an order,
 * but for its dates, is a duplicate. What was before the last is not: an order may change and change back.
 *
 * Nothing is written for it: a loop is quick, and what a process forgets is one more update.
 */
import { sha256 } from "../ids.ts";
import type { Incoming } from "./incoming.ts";

/** Orders that are remembered: a loop is about a few. */
const MOST = 500;
/** As often in a row the same order comes again before it is called a loop. */
const LOOP = 20;

interface Last {
  mark: string;
  /** How often it came again in a row. */
  again: number;
}

export class SameAgain {
  /** By order, the longest unheard of first. */
  readonly #last = new Map<string, Last>();

  /** Whether an order is the last that came of it; `isLoop` where that is so time and again. */
  look(order: Content | null, topic: string): { isAgain: boolean; isLoop: boolean } {
    const isUpdate = topic === "order.updated" && order !== null;
    const last = isUpdate ? this.#last.get(order.id) : undefined;
    if (last === undefined || last.mark !== order?.mark) {
      return { isAgain: false, isLoop: false };
    }
    last.again += 1;
    return { isAgain: true, isLoop: last.again >= LOOP };
  }

  /** Remembers what was taken in of an order, by a webhook or read from the store. */
  note(order: Content | null): void {
    if (order === null) return;
    const { id, mark } = order;
    const again = this.#last.get(id)?.mark === mark ? (this.#last.get(id)?.again ?? 0) : 0;
    this.#last.delete(id);
    this.#last.set(id, { mark, again });
    const [oldest] = this.#last.keys();
    if (this.#last.size > MOST && oldest !== undefined) this.#last.delete(oldest);
  }
}

/** Which order something is, and a mark of what it says but for when. */
export interface Content {
  id: string;
  mark: string;
}

/** A past that is imported is long, and none of it is sent again before it changed. */
const IMPORTED = "order.imported";

/** The order that is delivered; null for what is no order of WooCommerce's. */
export function contentOf({ source, topic, body }: Incoming): Content | null {
  const isOrder = topic.startsWith("order.") && topic !== IMPORTED;
  if (source !== "woocommerce" || !isOrder) return null;
  const text = new TextDecoder().decode(body);
  const id = /^\s*\{\s*"id"\s*:\s*(\d+)/.exec(text)?.[1];
  if (id === undefined) return null;
  const [content = ""] = text.split(',"_links":{');
  return { id, mark: sha256(content.replace(DATES, "")) };
}

/** When the order was last saved, in both forms. */
const DATES = /"date_modified(?:_gmt)?"\s*:\s*"[^"]*"/g;
