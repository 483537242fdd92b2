/** Shopify's session tokens, as its admin signs them for the app. */
import { createHmac } from "node:crypto";
import { APP } from "./world.mjs";

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token of somebody in a shop's admin; anything about it can be made wrong. */
export function sessionToken(
  domain,
  { claims = {}, head = { alg: "HS256", typ: "JWT" }, secret = APP.secret } = {},
) {
  const now = Math.floor(Date.now() / 1000);
  const all = {
    iss: `https://${domain}/admin`,
    dest: `https://${domain}`,
    aud: APP.key,
    sub: "1",
    exp: now + 60,
    nbf: now,
    iat: now,
    jti: "j",
    sid: "s",
    ...claims,
  };
  const text = `${base64url(head)}.${base64url(all)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}
