/** The person a preview is about: made up here, or a real customer of the shop. */
import { DAY, isZone } from "../text/zone.ts";

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

/** Where somebody lives. */
export type Home = Pick<Person, "country" | "zone" | "phone">;

/**
 * People to begin with: each differs from the first in what usually goes wrong. They live where the
 * shop is; only one lives elsewhere.
 */
export function peopleOf(shop: { country?: unknown; time_zone?: unknown } | undefined): Person[] {
  const home = homeOf(shop);
  const abroad = home.country === "US" ? LONDON : NEW_YORK;
  const anna = { pastOrders: [6400, 2900, 11900], smsConsent: "subscribed" } as const;
  const chidi = { ...abroad, smsConsent: "subscribed", tags: ["wholesale"] } as const;
  return [
    person("anna", "Anna", "Keller", { ...home, ...anna, pastOrders: [...anna.pastOrders] }),
    person("ben", "Ben", "Adeyemi", { ...home, phone: "", emailConsent: "never_subscribed" }),
    person("chidi", "Chidi", "Okafor", { ...chidi, tags: [...chidi.tags] }),
    person("dana", "Dana", "Levi", {
      ...home,
      phone: "",
      emailConsent: "unsubscribed",
      pastOrders: [48000],
    }),
  ];
}

/** Where most of a shop's customers live; a country that the shop does not say is not guessed. */
function homeOf(shop: { country?: unknown; time_zone?: unknown } | undefined): Home {
  const country = typeof shop?.country === "string" ? shop.country : "";
  const zone =
    typeof shop?.time_zone === "string" && isZone(shop.time_zone) ? shop.time_zone : "UTC";
  return { country, zone, phone: PHONES[country] ?? "+12125550142" };
}

const NEW_YORK: Home = { country: "US", zone: "America/New_York", phone: "+12125550142" };
const LONDON: Home = { country: "GB", zone: "Europe/London", phone: "+447700900142" };

/** Numbers that are set aside for stories like these, where a country has some. */
const PHONES: Record<string, string> = {
  US: "+12125550142",
  CA: "+16135550142",
  GB: "+447700900142",
  IE: "+353209110142",
  AU: "+61491570156",
  DE: "+4930555014",
  FR: "+33199000142",
  SE: "+46317406142",
};

/** The merchant, trying it on themselves; who they are stays in this browser. */
export const YOURSELF = "yourself";
const KEPT = "edgewise-yourself";

export function yourself(home: Home): Person {
  const usual = person(YOURSELF, "You", "", { ...home, phone: "", email: "you@example.com" });
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
    phone: "",
    country: "",
    zone: "UTC",
    emailConsent: "subscribed",
    smsConsent: "never_subscribed",
    tags: [],
    pastOrders: [],
    birthDate: "",
    ...more,
  };
}
