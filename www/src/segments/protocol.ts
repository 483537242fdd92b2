/** What the page asks the thread that holds all customers. */
import type { SegmentChange, Diagnostic, RfmGrid } from "edgewise";
import type { Saw } from "../engine/protocol.ts";

export interface Preview {
  asked: number;
  count: number;
  sample: string[];
  beside: { other: number; both: number } | null;
  why: { member: boolean; until: number | null; saw: Saw[] } | null;
}

export interface PreviewQuestion {
  now: number;
  sample: number;
  /** A saved segment to be compared with. */
  beside?: string;
  /** A customer, to say why they are in or out. */
  why?: string;
}

/** The calls by name: what goes in, what comes out. */
export interface Calls {
  /** Takes the live configuration, whose segments conditions may name. */
  plan: { in: { config: string }; out: null };
  /** Takes in a page of customers, and gives how many there are. */
  load: { in: { bytes: ArrayBuffer }; out: number };
  /** All are there: takes what is true of the shop, and gives how its buyers are spread. */
  ready: { in: { facts: object }; out: RfmGrid };
  preview: {
    in: { condition: object; question: PreviewQuestion };
    out: { diagnostics: Diagnostic[]; sentence: string | null; preview: Preview | null };
  };
  /** One loaded page at a time, so that a keystroke need not wait for all. */
  changes: {
    in: {
      condition: object;
      question: { now: number; until: number; most: number; page: number };
    };
    out: { pages: number; list: SegmentChange[] } | null;
  };
}

export type Question = {
  [Name in keyof Calls]: { id: number; call: Name; given: Calls[Name]["in"] };
}[keyof Calls];
export type Reply = { id: number; value: unknown } | { id: number; error: string };
