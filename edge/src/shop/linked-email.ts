/** The email that a link of ours stands in, as its token names it, and what a browser shows of it. */
import type { Email } from "../channel/email.ts";
import { withoutPicture } from "../channel/own-links.ts";
import type { Look } from "../pages/frame.ts";
import { linkKeyOf, readLinkToken, VIEW } from "../verify/link-token.ts";
import type { Item } from "./outbox.ts";
import { lookFor } from "./page-customer.ts";
import type { Stores } from "./stores.ts";

export interface LinkedEmail {
  item: Item;
  /** Which of its links, as the token says. */
  link: number;
  /** What was sent; null where it is gone. */
  email: Email | null;
}

/** Null for a token that isn't ours, or whose message is gone altogether. */
export function linkedEmail({ vault, outbox }: Stores, token: string): LinkedEmail | null {
  const name = readLinkToken(linkKeyOf(vault.own.get("unsubscribe")), token);
  const item = name === null ? null : outbox.find(name.effect);
  if (name === null || item === null) return null;
  const email = outbox.shown(item.id).content as Email | null;
  return { item, link: name.link, email };
}

/**
 * What "View in browser" shows: the email's HTML as it was sent, links counted as in the email itself, and
 * without the picture, since looking at it here is no open. `html` is null where the email is gone.
 */
export function emailInBrowser(stores: Stores, token: string): { look: Look; html: string | null } {
  const found = linkedEmail(stores, token);
  const isSent = found?.link === VIEW && found.email !== null;
  const html = isSent ? withoutPicture(found.email?.html ?? "") : "";
  return { look: lookFor(stores, null), html: html === "" ? null : html };
}
