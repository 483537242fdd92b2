/**
 * A message's links as they leave: marked for the shop's own statistics, and led through our address, which
 * counts clicks. And the picture that counts opens.
 *
 * The link that unsubscribes stays as it is, as do all other addresses of ours: it must work whatever
 * happens to anything else.
 */
import { withLinksLed } from "edgewise/message.js";
import { type Utm, withUtm } from "../utm.ts";
import { MOST_LINKS, nameInLinkToken, PICTURE } from "../verify/link-token.ts";

/** What a shop counts and marks where it says nothing: as the configuration's schema says, by a test. */
export const TRACKING = { clicks: true, opens: false, utm: true } as const;

/** How a message's links are led. */
export interface Leading {
  /** Where this installation answers, without a slash at the end. */
  base: string;
  /** The UTM parameters of links to the shop; null where none are wanted. */
  utm: { of: Utm; hosts: ReadonlySet<string> } | null;
  /** The token of a link by its place; null where clicks, or opens, aren't counted. */
  clicks: ((place: number) => string | null) | null;
  opens: (() => string | null) | null;
}

interface Parts {
  html: string;
  text: string;
}

/** The parts as they leave, and where each link of ours leads, by its place. */
export function withOwnLinks(parts: Parts, leading: Leading): Parts & { links: string[] } {
  const { base, utm, clicks, opens } = leading;
  const links: string[] = [];
  const led = withLinksLed(parts, (address) => {
    if (address === base || address.startsWith(`${base}/`)) return address;
    const target = utm === null ? address : withUtm(address, utm.of, utm.hosts);
    const token = clicks === null || links.length >= MOST_LINKS ? null : clicks(links.length);
    if (token === null) return target;
    links.push(target);
    return `${base}/c/${token}`;
  });
  const picture = opens?.() ?? null;
  const html = picture === null ? led.html : withPicture(led.html, `${base}/o/${picture}`);
  return { ...led, html, links };
}

/** At the beginning: what is too long is cut off at its end. */
function withPicture(html: string, address: string): string {
  if (html === "") return html;
  const picture = `<img src="${address}" width="1" height="1" alt="" style="display:block;border:0">`;
  const body = /<body\b[^>]*>/i.exec(html);
  const at = body === null ? 0 : body.index + body[0].length;
  return html.slice(0, at) + picture + html.slice(at);
}

const OURS = /https?:\/\/[^\s"'<>]+?\/c\/([\w-]{56})(?![\w-])/g;
const PICTURES = /<img src="[^"]+\/o\/[\w-]{56}" width="1"[^>]*>/g;

/** An email's HTML without the picture that counts opens. */
export const withoutPicture = (html: string): string => html.replace(PICTURES, "");

/**
 * The parts for somebody who only looks at them, in the admin: links lead where they were written to lead,
 * and there is no picture, so that looking counts as nothing.
 */
export function asWritten({ html, text, links }: Parts & { links?: string[] }): Parts {
  if (links === undefined) return { html, text };
  const target = (found: string, token: string): string => {
    const link = nameInLinkToken(token)?.link ?? PICTURE;
    return links[link] ?? found;
  };
  const inHtml = (found: string, token: string) =>
    target(found, token).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return {
    html: withoutPicture(html).replace(OURS, inHtml),
    text: text.replace(OURS, target),
  };
}
