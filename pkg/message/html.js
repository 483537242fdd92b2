/**
 * HTML as a sequence of tags, texts and comments, as the tokenizer of htmlparser2 reads it.
 *
 * One pass, and every question below is answered in constant time a tag: a hostile message costs as
 * long as an honest one of its length. So there is no tree, which could be as deep as the text is long.
 */
import { Tokenizer } from "htmlparser2";

/**
 * @typedef {{name: string, value: string, start: number, end: number}} Attribute
 *   `start` and `end` enclose what follows the name: `="value"`
 * @typedef {{name: string, attributes: Attribute[], start: number, end: number}} Tag
 * @typedef {{
 *   open?: (tag: Tag) => void,
 *   attribute?: () => void, for each attribute, also of a tag that is never closed
 *   close?: (name: string, start: number) => void,
 *   text?: (text: string) => void,
 *   comment?: (start: number, end: number) => void,
 * }} Reader
 */

/** Elements that have no end tag. */
export const VOID = new Set(
  "area base br col embed hr img input link meta param source track wbr".split(" "),
);

/** What was read last: a message is read for its links, its text and its way out, one after the other. */
let last = { html: null, read: [] };

/**
 * Reads `html` from the beginning to the end. Entities are decoded.
 *
 * @param {string} html
 * @param {Reader} reader
 */
export function readHtml(html, reader) {
  if (last.html === html) {
    for (const [what, given, at] of last.read) reader[what]?.(given, at);
    return;
  }
  const read = [];
  tokenize(html, (what, given, at) => {
    read.push([what, given, at]);
    reader[what]?.(given, at);
  });
  last = { html, read };
}

/** Hands on each tag, text and comment of `html`, and what a {@link Reader} calls it. */
function tokenize(html, tell) {
  let tag = null;
  let attribute = null;
  const opened = (end) => {
    if (tag !== null) tell("open", { ...tag, end });
    tag = null;
  };
  const ignore = () => {};
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname(start, end) {
        tag = { name: html.slice(start, end).toLowerCase(), attributes: [], start: start - 1 };
      },
      onattribname(start, end) {
        attribute = { name: html.slice(start, end).toLowerCase(), value: "", start: end };
      },
      onattribdata(start, end) {
        attribute.value += html.slice(start, end);
      },
      onattribentity(point) {
        attribute.value += String.fromCodePoint(point);
      },
      onattribend(_quote, end) {
        tell("attribute");
        tag?.attributes.push({ ...attribute, end: Math.max(end, attribute.start) });
      },
      onopentagend: (end) => opened(end + 1),
      onselfclosingtag: (end) => opened(end + 1),
      onclosetag(start, end) {
        tell("close", html.slice(start, end).toLowerCase(), start - 2);
      },
      ontext(start, end) {
        tell("text", html.slice(start, end));
      },
      ontextentity(point) {
        tell("text", String.fromCodePoint(point));
      },
      oncomment(start, end, offset) {
        tell("comment", start, end - offset);
      },
      oncdata: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
}

/** The value of a tag's attribute, or null; of two with one name the first counts. */
export function valueIn(tag, name) {
  return tag.attributes.find((attribute) => attribute.name === name)?.value ?? null;
}

/** Whether a tag says that its element is not shown. */
export function isHidden(tag) {
  const style = valueIn(tag, "style") ?? "";
  return (
    valueIn(tag, "hidden") !== null ||
    /(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)/i.test(style)
  );
}

/**
 * The elements that are open at a place. An end tag closes up to the last element of its name, and
 * nothing where none is open.
 */
export class OpenElements {
  #open = [];
  #counts = new Map();
  #hidden = 0;

  /** Whether an element that is not shown is open. */
  get hidden() {
    return this.#hidden > 0;
  }

  isOpen(name) {
    return (this.#counts.get(name) ?? 0) > 0;
  }

  /** @param {Tag} tag @param {boolean} hidden @param {any} [mark] given back when it is closed */
  open({ name }, hidden, mark = null) {
    if (VOID.has(name)) return;
    this.#open.push({ name, hidden, mark });
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    if (hidden) this.#hidden += 1;
  }

  /** Closes the last element called `name`, and those inside of it; gives them, the innermost first. */
  close(name) {
    const closed = [];
    while (this.isOpen(name)) {
      const last = this.#open.pop();
      this.#counts.set(last.name, this.#counts.get(last.name) - 1);
      if (last.hidden) this.#hidden -= 1;
      closed.push(last);
      if (last.name === name) break;
    }
    return closed;
  }

  /** Everything that is still open, the innermost first. */
  closeAll() {
    return this.#open.splice(0).reverse();
  }
}

export const escaped = (text) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
