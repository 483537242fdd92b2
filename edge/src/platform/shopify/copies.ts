/**
 * What a Shopify shop keeps of its customers: tags, marketing consent, and points and tier as metafields of
 * the app's own.
 *
 * A customer is read before anything is written, so that what is there already costs no write and an attempt
 * that was cut short is gone on with. The tags that we added are written down beside them: only those are
 * ever taken off, and before they are added, so that no attempt leaves one that nobody knows to be ours.
 */
import type { StorePart } from "edgewise";
import type { Copy, Kept, Unkept } from "../store.ts";
import { type Answer, type Installation, run } from "./admin-api.ts";
import { SHOWN } from "./metafields.ts";
import addTags from "./operations/add-tags.graphql";
import customerCopy from "./operations/customer-copy.graphql";
import emailConsent from "./operations/email-consent.graphql";
import keepMetafields from "./operations/keep-metafields.graphql";
import removeMetafields from "./operations/remove-metafields.graphql";
import removeTags from "./operations/remove-tags.graphql";
import smsConsent from "./operations/sms-consent.graphql";

type PartOf<Type extends StorePart["type"]> = Extract<StorePart, { type: Type }>;

interface Consent {
  state: string;
  updatedAt: string | null;
}

/** What the shop has of a customer. */
interface Customer {
  id: string;
  tags: string[];
  byEmail: (Consent & { address: string }) | null;
  byPhone: { consent: Consent } | null;
  ourTags: { value: string } | null;
  points: { value: string } | null;
  tier: { value: string } | null;
}

/** An operation that changes something, with its variables. */
type Write = [operation: string, variables: Record<string, unknown>];

/** Writes copies, one customer after the other. Never throws. */
export async function keepCopies(
  shop: Installation,
  copies: readonly Copy[],
): Promise<Kept[] | Unkept> {
  const kept: Kept[] = [];
  for (const copy of copies) {
    const one = await keep(shop, copy);
    if ("trouble" in one) return one;
    kept.push(one);
  }
  return kept;
}

async function keep(shop: Installation, { email, parts }: Copy): Promise<Kept | Unkept> {
  const found = await run<{ customer: Customer | null }>(shop, customerCopy, { email });
  if (found.data === null) return unkept(found);
  const { customer } = found.data;
  const address = customer?.byEmail?.address ?? "";
  if (customer === null || address.toLowerCase() !== email.toLowerCase()) {
    return { account: false, later: [] };
  }
  const later: string[] = [];
  for (const part of parts) {
    const writes = writesOf(customer, part);
    if (writes === "later") later.push((part as PartOf<"consent">).channel);
    else {
      const failure = await writeAll(shop, writes);
      if (failure !== null) return failure;
    }
  }
  return { account: true, later };
}

/** Writes one after the other; what is in the way, or null. */
async function writeAll(shop: Installation, writes: Write[]): Promise<Kept | Unkept | null> {
  for (const [operation, variables] of writes) {
    type Done = { kept: { userErrors: { message: string }[] } };
    const done = await run<Done>(shop, operation, variables);
    if (done.data === null) return unkept(done);
    // About this customer and nobody else.
    if (done.data.kept.userErrors.length > 0) return { account: true, later: [], refused: true };
  }
  return null;
}

const unkept = ({ trouble, after }: Exclude<Answer<unknown>, { trouble: null }>): Unkept => ({
  trouble,
  broke: false,
  ...(after !== undefined && { after }),
});

/** What is to be written for a part; `later` where the customer changed their mind in the shop since. */
function writesOf(customer: Customer, part: StorePart): Write[] | "later" {
  switch (part.type) {
    case "tags":
      return writesOfTags(customer, part.tags);
    case "points":
      return metafield(customer, "points", SHOWN.points.type, String(part.balance));
    case "tier":
      return part.tier === null ? noTier(customer) : writesOfTier(customer, part.name ?? part.tier);
    case "consent":
      return writesOfConsent(customer, part);
  }
}

/** Tags are the same however they are written. */
const keyOf = (tag: string): string => tag.trim().toLowerCase();

function writesOfTags(customer: Customer, wanted: readonly string[]): Write[] {
  const { id, tags: there, ourTags } = customer;
  const keysOf = (tags: readonly string[]) => new Set(tags.map(keyOf));
  const [has, wants] = [keysOf(there), keysOf(wanted)];
  const ours = (JSON.parse(ourTags?.value ?? "[]") as string[]).filter((tag) =>
    has.has(keyOf(tag)),
  );
  const added = wanted.filter((tag) => !has.has(keyOf(tag)));
  const gone = ours.filter((tag) => !wants.has(keyOf(tag)));
  const left = ours.filter((tag) => wants.has(keyOf(tag)));
  const note = (tags: string[]) => metafield(customer, "ourTags", "json", JSON.stringify(tags));
  return [
    ...(added.length > 0 ? note([...ours, ...added]) : []),
    ...(added.length > 0 ? [[addTags, { id, tags: added }] satisfies Write] : []),
    ...(gone.length > 0 ? [[removeTags, { id, tags: gone }] satisfies Write] : []),
    ...(gone.length > 0 ? note([...left, ...added]) : []),
  ];
}

/** Writes a metafield, unless it says so already. */
function metafield(
  customer: Customer,
  name: "ourTags" | "points" | "tier",
  type: string,
  value: string,
): Write[] {
  if (customer[name]?.value === value) return [];
  const key = name === "ourTags" ? "tags" : name;
  return [[keepMetafields, { metafields: [{ ownerId: customer.id, key, type, value }] }]];
}

/** By its name, as segments in Shopify ask for it; a metafield has one line, and isn't blank. */
const writesOfTier = (customer: Customer, name: string): Write[] =>
  metafield(customer, "tier", SHOWN.tier.type, name.replace(/\s+/g, " ").trim());

const noTier = ({ id: ownerId, tier }: Customer): Write[] =>
  tier === null
    ? []
    : [[removeMetafields, { metafields: [{ ownerId, namespace: "$app", key: "tier" }] }]];

/** What Shopify lets us set, in its words; a consent that was never given can't be. */
const STATES = {
  subscribed: { marketingState: "SUBSCRIBED", marketingOptInLevel: "SINGLE_OPT_IN" },
  pending: { marketingState: "PENDING", marketingOptInLevel: "CONFIRMED_OPT_IN" },
  unsubscribed: { marketingState: "UNSUBSCRIBED" },
  never_subscribed: null,
} as const;

/** States that are Shopify's own: nothing is sent to such an address, and nobody can change it. */
const FINAL: ReadonlySet<string> = new Set(["INVALID", "REDACTED"]);

function writesOfConsent(
  { id, byEmail, byPhone }: Customer,
  { channel, consent, at }: PartOf<"consent">,
): Write[] | "later" {
  const there = { email: byEmail, sms: byPhone?.consent }[channel as string] ?? null;
  const state = STATES[consent];
  if (there === null || state === null || FINAL.has(there.state)) return [];
  if (there.state === state.marketingState) return [];
  if (there.updatedAt !== null && Date.parse(there.updatedAt) > at) return "later";
  // Its true date: Shopify greets whoever subscribed within the last day.
  const said = { ...state, consentUpdatedAt: new Date(at).toISOString() };
  return channel === "email"
    ? [[emailConsent, { input: { customerId: id, emailMarketingConsent: said } }]]
    : [[smsConsent, { input: { customerId: id, smsMarketingConsent: said } }]];
}
