/**
 * The frame of the pages that customers see: a document in the shop's language and color, light or dark as
 * their device is, without scripts, and with nothing in it that another site could use.
 */
import { createHash } from "node:crypto";
import type { Language } from "./words.ts";

/** How a shop's pages look. */
export interface Look {
  /** The shop's name. */
  shop: string;
  language: Language;
  /** `#rrggbb`, or null for the plain look. */
  accent: string | null;
  /** The shop's address, or null. */
  home: string | null;
}

/** Text that is markup already; everything else is escaped when it is put into a page. */
export class Markup {
  constructor(readonly text: string) {}
}

/** Markup with values put into it, each escaped unless it is markup itself. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[])[]
): Markup {
  const filled = values.map((value, index) => `${shown(value)}${parts[index + 1]}`);
  return new Markup(`${parts[0]}${filled.join("")}`);
}

export const NOTHING = new Markup("");

function shown(value: string | number | Markup | readonly Markup[]): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(({ text }) => text).join("");
  return String(value).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A whole page. */
export function page(look: Look, title: string, content: Markup, status = 200): Response {
  const style = styleOf(look.accent);
  const home =
    look.home === null
      ? html`${look.shop}`
      : html`<a href="${look.home}" rel="noreferrer">${look.shop}</a>`;
  const { text } =
    html`<!doctype html><html lang="${look.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${look.shop === "" ? title : html`${title} – ${look.shop}`}</title><style>${new Markup(style)}</style></head><body><main><p class="shop">${home}</p><h1>${title}</h1>${content}</main></body></html>`;
  return new Response(text, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${hash(style)}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex",
    },
  });
}

const hash = (text: string): string => createHash("sha256").update(text).digest("base64");

function styleOf(accent: string | null): string {
  const color = accent ?? "#1f2937";
  return `:root{color-scheme:light dark;--accent:${color};--on:${onColor(color)};--line:#0003;--dim:#555;--paper:#fff;--ink:#111}
@media(prefers-color-scheme:dark){:root{--line:#fff4;--dim:#bbb;--paper:#121212;--ink:#f3f3f3;${accent === null ? "--accent:#e5e7eb;--on:#000" : ""}}}
*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;margin:0;background:var(--paper);color:var(--ink);padding:1.5rem 1rem 3rem;overflow-wrap:anywhere}
main{max-width:34rem;margin:0 auto}h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0 1rem}.shop{margin:0;color:var(--dim)}.shop a{color:inherit}a{color:inherit}
fieldset{border:0;border-top:1px solid var(--line);margin:0;padding:1rem 0}legend{float:left;width:100%;font-weight:600;padding:0 0 .25rem}legend+*{clear:both}
label{display:flex;gap:.75rem;align-items:flex-start;min-height:2.75rem;padding:.6rem 0}label>input[type=checkbox],label>input[type=radio]{width:1.25rem;height:1.25rem;margin:.15rem 0 0;flex:none;accent-color:var(--accent)}
label.field{display:block}label.field>*{display:block}small,.dim{color:var(--dim);font-size:.875rem}small{display:block}
input:not([type=checkbox]):not([type=radio]),select{font:inherit;width:100%;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--dim);border-radius:.4rem;background:Field;color:FieldText}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.6rem 1.2rem;border:1px solid var(--accent);border-radius:.4rem;background:var(--accent);color:var(--on);cursor:pointer}
button.plain{background:none;color:inherit;border-color:var(--dim);font-weight:400}.choices button{display:block;width:100%;text-align:left;margin:0 0 .5rem}
:focus-visible{outline:3px solid Highlight;outline-offset:2px}.note,.trouble{padding:.75rem 1rem;border-left:4px solid var(--accent);margin:0 0 1rem;background:#8881}.trouble{border-color:#c0362c}`;
}

/** Black or white, whichever is easier to read on a color. */
function onColor(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}
