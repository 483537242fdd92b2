/**
 * Double opt-in: whoever signed up gets one email with a link, whose page has a button. Only a press of it
 * subscribes them, and only one that looks like a person's; a mail filter that opens the link and submits what
 * it finds confirms nothing, uses nothing up, and is kept as what it was.
 *
 * One timer per customer sends the email, and then stays for a day: until it is over, signing up again sends
 * nothing more to an address that somebody else may have typed.
 */
import { mailAddress } from "../channel/address.ts";
import { type MailConfig, senderOf } from "../channel/email.ts";
import { type Letter, letterFrom } from "../channel/letter.ts";
import { publicUrl } from "../env.ts";
import { nameOf } from "../ids.ts";
import { log } from "../log.ts";
import type { Look } from "../pages/frame.ts";
import { words } from "../pages/words.ts";
import { pauseAfter } from "../retry.ts";
import { isCertain, type Press, shownAt } from "../verify/human.ts";
import { pageToken, readPageToken } from "../verify/page-token.ts";
import { emailServiceOf } from "./email-connection.ts";
import { consentOn, lookFor, type PageCustomer, pageCustomer, tell } from "./page-customer.ts";
import type { Stores } from "./stores.ts";
import type { SubjectOf, Timer } from "./timers.ts";

/** How long a link confirms, in milliseconds. */
export const LINK_HOLDS = 7 * 24 * 3_600_000;
/** How long nothing more is sent to somebody who signs up again, in milliseconds. */
const QUIET = 24 * 3_600_000;
/** An email without an answer is sent again after this time, in milliseconds. */
const LEASE = 60_000;
/** How long it waits where the shop can't send yet, in milliseconds. */
const NOT_YET = 3_600_000;
/** The timer's cursor once the email is out. */
const SENT = "sent";

export interface OptInView {
  look: Look;
  shown: string;
  state: "asked" | "confirmed" | "over";
}

/** What the page shows; null for a link that isn't ours. */
export function optInView(stores: Stores, token: string): OptInView | null {
  const key = stores.vault.own.get("unsubscribe");
  const parts = readPageToken(key, "confirm", token);
  if (parts === null) return null;
  const now = stores.clock.now();
  const known = pageCustomer(stores, parts[1] ?? "");
  const age = now - Number.parseInt(parts[2] ?? "", 36);
  return {
    look: lookFor(stores, known?.language ?? null),
    shown: shownAt(key, token, now),
    state: known === null ? "over" : stateOf(known, age),
  };
}

/** The button was pressed: `unsure` where that may have been a mail filter. */
export function confirmOptIn(
  stores: Stores,
  token: string,
  press: Press,
  from: string,
): { view: OptInView; unsure: boolean } | null {
  const view = optInView(stores, token);
  if (view?.state !== "asked") return view === null ? null : { view, unsure: false };
  const key = stores.vault.own.get("unsubscribe");
  const [, customer = ""] = readPageToken(key, "confirm", token) ?? [];
  const known = pageCustomer(stores, customer);
  if (known === null) return { view, unsure: true };
  if (!isCertain(key, token, press, stores.clock.now())) {
    // The next press counts from when the page was made first.
    const shown = press.shown === "" ? view.shown : press.shown;
    const news = { channel: "email", message: "opt-in" } as const;
    tell(stores, known, "opt-in", [{ type: "message_scanned", news }]);
    return { view: { ...view, shown }, unsure: true };
  }
  const { origin, proof } = known.emailRecord;
  const change = {
    channel: "email",
    consent: "subscribed",
    ...(origin === null ? {} : { origin }),
    proof: [proof, `confirmed ${from}`].filter((part) => part !== null).join("; "),
  } as const;
  tell(stores, known, "opt-in", [{ type: "consent_changed", change }]);
  return { view: { ...view, state: "confirmed" }, unsure: false };
}

/** Sends the email to somebody who signed up, soon and once. In the caller's transaction. */
export function askToConfirm(stores: Stores, { customer, suppressed }: PageCustomer): void {
  const subject = { kind: "opt_in", customer: customer.id } as const;
  if (suppressed || stores.timers.find(subject) !== null) return;
  stores.timers.set(subject, stores.clock.now());
  stores.timers.arm();
}

/** The timer is due: gives the email that leaves, or null. In the caller's transaction. */
export function optInDue(
  stores: Stores,
  { customer }: SubjectOf<"opt_in">,
  timer: Timer,
  now: number,
): (() => Promise<void>) | null {
  const known = timer.cursor === SENT ? null : pageCustomer(stores, customer);
  if (known === null || known.email === null || consentOn(known, "email") !== "pending") {
    stores.timers.end(timer);
    return null;
  }
  const config = stores.plans.liveConfig() as MailConfig;
  const from = senderOf(config);
  const to = mailAddress(known.email);
  if ("refused" in to) {
    stores.timers.end(timer);
    return null;
  }
  const attempt = Number(timer.cursor ?? "0") + 1;
  if (from === null || emailServiceOf(stores) === null) {
    stores.timers.repeat(timer, now + NOT_YET);
    return null;
  }
  // Set ahead first: an email whose answer is lost with the process is sent once more.
  stores.timers.repeat(timer, now + LEASE, { cursor: String(attempt) });
  const letter = letterOf(stores, known, { from, to: to.address }, now);
  return () => send(stores, customer, letter, attempt);
}

async function send(
  stores: Stores,
  customer: string,
  letter: Letter,
  attempt: number,
): Promise<void> {
  const service = emailServiceOf(stores);
  const outcome =
    service === null
      ? ({ type: "retry", reason: "no-mail-server" } as const)
      : (await service.provider.send(letter)).outcome;
  const { clock, settings, timers } = stores;
  stores.transaction(() => {
    const waiting = timers.find({ kind: "opt_in", customer });
    if (waiting === null) return;
    const pause = outcome.type === "sent" ? null : pauseAfter(customer, attempt);
    if (outcome.type === "retry" && pause !== null) {
      timers.repeat(waiting, clock.now() + pause, { cursor: String(attempt) });
    } else {
      timers.repeat(waiting, clock.now() + QUIET, { cursor: SENT });
    }
    timers.arm();
  });
  if (outcome.type !== "sent") {
    log("opt-in-mail-failed", { shop: settings.shop, reason: outcome.reason }, "warn");
  }
}

function letterOf(
  stores: Stores,
  known: PageCustomer,
  { from, to }: { from: { name: string; email: string }; to: string },
  now: number,
): Letter {
  const { env, settings } = stores;
  const look = lookFor(stores, known.language);
  const said = words(look.language);
  const parts = [settings.shop, known.customer.id, known.emailRecord.at.toString(36)];
  const token = pageToken(stores.vault.own.get("unsubscribe"), "confirm", parts);
  const text = [
    said.confirmMail(look.shop),
    "",
    `${publicUrl(env, settings.publicUrl)}/confirm/${token}`,
    "",
    said.confirmMailEnd,
    "",
  ].join("\n");
  return letterFrom({
    id: nameOf("opt-in", known.customer.id, String(known.emailRecord.at)),
    date: now,
    from,
    to,
    subject: said.confirmSubject(look.shop),
    text,
    html: "",
    headers: { "Auto-Submitted": "auto-generated" },
  });
}

function stateOf(known: PageCustomer, age: number): OptInView["state"] {
  const consent = consentOn(known, "email");
  if (consent === "subscribed") return "confirmed";
  return consent === "pending" && age >= 0 && age <= LINK_HOLDS ? "asked" : "over";
}
