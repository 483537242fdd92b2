/**
 * The way out of marketing, in sight: where the merchant's text shows none, a line below it does,
 * with the shop's postal address, which the law wants there.
 */
import { escaped, readHtml } from "./html.js";
import { SEEN, showsLink } from "./in-sight.js";

/**
 * @param {{subject: string, html: string, text: string}} rendered
 * @param {{url: string, address: string}} footer
 * @throws {Error} when the message hides whatever is put into it
 */
export function withWayOut({ subject, html, text }, { url, address }) {
  return {
    subject,
    html: html === "" || showsLink(html, url) ? html : withFooter(html, { url, address }),
    text: text.includes(url) ? text : textWithFooter(text, { url, address }),
  };
}

/** At the end of the message, or at its beginning where what is left open hides the end. */
function withFooter(html, { url, address }) {
  const place = escaped(address);
  const line = `<p style="${SEEN};font-size:12px !important;color:#666 !important">${place}${place && "<br>"}<a href="${escaped(url)}" style="${SEEN};color:#666 !important">Unsubscribe</a></p>`;
  let [start, end] = [0, html.length];
  readHtml(html, {
    open(tag) {
      if (tag.name === "body" && start === 0) start = tag.end;
    },
    close(name, at) {
      if (name === "body") end = at;
    },
  });
  for (const at of [end, start]) {
    const whole = html.slice(0, at) + line + html.slice(at);
    if (showsLink(whole, url)) return whole;
  }
  throw new Error("its styles hide the link to unsubscribe, wherever that stands");
}

function textWithFooter(text, { url, address }) {
  const place = address === "" || text.includes(address) ? "" : `${address}\n`;
  return `${text}\n\n--\n${place}Unsubscribe: ${url}\n`;
}
