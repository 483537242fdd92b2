/**
 * What Edgewise does in a connected store: the port that the adapter of each platform fits.
 *
 * Whatever is done is done once, however often it is asked for, so that a lost answer or a process that
 * ended costs nothing but asking again. No method throws.
 */
import type { Payload, StorePart } from "edgewise";
import type { Outcome } from "../channel/outcome.ts";
import type { StoreTrouble } from "../contract/connection.ts";

export interface Store {
  /** Makes a code, or finds that it was made. */
  makeCoupon(call: CouponCall): Promise<Outcome>;

  /** Adds a private note to an order, or finds that it was added. */
  addNote(call: NoteCall): Promise<Outcome>;

  /** The promotions that run now and apply to everybody; null where the store can't be asked. */
  promotions(): Promise<Promotion[] | null>;

  /** Whether a promotion that ran and isn't among those that run is over; null where the store can't be asked. */
  isPromotionOver(id: string): Promise<boolean | null>;

  /** Brings what the store keeps of customers up to date, all or, where there is trouble, maybe none. */
  keepCopies(copies: readonly Copy[], now: number): Promise<Kept[] | Unkept>;
}

/** A discount that applies by itself. */
export interface Promotion {
  id: string;
  name: string;
  startedAt: number;
}

/** A code and what it gives. */
export interface Coupon extends Extract<Payload, { type: "apply_coupon" }> {
  code: string;
}

/** What is called when a coupon is made. */
export interface CouponCall {
  /** The effect it is made for. */
  effect: string;
  coupon: Coupon;
  /** When it begins, in milliseconds since 1970. */
  starts: number;
  /** When it ends, in milliseconds since 1970; null where it doesn't. */
  ends: number | null;
}

/** What is called when a note is added. */
export interface NoteCall {
  /** The effect it is added for. */
  effect: string;
  /** The order, as the engine calls it. */
  order: string;
  note: string;
  /** Whether an earlier attempt may have added it. */
  isAgain: boolean;
}

/** What is to be kept of one customer. */
export interface Copy {
  /** The address of their account. */
  email: string;
  /** The parts that differ from what was kept before. */
  parts: readonly StorePart[];
}

/** What became of one copy. */
export interface Kept {
  /** Whether the store has an account of this address; without one it keeps nothing. */
  account: boolean;
  /** Channels whose consent stays as it is: the customer changed it in the store later than that. */
  later: string[];
  /** The store takes something of this one customer's for wrong; some of it may be kept. */
  refused?: boolean;
}

/** Why nothing is known to be kept. */
export interface Unkept {
  trouble: StoreTrouble;
  /** Whether the store broke on this very request, so that one of its customers may be why. */
  broke: boolean;
  /** How long the store asks us to wait, in milliseconds. */
  after?: number;
}
