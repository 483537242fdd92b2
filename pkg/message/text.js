/**
 * The plain text of a message's HTML, for mail programs and people that read no HTML.
 *
 * Paragraphs are apart, lists have their signs, a link is `text (address)`, a picture is its
 * description. Comments, styles and what is not shown are left out.
 */
import { isHidden, OpenElements, readHtml, valueIn } from "./html.js";
import { emailWords } from "./language.js";
import { Lines } from "./lines.js";

const LEFT_OUT = new Set(
  "head script style title template noscript object iframe svg math select textarea".split(" "),
);
/** An empty line before and after. */
const APART = new Set(
  "p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre figure address fieldset".split(" "),
);
/** A line of their own. */
const LINES = new Set(
  "div tr li dt dd section article header footer main nav aside center form body caption".split(
    " ",
  ),
);

/**
 * @param {string} html with its links judged
 * @param {string | null} wayOut the address of the link that unsubscribes; it comes last, whatever
 *   stands after it in the HTML
 * @param {string} language which the message is in
 */
export function textOf(html, wayOut = null, language = "en") {
  const out = new Lines();
  const open = new OpenElements();
  /** The lists that are open, the outermost first. */
  const lists = [];
  /** The link that is open; there are none inside of another. */
  let link = null;
  const endLink = () => {
    if (link !== null) out.endLink(link);
    link = null;
  };
  /** What parts an element from what is before and after it. */
  const part = (name) => {
    // Lists inside a list stay close to their item.
    const isInner = (name === "ul" || name === "ol") && lists.length > 0;
    if (APART.has(name) && !isInner) out.apart();
    else if (isInner || LINES.has(name)) out.line();
    else if (name === "td" || name === "th") out.space();
  };
  const ended = ({ name, mark }) => {
    if (name === "pre") out.kept -= 1;
    if (name === "ul" || name === "ol") lists.pop();
    if (mark !== null && mark === link) endLink();
    if (!open.hidden) part(name);
  };
  readHtml(html, {
    open(tag) {
      const { name } = tag;
      const hidden = LEFT_OUT.has(name) || isHidden(tag);
      const shown = !hidden && !open.hidden;
      if (name === "a" && shown) {
        endLink();
        link = out.beginLink(valueIn(tag, "href") ?? "");
      }
      if (shown) part(name);
      open.open(tag, hidden, name === "a" && shown ? link : null);
      if (name === "pre") out.kept += 1;
      if (name === "ul" || name === "ol") lists.push({ numbered: name === "ol", count: 0 });
      if (!shown) return;
      if (name === "br") out.break();
      else if (name === "hr") out.rule();
      else if (name === "img") out.text(valueIn(tag, "alt") ?? "");
      else if (name === "li") out.item(lists);
    },
    close(name) {
      for (const one of open.close(name)) ended(one);
    },
    text(text) {
      if (!open.hidden) out.text(text);
    },
  });
  endLink();
  return out.end(wayOut, emailWords(language).unsubscribe);
}
