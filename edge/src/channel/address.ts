/**
 * Email addresses as SMTP can carry them: ASCII, because few servers know SMTPUTF8 and none must.
 *
 * New customers' domains come in ASCII from the engine; those of senders, and of customers received before
 * it did so, are prepared here, as browsers prepare a host.
 */

import { domainToUnicode } from "node:url";

/** What stands between angle brackets and says nothing else: a dot-atom's letters, nothing quoted. */
const LOCAL = /^[^\s<>,;:"()[\]\\@\p{Cc}]{1,64}$/u;
/** Labels of letters, digits and inner hyphens; two at least, the last one no number (RFC 1123). */
const DOMAIN =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** Why mail cannot be addressed to somebody. */
export type AddressRefusal =
  | "address-not-usable"
  | "address-local-part-not-ascii"
  | "address-domain-not-usable";

/** An address that can be written into a mail, or why there is none. */
export function mailAddress(text: string): { address: string } | { refused: AddressRefusal } {
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
  const isDotted = /^\.|\.\.|\.$/.test(local);
  if (at < 1 || !LOCAL.test(local) || isDotted) return { refused: "address-not-usable" };
  if (!isAscii(local)) return { refused: "address-local-part-not-ascii" };
  const ascii = asciiOf(domain);
  if (!DOMAIN.test(ascii)) return { refused: "address-domain-not-usable" };
  return { address: `${local}@${ascii}` };
}

/** An address with its domain in ASCII, as it is known by, whether or not mail can go there. */
export function knownAs(text: string): string {
  const at = text.lastIndexOf("@") + 1;
  return text.slice(0, at) + (asciiOf(text.slice(at)) || text.slice(at));
}

/** An address as people read it: its domain in Unicode, where it isn't ASCII. */
export function shownAddress(address: string): string {
  const at = address.lastIndexOf("@") + 1;
  const domain = address.slice(at);
  if (!/(?:^|\.)xn--/i.test(domain)) return address;
  return address.slice(0, at) + (domainToUnicode(domain) || domain);
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** A domain as browsers prepare a host; "" for what is none. */
function asciiOf(domain: string): string {
  if (isAscii(domain)) return domain;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return "";
  }
}
