/**
 * One click out (RFC 8058): a POST to the link of a mail unsubscribes, without a login and without a
 * question. A GET only shows a page with a button, because scanners open every link of a mail.
 *
 * The link names its shop, and the shop says whether it made it.
 */
import { createHash } from "node:crypto";
import { lookup } from "../directory/lookup.ts";
import { type ShopStub, shopStub } from "../stubs.ts";
import { notFound } from "../problem.ts";
import type { Call } from "./call.ts";
import { shopInUnsubscribeToken } from "../verify/unsubscribe-token.ts";

export async function unsubscribePage(call: Call, store: string | null = null): Promise<Response> {
  const shop = await shopOf(call, store);
  const link = (await shop?.readUnsubscribe(call.part("token"))) ?? null;
  if (link === null) throw notFound("unsubscribe link");
  return html(
    "Unsubscribe",
    `<p>You will get no more marketing email from this shop. Messages about your orders still come.</p>
     <form method="post"><button>Unsubscribe</button></form>`,
  );
}

/**
 * Whatever is posted is answered as done: a mailbox provider tries again where it is refused, counts refusals
 * against the sender, and can do nothing about a link that was cut short.
 */
export async function unsubscribe(call: Call, store: string | null = null): Promise<Response> {
  const shop = await shopOf(call, store);
  await shop?.unsubscribe(call.part("token"));
  return html(
    "You are unsubscribed",
    "<p>You will get no more marketing email from this shop.</p>",
  );
}

/** The shop that the link names, or null. At a Shopify store's own address, a link of another shop is none. */
async function shopOf({ env, part, trail }: Call, store: string | null): Promise<ShopStub | null> {
  const shop = shopInUnsubscribeToken(part("token"));
  const listing = shop === null ? null : await lookup(env, "byShop", shop);
  if (shop === null || listing === null) return null;
  if (store !== null && listing.domain !== store) return null;
  trail.shop = shop;
  return shopStub(env, shop);
}

const STYLE =
  "body{font:16px/1.5 system-ui;max-width:32rem;margin:15vh auto;padding:0 1rem}button{font:inherit;padding:.6rem 1.2rem}";

function html(title: string, content: string): Response {
  const text = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${STYLE}</style><h1>${title}</h1>${content}</html>`;
  const style = createHash("sha256").update(STYLE).digest("base64");
  return new Response(text, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${style}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex",
    },
  });
}
