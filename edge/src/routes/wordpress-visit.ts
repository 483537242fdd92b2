/**
 * Coming over from a shop's WordPress: the plugin signs who somebody is there, their browser posts it, and the answer
 * leads to the admin with a link that works once. So there is no second login, and WordPress keeps no key of ours that
 * makes people.
 *
 * The browser is sent on instead of being signed in at once, because another site's page could post this too: the
 * admin sees whether somebody else is signed in already, and asks.
 */
import { Buffer } from "node:buffer";
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import * as v from "valibot";
import { readBody } from "../body.ts";
import { VisitFromWordPress, WordPressVisit } from "../contract/people.ts";
import type { Of } from "../contract/schema.ts";
import type { Listing } from "../directory/directory.ts";
import { lookup } from "../directory/lookup.ts";
import { Guesses, senderOf } from "../guesses.ts";
import { log } from "../log.ts";
import { plainName } from "../plain-name.ts";
import { directory, shopStub } from "../stubs.ts";
import { textOf } from "../text.ts";
import { NOT_LET_IN } from "./access.ts";
import type { Call } from "./call.ts";
import { refuseWaiting } from "./sign-in.ts";

const LARGEST = 8 * 1024;
/** How long a visit may take from WordPress to here, in milliseconds. */
const LASTS = 60_000;
/** How far apart the two clocks may be, in milliseconds. */
const SKEW = 5 * 60_000;

/** Visits of one sender that were refused: so many at once, then one every ten seconds. */
const refusals = new Guesses({ perSecond: 0.1, burst: 30 });

type Visit = Of<typeof VisitFromWordPress>;

export async function visitFromWordPress(call: Call): Promise<Response> {
  const { request, env, trail } = call;
  const sender = senderOf(env, request);
  refuseWaiting(refusals.wait(sender));
  const refuse = (reason: keyof typeof SENTENCES) => {
    refusals.count(sender);
    log("wordpress-visit-refused", { shop: trail.shop, reason }, "warn");
    return refused(SENTENCES[reason]);
  };
  const form = new URLSearchParams(textOf(await readBody(request, LARGEST)));
  const given = v.safeParse(WordPressVisit, Object.fromEntries(form));
  const visit = given.success ? visitIn(given.output.visit) : null;
  if (!given.success || visit === null) return refuse("unreadable");
  const listing = await lookup(env, "byShop", visit.shop);
  if (listing === null || !isSigned(listing, given.output)) return refuse("unsigned");
  trail.shop = listing.shop;
  if (!(await shopStub(env, listing.shop).admin.isConnectedTo(visit.site))) {
    return refuse("disconnected");
  }
  const age = Date.now() - visit.time;
  if (age < -SKEW) return refuse("early");
  if (age > LASTS + SKEW) return refuse("late");
  const taken = await directory(env).admission.fromWordPress(
    {
      shop: listing.shop,
      user: visit.user,
      name: plainName(visit.name) || `WordPress user ${visit.user}`,
      email: visit.email.trim().toLowerCase(),
      role: visit.role,
    },
    visit.nonce,
    visit.time + LASTS + SKEW,
  );
  if ("code" in taken) return refuse(taken.code);
  return new Response(null, {
    status: 303,
    headers: { location: `/app/#/enter/${taken.link}`, "cache-control": "no-store" },
  });
}

function visitIn(text: string): Visit | null {
  try {
    const found = v.safeParse(VisitFromWordPress, JSON.parse(text));
    return found.success ? found.output : null;
  } catch {
    return null;
  }
}

/**
 * Whether the shop's plugin signed it. The key is made of the webhook secret, for this purpose alone, so that no
 * webhook's body, which strangers write a part of, is ever a visit. Only the newest secret counts: changing it shuts
 * out whoever knew the one before.
 */
function isSigned(
  { platform, secrets }: Listing,
  { visit, signature }: { visit: string; signature: string },
): boolean {
  const [secret] = secrets;
  if (platform !== "woocommerce" || secret === undefined) return false;
  const key = createHmac("sha256", secret).update("edgewise sign-in").digest();
  const right = createHmac("sha256", key).update(visit).digest();
  return timingSafeEqual(right, Buffer.from(signature, "hex"));
}

const SENTENCES = {
  unreadable:
    "Edgewise couldn’t read what WordPress sent. Update the Edgewise plugin, then open Edgewise from WordPress again.",
  unsigned:
    "Edgewise couldn’t verify that your store sent you. Connect the store to Edgewise again, then try once more.",
  disconnected:
    "This site isn’t connected to Edgewise anymore. Connect it again on the plugin’s page.",
  early:
    "Your WordPress server’s clock is more than five minutes ahead of Edgewise’s. Ask your host to set it right.",
  late: "This took too long, or your WordPress server’s clock is more than five minutes behind. Open Edgewise from WordPress again.",
  used: "This was used already. Open Edgewise from WordPress again.",
  ...NOT_LET_IN,
} as const;

const STYLE =
  "body{font:16px/1.5 system-ui;max-width:32rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}";

/** A page, because whoever reads it came by a click. */
function refused(sentence: string): Response {
  const text = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Edgewise</title><style>${STYLE}</style><h1>You’re not signed in</h1><p>${sentence}</p></html>`;
  const style = createHash("sha256").update(STYLE).digest("base64");
  return new Response(text, {
    status: 403,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${style}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    },
  });
}
