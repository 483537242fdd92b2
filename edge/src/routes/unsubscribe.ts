/**
 * One click out (RFC 8058): a POST to the link of a mail unsubscribes, without a login and without a
 * question. A GET only shows a page with a button, because scanners open every link of a mail. What may
 * follow (why, and the way back) has addresses of its own, so that nothing that is posted to the link is
 * anything but an unsubscribe.
 */
import { leavingPage, leftPage, returnedPage, strangersPage } from "../pages/leaving-page.ts";
import { notFound } from "../problem.ts";
import type { LeavingView } from "../shop/leaving.ts";
import type { Press } from "../verify/human.ts";
import { shopInUnsubscribeToken } from "../verify/unsubscribe-token.ts";
import type { Call } from "./call.ts";
import { refusePresses } from "./flood.ts";
import { readFields } from "./form-fields.ts";
import { fromWhere, linkedShop, pressOf } from "./linked-shop.ts";

export async function unsubscribePage(call: Call, store: string | null = null): Promise<Response> {
  const view = (await (await shopOf(call, store))?.pages.leaving(call.part("token"))) ?? null;
  if (view === null) throw notFound("unsubscribe link");
  return leavingPage(view, store !== null);
}

/**
 * Whatever is posted is answered as done: a mailbox provider tries again where it is refused, counts refusals
 * against the sender, and can do nothing about a link that was cut short.
 */
export async function unsubscribe(call: Call, store: string | null = null): Promise<Response> {
  const token = call.part("token");
  const shop = await shopOf(call, store);
  const isOurs = (await shop?.unsubscribe(token)) ?? false;
  const view = isOurs ? ((await shop?.pages.leaving(token)) ?? null) : null;
  if (view === null) return strangersPage();
  return leftPage(view, token, { isElsewhere: store !== null });
}

/** Why somebody left, where they say so. */
export async function sayWhy(call: Call): Promise<Response> {
  const token = call.part("token");
  refusePresses(token);
  const fields = await readFields(call.request);
  const shop = await shopOf(call, null);
  const view = (await shop?.pages.leaving(token)) ?? null;
  if (shop === null || view === null) throw notFound("unsubscribe link");
  const press = pressOf(call, fields);
  const said = await shop.pages.sayWhy(token, fields.one("answer"), press);
  return leftPage(again(view, press), token, { said });
}

/** Somebody didn't mean to. */
export async function comeBack(call: Call): Promise<Response> {
  const token = call.part("token");
  refusePresses(token);
  const fields = await readFields(call.request);
  const shop = await shopOf(call, null);
  const view = (await shop?.pages.leaving(token)) ?? null;
  if (shop === null || view === null) throw notFound("unsubscribe link");
  const press = pressOf(call, fields);
  const said = await shop.pages.comeBack(token, press, fromWhere(call));
  return said === "unsure"
    ? leftPage(again(view, press), token, { said })
    : returnedPage(view, said === "taken");
}

/** The next press counts from when the page was made first. */
const again = (view: LeavingView, { shown }: Press): LeavingView =>
  shown === "" ? view : { ...view, shown };

const shopOf = (call: Call, store: string | null) =>
  linkedShop(call, shopInUnsubscribeToken(call.part("token")), store);
