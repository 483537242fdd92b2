/**
 * An email in a browser. What is in it is the merchant's, so it stands in a sandbox: no script runs, no form is
 * sent, and it is of no origin, so that nothing in it reaches the admin, which is served from the same address.
 */
import { html, type Look, page } from "./frame.ts";
import { words } from "./words.ts";

const POLICY = [
  "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation",
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src http: https: data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export const emailPage = (email: string): Response =>
  new Response(email, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": POLICY,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex",
    },
  });

/** Its customer was erased, or it was sent so long ago that it isn't kept. */
export function goneEmailPage(look: Look): Response {
  const text = words(look.language);
  return page(look, text.emailGone, html`<p>${text.emailGoneNote}</p>`, 404);
}
