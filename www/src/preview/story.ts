/** The story that a preview plays: who, what happens, and until when it is shown. */
import { batch, computed, effect, signal } from "@preact/signals";
import { config, shopZone, workflow } from "../plan/draft.ts";
import type { CustomerDetail } from "../server/api.ts";
import { type Happening, type HappeningType, happening, inOrder } from "./happening.ts";
import { type Person, peopleOf } from "./person.ts";
import { DAY, HOUR, MINUTE, momentAt, wallClock } from "../text/zone.ts";

/** Made-up people, who live where the shop is. */
export const people = computed(() => peopleOf(config.value?.shop));
export const person = signal<Person>(peopleOf(undefined)[0] as Person);

// Somebody made up moves with the shop, unless their home was changed by hand.
let homes: readonly Person[] = peopleOf(undefined);
effect(() => {
  const [before, now] = [homes, people.value];
  const who = person.peek();
  const [was, is] = [before, now].map((list) => list.find(({ id }) => id === who.id));
  homes = now;
  if (was === undefined || is === undefined) return;
  const moved = (["country", "zone", "phone"] as const).filter((part) => who[part] === was[part]);
  if (moved.every((part) => was[part] === is[part])) return;
  person.value = { ...who, ...Object.fromEntries(moved.map((part) => [part, is[part]])) };
});

/** A customer of the shop instead of somebody made up. */
export const customer = signal<CustomerDetail | null>(null);
export const happenings = signal<readonly Happening[]>([]);
/** The moment that the timeline is looked at from; null: the last thing that was put on it. */
export const lookedAtFrom = signal<number | null>(null);

/** The zone that times are shown in: the person's. */
export const zone = computed(() => {
  const known = customer.value;
  if (known === null) return person.value.zone || shopZone.value;
  const profile = (known.state?.customer as { profile?: Record<string, { v?: unknown }> })?.profile;
  const zoneName = profile?.time_zone?.v;
  return typeof zoneName === "string" ? zoneName : shopZone.value;
});

/** The name to speak of somebody by. */
export const firstName = computed(() => {
  const known = customer.value;
  if (known === null) return person.value.firstName || "They";
  return known.name?.split(" ")[0] || known.email || "They";
});

/** The first moment of the story; for a real customer it is now. */
export const begin = computed(
  () => customer.value?.now ?? inOrder(happenings.value)[0]?.at ?? friday(shopZone.value),
);

/** How far the story is played. */
export const HORIZON = 60 * DAY;

/** Puts what a template is about on the timeline: a cart, a first order, a large order. */
export function startUsual(workflowId: string): void {
  const at = customer.value?.now ?? friday(shopZone.value);
  const kinds: Record<string, () => Happening[]> = {
    "cart-abandonment-recovery": () => [happening("checkout", at)],
    "new-customer-welcome": () => [happening("order", at), happening("paid", at + MINUTE)],
    "vip-customer-upgrade": () => [
      happening("order", at, { amount: 42000 }),
      happening("paid", at + MINUTE, { amount: 42000 }),
    ],
  };
  const usual = kinds[workflowId] ?? byTrigger(at);
  const past: Record<string, number[]> = {
    "new-customer-welcome": [],
    "vip-customer-upgrade": [30000, 41000],
  };
  batch(() => {
    const orders = past[workflowId];
    if (orders !== undefined && people.value.some(({ id }) => id === person.value.id)) {
      person.value = { ...person.value, pastOrders: orders };
    }
    happenings.value = usual();
    lookedAtFrom.value = null;
  });
}

/** The things that a trigger waits for; whatever needs more than a day's story is entered by hand. */
function byTrigger(at: number): () => Happening[] {
  const trigger = workflow.value?.trigger;
  const event = trigger?.event;
  const parcelOf = (last: HappeningType): HappeningType[] => ["order", "paid", last];
  const types: Record<string, HappeningType[]> = {
    cart_abandoned: ["checkout"],
    order_placed: ["order"],
    order_completed: ["order", "paid"],
    tag_added: ["tag"],
    tier_reached: ["order", "paid"],
    "performed order_placed": ["order"],
    "performed order_completed": ["order", "paid"],
    "performed order_fulfilled": parcelOf("fulfilled"),
    "performed shipment_updated": parcelOf("delivered"),
    "performed consent_changed": ["opt-in"],
    "performed page_viewed": ["page"],
    "performed products_searched": ["search"],
    "not_followed page_viewed": ["page"],
    "not_followed product_viewed": ["view"],
    "not_followed products_searched": ["search"],
  };
  const named = typeof event === "string" ? `${trigger?.type} ${event}` : (trigger?.type ?? "");
  const ordinals = Array.isArray(trigger?.ordinals) ? trigger.ordinals : [];
  // The customer's orders before count, so a milestone far off is entered by hand as well.
  const wanted = ordinals.some((one) => Number(one) > 1) ? ["enter" as const] : types[named];
  return () =>
    (wanted ?? ["enter" as const]).map((type, index) =>
      happening(type, at + index * MINUTE, {
        ...(type === "tag" && typeof trigger?.tag === "string" ? { text: trigger.tag } : {}),
        ...(trigger?.type === "tier_reached" ? { amount: 60000 } : {}),
      }),
    );
}

export function add(type: HappeningType, at?: number): void {
  const last = inOrder(happenings.value).at(-1)?.at ?? begin.value;
  happenings.value = [...happenings.value, happening(type, at ?? last + HOUR)];
}

export function change(id: string, more: Partial<Happening>): void {
  happenings.value = happenings.value.map((one) => (one.id === id ? { ...one, ...more } : one));
}

export function remove(id: string): void {
  happenings.value = happenings.value.filter((one) => one.id !== id);
}

/** Last Friday at 18:20 on the shop's clock: a cart is usually left in the evening. */
function friday(zoneName: string): number {
  const today = wallClock(zoneName, Date.now()).slice(0, 10);
  const back = (new Date(`${today}T12:00Z`).getUTCDay() + 2) % 7;
  const day = new Date(Date.parse(`${today}T12:00Z`) - back * DAY).toISOString().slice(0, 10);
  return momentAt(zoneName, `${day}T18:20`) ?? Date.now();
}
