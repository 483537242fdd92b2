/** What the page asks the thread that holds all customers. */
import type { RfmGrid, ShopFacts } from "edgewise";
import type { ShareCalls } from "./share.ts";

/** The calls by name: what goes in, what comes out. */
export interface Calls extends Pick<ShareCalls, "plan" | "load" | "preview" | "list"> {
  /** The first of all: how many threads run at once on this machine. */
  begin: { in: { cores: number }; out: null };
  /** All are there: takes what is true of the shop, and gives how its buyers are spread. */
  ready: { in: { facts: ShopFacts }; out: RfmGrid };
  /** One loaded page of each thread at a time, so that a keystroke need not wait for all. */
  changes: ShareCalls["changes"];
}

export type Question = {
  [Name in keyof Calls]: { id: number; call: Name; given: Calls[Name]["in"] };
}[keyof Calls];
export type Reply = { id: number; value: unknown } | { id: number; error: string };
