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

/** Where this installation answers, and where its links lead: the same, or a domain of the shop's. No slash at the end. */
export interface Bases {
  base: string;
  links: string;
}

/** How a message's links are led. */
export interface Leading extends Bases {
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
  const targets: string[] = [];
  const led = withLinksLed(parts, (address) => {
    if (address === base || address.startsWith(`${base}/`)) return address;
    const target = utm === null ? address : withUtm(address, utm.of, utm.hosts);
    const token = clicks === null || targets.length >= MOST_LINKS ? null : clicks(targets.length);
    if (token === null) return target;
    targets.push(target);
    return `${leading.links}/c/${token}`;
  });
  const picture = opens?.() ?? null;
  const html = picture === null ? led.html : withPicture(led.html, `${leading.links}/o/${picture}`);
  return { ...led, html, links: targets };
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
