/** What one engine says about the customers it holds: all of the shop's, or a share of them. */
import type {
  Changes,
  ChangesQuestion,
  CustomerList,
  Engine,
  ListQuestion,
  PreviewQuestion,
  RfmGrid,
  SegmentPreview,
  ShopFacts,
} from "edgewise";

/** The calls by name: what goes in, what comes out. */
export interface ShareCalls {
  /** Takes the live configuration, whose segments conditions may name. */
  plan: { in: { config: string }; out: null };
  /** Takes in a page of customers, and gives how many there are. */
  load: { in: { bytes: ArrayBuffer }; out: number };
  /** Takes what is true of the shop. */
  facts: { in: { facts: ShopFacts }; out: null };
  /** The figures by which buyers are ranked. */
  figures: { in: null; out: Uint8Array };
  /** How the buyers are spread. */
  grid: { in: null; out: RfmGrid };
  preview: { in: { condition: object; question: PreviewQuestion }; out: SegmentPreview };
  changes: { in: { condition: object; question: ChangesQuestion }; out: Changes | null };
  /** A part of the list of those a condition holds for, in an order; without a condition of all. */
  list: { in: { condition: object | null; question: ListQuestion }; out: CustomerList };
}

export type ShareQuestion = {
  [Name in keyof ShareCalls]: { call: Name; given: ShareCalls[Name]["in"] };
}[keyof ShareCalls];

/** Whoever holds customers: this thread, or one of its own. */
export interface Share {
  /** @throws what the engine refuses, or that the thread is gone */
  ask<Name extends keyof ShareCalls>(
    call: Name,
    given: ShareCalls[Name]["in"],
  ): Promise<ShareCalls[Name]["out"]>;
}

/** Answers with an engine of its own. */
export function answering(engine: Engine): (question: ShareQuestion) => unknown {
  let plan = "";
  return ({ call, given }) => {
    switch (call) {
      case "plan":
        plan = engine.load(given.config).plan ?? "";
        return null;
      case "load":
        return engine.loadCustomers(new Uint8Array(given.bytes));
      case "facts":
        engine.setShopFacts(given.facts);
        return null;
      case "figures":
        return engine.buyerFigures(plan);
      case "grid":
        return engine.rfmGrid(plan);
      case "preview":
        return engine.previewSegment(plan, given.condition, given.question);
      case "changes":
        return engine.segmentChanges(plan, given.condition, given.question);
      case "list":
        return engine.listCustomers(plan, given.condition, given.question);
    }
  };
}
