/** The person a preview is about: made up here, or a real customer of the shop. */
import { DAY } from "./zone.ts";

export type Consent = "never_subscribed" | "pending" | "subscribed" | "unsubscribed";

/** Somebody made up, with what the engine can know about a customer. */
export interface Person {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  country: string;
  zone: string;
  emailConsent: Consent;
  smsConsent: Consent;
  tags: string[];
  /** Paid orders before the story begins, in minor units, the oldest first. */
  pastOrders: number[];
  /** `1990-03-14`, or empty. */
  birthDate: string;
}

/** People to begin with: each differs from the first in what usually goes wrong. */
export const PEOPLE: readonly Person[] = [
  person("anna", "Anna", "Keller", { pastOrders: [6400, 2900, 11900], smsConsent: "subscribed" }),
  person("ben", "Ben", "Adeyemi", { emailConsent: "never_subscribed" }),
  person("chidi", "Chidi", "Okafor", {
    country: "US",
    zone: "America/New_York",
    phone: "+12125550142",
    smsConsent: "subscribed",
    tags: ["wholesale"],
  }),
  person("dana", "Dana", "Levi", { emailConsent: "unsubscribed", pastOrders: [48000] }),
];

/** The merchant, trying it on themselves; who they are stays in this browser. */
export const YOURSELF = "yourself";
const KEPT = "edgewise-yourself";

export function yourself(): Person {
  const usual = person(YOURSELF, "You", "", { email: "you@example.com" });
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Person>;
    return { ...usual, ...kept, id: YOURSELF };
  } catch {
    return usual;
  }
}

export function rememberYourself(who: Person): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(who));
  } catch {
    // A full store costs the next visit the name, nothing else.
  }
}

/** When past order `index` of `count` was placed: a month apart, the last one a month before. */
export const pastOrderAt = (begin: number, index: number, count: number): number =>
  begin - (count - index) * 30 * DAY;

function person(id: string, firstName: string, lastName: string, more: Partial<Person>): Person {
  return {
    id,
    firstName,
    lastName,
    email: `${id}@people.example`,
    phone: id === "anna" ? "+4930555014" : "",
    country: "DE",
    zone: "Europe/Berlin",
    emailConsent: "subscribed",
    smsConsent: "never_subscribed",
    tags: [],
    pastOrders: [],
    birthDate: "",
    ...more,
  };
}
