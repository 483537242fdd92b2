/** A customer as their own pages show them, and what they say there, as events of theirs. */
import type { Config, EventKind, Summary } from "edgewise";
import { knownAs } from "../channel/address.ts";
import { nameOf } from "../ids.ts";
import type { Look } from "../pages/frame.ts";
import { languageFor } from "../pages/words.ts";
import { type Customer, jsonOf, textOf } from "./customer.ts";
import type { Stores } from "./stores.ts";

/** What the configuration says of pages. */
export type PageConfig = Partial<
  Pick<Config, "pages" | "theme" | "topics" | "forms" | "surveys">
> & {
  shop?: Partial<Config["shop"]>;
};
export type Topic = NonNullable<Config["topics"]>[number];
export type Form = NonNullable<Config["forms"]>[number];
export type Survey = NonNullable<Config["surveys"]>[number];

type Standing = ReturnType<Stores["engine"]["standing"]>;

/** A customer and what is known of them that a page of theirs speaks of. */
export interface PageCustomer {
  customer: Customer;
  email: string | null;
  phone: string | null;
  language: string | null;
  birthDate: string | null;
  /** Bounced or complained: nothing is sent to them at all. */
  suppressed: boolean;
  consents: Standing["consents"];
  preferences: Standing["preferences"];
  /** The record behind the consent to email: where it was given, with which proof, since when. */
  emailRecord: { origin: string | null; proof: string | null; at: number };
}

export const pageConfig = ({ plans }: Stores): PageConfig => plans.liveConfig() as PageConfig;

/** How the shop's pages look to somebody with this language tag. */
export function lookFor({ plans }: Stores, tag: string | null): Look {
  const { shop, theme } = plans.liveConfig() as PageConfig;
  const { url } = shop ?? {};
  return {
    shop: shop?.name ?? "",
    language: languageFor(tag, shop?.language),
    accent: theme?.colors?.accent ?? null,
    home: url !== undefined && /^https?:\/\//.test(url) ? url : null,
  };
}

/** The customer, or null where there is none anymore or their record can't be read. */
export function pageCustomer(stores: Stores, id: string): PageCustomer | null {
  const customer = stores.customers.look(id);
  if (customer === null || customer.unreadable) return null;
  const { engine, plans, clock } = stores;
  const stored = (JSON.parse(jsonOf(engine, customer.state)) as Stored).customer;
  const ask = (plan: string) => engine.standing(plan, textOf(customer.state), null, clock.now());
  const { consents, preferences } = plans.with(plans.live, ask);
  const known = (field: string) => {
    const value = stored?.profile?.[field]?.[0];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const record = stored?.consent?.channels?.email;
  return {
    customer,
    email: known("email"),
    phone: known("phone"),
    language: known("language"),
    birthDate: known("birth_date"),
    suppressed: stored?.suppressed != null,
    consents,
    preferences,
    emailRecord: {
      origin: record?.origin ?? null,
      proof: record?.proof ?? null,
      at: record?.at ?? 0,
    },
  };
}

/** Who has an email address; null where that is nobody. */
export function whoHas(stores: Stores, email: string): PageCustomer | null {
  const key = `email:${knownAs(email.trim()).toLowerCase()}`;
  const [found] = stores.customers.identify([{ key }]);
  return found == null ? null : pageCustomer(stores, found.customer);
}

/** Writes down what a customer said on a page of theirs; whether any of it was news. */
export function tell(
  stores: Stores,
  { customer }: PageCustomer,
  topic: "preferences" | "opt-in" | "survey" | "unsubscribe",
  kinds: readonly EventKind[],
  fact?: string,
): boolean {
  if (kinds.length === 0) return false;
  return stores.transaction(() => {
    const now = stores.clock.now();
    const id = fact ?? nameOf(topic, customer.id, String(customer.seq));
    const events = kinds.map((kind, place) => ({
      fact_key: `edgewise:${topic}:${id}${place === 0 ? "" : `:${place}`}`,
      occurred_at: now,
      received_at: now,
      source: "edgewise",
      kind,
    }));
    const input = {
      type: "events",
      customer: customer.id,
      delivery: id,
      events: JSON.stringify(events),
    } as const;
    const { summary } = stores.decider.move(customer, input, now, { topic });
    stores.timers.arm();
    const { trace } = JSON.parse(jsonOf(stores.engine, summary)) as Summary;
    return trace.some(({ is }) => is.type === "recorded");
  });
}

export const consentOn = ({ consents }: PageCustomer, channel: string): string =>
  consents.find((one) => one.channel === channel)?.consent ?? "never_subscribed";

interface Stored {
  customer?: {
    profile?: Record<string, unknown[] | null>;
    suppressed?: number | null;
    consent?: {
      channels?: Record<string, { origin?: string; proof?: string; at?: number } | undefined>;
    };
  };
}
