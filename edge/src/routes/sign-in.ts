/**
 * Signing in, and the links that lead there. Nobody is known yet, so all of it is for anybody; what a guess costs is
 * bounded before anything is hashed, and an address that nobody has looks like any other.
 */
import { readJson } from "../body.ts";
import {
  Credentials,
  Forgotten,
  LinkToOpen,
  LinkToUse,
  type OpenedLink,
} from "../contract/people.ts";
import type { Of, Schema } from "../contract/schema.ts";
import type { Membership } from "../caller.ts";
import type { Entered, LinkView, Wait } from "../directory/admission.ts";
import { lookup, tokenKeys } from "../directory/lookup.ts";
import type { Env } from "../env.ts";
import { Guesses, senderOf } from "../guesses.ts";
import { invalidField, Problem } from "../problem.ts";
import { directory } from "../stubs.ts";
import { isOwn } from "../verify/own-token.ts";
import { newSalt, weakness } from "../verify/password.ts";
import type { Call } from "./call.ts";
import { fitting } from "./request.ts";
import { cookieOf, deviceOf, refuseOtherPages } from "./session-cookie.ts";
import { hashInTurn } from "./password-turns.ts";

const LARGEST = 8 * 1024;

/** Wrong passwords and made-up links of one sender: so many at once, then one a second. */
const guesses = new Guesses({ perSecond: 1, burst: 60 });

export async function signIn(call: Call): Promise<Response> {
  const { request, env } = call;
  const { email, password } = await read(call, Credentials);
  const address = email.trim().toLowerCase();
  const { admission } = directory(env);
  const { salt, wait } = await admission.challenge(address);
  refuseWaiting(wait);
  const hash = await hashInTurn(env, request, password, salt, "stranger");
  const entered = heard(await admission.signIn(address, hash, visitOf(call)));
  if (entered !== null) return signedIn(call, entered);
  guesses.count(senderOf(env, request));
  const message =
    "This email address and password don’t belong together. Check both, and try again.";
  throw new Problem(401, "wrong-password", message);
}

export async function forgotten(call: Call): Promise<Response> {
  const { email } = await read(call, Forgotten);
  guesses.count(senderOf(call.env, call.request));
  await directory(call.env).admission.forgot(email.trim().toLowerCase());
  return new Response(null, { status: 202, headers: { "cache-control": "no-store" } });
}

export async function openLink(call: Call): Promise<Response> {
  const { link } = await read(call, LinkToOpen);
  const view = await viewOf(call, link);
  const listing = view.shop === null ? null : await lookup(call.env, "byShop", view.shop);
  const opened: OpenedLink = {
    kind: view.kind,
    domain: listing?.domain ?? null,
    name: view.name,
    email: view.email,
    has_password: view.hasPassword,
  };
  return Response.json(opened, { headers: { "cache-control": "no-store" } });
}

export async function useLink(call: Call): Promise<Response> {
  const { request, env } = call;
  const { link, password } = await read(call, LinkToUse);
  const view = await viewOf(call, link);
  const typed = view.kind === "wordpress" ? null : await typedFor(call, view, password);
  const entered = heard(await directory(env).admission.useLink(link, typed, visitOf(call)));
  if (entered !== null) return signedIn(call, entered);
  if (!view.hasPassword) throw linkEnded();
  guesses.count(senderOf(env, request));
  throw new Problem(401, "wrong-password", "This isn’t your password. Try again.");
}

/** The password that goes with a link, hashed: the one there is, or a new one. */
async function typedFor({ request, env }: Call, view: LinkView, password: string | undefined) {
  if (password === undefined) throw invalidField("password", "must be given with this link");
  if (view.hasPassword) {
    refuseWaiting(view.wait);
    return { salt: view.salt, hash: await hashInTurn(env, request, password, view.salt, "known") };
  }
  const weak = weakness(password, [view.name, view.email.split("@")[0] ?? "", view.email]);
  if (weak !== null) throw tooWeak(weak);
  const salt = newSalt();
  return { salt, hash: await hashInTurn(env, request, password, salt, "known") };
}

/** The body of a call that the admin page makes. */
async function read<S extends Schema>({ request, env }: Call, schema: S): Promise<Of<S>> {
  refuseOtherPages(request);
  refuseWaiting(guesses.wait(senderOf(env, request)));
  return fitting(schema, await readJson(request, LARGEST), 422, "invalid-field") as Of<S>;
}

async function viewOf({ request, env }: Call, link: string): Promise<LinkView> {
  const isOurs = isOwn(await tokenKeys(env), "link", link);
  const view = isOurs ? await directory(env).admission.linkView(link) : null;
  if (view !== null) return view;
  guesses.count(senderOf(env, request));
  throw linkEnded();
}

/** What the directory notes of who comes. */
const visitOf = ({ request, trail }: Call) => ({
  device: deviceOf(request),
  requestId: trail.requestId,
});

async function signedIn({ env, url }: Call, { person, token, shops }: Entered): Promise<Response> {
  const body = { person, shops: await shopsOf(env, shops) };
  return Response.json(body, {
    headers: { "cache-control": "no-store", "set-cookie": cookieOf(env, url, token) },
  });
}

/** Somebody's shops as they are shown. */
export async function shopsOf(env: Env, shops: readonly Membership[]) {
  const all = await Promise.all(
    shops.map(async ({ shop, role, personalData, name }) => {
      const domain = (await lookup(env, "byShop", shop))?.domain ?? "";
      return { shop, domain, name, role, personal_data: personalData };
    }),
  );
  return all;
}

/** What came of a password that was compared. @throws Problem 429 where it was not */
export function heard<T extends object | boolean | null>(found: T | Wait): T {
  if (typeof found === "object" && found !== null && "wait" in found) refuseWaiting(found.wait);
  return found as T;
}

/** `rule` begins with “must”. */
export const tooWeak = (rule: string): Problem =>
  new Problem(422, "password-weak", `Your password ${rule}.`, {}, { field: "password" });

/** @throws Problem 429 while there were too many wrong ones */
export function refuseWaiting(seconds: number): void {
  if (seconds === 0) return;
  const message = "Too many wrong passwords. Wait a minute, then try again.";
  throw new Problem(429, "too-many-attempts", message, { "retry-after": String(seconds) });
}

const linkEnded = (): Problem =>
  new Problem(410, "link-ended", "This link was used already or has ended. Ask for a new one.");
