/**
 * What providers of text messages post: reports and replies. The shop checks who posted, by the signature that each
 * of them makes; the address itself is no secret.
 */
import { readBody } from "../body.ts";
import { twiml } from "../channel/sms/replies.ts";
import { SMS_PROVIDERS } from "../contract/sms.ts";
import { lookup } from "../directory/lookup.ts";
import { enter } from "../gate.ts";
import { busy, notFound, Problem } from "../problem.ts";
import type { SmsProviderName } from "../channel/sms/posted.ts";
import { shopStub } from "../stubs.ts";
import type { Call } from "./call.ts";

const SHOP = /^[a-z2-7]{26}$/;
/** What a request is signed with. */
const SIGNED = ["x-twilio-signature", "authorization"].concat(
  ["id", "timestamp", "signature"].map((name) => `webhook-${name}`),
);
/** A text is short. */
const LARGEST = 64 * 1024;

export async function receiveText({ request, url, env, part, trail }: Call): Promise<Response> {
  const [provider, shop] = [part("provider"), part("shop")];
  const isOne = (SMS_PROVIDERS as readonly string[]).includes(provider) && SHOP.test(shop);
  if (!isOne || (await lookup(env, "byShop", shop)) === null) throw notFound("address for texts");
  trail.shop = shop;
  const body = await readBody(request, LARGEST);
  if (!(await enter("webhook", request, shop))) throw busy();
  const headers: Record<string, string> = {};
  for (const name of SIGNED) {
    const value = request.headers.get(name);
    if (value !== null && value.length <= 4_000) headers[name] = value;
  }
  const posted = { body, headers, query: url.search };
  const taken = await shopStub(env, shop).takeText(provider as SmsProviderName, posted);
  if (taken === null) {
    const message =
      "This isn't from the provider that the shop set up. Check its auth token or signature secret under Settings > Text messages.";
    throw new Problem(401, "signature-refused", message);
  }
  if (provider !== "twilio") return Response.json(taken);
  return new Response(twiml(taken.reply), { headers: { "content-type": "text/xml" } });
}
