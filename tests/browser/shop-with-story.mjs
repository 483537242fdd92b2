/** A shop on the real Worker in which something happened: a cart, an hour, a first mail. */
import { checkout, customer } from "../blackbox/bodies.mjs";
import { HOUR, recovery } from "../blackbox/recovery-config.mjs";

/** Makes it; `person` is laid over the customer of every webhook. */
export async function shopWithStory(world, person = {}) {
  const shop = await world.shop();
  const saved = await world.api("PUT", `${shop.api}/config`, recovery());
  if (saved.status !== 200) throw new Error(JSON.stringify(saved.body));
  const now = new Date().toISOString();
  const times = { created_at: now, updated_at: now };
  const who = { id: 7_700_001, first_name: "Mira", last_name: "Okafor", ...person };
  const email = "mira@people.example";
  await world.deliver(shop, "customers/create", customer(who.id, email, { ...times, ...person }));
  await world.deliver(
    shop,
    "checkouts/create",
    checkout("story00001", email, { ...times, customer: { email, ...who } }),
  );
  await world.advance(shop, HOUR + 1_000);
  return shop;
}
