/**
 * The way out of marketing, in sight: where the merchant's text shows none, a line below it does,
 * with the shop's postal address, which the law wants there.
 */
import { escaped, readHtml } from "./html.js";
import { SEEN, showsLink } from "./in-sight.js";

/**
 * @param {{subject: string, html: string, text: string}} rendered
 * @param {{url: string, preferences?: string, address: string}} footer
 * @throws {Error} when the message hides whatever is put into it
 */
export function withWayOut({ subject, html, text }, { url, preferences, address }) {
  return {
    subject,
    html:
      html === "" || showsLink(html, url) ? html : withFooter(html, { url, preferences, address }),
    text: text.includes(url) ? text : textWithFooter(text, { url, preferences, address }),
  };
}

/** At the end of the message, or at its beginning where what is left open hides the end. */
function withFooter(html, { url, preferences, address }) {
  const place = escaped(address);
  const link = (to, said) =>
    `<a href="${escaped(to)}" style="${SEEN};color:#666 !important">${said}</a>`;
  const choose = preferences === undefined ? "" : ` ${link(preferences, "Preferences")}`;
  const line = `<p style="${SEEN};font-size:12px !important;color:#666 !important">${place}${place && "<br>"}${link(url, "Unsubscribe")}${choose}</p>`;
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

function textWithFooter(text, { url, preferences, address }) {
  const place = address === "" || text.includes(address) ? "" : `${address}\n`;
  const choose = preferences === undefined ? "" : `Preferences: ${preferences}\n`;
  return `${text}\n\n--\n${place}Unsubscribe: ${url}\n${choose}`;
}
