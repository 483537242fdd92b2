/** The admin API of what deliveries claim and only the platform can say, and of the way to ask it. */
import { readJson } from "../body.ts";
import { notFound, Problem } from "../problem.ts";
import type { Access } from "../platform/platform.ts";
import type { ShopCall } from "../router.ts";
import { json } from "./admin.ts";

/** What waits for an answer, and what was answered lately. */
export async function list(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return json(await shop.questions());
}

/** The merchant says that a claim is true, or that it is not. */
export async function answer(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const asked = (await readJson(call.request, 4 * 1024)) as Record<string, unknown> | null;
  const { name, answer: given } = asked ?? {};
  if (typeof name !== "string") throw invalid("name", "must be a question’s name.");
  if (given !== "true" && given !== "undo") throw invalid("answer", "must be true or undo.");
  if (!(await shop.answerQuestion(name, given === "true"))) throw notFound("question");
  call.trail.detail = { answer: given };
  return json(await shop.questions());
}

/** Takes the token or the keys with which the shop's platform is asked. */
export async function setAccess(call: ShopCall): Promise<Response> {
  const { shop, listing } = call;
  const asked = (await readJson(call.request, 4 * 1024)) as Record<string, unknown> | null;
  const access = asked === null ? null : accessIn(asked, listing.platform);
  await shop.setPlatformAccess(access);
  call.trail.detail = { kept: access !== null };
  return Response.json({ can_ask: access !== null });
}

function accessIn(asked: Record<string, unknown>, platform: Access["platform"]): Access {
  if (platform === "shopify") return { platform, token: secretIn(asked, "access_token") };
  const [key, secret] = [secretIn(asked, "consumer_key"), secretIn(asked, "consumer_secret")];
  return { platform, key, secret };
}

/** A printable text without blanks, as both platforms' tokens and keys are. */
function secretIn(asked: Record<string, unknown>, field: string): string {
  const value = asked[field];
  if (typeof value === "string" && /^[\x21-\x7e]{8,200}$/.test(value)) return value;
  throw invalid(field, "must be 8 to 200 printable characters without blanks.");
}

const invalid = (field: string, rule: string): Problem =>
  new Problem(422, "invalid-field", `${field} ${rule}`, {}, { field });
