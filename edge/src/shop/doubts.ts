/**
 * What becomes of a question that a delivery raised: it is asked of the platform, answered, and what
 * follows from the answer is done; or something that happened later answers it.
 */
import type { DeliveryBytes } from "edgewise";
import { nameOf } from "../ids.ts";
import { log } from "../log.ts";
import type { Access } from "../platform/access.ts";
import { isGone } from "../platform/platform.ts";
import type { Incoming } from "./incoming.ts";
import { beginShopErasure } from "./erase.ts";
import { ASKED, type Asked, type By, isOfShop, nameOfQuestion, SHOWN } from "./questions.ts";
import { writeSettings } from "./settings.ts";
import { access, keepAccess, wayIn } from "./store-access.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";

const DAY = 24 * 3_600_000;
/** How long a shop's data is kept after it is certain that the shop wants it erased. */
const WAY_BACK = 7 * DAY;
/** A platform that did not answer is asked again after as long as the question stands, within these. */
const SHORTEST_PAUSE = 60_000;
const LONGEST_PAUSE = 6 * 3_600_000;

/** A claim that was confirmed, to be taken in as true. */
export type TakeIn = (incoming: Incoming, id: string, raisedAt: number, now: number) => void;

/** Keeps a delivery that only raises a question, and asks it. In the caller's transaction. */
export function raise(
  stores: Stores,
  delivery: DeliveryBytes,
  incoming: Incoming,
  now: number,
): void {
  const { question } = delivery;
  if (question === null) return;
  const { questions, customers, settings, timers } = stores;
  const name = nameOfQuestion(question);
  const isAccount = question.about === "customer";
  const found = isAccount ? customers.identify(delivery.keys) : [];
  const customer = found.find((one) => one !== null)?.customer ?? null;
  const { body, ...rest } = incoming;
  const kept = JSON.stringify({ ...rest, body: Buffer.from(body).toString("base64") });
  if (!questions.add(question, customer, "open", kept, now)) return;
  log("platform-question", { shop: settings.shop, about: question.about });
  // That the app was removed is known already: a merchant who removed it wants the data erased.
  if (question.about === "shop-data" && settings.uninstalledAt !== null) {
    schedule(stores, name, "platform", now);
  } else if (access(stores) !== null) timers.set({ kind: "question", name }, now);
}

/** Records that something happened, by a verified delivery: a customer who was claimed to be gone exists. */
export function noteReceived(
  stores: Stores,
  delivery: DeliveryBytes,
  customer: string | null,
  now: number,
) {
  const at = delivery.happened_at;
  if (at === null || delivery.question !== null) return;
  const { questions, settings } = stores;
  const { uninstalledAt } = settings;
  const waiting = questions.waiting();
  if (waiting.length === 0 && uninstalledAt === null) return;
  if (uninstalledAt !== null && at > uninstalledAt) installedAgain(stores, "delivery", now);
  for (const one of waiting) {
    if (at <= one.raised_at) continue;
    if (isOfShop(one)) installedAgain(stores, "delivery", now);
    else if (isAbout(delivery, customer, one)) undo(stores, one, "delivery", now);
  }
}

function isAbout({ keys, products, scope }: DeliveryBytes, customer: string | null, one: Asked) {
  if (one.about === "customer") return customer !== null && customer === one.customer;
  if (one.about === "order") return keys.some(({ key }) => key.endsWith(`:order:${one.id}`));
  // An order names products that may be gone by now; only the catalog's own news says otherwise.
  return one.about === "product" && scope === "shop" && products.includes(one.id);
}

/** Answers a question for the merchant; false where there is none. */
export function answerQuestion(
  stores: Stores,
  name: string,
  isTrue: boolean,
  takeIn: TakeIn,
  now: number,
): boolean {
  const asked = view(stores, now).questions.find((one) => one.name === name);
  if (asked === undefined) return false;
  if (!isTrue) undo(stores, asked, "merchant", now);
  else if (asked.state === "open") confirm(stores, asked, "merchant", takeIn, now);
  return true;
}

/** What is claimed and what was answered lately, as the merchant sees it. */
export function view(stores: Stores, now: number): { questions: Asked[]; can_ask: boolean } {
  const listed = stores.questions.list(now - SHOWN);
  const { uninstalledAt } = stores.settings;
  const isListed = listed.some(
    ({ about, state }) => about === "installation" && state === "confirmed",
  );
  const questions = listed.filter(
    (one) => one.about !== "installation" || one.state === "open" || isRecent(one, now),
  );
  // Earlier releases took every such delivery for true, and kept no question.
  if (uninstalledAt !== null && !isListed) questions.unshift(removedAt(uninstalledAt));
  return { questions, can_ask: access(stores) !== null };
}

const isRecent = ({ state, answered_at: at }: Asked, now: number): boolean =>
  state === "confirmed" || (at ?? 0) >= now - SHOWN;

const removedAt = (at: number): Asked => ({
  name: "installation/",
  about: "installation",
  id: "",
  customer: null,
  raised_at: at,
  state: "confirmed",
  trouble: null,
  answered_at: at,
  answered_by: null,
  runs_at: null,
});

/** It is true: the delivery is taken in, or its erasure gets its day. */
function confirm(stores: Stores, asked: Asked, by: By, takeIn: TakeIn, now: number): void {
  const { questions, settings } = stores;
  log("platform-question-confirmed", { shop: settings.shop, about: asked.about, by });
  if (!isOfShop(asked)) {
    const delivery = questions.delivery(asked.name);
    questions.answer(asked.name, "confirmed", by, now);
    if (delivery === null) {
      resume(stores, now);
      return;
    }
    const kept = JSON.parse(delivery);
    const incoming = { ...kept, body: new Uint8Array(Buffer.from(kept.body, "base64")) };
    const id = nameOf("confirmed", settings.shop, asked.name, String(asked.raised_at));
    takeIn(incoming, id, asked.raised_at, now);
    resume(stores, now);
    return;
  }
  settings.uninstalledAt ??= asked.raised_at;
  writeSettings(stores.sql, settings);
  // Shopify ended what it gave the app; installed again, it gives anew.
  if (stores.appTokens.pair !== null) keepAccess(stores, null, now);
  for (const one of questions.waiting()) {
    if (one.state === "open" && one.about === "shop-data") schedule(stores, one.name, by, now);
    else if (one.state === "open" && one.about === "installation") {
      questions.answer(one.name, "confirmed", by, now);
    }
  }
  resume(stores, now);
}

/** Sets the day on which the shop's data is erased. */
function schedule({ questions, timers }: Stores, name: string, by: By, now: number): void {
  questions.answer(name, "scheduled", by, now, now + WAY_BACK);
  timers.set({ kind: "question", name }, now + WAY_BACK);
}

/** It is not true, or not anymore. */
function undo(stores: Stores, asked: Asked, by: By, now: number): void {
  if (isOfShop(asked)) installedAgain(stores, by, now);
  else if (asked.state === "open") {
    stores.questions.answer(asked.name, "undone", by, now);
    log("platform-question-undone", { shop: stores.settings.shop, about: asked.about, by });
    resume(stores, now);
  }
}

/** The app is in the shop: nothing of the shop's is held, and nothing is erased. */
export function installedAgain(stores: Stores, by: By, now: number): void {
  const { questions, settings, sql } = stores;
  for (const name of questions.ofShop()) questions.answer(name, "undone", by, now);
  settings.uninstalledAt = null;
  writeSettings(sql, settings);
  log("app-installed", { shop: settings.shop, by });
  resume(stores, now);
}

/** Whatever waited for an answer has its turn; what another question holds waits on. */
const resume = ({ outbox }: Stores, now: number): void => outbox.resume(ASKED, now);

/** A question's timer is due: says which one to ask outside, or does what was scheduled. */
export function questionDue(stores: Stores, timer: Timer, name: string, now: number): string[] {
  const { questions, timers } = stores;
  timers.end(timer);
  const asked = questions.find(name);
  if (asked?.state === "open" && access(stores) !== null) {
    // Asked again later unless an answer comes, also if the process ends in between.
    const pause = Math.min(Math.max(now - asked.raised_at, SHORTEST_PAUSE), LONGEST_PAUSE);
    timers.set({ kind: "question", name }, now + pause);
    return [name];
  }
  if (asked?.state === "scheduled" && (asked.runs_at ?? 0) <= now) {
    questions.answer(name, "confirmed", asked.answered_by ?? "platform", now);
    beginShopErasure(stores, now);
    log("shop-redacted", { shop: stores.settings.shop });
  }
  return [];
}

/** Asks the platform and does what follows from its answer. Never throws. */
export async function askPlatform(stores: Stores, name: string, takeIn: TakeIn): Promise<void> {
  const { questions, clock, timers } = stores;
  const [asked, way] = [questions.find(name), wayIn(stores)];
  if (asked === null || asked.state !== "open" || way === null) return;
  const answer = await isGone(way, asked);
  stores.transaction(() => {
    // Somebody may have answered meanwhile.
    if (questions.find(name)?.state !== "open") return;
    const now = clock.now();
    if (answer === "gone") confirm(stores, asked, "platform", takeIn, now);
    else if (answer === "there") undo(stores, asked, "platform", now);
    else questions.trouble(name, answer);
    timers.arm();
  });
}

/** Keeps the token or the keys, sealed, and asks what could not be asked before. */
export function setAccess(stores: Stores, given: Access | null, now: number): void {
  keepAccess(stores, given, now);
  if (given !== null) askWaiting(stores, now);
}

/** Asks what could not be asked before. */
export function askWaiting({ questions, timers }: Stores, now: number): void {
  for (const { name, state } of questions.waiting()) {
    if (state === "open") timers.set({ kind: "question", name }, now);
  }
}
