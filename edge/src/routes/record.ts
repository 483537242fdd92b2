/** Writing down what is changed through the API, around the route that changes it. */
import { nameOfCaller, shownName } from "../caller.ts";
import type { Change, Done } from "../changes.ts";
import { directory, shopStub } from "../stubs.ts";
import { Problem } from "../problem.ts";
import type { KnownCall } from "./call.ts";

/** As ids of ours are written; anything else is not written down. */
const ID = /^[a-z0-9][a-z0-9_./-]{0,127}$/i;

/**
 * Does the work of a route that changes something, with its row in the log: the shop's, or the
 * directory's for what is about shops as such.
 */
export async function recorded(
  call: KnownCall,
  operation: string,
  work: () => Response | Promise<Response>,
): Promise<Response> {
  const { caller, env, trail } = call;
  const route = trail.route ?? "";
  const change: Change = {
    by: nameOfCaller(caller),
    by_name: shownName(caller, trail.shop),
    operation,
    route,
    target: targetOf(call, route),
    request_id: trail.requestId,
  };
  // A shop that is deleted takes its own log along.
  const ofShop = trail.shop !== null && operation !== "shop-deleted";
  const log = ofShop ? shopStub(env, trail.shop ?? "").admin : directory(env);
  const place = await log.beginChange(change);
  const end = (status: number) => {
    const target = trail.target === null ? change.target : idOf(trail.target);
    const done: Done = { status, target, detail: trail.detail };
    return log.endChange(place, status >= 400 && status < 500 ? null : done);
  };
  let isDeferred = false;
  trail.defer = () => {
    isDeferred = true;
    return () => end(200);
  };
  try {
    const answered = await work();
    if (!isDeferred) await end(answered.status);
    return answered;
  } catch (error) {
    await end(error instanceof Problem ? error.status : 500);
    throw error;
  }
}

/** What the path names last: a customer, a workflow, a key; or the shop. */
function targetOf({ part, trail }: KnownCall, route: string): string | null {
  const names = [...route.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "");
  const name = names.filter((one) => one !== "shop").at(-1);
  return name === undefined ? trail.shop : idOf(part(name));
}

const idOf = (text: string): string | null => (ID.test(text) ? text : null);
