/**
 * What Shopify tells about all shops at one address: its privacy topics, and that the app was removed.
 *
 * Anybody may call it, so nothing is parsed before its signature is checked, and no body may be larger
 * than such a request ever is. Signed by the app's secret, the body names the shop; a shop with a
 * secret of its own is named by a header, whose secret must then have signed the body.
 *
 * What is asked, the engine reads from the body, because the topic header is not signed.
 */
import { readBody } from "../body.ts";
import type { Listing } from "../directory/directory.ts";
import { appOf, type Env } from "../env.ts";
import { APP_TOPICS } from "../platform/shopify/topics.ts";
import { busy, Problem } from "../problem.ts";
import type { Call } from "./call.ts";
import { carry } from "../shop/carry.ts";
import type { Outcome } from "../shop/incoming.ts";
import { signedByOneOf } from "../verify/signature.ts";
import { directory, shopStub } from "../stubs.ts";
import { answerOf } from "./webhooks.ts";

/** The largest body, in bytes: a person's orders by their ids, some ten thousand of them. */
const LARGEST = 256 * 1024;

export async function compliance({ request, env, trail }: Call): Promise<Response> {
  const body = await readBody(request, LARGEST, { sender: "anybody" });
  const signature = request.headers.get("x-shopify-hmac-sha256");
  const shops = (await signedByOneOf(appOf(env).signsWith, body, signature))
    ? await shopsOf(env, domainIn(body))
    : await signers(env, request.headers.get("x-shopify-shop-domain"), body, signature);
  const topic = request.headers.get("x-shopify-topic") ?? "";
  if (!APP_TOPICS.includes(topic)) {
    const message = `X-Shopify-Topic must be ${APP_TOPICS.join(", ")}; it is ${topic || "missing"}.`;
    throw new Problem(400, "topic-mismatch", message);
  }
  const headers = { "x-shopify-topic": topic };
  let outcome: Outcome | null = null;
  for (const { shop } of shops) {
    trail.shop = shop;
    outcome = await carry(shopStub(env, shop), { source: "shopify", topic, headers, body });
    if (outcome === null) throw busy();
  }
  return Response.json(outcome === null ? { outcome: "unknown-shop" } : answerOf(outcome));
}

/** The shops of a domain whose own secret, if not the app's, signed the body; at least one. */
async function signers(
  env: Env,
  named: string | null,
  body: Uint8Array,
  signature: string | null,
): Promise<Listing[]> {
  const shops = signature === null ? [] : await shopsOf(env, named);
  const verdicts = await Promise.all(
    shops.map(({ secrets }) => signedByOneOf(secrets, body, signature)),
  );
  const domain = named?.toLowerCase();
  const signed = shops.filter((_, index) => verdicts[index]);
  if (signed.length === 0 || domainIn(body)?.toLowerCase() !== domain) {
    throw new Problem(
      401,
      "bad-signature",
      "The signature doesn't match this body. Check the app's secret.",
    );
  }
  return signed;
}

async function shopsOf(env: Env, domain: string | null): Promise<Listing[]> {
  if (domain === null || domain.length > 255) return [];
  const shops = await directory(env).byDomain(domain.toLowerCase());
  return shops.filter(({ platform }) => platform === "shopify");
}

/** The shop that a verified body names. */
function domainIn(body: Uint8Array): string | null {
  try {
    const said = JSON.parse(new TextDecoder().decode(body));
    const domain = said?.shop_domain ?? said?.myshopify_domain;
    return typeof domain === "string" ? domain : null;
  } catch {
    return null;
  }
}
