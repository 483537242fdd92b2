/**
 * Shopify's privacy topics: one address for all shops, because the platform knows only one. The shop
 * is the one that the signed body names.
 *
 * The topic header is not signed. What is asked must therefore show in the body as well: a request for
 * a person's data can not be turned into their erasure by changing a header.
 */
import { readBody } from "../body.ts";
import type { Listing } from "../directory/directory.ts";
import type { Env } from "../env.ts";
import { busy, Problem } from "../problem.ts";
import type { Call } from "../router.ts";
import { signedByOneOf } from "../verify/signature.ts";
import { directory, shopStub } from "../objects.ts";

type Topic = "customers/data_request" | "customers/redact" | "shop/redact";

export async function compliance({ request, env }: Call): Promise<Response> {
  const body = await readBody(request);
  const signature = request.headers.get("x-shopify-hmac-sha256");
  const signedByApp = await signedByOneOf([env.SHOPIFY_API_SECRET ?? ""], body, signature);
  const asked = parsed(body);
  const shops = asked === null ? [] : await shopsOf(env, asked);
  const verified = signedByApp ? shops : await signers(shops, body, signature);
  if (!signedByApp && verified.length === 0) {
    throw new Problem(401, "bad-signature", "The signature does not belong to this body.");
  }
  const topic = asked === null ? null : topicOf(asked);
  if (topic === null || topic !== request.headers.get("x-shopify-topic")) {
    throw new Problem(
      400,
      "topic-mismatch",
      "X-Shopify-Topic and the body do not ask for the same thing.",
    );
  }
  const headers = { "x-shopify-topic": topic };
  for (const { shop } of verified) {
    const taken = await shopStub(env, shop).deliver({ source: "shopify", topic, headers, body });
    if (taken === null) throw busy();
  }
  return Response.json({ outcome: verified.length > 0 ? "accepted" : "unknown-shop" });
}

/** The shops whose own secret, if not the app's, signed the body. */
async function signers(
  shops: Listing[],
  body: Uint8Array,
  signature: string | null,
): Promise<Listing[]> {
  const verdicts = await Promise.all(
    shops.map(({ secrets }) => signedByOneOf(secrets, body, signature)),
  );
  return shops.filter((_, index) => verdicts[index]);
}

async function shopsOf(env: Env, asked: Record<string, unknown>): Promise<Listing[]> {
  const { shop_domain: domain } = asked;
  if (typeof domain !== "string" || domain.length > 255) return [];
  const shops = await directory(env).byDomain(domain.toLowerCase());
  return shops.filter(({ platform }) => platform === "shopify");
}

function topicOf(asked: Record<string, unknown>): Topic | null {
  if ("data_request" in asked || "orders_requested" in asked) return "customers/data_request";
  if ("orders_to_redact" in asked) return "customers/redact";
  return "shop_domain" in asked && !("customer" in asked) ? "shop/redact" : null;
}

function parsed(body: Uint8Array): Record<string, unknown> | null {
  try {
    const value = JSON.parse(new TextDecoder().decode(body));
    return typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
