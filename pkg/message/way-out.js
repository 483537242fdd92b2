/**
 * The way out of marketing, in sight: where the merchant's text shows none, a line below it does,
 * with the shop's postal address, which the law wants there.
 */
import { escaped, isHidden, OpenElements, readHtml, valueIn } from "./html.js";

/**
 * @param {{subject: string, html: string, text: string}} rendered
 * @param {{url: string, address: string}} footer
 */
export function withWayOut({ subject, html, text }, { url, address }) {
  return {
    subject,
    html: html === "" || showsLink(html, url) ? html : withFooter(html, { url, address }),
    text: text.includes(url) ? text : textWithFooter(text, { url, address }),
  };
}

/** Whether a reader sees a link to `url`: one in a comment, or in what is hidden, is none. */
function showsLink(html, url) {
  const open = new OpenElements();
  let shown = false;
  readHtml(html, {
    open(tag) {
      const hidden = isHidden(tag);
      if (tag.name === "a" && !hidden && !open.hidden) shown ||= valueIn(tag, "href") === url;
      open.open(tag, hidden);
    },
    close: (name) => open.close(name),
  });
  return shown;
}

function withFooter(html, { url, address }) {
  const place = escaped(address);
  const line = `<p style="font-size:12px;color:#666">${place}${place && "<br>"}<a href="${escaped(url)}">Unsubscribe</a></p>`;
  let end = html.length;
  readHtml(html, {
    close(name, start) {
      if (name === "body") end = start;
    },
  });
  return html.slice(0, end) + line + html.slice(end);
}

function textWithFooter(text, { url, address }) {
  const place = address === "" || text.includes(address) ? "" : `${address}\n`;
  return `${text}\n\n--\n${place}Unsubscribe: ${url}\n`;
}
