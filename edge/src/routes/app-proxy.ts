/**
 * A Shopify store's own address, `/apps/edgewise`: what is asked for there, Shopify passes on to us.
 *
 * The same pages as at our address, for links of that very store. Shopify takes cookies off both ways, so a page there
 * knows nobody, and needs no more than its link.
 */
import { appOf } from "../env.ts";
import { Problem } from "../problem.ts";
import { proxiedStore } from "../verify/proxy-signature.ts";
import type { Call } from "./call.ts";

/** A page of ours as a store's address has it. It learns which store that is. */
export const throughStore =
  (page: (call: Call, store: string) => Promise<Response>) =>
  async (call: Call): Promise<Response> => {
    const { signsWith } = appOf(call.env);
    const store = await proxiedStore(call.url, signsWith, Date.now() / 1000);
    if (store === null) throw notPassedOn();
    return await page(call, store);
  };

const notPassedOn = () =>
  new Problem(401, "bad-signature", "Only Shopify can pass requests on to this address.");
