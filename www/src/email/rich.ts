/**
 * A block's text between the file and the field it is edited in. In the file it is text with a few tags
 * and Liquid; in the field the tags are elements, and each piece of Liquid is a chip that is moved and
 * deleted as a whole.
 */

/** The tags that a text may have, and what browsers write for them. */
const KEPT: Record<string, string> = {
  B: "b",
  STRONG: "b",
  I: "i",
  EM: "i",
  U: "u",
  S: "s",
  STRIKE: "s",
  DEL: "s",
  UL: "ul",
  OL: "ol",
  LI: "li",
};

const LIQUID = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
/** Where a chip stands while the rest is parsed: a character that no text has. */
const MARK = "\uE000";

/** Fills a field with a text; `chip` makes what stands for a piece of Liquid. */
export function fill(field: HTMLElement, source: string, chip: (liquid: string) => Node): void {
  const pieces: string[] = [];
  const marked = source.replaceAll(MARK, "").replace(LIQUID, (liquid) => {
    pieces.push(liquid);
    return MARK;
  });
  // A comparison is no tag; the parser would take it for one only before a letter.
  const parsed = new DOMParser().parseFromString(`<body>${marked}`, "text/html");
  const nodes = copies(parsed.body, field.ownerDocument, () => {
    const liquid = pieces.shift();
    return liquid === undefined ? null : chip(liquid);
  });
  field.replaceChildren(...nodes);
}

function copies(parent: Node, document: Document, next: () => Node | null): Node[] {
  return [...parent.childNodes].flatMap((node): Node[] => {
    if (node.nodeType === Node.TEXT_NODE) return texts(lineOf(node), document, next);
    if (!(node instanceof Element)) return [];
    if (node.tagName === "BR") return [document.createElement("br")];
    const name = node.tagName === "A" ? "a" : KEPT[node.tagName];
    if (name === undefined) return copies(node, document, next);
    const copy = document.createElement(name);
    if (name === "a") {
      // The Liquid of an address stands before what is inside of the link.
      const href = (node.getAttribute("href") ?? "").replaceAll(MARK, () => {
        const piece = next();
        return piece instanceof HTMLElement ? (piece.dataset.liquid ?? "") : "";
      });
      copy.dataset.href = href;
      copy.title = href;
    }
    copy.append(...copies(node, document, next));
    return [copy];
  });
}

/** A node's text without the line breaks beside a list, which begins and ends lines by itself. */
function lineOf({ textContent, parentNode, previousSibling, nextSibling }: Node): string {
  const text = textContent ?? "";
  if (isList(parentNode)) return text.trim();
  const from = isList(previousSibling) ? text.replace(/^\n+/, "") : text;
  return isList(nextSibling) ? from.replace(/\n+$/, "") : from;
}

const isList = (node: Node | null): boolean =>
  node instanceof Element && (node.tagName === "UL" || node.tagName === "OL");

function texts(text: string, document: Document, next: () => Node | null): Node[] {
  return text.split(/(\n|\uE000)/).flatMap((part): Node[] => {
    if (part === "") return [];
    if (part === "\n") return [document.createElement("br")];
    const piece = part === MARK ? next() : document.createTextNode(part);
    return piece === null ? [] : [piece];
  });
}

/** The text that a field holds. */
export function read(field: HTMLElement): string {
  // Browsers write a typed space at an edge as one that doesn't break.
  return inside(field).replaceAll("\u00a0", " ").replace(/\n+$/, "");
}

function inside(parent: Node): string {
  let out = "";
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      out += escaped(node.textContent ?? "");
      continue;
    }
    if (!(node instanceof HTMLElement)) continue;
    if (node.dataset.liquid !== undefined) out += node.dataset.liquid;
    else if (node.tagName === "BR") out += "\n";
    else if (node.tagName === "A") {
      const href = (node.dataset.href ?? node.getAttribute("href") ?? "")
        .replaceAll('"', "%22")
        .replace(/&(?!amp;)/g, "&amp;");
      const text = inside(node);
      out += href === "" || text.trim() === "" ? text : `<a href="${href}">${text}</a>`;
    } else if (node.tagName === "DIV" || node.tagName === "P") {
      // A browser's line.
      if (out !== "" && !out.endsWith("\n")) out += "\n";
      out += inside(node).replace(/^\n$/, "");
      if (node.nextSibling !== null) out += "\n";
    } else {
      const name = KEPT[node.tagName];
      const text = inside(node);
      out += name === undefined ? text : text === "" ? "" : `<${name}>${text}</${name}>`;
    }
  }
  return out;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A field that is printed: its name, and the filters behind it. */
const PRINTED = /^\{\{-?\s*([\w.[\]]+)\s*((?:\|[^|}]*)*)-?\}\}$/;
const DEFAULT = /\|\s*default:\s*(?:"([^"]*)"|'([^']*)')\s*/;

/** What a chip says of its Liquid: the field's name, with what stands in for it; else the Liquid. */
export function chipText(liquid: string): string {
  const name = PRINTED.exec(liquid)?.[1];
  if (name === undefined) return liquid;
  const otherwise = fallbackOf(liquid);
  return otherwise === "" ? name : `${name} or “${otherwise}”`;
}

/** What is said where a field is empty, "" for nothing; null for Liquid that prints no field. */
export function fallbackOf(liquid: string): string | null {
  const filters = PRINTED.exec(liquid)?.[2];
  if (filters === undefined) return null;
  const [, double, single] = DEFAULT.exec(filters) ?? [];
  return double ?? single ?? "";
}

/** The Liquid with something else said where its field is empty; "" for nothing. */
export function withFallback(liquid: string, otherwise: string): string {
  const [, name, filters = ""] = PRINTED.exec(liquid) ?? [];
  if (name === undefined) return liquid;
  // A text of Liquid can't hold its own quotes.
  const said = otherwise.trim().replace(/"/g, "”").replace(/[{}]/g, "");
  const others = filters.replace(DEFAULT, "").trim();
  const all = [name, said === "" ? "" : `| default: "${said}"`, others];
  return `{{ ${all.filter((part) => part !== "").join(" ")} }}`;
}
