/** A call of the API on its way: who calls, whether they may, the shop's turn, the log of changes. */
import { isDevelopment } from "../env.ts";
import { enter } from "../gate.ts";
import { shopStub } from "../stubs.ts";
import { busy, Problem } from "../problem.ts";
import { callerOf, permit, shopFor } from "./access.ts";
import { holdProblemTo, perform } from "./answer.ts";
import type { Call, KnownCall } from "./call.ts";
import { recorded } from "./record.ts";
import type { Route } from "./route.ts";

/** Lets the caller in where they may, has the route answer, and writes down what it changes. */
export async function follow(route: Route, call: Call): Promise<Response> {
  try {
    return await enroll(route, call);
  } catch (error) {
    if (error instanceof Problem && error.status < 500 && isDevelopment(call.env)) {
      holdProblemTo(route, error);
    }
    throw error;
  }
}

async function enroll(route: Route, call: Call): Promise<Response> {
  const { env, request, part, trail } = call;
  const caller = await callerOf(env, request);
  const known: KnownCall = { ...call, caller };
  const isOfShop = route.path.includes("{shop}");
  const listing = isOfShop ? await shopFor(env, caller, part("shop")) : null;
  trail.shop = listing?.shop ?? null;
  permit(caller, route, trail.shop);
  if (listing !== null && !(await enter("call", request, listing.shop))) throw busy();
  const ready = listing === null ? known : { ...known, listing, shop: shopStub(env, listing.shop) };
  const work = () => perform(route, ready);
  return route.change === null ? work() : recorded(known, route.change, work);
}
