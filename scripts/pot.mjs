/**
 * The WooCommerce plugin's translation template, made from its PHP. `node scripts/pot.mjs` writes it.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./command.mjs";

const plugin = join(root, "woocommerce");
export const template = join(plugin, "languages/edgewise.pot");

/** A text in a call of a translating function, with a note to translators before it, if there is one. */
const CALL =
  /(?:\/\* translators: (?<note>.*?) \*\/\s*(?:[^;\n]*?))?\b(?:__|esc_html__|esc_attr__)\(\s*'(?<text>(?:[^'\\]|\\.)*)',\s*'edgewise'\s*\)/g;

/** The template as it should be. */
export function makeTemplate() {
  const texts = new Map();
  const files = readdirSync(join(plugin, "includes")).sort();
  for (const file of files) {
    const code = readFileSync(join(plugin, "includes", file), "utf8");
    for (const { groups } of code.matchAll(CALL)) {
      const text = groups.text.replaceAll("\\'", "'");
      const known = texts.get(text) ?? { notes: new Set(), files: new Set() };
      if (groups.note) known.notes.add(groups.note);
      texts.set(text, { ...known, files: known.files.add(`includes/${file}`) });
    }
  }
  const entries = [...texts].map(([text, { notes, files: places }]) =>
    [
      ...[...notes].map((note) => `#. translators: ${note}`),
      ...[...places].map((place) => `#: ${place}`),
      ...(/%(\d+\$)?s/.test(text) ? ["#, php-format"] : []),
      `msgid ${JSON.stringify(text)}`,
      'msgstr ""',
    ].join("\n"),
  );
  const head = [
    'msgid ""',
    'msgstr ""',
    '"Project-Id-Version: Edgewise for WooCommerce\\n"',
    '"MIME-Version: 1.0\\n"',
    '"Content-Type: text/plain; charset=UTF-8\\n"',
    '"Content-Transfer-Encoding: 8bit\\n"',
    '"X-Domain: edgewise\\n"',
  ].join("\n");
  return `${[head, ...entries].join("\n\n")}\n`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(template, makeTemplate());
