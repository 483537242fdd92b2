/**
 * Where the links and pictures of a message may lead.
 *
 * A mail program has no page to resolve an address against, so every address is made whole before the
 * message leaves. What cannot be made whole, or is none of the kinds a mail may have, becomes `#`;
 * saving a message with such a link is refused, so that this happens to none but old ones.
 */
import { escaped, readHtml } from "./html.js";

/** What a tag, an attribute and an address cost in all the readings of a message, in steps of rendering. */
const STEPS_OF_TAG = 4;
const STEPS_OF_ATTRIBUTE = 2;
const STEPS_OF_ADDRESS = 6;

/** @typedef {{address: string, fault: {message: string, help: string} | null}} Judgement */

const LINK_SCHEMES = new Set(["http", "https", "mailto", "tel", "sms", "whatsapp"]);
const PICTURE_SCHEMES = new Set(["http", "https", "cid"]);
const LINK_ATTRIBUTES = new Set(["href", "xlink:href", "action", "formaction", "longdesc", "cite"]);
const PICTURE_ATTRIBUTES = new Set(["src", "background", "poster", "data", "lowsrc", "dynsrc"]);

/**
 * Gives `html` with every address judged, and what was wrong with them. Only the addresses that
 * change are written anew; all else stays byte for byte, conditional comments for Outlook included,
 * whose addresses are judged as well.
 *
 * @param {string} html
 * @param {string | null} shopUrl the shop's address, which paths are joined to
 * @param {import("./fuel.js").Fuel} fuel pays for this reading of the HTML and for those that follow it
 * @returns {{html: string, faults: {message: string, help: string}[]}}
 * @throws {import("./fuel.js").OutOfFuel}
 */
export function withSafeLinks(html, shopUrl, fuel) {
  const faults = [];
  const edits = [];
  judgeTags(html, 0, { shopUrl, faults, edits, fuel, inside: false });
  let done = 0;
  let safe = "";
  for (const { start, end, text } of edits) {
    safe += html.slice(done, start) + text;
    done = end;
  }
  return { html: safe + html.slice(done), faults };
}

function judgeTags(html, offset, found) {
  const { shopUrl, faults, edits, fuel, inside } = found;
  readHtml(html, {
    attribute: () => fuel.step(STEPS_OF_ATTRIBUTE),
    open({ attributes }) {
      fuel.step(STEPS_OF_TAG);
      for (const { name, value, start, end } of attributes) {
        const judged = judgedAttribute(name, value, shopUrl);
        if (judged === null) continue;
        fuel.step(STEPS_OF_ADDRESS);
        faults.push(...judged.faults);
        if (judged.value !== value) {
          const text = `="${escaped(judged.value)}"`;
          edits.push({ start: offset + start, end: offset + end, text });
        }
      }
    },
    comment(start, end) {
      const condition = /^\[if [^\]]{0,200}\]>/.exec(html.slice(start, start + 220));
      if (inside || condition === null) return;
      const from = start + condition[0].length;
      judgeTags(html.slice(from, end), from, { ...found, inside: true });
    },
  });
}

function judgedAttribute(name, value, shopUrl) {
  if (name === "srcset") return judgedSet(value, shopUrl);
  const isPicture = PICTURE_ATTRIBUTES.has(name);
  if (!isPicture && !LINK_ATTRIBUTES.has(name)) return null;
  const { address, fault } = judge(value, { isPicture, shopUrl });
  return { value: address, faults: fault === null ? [] : [fault] };
}

/** Several pictures with a descriptor each; those that may not be shown are left out. */
function judgedSet(value, shopUrl) {
  const faults = [];
  const kept = [];
  for (const candidate of value.split(/,\s/)) {
    const [written = "", ...descriptor] = candidate.trim().split(/\s+/);
    if (written === "") continue;
    const { address, fault } = judge(written, { isPicture: true, shopUrl });
    if (fault !== null) faults.push(fault);
    if (address !== "#") kept.push([address, ...descriptor].join(" "));
  }
  const judged = kept.join(", ");
  const asWritten = value
    .split(/,\s/)
    .map((one) => one.trim().split(/\s+/).join(" "))
    .join(", ");
  return { value: judged === asWritten ? value : judged, faults };
}

/**
 * Judges one address, as a browser would read it.
 *
 * @param {string} written the attribute's value, entities decoded
 * @param {{isPicture: boolean, shopUrl: string | null}} rules
 * @returns {Judgement}
 */
export function judge(written, { isPicture, shopUrl }) {
  const address = asBrowsersRead(written);
  const what = isPicture ? "picture" : "link";
  const dead = (why, help) => ({
    address: "#",
    fault: { message: `The ${what} “${shortened(written)}” ${why}.`, help },
  });
  if (address === "" || (address.startsWith("#") && !isPicture)) return whole(address);
  if (/^[\\/]{2}/.test(address)) {
    const joined = `https://${address.replace(/^[\\/]+/, "")}`;
    return isWeb(joined) ? whole(joined) : dead("has no host", "Use a full URL.");
  }
  if (/^[\\/]/.test(address)) {
    if (shopUrl !== null && URL.canParse(address, shopUrl)) {
      return whole(new URL(address, shopUrl).href);
    }
    const help = "Use a full URL, or add the shop’s web address under “shop.url”.";
    return dead("is a relative path, but the shop has no web address", help);
  }
  const scheme = schemeOf(address);
  if (scheme === null) {
    const guess = `https://${address}`;
    if (!startsWithHost(address)) {
      const help = address.includes("@")
        ? `Use “mailto:${shortened(address)}”.`
        : "Use a full URL that starts with https://.";
      return dead("doesn’t work in an email", help);
    }
    const message = `The ${what} “${shortened(written)}” is missing https://.`;
    return { address: guess, fault: { message, help: `Use “${shortened(guess)}”.` } };
  }
  if (scheme === "http" || scheme === "https") {
    const twice = /^https?:\/*(https?:\/\/.*)$/is.exec(address);
    if (twice !== null) {
      const message = `The ${what} “${shortened(written)}” contains https:// twice.`;
      return { address: twice[1], fault: { message, help: `Use “${shortened(twice[1])}”.` } };
    }
    if (!isWeb(address)) return dead("has no host", "Use a full URL.");
    return whole(/^https?:\/\/[^\\/]/i.test(address) ? address : new URL(address).href);
  }
  const allowed = isPicture ? PICTURE_SCHEMES : LINK_SCHEMES;
  if (allowed.has(scheme)) return whole(address);
  const kinds = isPicture ? "https: or cid:" : "https:, mailto:, tel:, sms:, or whatsapp:";
  return dead(`starts with “${scheme}:”, which emails can’t use`, `Use ${kinds}`);
}

const whole = (address) => ({ address, fault: null });

/** Browsers drop control characters and spaces around an address, and tabs and line ends inside. */
const asBrowsersRead = (written) =>
  written
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are dropped.
    .replace(/^[\u0000-\u0020]+/, "")
    .replace(/[\t\n\r]+/g, "")
    .trimEnd();

function schemeOf(address) {
  const scheme = /^([a-z][a-z0-9+.-]{0,40}):/i.exec(address)?.[1].toLowerCase() ?? null;
  // A host with a port looks like a scheme.
  const isHost = scheme?.includes(".") && /^[^:]+:\d+(?:[/?#]|$)/.test(address);
  return isHost ? null : scheme;
}

const isWeb = (address) => URL.canParse(address) && new URL(address).hostname !== "";

/** Whether an address begins like `shop.example` or `www.shop.example:8080`. */
function startsWithHost(address) {
  const host = /^[^/?#\\:\s@]{1,253}/.exec(address)?.[0] ?? "";
  const rest = address.slice(host.length);
  const labels = host.split(".");
  return (
    labels.length > 1 &&
    labels.every((label) => /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]*)$/u.test(label)) &&
    /^(?::\d{1,5})?(?:[/?#\\]|$)/.test(rest) &&
    URL.canParse(`https://${address}`)
  );
}

const shortened = (text) => (text.length > 80 ? `${text.slice(0, 79)}…` : text).trim();
