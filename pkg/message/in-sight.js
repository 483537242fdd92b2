/**
 * Whether a reader of a message sees a link: the law wants the way out of marketing in sight, and a
 * message can hide a link in more ways than leaving it out.
 *
 * When in doubt it is not seen, and the message gets a second one, which does no harm.
 */
import { OpenElements, readHtml, valueIn } from "./html.js";

/** Declarations after which an element, with all that is in it, is not seen. */
const HIDES = new RegExp(
  [
    String.raw`display\s*:\s*none`,
    String.raw`visibility\s*:\s*(?:hidden|collapse)`,
    String.raw`mso-hide\s*:\s*all`,
    String.raw`opacity\s*:\s*0?\.?0*\s*(?=[;!}]|$)`,
    String.raw`(?:max-)?(?:height|width)\s*:\s*0(?:px|em|%)?\s*(?=[;!}]|$)`,
    String.raw`color\s*:\s*transparent`,
    String.raw`text-indent\s*:\s*-\d{3}`,
    String.raw`(?:left|right|top|bottom|margin(?:-\w+)?)\s*:\s*-\d{3}`,
    String.raw`clip(?:-path)?\s*:`,
    String.raw`transform\s*:`,
  ]
    .map((declaration) => String.raw`(?:^|[;{])\s*${declaration}`)
    .join("|"),
  "i",
);
const FONT_SIZE = /(?:^|[;{])\s*font(?:-size)?\s*:\s*(\d*\.?\d+)/i;
/** Smaller letters than this are not read, in pixels; other units are larger. */
const SMALLEST = 4;

/** What no style sheet stands above. */
export const SEEN = "display:block !important;visibility:visible !important;opacity:1 !important";

/** Whether somebody who opens `html` sees a link to `url`. */
export function showsLink(html, url) {
  const hidden = hiddenBySheets(html);
  const open = new OpenElements();
  let isLegible = true;
  let isInLink = false;
  let isSeen = false;
  readHtml(html, {
    open(tag) {
      const style = valueIn(tag, "style") ?? "";
      const hides =
        NEVER_SEEN.has(tag.name) ||
        valueIn(tag, "hidden") !== null ||
        HIDES.test(style) ||
        (hidden(tag) && !style.includes(SEEN));
      // Restored when the element is closed.
      open.open(tag, hides, { isLegible, isInLink });
      const size = FONT_SIZE.exec(style)?.[1];
      if (size !== undefined) isLegible = Number(size) >= SMALLEST || /font\s*:/i.test(style);
      if (tag.name === "a") isInLink = valueIn(tag, "href") === url;
      if (tag.name === "img" && isInLink && !hides && !open.hidden) {
        isSeen ||= (valueIn(tag, "alt") ?? "").trim() !== "";
      }
    },
    close(name) {
      for (const { mark } of open.close(name)) ({ isLegible, isInLink } = mark);
    },
    text(text) {
      isSeen ||= isInLink && isLegible && !open.hidden && text.trim() !== "";
    },
  });
  return isSeen;
}

const NEVER_SEEN = new Set(
  "head script style title template noscript object iframe svg math select textarea".split(" "),
);

/**
 * What the message's own style sheets may hide: a test for tags. A rule that hides something hides
 * whatever its last part names, wherever the rest of the rule holds.
 */
function hiddenBySheets(html) {
  const names = new Set();
  for (const rule of sheetsOf(html).split("}")) {
    // The last but one part is the selectors: what is before it is the condition of an @-rule.
    const [selectors = "", declarations = ""] = rule.split("{").slice(-2);
    if (!HIDES.test(declarations) && !isTiny(declarations)) continue;
    for (const selector of selectors.split(",")) {
      const last =
        selector
          .trim()
          .split(/[\s>+~]+/)
          .at(-1) ?? "";
      const classes = last.match(/[.#][\w-]+/g);
      for (const name of classes ?? [last.match(/^\w+/)?.[0].toLowerCase() ?? "*"]) names.add(name);
    }
  }
  if (names.size === 0) return () => false;
  return (tag) =>
    names.has("*") ||
    names.has(tag.name) ||
    names.has(`#${valueIn(tag, "id")}`) ||
    (valueIn(tag, "class") ?? "").split(/\s+/).some((name) => names.has(`.${name}`));
}

function isTiny(declarations) {
  const size = FONT_SIZE.exec(declarations)?.[1];
  return size !== undefined && Number(size) < SMALLEST && !/font\s*:/i.test(declarations);
}

/** The text of the message's style sheets, comments left out. */
function sheetsOf(html) {
  let sheets = "";
  let isSheet = false;
  readHtml(html, {
    open: ({ name }) => {
      isSheet = name === "style";
    },
    close: () => {
      isSheet = false;
    },
    text: (text) => {
      if (isSheet) sheets += text;
    },
  });
  return withoutComments(sheets);
}

function withoutComments(css) {
  let kept = "";
  for (let at = 0; ; ) {
    const start = css.indexOf("/*", at);
    if (start < 0) return kept + css.slice(at);
    kept += css.slice(at, start);
    const end = css.indexOf("*/", start + 2);
    if (end < 0) return kept;
    at = end + 2;
  }
}
