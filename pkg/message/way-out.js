/**
 * The way out of marketing, in sight: where the merchant's text shows none, a line below it does,
 * with the shop's postal address, which the law wants there.
 */
import { escaped, readHtml } from "./html.js";
import { SEEN, showsLink } from "./in-sight.js";
import { emailWords } from "./language.js";

/**
 * @param {{subject: string, html: string, text: string}} rendered
 * @param {{url: string, preferences?: string, address: string, language: string}} footer
 * @throws {Error} when the message hides whatever is put into it
 */
export function withWayOut({ subject, html, text }, { language, ...footer }) {
  const { url } = footer;
  const words = emailWords(language);
  return {
    subject,
    html: html === "" || showsLink(html, url) ? html : withFooter(html, footer, words),
    text: text.includes(url) ? text : textWithFooter(text, footer, words),
  };
}

/** At the end of the message, or at its beginning where what is left open hides the end. */
function withFooter(html, { url, preferences, address }, words) {
  const place = escaped(address);
  const link = (to, said) =>
    `<a href="${escaped(to)}" style="${SEEN};color:#666 !important">${said}</a>`;
  const choose = preferences === undefined ? "" : ` · ${link(preferences, words.preferences)}`;
  const line = `<p style="${SEEN};font-size:12px !important;color:#666 !important">${place}${place && "<br>"}${link(url, words.unsubscribe)}${choose}</p>`;
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

function textWithFooter(text, { url, preferences, address }, words) {
  const place = address === "" || text.includes(address) ? "" : `${address}\n`;
  const choose = preferences === undefined ? "" : `${words.preferences}: ${preferences}\n`;
  return `${text}\n\n--\n${place}${words.unsubscribe}: ${url}\n${choose}`;
}
