/** Deliveries that arrived in one turn, written in one transaction. */
import { EngineTrap } from "edgewise";
import { nameOf, sha256 } from "../ids.ts";
import { logError } from "../log.ts";
import { codeOf } from "./decide.ts";
import { type Incoming, Intake, type Named, type Outcome, type ShopActs } from "./deliver.ts";
import {
  beginShopErasure,
  eraseCustomers,
  mentionsIn,
  notePrivacyRequest,
  redactionName,
} from "./erase.ts";
import { accountDeleted, orderAnonymized } from "./privacy.ts";
import { writeSettings } from "./settings.ts";
import { isStorageFault } from "./sql.ts";
import type { Stores } from "./stores.ts";
import { tellNews, watches } from "./watch.ts";

/** Traps of one delivery before it is laid aside. */
const MOST_TRAPS = 3;

export class Batches {
  readonly #stores: Stores;
  readonly #intake: Intake;

  constructor(stores: Stores) {
    this.#stores = stores;
    this.#intake = new Intake(stores.engine, stores.settings, stores, actsOn(stores));
  }

  /**
   * Writes a batch. Where one of its deliveries cannot be decided, for whatever reason but the storage's
   * own, all is done again with a savepoint for each, so that only that one is laid aside.
   */
  write(batch: Incoming[]): Outcome[] {
    const stores = this.#stores;
    const intake = this.#intake;
    const now = stores.clock.now();
    const each = (take: (named: Named) => Outcome) =>
      stores.transaction(() => {
        const outcomes = intake.expect(batch).map(take);
        stores.noteDamage(now);
        stores.timers.arm();
        return outcomes;
      });
    try {
      try {
        return each((named) => this.#take(named, now));
      } catch (error) {
        if (isStorageFault(error)) throw error;
        return each((named) => this.#takeSafely(named, now));
      }
    } catch (error) {
      logError("batch-failed", error, { size: batch.length });
      throw error;
    }
  }

  /** Takes in a delivery; the letter that kept it goes in the same transaction, and only then. */
  #take(named: Named, now: number): Outcome {
    const outcome = this.#intake.take(named, now);
    const { letter } = named.incoming;
    if (letter !== undefined) this.#stores.deadLetters.remove(letter);
    return outcome;
  }

  /**
   * A delivery that makes the engine trap is tried with a fresh instance, and at the third trap laid
   * aside and acknowledged: its sender can do nothing about it. So is at once what is ours to refuse, and
   * what is about a row that cannot be read.
   */
  #takeSafely(named: Named, now: number): Outcome {
    const { incoming } = named;
    for (let traps = 0; ; ) {
      try {
        return this.#stores.transaction(() => this.#take(named, now));
      } catch (error) {
        traps += error instanceof EngineTrap ? 1 : MOST_TRAPS;
        logError("delivery-failed", error, { topic: incoming.topic, traps });
        if (isStorageFault(error)) throw error;
        if (traps >= MOST_TRAPS) return this.#layAside(incoming, error, now);
      }
    }
  }

  #layAside(incoming: Incoming, error: unknown, now: number): Outcome {
    const { settings, deadLetters } = this.#stores;
    const id = nameOf("dead", settings.shop, incoming.topic, sha256(incoming.body));
    const reason = codeOf(error);
    deadLetters.addDelivery(id, incoming, reason, now);
    return { type: "dead-letter", reason };
  }
}

/** The order that was anonymized, by its identity key and its id. */
function anonymizedIn(events: string): { key: string; id: string } | null {
  type Told = { fact_key: string; kind: { type: string; order?: { order_id: string } } };
  const told = JSON.parse(events) as Told[];
  const found = told.find(({ kind }) => kind.type === "order_anonymized");
  const id = found?.kind.order?.order_id;
  // The fact is named after the order's key.
  return found === undefined || id === undefined
    ? null
    : { key: found.fact_key.slice(0, found.fact_key.lastIndexOf(":")), id };
}

const PRODUCT_NEWS: ReadonlySet<string> = new Set([
  "product_updated",
  "product_deleted",
  "inventory_changed",
]);

/** What a delivery may ask of the shop beyond a decision about one customer. */
function actsOn(stores: Stores): ShopActs {
  return {
    redact: (customers, incoming, now) => {
      eraseCustomers(stores, customers, mentionsIn(incoming));
      const id = redactionName(incoming);
      notePrivacyRequest(stores, { id, kind: "redact", customer: null, done: true }, now);
    },
    dataRequest: (customer, id, now) =>
      notePrivacyRequest(stores, { id, kind: "data", customer, done: false }, now),
    anonymized: (customer, events, now) => {
      const order = anonymizedIn(events);
      if (order !== null) orderAnonymized(stores, customer, order, now);
    },
    accountDeleted: (customer, now) => accountDeleted(stores, customer, now),
    lostRights: (now) =>
      stores.figures.add({ workflow: "", step: "", what: "unreadable/platform-error" }, now),
    sawStatus: (status) => stores.statuses.saw(status),
    redactShop: () => beginShopErasure(stores, stores.clock.now()),
    uninstalled: (now) => {
      stores.settings.uninstalledAt = now;
      writeSettings(stores.storage.sql, stores.settings);
    },
    told: ({ kinds, events }, now) => {
      if (kinds.some((kind) => PRODUCT_NEWS.has(kind))) {
        tellNews(stores, stores.catalogue.hear(JSON.parse(events)), now);
      }
    },
    concerns: (customer, products, now) => watches(stores, customer, products, now),
  };
}
