/**
 * What email providers report, at an address that only the merchant's provider knows. The shop checks the rest:
 * the address's secret, and the signature where the provider has one.
 */
import { readBody } from "../body.ts";
import { lookup } from "../directory/lookup.ts";
import { enter } from "../gate.ts";
import { busy, notFound, Problem } from "../problem.ts";
import type { Reporting } from "../shop/email-reports.ts";
import { shopStub } from "../stubs.ts";
import type { Call } from "./call.ts";

const PROVIDERS: readonly string[] = ["resend", "postmark", "ses", "brevo"] satisfies Reporting[];
const TOKEN = /^([a-z2-7]{26})\.([a-z2-7]{26})$/;
/** What a request is signed with. */
const SIGNED = ["id", "timestamp", "signature"].flatMap((name) => [
  `webhook-${name}`,
  `svix-${name}`,
]);
/** Reports are short; a message that bounced isn't part of them. */
const LARGEST = 256 * 1024;

export async function receiveReports({ request, env, part, trail }: Call): Promise<Response> {
  const provider = part("provider");
  const [, shop = "", secret = ""] = TOKEN.exec(part("token")) ?? [];
  if (!PROVIDERS.includes(provider) || (await lookup(env, "byShop", shop)) === null) {
    throw notFound("report address");
  }
  trail.shop = shop;
  const body = await readBody(request, LARGEST);
  if (!(await enter("webhook", request, shop))) throw busy();
  const headers: Record<string, string> = {};
  for (const name of SIGNED) {
    const value = request.headers.get(name);
    if (value !== null && value.length <= 1_000) headers[name] = value;
  }
  const posted = { body, headers };
  const outcome = await shopStub(env, shop).takeReports(provider as Reporting, secret, posted);
  if (outcome === null) {
    const message =
      "This isn't a report of the provider that the shop set up. Check the address, and the signing secret or topic under Settings > Email.";
    throw new Problem(401, "report-refused", message);
  }
  return Response.json(outcome);
}
