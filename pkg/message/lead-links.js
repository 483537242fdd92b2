/**
 * Leading a rendered message's links elsewhere, in its HTML and in its text part alike.
 *
 * Only links change: pictures, styles and everything else stay byte for byte. Links in conditional
 * comments, which Outlook reads, are links as well.
 */
import { escaped, readHtml } from "./html.js";

/** The elements whose `href` a reader follows; `v:` is Outlook's drawing of buttons. */
const LINKS = /^(?:a|area|v:[a-z]+)$/;
const ADDRESSES = /https?:\/\/[^\s<>"]+/gi;

/**
 * @param {{html: string, text: string}} parts
 * @param {(address: string) => string} lead gives where a web address leads from now on; asked for each
 *   link in the order of the HTML, and then for those that only the text has
 * @returns {{html: string, text: string}}
 */
export function withLinksLed({ html, text }, lead) {
  const led = new Map();
  const leadOnce = (address) => {
    if (!led.has(address)) led.set(address, lead(address));
    return led.get(address);
  };
  const edits = [];
  readTags(html, 0, { lead: leadOnce, edits, inside: false });
  let done = 0;
  let changed = "";
  for (const { start, end, address } of edits) {
    changed += `${html.slice(done, start)}="${escaped(address)}"`;
    done = end;
  }
  return {
    html: changed + html.slice(done),
    text: text.replace(ADDRESSES, (found) => {
      const address = addressIn(found, led);
      return leadOnce(address) + found.slice(address.length);
    }),
  };
}

function readTags(html, offset, found) {
  readHtml(html, {
    open({ name, attributes }) {
      if (!LINKS.test(name)) return;
      // Of two attributes with one name the first counts.
      const link = attributes.find((attribute) => attribute.name === "href");
      if (link === undefined || !/^https?:\/\//i.test(link.value)) return;
      const address = found.lead(link.value);
      if (address === link.value) return;
      found.edits.push({ start: offset + link.start, end: offset + link.end, address });
    },
    comment(start, end) {
      const condition = /^\[if [^\]]{0,200}\]>/.exec(html.slice(start, start + 220));
      if (found.inside || condition === null) return;
      const from = start + condition[0].length;
      readTags(html.slice(from, end), offset + from, { ...found, inside: true });
    },
  });
}

/** The address that a run of text begins with: a known one, or else without what ends a sentence. */
function addressIn(run, known) {
  for (let end = run.length; end > run.length - 4 && end > 0; end -= 1) {
    if (known.has(run.slice(0, end))) return run.slice(0, end);
  }
  let end = run.length;
  while (end > 0) {
    const last = run[end - 1];
    const opens = run.slice(0, end).split("(").length;
    const closes = run.slice(0, end).split(")").length;
    const isLoose = last === ")" ? closes > opens : /[.,;:!?'’”\]}]/.test(last);
    if (!isLoose) break;
    end -= 1;
  }
  return run.slice(0, end);
}
