/**
 * Telephone numbers in what is received, in the one form that everything behind knows: E.164.
 *
 * Shops write them as people type them. Here, between what a platform sent and what the engine is given, each
 * becomes E.164: with the country that was given beside it, and else with the shop's. One that is none stays as
 * it was written, and nothing is sent to it.
 */
import { Buffer } from "node:buffer";
import type { DeliveryBytes } from "edgewise";
import { e164 } from "edgewise/phone.js";
import { textOf } from "./customer.ts";

const KEY = "phone:";
const MEMBER = '"phone":';
const encoder = new TextEncoder();

/**
 * A delivery whose telephone numbers are E.164. `isFound` says whether whoever has a number is found by it, as
 * it is for what a shop's server says.
 */
export function withNumbers(
  delivery: DeliveryBytes,
  country: string | null,
  isFound: boolean,
): Numbered {
  const hasKey = delivery.keys.some(({ key }) => key.startsWith(KEY));
  if (!hasKey && !namesAny(delivery.events)) return { ...delivery, numbers: [] };
  const events = textOf(delivery.events);
  const { text, numbers } = rewritten(events, country);
  const keys = delivery.keys.map((one) =>
    one.key.startsWith(KEY)
      ? {
          ...one,
          key: KEY + (e164(one.key.slice(KEY.length), country) ?? one.key.slice(KEY.length)),
        }
      : one,
  );
  const [number] = numbers;
  if (isFound && !hasKey && number !== undefined && delivery.scope === "customer") {
    keys.push({ key: KEY + number, strength: "claimed" });
  }
  const bytes = text === events ? delivery.events : encoder.encode(text);
  return { ...delivery, keys, events: bytes, numbers };
}

/** A row of consents whose number is E.164; one without its country is the shop's. */
export function withNumber(row: string, country: string | null): string {
  const given = JSON.parse(row) as { phone?: unknown };
  const number = typeof given.phone === "string" ? e164(given.phone, country) : null;
  return number === null ? row : JSON.stringify({ ...given, phone: number });
}

/** A delivery whose numbers were read. */
export interface Numbered extends DeliveryBytes {
  numbers: readonly string[];
}

/** The numbers in a delivery's events, each once. */
export function numbersIn(delivery: DeliveryBytes | Numbered): readonly string[] {
  if ("numbers" in delivery) return delivery.numbers;
  if (!namesAny(delivery.events)) return [];
  const text = textOf(delivery.events);
  return [...new Set(profilesIn(JSON.parse(text)).map(({ phone }) => phone))].filter(
    (phone) => e164(phone) === phone,
  );
}

/** Whether events have a telephone number at all: most have none, and aren't read. */
const namesAny = ({ buffer, byteOffset, length }: Uint8Array): boolean =>
  Buffer.from(buffer, byteOffset, length).includes(MEMBER);

interface Found {
  phone: string;
  country: string | null;
}

/** Events with their numbers rewritten, and nothing else of the text. */
function rewritten(events: string, country: string | null): { text: string; numbers: string[] } {
  if (!events.includes(MEMBER)) return { text: events, numbers: [] };
  const found = profilesIn(JSON.parse(events));
  const numbers: string[] = [];
  let text = "";
  let from = 0;
  for (const { phone, country: own } of found) {
    const written = MEMBER + JSON.stringify(phone);
    const at = events.indexOf(written, from);
    if (at < 0) continue;
    const number = e164(phone, own ?? country);
    if (number !== null && !numbers.includes(number)) numbers.push(number);
    text += events.slice(from, at) + MEMBER + JSON.stringify(number ?? phone);
    from = at + written.length;
  }
  return { text: text + events.slice(from), numbers };
}

/** Every object with a telephone number, in the order in which they stand in the text. */
function profilesIn(value: unknown): Found[] {
  if (typeof value !== "object" || value === null) return [];
  const { phone, country } = value as { phone?: unknown; country?: unknown };
  const inside = Object.values(value).flatMap(profilesIn);
  if (typeof phone !== "string") return inside;
  return [{ phone, country: typeof country === "string" ? country : null }, ...inside];
}
