/** What the shop's own customers are called, fetched for those a list shows. */
import { signal } from "@preact/signals";
import type { Api } from "../server/api.ts";

/** By customer. */
export const names = signal<Record<string, string>>({});

/** Who was looked up already, with a name or without. */
const known = new Set<string>();
/** How many are asked for at once. */
const AT_ONCE = 8;

/** A customer as people read it: the name, or the key without what kind of key it is. */
export const nameOf = (customer: string): string =>
  names.value[customer] ?? customer.replace(/^(email|phone|customer):/, "");

/** Looks up those that are not known yet; a customer without a name keeps the key. */
export async function fetchNames(
  { server, shop }: { server: Api; shop: string },
  customers: readonly string[],
): Promise<void> {
  const rest = customers.filter((customer) => !known.has(customer));
  for (const customer of rest) known.add(customer);
  const ask = async () => {
    for (let customer = rest.shift(); customer !== undefined; customer = rest.shift()) {
      const found = await server.customers(shop, customer, 0, 1).catch(() => null);
      const [line] = found?.customers ?? [];
      const name = line?.name ?? line?.email ?? null;
      if (name !== null) names.value = { ...names.peek(), [customer]: name };
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, rest.length) }, ask));
}
