/**
 * A message's HTML shown without being trusted.
 *
 * The text is parsed into a document that runs nothing, and what is known to be harmless is built
 * again, element by element, inside a sandboxed frame. Styles are set through the object model, which
 * the page's policy allows where it forbids style attributes; scripts, forms, links and pictures from
 * elsewhere do not come over.
 */

/** Builds `html` inside the frame's document. */
export function showInert(frame: HTMLIFrameElement, html: string): void {
  const target = frame.contentDocument;
  if (target === null) return;
  const source = new DOMParser().parseFromString(quieted(html), "text/html");
  target.documentElement.lang = "en";
  target.title = source.title || "Message";
  styled(source.body, target.body);
  target.body.replaceChildren(...copies(source.body, target));
}

/**
 * The parsed document is under the page's policy as well, which would put a complaint about every
 * style and handler into the console. Under other names they are only text, and style sheets don't come
 * over anyway.
 */
function quieted(html: string): string {
  const unstyled = html.replace(/<style\b[\s\S]*?<\/style\s*>/gi, "");
  return unstyled.replace(/<[a-z][^>]*>/gi, (tag) =>
    tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="),
  );
}

function copies(parent: Element, target: Document): Node[] {
  return [...parent.childNodes].flatMap((node): Node[] => {
    if (node.nodeType === Node.TEXT_NODE) return [target.createTextNode(node.textContent ?? "")];
    if (!(node instanceof Element)) return [];
    const name = node.localName;
    if (name === "img") return [picture(node, target)];
    if (!KEPT.has(name)) return DROPPED.has(name) ? [] : copies(node, target);
    const copy = target.createElement(name);
    for (const attribute of ATTRIBUTES) {
      const value = node.getAttribute(attribute);
      if (value !== null) copy.setAttribute(attribute, value);
    }
    if (name === "a") copy.title = node.getAttribute("href") ?? "";
    styled(node, copy);
    copy.append(...copies(node, target));
    return [copy];
  });
}

/** Pictures show their alternative text: loading them would reveal you to their server. */
function picture(node: Element, target: Document): Node {
  const copy = target.createElement("span");
  copy.textContent = node.getAttribute("alt") ?? "";
  styled(node, copy);
  return copy;
}

function styled(from: Element, to: HTMLElement): void {
  const text = from.getAttribute("data-style") ?? "";
  if (!/url\s*\(|@import|expression/i.test(text)) to.style.cssText = text;
}

const KEPT = new Set(
  "a abbr b big blockquote br center code dd div dl dt em font h1 h2 h3 h4 h5 h6 hr i li ol p pre q s small span strike strong sub sup table tbody td tfoot th thead tr u ul".split(
    " ",
  ),
);
/** These go with everything in them; any other unknown element leaves its content behind. */
const DROPPED = new Set(
  "script style head title template iframe object embed form input button select textarea svg math video audio noscript link meta base".split(
    " ",
  ),
);
const ATTRIBUTES = [
  "role",
  "align",
  "valign",
  "width",
  "height",
  "cellpadding",
  "cellspacing",
  "colspan",
  "rowspan",
  "bgcolor",
  "dir",
  "lang",
];
