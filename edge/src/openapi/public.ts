/** The description of what anybody may call; who is at home there is checked by signature, key or link. */
import { Approved, ApprovedKey } from "../contract/connection.ts";
import { IGNORED_REPORTS } from "../contract/email.ts";
import { Healthz, Readyz } from "../contract/fleet.ts";
import {
  Credentials,
  Forgotten,
  LinkToOpen,
  LinkToUse,
  OpenedLink,
  SignedIn,
  WordPressVisit,
} from "../contract/people.ts";
import {
  count,
  either,
  maybe,
  named,
  note,
  object,
  oneOf,
  optional,
  type Schema,
  tally,
  text,
} from "../contract/schema.ts";
import { TEXT_OUTCOMES } from "../contract/sms.ts";
import { APP_TOPICS } from "../platform/shopify/topics.ts";
import * as v from "valibot";
import { type Answer, gives, nothing, streams } from "../routes/route.ts";
import type { PublicAddress } from "../routes/public-addresses.ts";

/** What a public route is, as `/openapi.json` says it. */
export interface PublicDescription {
  id: string;
  summary: string;
  /** The ways to show who sends it; none where nothing has to be shown. */
  security?: object[];
  headers?: Record<string, string>;
  query?: Record<string, { description: string; schema: Schema }>;
  body?: { description: string; media: string; schema: Schema };
  answers: Record<number, Answer>;
  refusals?: Record<number, string>;
}

const Outcome = named(
  "Received",
  object({
    outcome: oneOf(["accepted", "duplicate", "ignored", "dead-letter", "ping", "unknown-shop"]),
    reason: optional(text),
  }),
);

const taken = { 200: gives("Received, and on disk", Outcome) };
const Reported = object({
  taken: count,
  ignored: note(tally, `By reason: ${IGNORED_REPORTS.map((why) => `\`${why}\``).join(", ")}`),
});
const TakenText = object({ was: oneOf(TEXT_OUTCOMES), reply: maybe(text) });
const anything = v.record(v.string(), v.unknown());
const BODY = {
  400: "The request can't be read",
  408: "The body took longer than 10 seconds",
  411: "Content-Length is missing",
  413: "The body is too large",
};
const BUSY = { 503: "Busy; `Retry-After` says when to send the request again" };
const UNSIGNED = { 401: "No valid signature or key" };
const MISSING = { 404: "Nothing at this address" };
const SIGNATURE = "base64 of HMAC-SHA256 over the raw body";

/** What Shopify adds to a query that it passes on. */
const PROXIED = {
  shop: { description: "The store’s myshopify.com name", schema: text },
  timestamp: { description: "When it was passed on, in seconds since 1970", schema: text },
  signature: {
    description: "Hex of HMAC-SHA256 over the query, by the app’s secret",
    schema: text,
  },
};

const webhook = (id: string, summary: string, signature: string): PublicDescription => ({
  id,
  summary,
  headers: { [signature]: SIGNATURE },
  body: {
    description: "The platform's body, untouched",
    media: "application/json",
    schema: anything,
  },
  answers: taken,
  refusals: { ...BODY, ...UNSIGNED, ...MISSING, ...BUSY },
});

const FROM_PAGE = {
  "X-Edgewise-Page": "`1`. No other site's page can send it, so none can sign anybody in",
};
const OFTEN = {
  429: "Too many wrong passwords, or too much at once; `Retry-After` says until when",
};
const FIELD = { 422: "A member is wrong; `field` names it" };
const signedIn = {
  200: {
    ...gives("Signed in", SignedIn),
    headers: {
      "set-cookie": { description: "The session, for the browser alone", schema: text },
    },
  },
};

/** What the admin sends for somebody who isn't signed in yet. */
const ofSignIn = (
  id: string,
  summary: string,
  schema: Schema,
  rest: Pick<PublicDescription, "answers" | "refusals">,
): PublicDescription => ({
  id,
  summary,
  headers: FROM_PAGE,
  body: { description: "What was typed, or the link", media: "application/json", schema },
  answers: rest.answers,
  refusals: {
    ...BODY,
    403: "The header is missing",
    ...FIELD,
    ...OFTEN,
    ...BUSY,
    ...rest.refusals,
  },
});

const page = (description: string) => streams(description, "text/html");

/** What a browser sends of a form. */
const fields = (names: string[]) => ({
  description: "The form’s fields",
  media: "application/x-www-form-urlencoded",
  schema: object(Object.fromEntries(names.map((name) => [name, optional(text)]))),
});
const FORM = {
  400: "There are too many fields",
  413: "The form is too large",
  415: "It isn’t sent as a form",
  429: "Too much at once; `Retry-After` says when to try again",
};
const WITH_TROUBLE = {
  200: page("A page that says so"),
  422: page("The page again, with what to change"),
};
const PRODUCT = {
  product: { description: "The product, for a back-in-stock form", schema: optional(text) },
  variant: { description: "The variant", schema: optional(text) },
  title: { description: "What the product is called", schema: optional(text) },
};

export const publicDescriptions: Readonly<Record<PublicAddress, PublicDescription>> = {
  "GET /": {
    id: "getRoot",
    summary: "Go to the admin",
    answers: { 302: nothing("To /app/") },
  },
  "GET /app/{path*}": {
    id: "getPage",
    summary: "Get the admin, or one of its files",
    answers: { 200: page("The file") },
    refusals: MISSING,
  },
  "GET /healthz": {
    id: "getLiveness",
    summary: "Get whether the Worker is alive, and its release; asks nothing of the storage",
    answers: { 200: gives("It is alive", Healthz) },
  },
  "GET /readyz": {
    id: "getReadiness",
    summary: "Get whether requests can be taken: the keys are there and the storage answers",
    answers: {
      200: gives("They can", Readyz),
      503: gives("They can't, and why", Readyz),
    },
  },
  "GET /openapi.json": {
    id: "getDescription",
    summary: "Get this description",
    answers: { 200: gives("OpenAPI 3.1", anything) },
  },
  "POST /webhooks/shopify/{token}": webhook(
    "receiveShopifyWebhook",
    "Receive a webhook of a Shopify store",
    "X-Shopify-Hmac-Sha256",
  ),
  "POST /webhooks/woocommerce/{token}": webhook(
    "receiveWooCommerceWebhook",
    "Receive a webhook of a WooCommerce store",
    "X-WC-Webhook-Signature",
  ),
  "POST /webhooks/shopify/compliance": {
    id: "receiveComplianceWebhook",
    summary:
      "Receive what Shopify says to the app as such: privacy requests, and that it was removed",
    headers: {
      "X-Shopify-Hmac-Sha256": SIGNATURE,
      "X-Shopify-Topic": either(APP_TOPICS),
    },
    body: { description: "Shopify's body, untouched", media: "application/json", schema: anything },
    answers: taken,
    refusals: { ...BODY, ...UNSIGNED, ...BUSY },
  },
  "POST /webhooks/email/{provider}/{token}": {
    id: "receiveEmailReports",
    summary:
      "Receive what an email provider reports: delivered, bounced, complained, opened, clicked",
    body: {
      description: "The provider's body, untouched",
      media: "application/json",
      schema: anything,
    },
    answers: { 200: gives("How many were news, and why others changed nothing", Reported) },
    refusals: {
      ...BODY,
      401: "The secret or the signature isn't right, or the topic is another one; nothing was received",
      ...MISSING,
      ...BUSY,
    },
  },
  "POST /webhooks/sms/{provider}/{shop}": {
    id: "receiveText",
    summary: "Receive what a provider of text messages posts: what became of a text, or a reply",
    body: {
      description: "The provider's body, untouched: JSON, or a form where it's Twilio's",
      media: "application/json",
      schema: anything,
    },
    answers: { 200: gives("What it was, and the answer to a reply. Twilio gets TwiML", TakenText) },
    refusals: {
      ...BODY,
      401: "The signature isn't that of the provider the shop set up; nothing was received",
      ...MISSING,
      ...BUSY,
    },
  },
  "POST /connect/woocommerce": {
    id: "connectWooCommerce",
    summary: "Receive the key that a merchant approved for Edgewise (WooCommerce's wc-auth)",
    body: {
      description: "What WooCommerce posts; `user_id` is the nonce of a connection code",
      media: "application/json",
      schema: ApprovedKey,
    },
    answers: { 200: gives("The key is proven and the store connected", Approved) },
    refusals: {
      ...BODY,
      403: "The code is unknown, has ended, was used, or is another shop's; nothing is kept",
      429: "Too many unknown codes from this address",
      422: "The store didn't accept the key, or its plugin isn't active; nothing is kept",
    },
  },
  "POST /sign-in": ofSignIn("signIn", "Sign in with an email address and a password", Credentials, {
    answers: signedIn,
    refusals: { 401: "Nobody has this email address and this password" },
  }),
  "POST /sign-in/forgotten": ofSignIn(
    "forgetPassword",
    "Ask for a link to choose a new password; the answer doesn't say whether the address is known",
    Forgotten,
    { answers: { 202: nothing("If somebody has this address, an email is on its way to them") } },
  ),
  "POST /sign-in/link": ofSignIn(
    "openLink",
    "Get where an invitation or a link for a new password leads; uses nothing up",
    LinkToOpen,
    {
      answers: { 200: gives("Where it leads", OpenedLink) },
      refusals: { 410: "The link was used or has ended" },
    },
  ),
  "POST /sign-in/link/use": ofSignIn(
    "useLink",
    "Use a link up: choose a password or confirm it, and sign in",
    LinkToUse,
    {
      answers: signedIn,
      refusals: {
        401: "The password isn't right",
        410: "The link was used or has ended",
      },
    },
  ),
  "POST /sign-in/wordpress": {
    id: "visitFromWordPress",
    summary: "Come over from a WordPress admin, as the plugin's page has the browser post it",
    body: {
      description: "What the plugin signed, as a form",
      media: "application/x-www-form-urlencoded",
      schema: WordPressVisit,
    },
    answers: { 303: nothing("To the admin, with a link that works once, in the fragment") },
    refusals: {
      ...BODY,
      403: "The signature, the time, or the user isn't accepted, or it was used; nothing is kept",
      ...OFTEN,
    },
  },
  "POST /v1/events": {
    id: "sendEvents",
    summary: "Send web pixel events or Segment calls, one or many",
    security: [{ writeKey: [] }, { writeKeyAsUser: [] }, { writeKeyInQuery: [] }],
    query: {
      source: {
        description: "Known from the body when left out",
        schema: oneOf(["shopify-pixel", "segment"]),
      },
    },
    body: {
      description: "One message, a list, or an object with a list in `batch`; at most 500 KiB",
      media: "application/json",
      schema: v.union([anything, v.array(anything)]),
    },
    answers: taken,
    refusals: {
      ...BODY,
      ...UNSIGNED,
      403: "This origin may not send for this shop",
      429: "Too many calls, messages, or new visitors for this key or address; the message names the limit, `Retry-After` says when to go on, and nothing was received",
      ...BUSY,
    },
  },
  "OPTIONS /v1/events": {
    id: "preflightEvents",
    summary: "Answer a browser's preflight request",
    answers: { 204: nothing("Go on") },
  },
  "GET /i/{shop}/{image}": {
    id: "showImage",
    summary: "Show an image of an email",
    answers: { 200: streams("The image", "image/*") },
    refusals: { ...MISSING, ...BUSY },
  },
  "GET /c/{token}": {
    id: "followLink",
    summary: "Follow a link of a message; counts a click, except with HEAD",
    answers: {
      302: nothing(
        "To where the link leads, or to the shop’s start page where the message is gone",
      ),
    },
    refusals: { ...MISSING, ...BUSY },
  },
  "GET /l/{token}": {
    id: "followShortLink",
    summary: "Follow a short link of a text message; counts a click, except with HEAD",
    answers: {
      302: nothing(
        "To where the link leads, or to the shop’s start page where the message is gone",
      ),
    },
    refusals: { ...MISSING, ...BUSY },
  },
  "GET /o/{token}": {
    id: "loadPicture",
    summary: "Load the invisible picture of a message; counts an open, except with HEAD",
    answers: {
      200: { description: "A transparent picture", media: "image/gif", schema: v.string() },
    },
    refusals: BUSY,
  },
  "GET /v/{token}": {
    id: "viewEmail",
    summary: "View an email in a browser, as it was sent",
    answers: { 200: page("The email"), 404: page("A page that says that the email is gone") },
  },
  "GET /u/{token}": {
    id: "getUnsubscribePage",
    summary: "Get the page of an unsubscribe link; changes nothing",
    answers: { 200: page("A page with one button") },
    refusals: MISSING,
  },
  "POST /u/{token}": {
    id: "unsubscribe",
    summary: "Unsubscribe in one click (RFC 8058)",
    answers: {
      200: page("A page that says so, also for a link that isn't ours and changes nothing"),
    },
  },
  "POST /u/{token}/why": {
    id: "sayWhyUnsubscribed",
    summary: "Say why, after unsubscribing",
    body: fields(["shown", "answer"]),
    answers: { 200: page("The page, with thanks") },
    refusals: { ...FORM, ...MISSING },
  },
  "POST /u/{token}/back": {
    id: "comeBack",
    summary: "Take an unsubscribe back on its page, within a day",
    body: fields(["shown"]),
    answers: { 200: page("A page that says whether they are subscribed again") },
    refusals: { ...FORM, ...MISSING },
  },
  "GET /p/{token}": {
    id: "getPreferences",
    summary: "Get a customer’s preference page; changes nothing",
    answers: { 200: page("The page"), 404: page("A page that says that the link isn’t one") },
  },
  "POST /p/{token}": {
    id: "savePreferences",
    summary: "Save a customer’s preferences: what differs from what the page had shown",
    body: fields([
      "shown",
      "leave",
      "channel",
      "topic",
      "frequency",
      "pause",
      "language",
      "birthday",
    ]),
    answers: { ...WITH_TROUBLE, 404: page("A page that says that the link isn’t one") },
    refusals: FORM,
  },
  "GET /confirm/{token}": {
    id: "getOptIn",
    summary: "Get the page that confirms a sign-up; changes nothing",
    answers: {
      200: page("A page with one button, or that says that it is confirmed"),
      404: page("A page that says that the link isn’t one"),
      410: page("A page that says that the link is too old"),
    },
  },
  "POST /confirm/{token}": {
    id: "confirmOptIn",
    summary: "Confirm a sign-up; what looks like a mail filter confirms nothing",
    body: fields(["shown"]),
    answers: {
      200: page("A page that says so, or asks to press once more"),
      404: page("A page that says that the link isn’t one"),
      410: page("A page that says that the link is too old"),
    },
    refusals: FORM,
  },
  "GET /s/{token}": {
    id: "getSurvey",
    summary: "Get a survey’s question; changes nothing",
    query: { a: { description: "The ID of an answer to put first", schema: optional(text) } },
    answers: { 200: page("The page"), 404: page("A page that says that the link isn’t one") },
  },
  "POST /s/{token}": {
    id: "answerSurvey",
    summary: "Answer a survey",
    body: fields(["shown", "answer"]),
    answers: { ...WITH_TROUBLE, 404: page("A page that says that the link isn’t one") },
    refusals: FORM,
  },
  "GET /f/{form}": {
    id: "getForm",
    summary: "Get a form, by the shop’s ID, a dot, and the form’s ID",
    query: PRODUCT,
    answers: { 200: page("The page"), 404: page("A page that says that there is none") },
  },
  "POST /f/{form}": {
    id: "sendForm",
    summary: "Send a form: sign up, or ask to be told when a product is back",
    body: fields(["email", "first_name", "birthday", "product", "variant", "title", "agreed"]),
    answers: { ...WITH_TROUBLE, 404: page("A page that says that there is none") },
    refusals: { ...FORM, 403: "Another site’s page may not send it", ...BUSY },
  },
  "GET /f/{form}/markup": {
    id: "getFormMarkup",
    summary: "Get a form as markup for a shop’s own pages; it works without scripts",
    query: PRODUCT,
    answers: { 200: page("The markup"), 404: page("A page that says that there is none") },
  },
  "GET /embed/form.js": {
    id: "getFormScript",
    summary: "Get the script that sends forms without leaving the page",
    answers: { 200: streams("The script", "text/javascript") },
  },
  "GET /proxy/shopify/u/{token}": {
    id: "getUnsubscribePageInStore",
    summary: "Get the page of an unsubscribe link at the store’s own address; Shopify passes it on",
    query: PROXIED,
    answers: { 200: page("A page with one button") },
    refusals: { ...UNSIGNED, ...MISSING },
  },
  "POST /proxy/shopify/u/{token}": {
    id: "unsubscribeInStore",
    summary: "Unsubscribe at the store’s own address; Shopify passes it on",
    query: PROXIED,
    answers: { 200: page("A page that says so") },
    refusals: { ...UNSIGNED, ...MISSING },
  },
};
