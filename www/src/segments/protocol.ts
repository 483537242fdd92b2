/** What the page asks the thread that holds all customers. */
import type {
  Changes,
  ChangesQuestion,
  PreviewQuestion,
  RfmGrid,
  SegmentPreview,
  ShopFacts,
} from "edgewise";

/** The calls by name: what goes in, what comes out. */
export interface Calls {
  /** Takes the live configuration, whose segments conditions may name. */
  plan: { in: { config: string }; out: null };
  /** Takes in a page of customers, and gives how many there are. */
  load: { in: { bytes: ArrayBuffer }; out: number };
  /** All are there: takes what is true of the shop, and gives how its buyers are spread. */
  ready: { in: { facts: ShopFacts }; out: RfmGrid };
  preview: {
    in: { condition: object; question: PreviewQuestion };
    out: SegmentPreview;
  };
  /** One loaded page at a time, so that a keystroke need not wait for all. */
  changes: {
    in: { condition: object; question: ChangesQuestion };
    out: Changes | null;
  };
}

export type Question = {
  [Name in keyof Calls]: { id: number; call: Name; given: Calls[Name]["in"] };
}[keyof Calls];
export type Reply = { id: number; value: unknown } | { id: number; error: string };
