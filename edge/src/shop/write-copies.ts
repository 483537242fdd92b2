/**
 * Keeps a connected store's copies of customers up to date: their consent, tags, points and tier.
 *
 * One timer for the whole store takes those who are due, a few at a time, and one call writes them. It is
 * set ahead before the call, so that a process that ends in between writes them once more, which changes
 * nothing. A store in trouble is asked again by itself for as long as it is connected, however long that
 * takes; what is written then is what is true then. Where the store broke on a call, its customers are
 * tried alone, so that one of them holds up nobody else and becomes a dead letter in the end.
 */
import type { NamedPart } from "edgewise";
import type { StoreTrouble } from "../contract/connection.ts";
import type { Platform } from "../contract/shops.ts";
import { log, logError } from "../log.ts";
import type { Copy, Kept, Unkept } from "../platform/store.ts";
import { pauseAfter } from "../retry.ts";
import { storeOf } from "./connection.ts";
import { MESSAGES as MESSAGES_OF_TROUBLE } from "./connection-troubles.ts";
import { type Row, UNKNOWN, type Written } from "./copies.ts";
import { textOf } from "./customer.ts";
import { codeOf } from "./decide.ts";
import { tendDefinitions } from "./definitions.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";
import { Turn } from "./turn.ts";

/** Customers in one call. */
const AT_ONCE = 25;
/** A call without an answer is made again after this time, in milliseconds: longer than any call lasts. */
const LEASE = 60_000;
/** A store in trouble is asked again after as long as the trouble lasts, within these. */
const SHORTEST_PAUSE = 60_000;
const LONGEST_PAUSE = 6 * 3_600_000;
/** Customers that the pass through all of them takes in one turn at most. */
const LISTED = 200;

/** Why a copy is not written: the customer changed their consent in the store, and we were not told. */
const LATER = "store-later";
/** Why a copy is not written: the store fails on it, whatever else it is asked. */
const BROKE = "store-broke";
/** Why a copy is not written: the store takes something of it for wrong. */
const REFUSED = "store-refuses-copy";

/** One customer's copy on its way. */
interface Outgoing {
  row: Row;
  copy: Copy;
  /** What is written once the store has it. */
  written: Written;
}

/** The timer is due: gives what is to be written outside, or null. In the caller's transaction. */
export function copiesDue(stores: Stores, timer: Timer, now: number): Outgoing[] | null {
  const { copies, settings, timers } = stores;
  if (copies.epoch === null) {
    timers.end(timer);
    return null;
  }
  if (copies.underway || settings.uninstalledAt !== null) {
    timers.repeat(timer, now + LEASE);
    return null;
  }
  const outgoing = copies.due(now, AT_ONCE).flatMap((row) => outgoingOf(stores, row, now) ?? []);
  if (outgoing.length === 0) {
    comeAgain(stores, timer, now);
    return null;
  }
  timers.repeat(timer, now + LEASE);
  copies.underway = true;
  return outgoing;
}

/** What is to be written of one customer; null where that is nothing. */
function outgoingOf(stores: Stores, row: Row, now: number): Outgoing | null {
  const { copies, customers } = stores;
  try {
    const customer = customers.find(row.customer);
    if (customer?.id !== row.customer) {
      copies.remove(row.customer);
      return null;
    }
    const { email, parts } = copyOf(stores, textOf(customer.state));
    const written = writtenOf(stores, email ?? "", parts);
    const before = row.written;
    const isThere = before?.epoch === written.epoch && before.to === written.to;
    const differ = parts.filter(({ name, blank }) => {
      const last = before?.parts[name];
      if (last === undefined) return blank !== true;
      return !isThere || last !== written.parts[name];
    });
    if (differ.length === 0 || email === undefined) {
      copies.settle(row, before !== null && differ.length === 0 ? written : before);
      return null;
    }
    // Until there is an answer, the store may have each of these, or not.
    const unknown = Object.fromEntries(differ.map(({ name }) => [name, UNKNOWN]));
    const sent = { ...written, parts: { ...before?.parts, ...unknown } };
    copies.sending(row.customer, sent);
    const copy = { email, parts: differ.map(({ part }) => part) };
    return { row: { ...row, written: sent }, copy, written };
  } catch (error) {
    logError("copy-not-made", error, { shop: stores.settings.shop });
    again(stores, row, codeOf(error), row.written, now);
    return null;
  }
}

const copyOf = ({ engine, plans }: Stores, state: string) =>
  plans.with(plans.live, (plan) => engine.storeCopy(plan, state));

function writtenOf({ copies, vault }: Stores, to: string, parts: readonly NamedPart[]): Written {
  const hashes = parts.map(({ name, part }) => [name, vault.fingerprint(JSON.stringify(part))]);
  return {
    epoch: copies.epoch ?? 0,
    to: vault.fingerprint(to),
    parts: Object.fromEntries(hashes),
  };
}

/** Writes copies and notes what became of them. Never throws. */
export async function writeCopies(stores: Stores, outgoing: Outgoing[]): Promise<void> {
  const { clock, copies, timers } = stores;
  const epoch = copies.epoch;
  const store = storeOf(stores);
  try {
    const asked = outgoing.map(({ copy }) => copy);
    await tendDefinitions(stores, asked);
    const answer = store === null ? null : await store.keepCopies(asked, clock.now());
    stores.transaction(() => {
      // It may have been disconnected, or connected anew, meanwhile.
      if (answer === null || copies.epoch !== epoch) return;
      const now = clock.now();
      if (Array.isArray(answer)) settle(stores, outgoing, answer, now);
      else fail(stores, outgoing, answer, now);
      timers.arm();
    });
  } finally {
    copies.underway = false;
  }
}

function settle(stores: Stores, outgoing: Outgoing[], kept: Kept[], now: number): void {
  const { copies } = stores;
  copies.setTrouble(null);
  for (const [index, { row, written }] of outgoing.entries()) {
    const { account, later, refused } = kept[index] as Kept;
    if (refused === true) {
      again(stores, row, REFUSED, row.written, now);
      continue;
    }
    const has = account ? without(written, later) : null;
    if (account && later.length > 0) {
      again(stores, row, LATER, has, now);
      continue;
    }
    copies.settle(row, has);
    stores.deadLetters.removeCopy(row.customer);
  }
  const [timer] = stores.timers.ofKind("copies");
  if (timer !== undefined) comeAgain(stores, timer, now);
}

/** What was written but for the consent on some channels. */
function without(written: Written, channels: readonly string[]): Written {
  const names = new Set(channels.map((channel) => `consent/${channel}`));
  const parts = Object.entries(written.parts).filter(([name]) => !names.has(name));
  return { ...written, parts: Object.fromEntries(parts) };
}

function fail(stores: Stores, outgoing: Outgoing[], unkept: Unkept, now: number): void {
  const { trouble, broke, after } = unkept;
  const { copies, settings, timers } = stores;
  if (broke) for (const { row } of outgoing) again(stores, row, BROKE, row.written, now);
  const before = copies.trouble;
  if (before?.code !== trouble) {
    log("copies-not-written", { shop: settings.shop, reason: trouble }, "warn");
  }
  const since = before?.since ?? now;
  copies.setTrouble({ code: trouble, since });
  const pause = after ?? Math.min(Math.max(now - since, SHORTEST_PAUSE), LONGEST_PAUSE);
  timers.drop({ kind: "copies" });
  timers.set({ kind: "copies" }, now + pause);
}

/** Looks at somebody again later, or lays them aside for the merchant to see. */
function again(
  { copies, deadLetters }: Stores,
  row: Row,
  reason: string,
  written: Written | null,
  now: number,
): void {
  const pause = pauseAfter(row.customer, row.attempt + 1);
  if (pause !== null) {
    copies.postpone(row, now + pause, written);
    return;
  }
  copies.settle(row, written);
  deadLetters.addCopy(row.customer, reason, now);
}

/** The timer comes again when the next one is due; at once where there are more than were taken. */
function comeAgain({ copies, timers }: Stores, timer: Timer, now: number): void {
  const next = copies.next();
  if (next === null) {
    copies.setTrouble(null);
    timers.end(timer);
  } else timers.repeat(timer, Math.max(next, now));
}

/** Goes through all customers after a store was connected, the next of them. */
export function copyPassNext(stores: Stores, timer: Timer, now: number): void {
  const { copies, customers, settings, timers } = stores;
  const turn = new Turn();
  const ids = customers.idsAfter(timer.cursor ?? "", LISTED);
  let last: string | null = null;
  for (const id of ids) {
    if (last !== null && !turn.next()) break;
    last = id;
    try {
      const customer = customers.find(id);
      if (customer === null) continue;
      const { parts } = copyOf(stores, textOf(customer.state));
      const isBlank = parts.every(({ blank }) => blank === true);
      if (!isBlank || copies.has(id)) copies.mark(id, now);
    } catch (error) {
      logError("copy-not-made", error, { shop: settings.shop });
    }
  }
  if (last === null) timers.end(timer);
  else timers.repeat(timer, now, { cursor: last });
}

/** What is in the way of keeping the store's copies up to date, and how many wait. */
export function viewOfCopies({ copies, settings }: Stores): {
  waiting: number;
  trouble: { code: StoreTrouble; message: string } | null;
} {
  const code = (copies.trouble?.code ?? null) as StoreTrouble | null;
  return {
    waiting: copies.waiting(),
    trouble: code === null ? null : { code, message: MESSAGES[settings.platform][code] },
  };
}

const ANY = {
  "scope-missing": "Edgewise isn’t allowed to change customers in your store. Connect it again.",
  moved: "Your store has another address now. Open Edgewise in your Shopify admin, and it follows.",
  busy: "Your store limits how often Edgewise can ask. Edgewise continues automatically.",
};

const MESSAGES: Readonly<Record<Platform, Readonly<Record<StoreTrouble, string>>>> = {
  woocommerce: {
    ...MESSAGES_OF_TROUBLE,
    ...ANY,
    refused:
      "Edgewise’s key may not change customers. Connect again from the plugin’s page in WordPress, signed in as an administrator.",
    "other-site":
      "The site at your store’s address isn’t connected to Edgewise. Connect it again from the plugin’s page in WordPress.",
    outdated: "Update the Edgewise plugin in WordPress, and check that it’s active.",
  },
  shopify: {
    ...MESSAGES_OF_TROUBLE,
    ...ANY,
    refused: "Shopify no longer accepts Edgewise’s access. Renew it in Settings > Connection.",
    "scope-missing":
      "Edgewise lacks a permission in Shopify. Give its app the access scopes listed in Settings > Connection.",
    "not-json": "Shopify’s responses can’t be read. Edgewise will try again automatically.",
    unreachable: "Shopify isn’t responding. Edgewise will try again automatically.",
    "other-site": "Another store responds at your store’s address. Connect it again.",
    outdated: "Edgewise’s app in Shopify is out of date. Install it again.",
  },
};
