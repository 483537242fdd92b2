/** Whether something is gone from a Shopify shop, by the Admin GraphQL API. */
import type { Question } from "edgewise";
import type { Answer } from "../access.ts";

/** The API's version, supported until a year after its month. */
const VERSION = "2026-10";
const TIME_LIMIT = 10_000;

/** Each subject's type in global ids, and its query. */
const QUERIES = {
  customer: ["Customer", "query ($id: ID!) { thing: customer(id: $id) { id } }"],
  order: ["Order", "query ($id: ID!) { thing: order(id: $id) { id } }"],
  product: ["Product", "query ($id: ID!) { thing: product(id: $id) { id } }"],
  coupon: ["DiscountCodeNode", "query ($id: ID!) { thing: codeDiscountNode(id: $id) { id } }"],
} as const;

/** A shop that answers has the app installed: Shopify ends a token as it removes the app. */
const INSTALLED = "query { thing: shop { id } }";

export async function isGoneFromShopify(
  domain: string,
  token: string,
  { about, id }: Question,
): Promise<Answer> {
  const isShop = about === "installation" || about === "shop-data";
  const body = isShop ? { query: INSTALLED } : queryFor(about, id);
  const response = await fetch(`https://${domain}/admin/api/${VERSION}/graphql.json`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-shopify-access-token": token },
    body: JSON.stringify(body),
    redirect: "manual",
    signal: AbortSignal.timeout(TIME_LIMIT),
  });
  const text = await response.text();
  // The token is dead: of the installation that is the answer, of anything else there is none.
  if (response.status === 401) return isShop ? "gone" : "refused";
  if (response.status === 403) return "refused";
  if (response.status !== 200) return "unreachable";
  return answerIn(text);
}

function queryFor(about: keyof typeof QUERIES, id: string) {
  const [type, query] = QUERIES[about];
  return { query, variables: { id: `gid://shopify/${type}/${id}` } };
}

/** The thing, or null where there is none; an error beside it means that it was not looked for. */
function answerIn(text: string): Answer {
  type Said = { data?: { thing?: { id: string } | null } | null; errors?: Problem[] };
  type Problem = { extensions?: { code?: string } };
  const { data, errors = [] } = JSON.parse(text) as Said;
  if (errors.some(({ extensions }) => extensions?.code === "ACCESS_DENIED")) return "refused";
  if (errors.length > 0 || data?.thing === undefined) return "unreachable";
  return data.thing === null ? "gone" : "there";
}
