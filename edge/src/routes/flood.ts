/**
 * How much visitors may send: calls, bytes, messages, and messages of new visitors, which cost the
 * most. The write key is public, so each is limited for the key and for the sender's address, where
 * that is known. What is over a limit is refused as a whole, with the limit's name.
 */
import { Problem } from "../problem.ts";
import { Buckets, type Rate } from "../rate.ts";

/** What a request brings. */
export interface Load {
  /** How many messages there are. */
  messages: number;
  /** The ids of the visitors they are about, each once. */
  visitors: string[];
}

/** Messages of one body, which is Segment's own limit. */
export const MOST_MESSAGES = 2_500;

const CALLS: Rate = { perSecond: 100, burst: 400 };
const MEGABYTE = 1024 * 1024;
const BYTES = {
  key: { perSecond: MEGABYTE, burst: 5 * MEGABYTE },
  server: { perSecond: 4 * MEGABYTE, burst: 32 * MEGABYTE },
} satisfies Record<string, Rate>;
const MESSAGES = {
  key: { perSecond: 200, burst: 2_500 },
  address: { perSecond: 50, burst: 1_000 },
  // The shop's own server brings what all its visitors do.
  server: { perSecond: 1_000, burst: 10_000 },
} satisfies Record<string, Rate>;
const VISITORS = {
  key: { perSecond: 20, burst: 500 },
  address: { perSecond: 2, burst: 100 },
} satisfies Record<string, Rate>;

/** Forms that visitors send, and presses of one link's buttons. */
const FORMS = {
  shop: { perSecond: 5, burst: 200 },
  address: { perSecond: 0.1, burst: 10 },
} satisfies Record<string, Rate>;
const PRESSES: Rate = { perSecond: 0.2, burst: 20 };

const forms = { shop: new Buckets(FORMS.shop), address: new Buckets(FORMS.address) };
const presses = new Buckets(PRESSES);
const calls = new Buckets(CALLS);
const bytes = { key: new Buckets(BYTES.key), server: new Buckets(BYTES.server) };
const messages = {
  key: new Buckets(MESSAGES.key),
  address: new Buckets(MESSAGES.address),
  server: new Buckets(MESSAGES.server),
};
const visitors = { key: new Buckets(VISITORS.key), address: new Buckets(VISITORS.address) };

/** Recent visitors of all shops; an older one counts as new again. */
const known = new Set<string>();
const MOST_KNOWN = 50_000;

/**
 * Before the body is read, whose length in bytes is declared.
 *
 * @throws Problem 429 for more calls or bytes with a shop's key than it may send
 */
export function refuseCalls(shop: string, size: number, isServer: boolean): void {
  refuse(calls.take(shop, 1), `a key may make ${said(CALLS, "calls")}. Send them in batches`);
  const kind = isServer ? "server" : "key";
  const { perSecond, burst } = BYTES[kind];
  const rate = `${perSecond / MEGABYTE} MB a second and ${burst / MEGABYTE} MB at once`;
  refuse(bytes[kind].take(shop, size), `a ${isServer ? "server" : "write"} key may send ${rate}`);
}

/** @throws Problem 413 or 429 for more than may come; nothing of it was taken */
export function refuseLoad(
  shop: string,
  { messages: n, visitors: seen }: Load,
  address: string | null,
  isServer: boolean,
): void {
  if (n > MOST_MESSAGES) {
    const message = `A body may hold at most ${MOST_MESSAGES} messages; this one holds ${n}. Split it.`;
    throw new Problem(413, "too-many-messages", message, {}, { limit: MOST_MESSAGES });
  }
  if (isServer) {
    const rate = said(MESSAGES.server, "messages");
    refuse(messages.server.take(shop, n), `a server key may send ${rate}`);
    return;
  }
  const from = address === null ? null : `${shop}/${address}`;
  refuse(messages.key.take(shop, n), `a write key may send ${said(MESSAGES.key, "messages")}`);
  if (from !== null) {
    const rate = said(MESSAGES.address, "messages");
    refuse(messages.address.take(from, n), `an address may send ${rate}`);
  }
  const fresh = seen.filter((visitor) => !known.has(`${shop}/${visitor}`));
  const ofNew = (rate: Rate) => said(rate, "new visitors");
  refuse(visitors.key.take(shop, fresh.length), `a write key may bring ${ofNew(VISITORS.key)}`);
  if (from !== null) {
    const rate = ofNew(VISITORS.address);
    refuse(visitors.address.take(from, fresh.length), `an address may bring ${rate}`);
  }
  for (const visitor of fresh) known.add(`${shop}/${visitor}`);
  for (const visitor of known) {
    if (known.size <= MOST_KNOWN) break;
    known.delete(visitor);
  }
}

/** @throws Problem 429 for more forms than a shop, or somebody's address, may send */
export function refuseForms(shop: string, address: string | null): void {
  refuse(forms.shop.take(shop, 1), `a shop may get ${said(FORMS.shop, "forms")}`);
  if (address === null) return;
  const rate = `${FORMS.address.burst} forms at once, then one every 10 seconds`;
  refuse(forms.address.take(`${shop}/${address}`, 1), `an address may send ${rate}`);
}

/** @throws Problem 429 for more presses of one link's buttons than anybody makes */
export function refusePresses(token: string): void {
  const rate = `${PRESSES.burst} presses at once, then one every 5 seconds`;
  refuse(presses.take(token, 1), `a link takes ${rate}`);
}

const said = ({ perSecond, burst }: Rate, what: string): string =>
  `${perSecond} ${what} a second and ${burst} at once`;

function refuse(seconds: number, rule: string): void {
  if (seconds === 0) return;
  throw new Problem(429, "too-many", `Too much at once: ${rule}.`, {
    "retry-after": String(Math.min(seconds, 3_600)),
  });
}
