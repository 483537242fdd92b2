/**
 * The body of a compiled email as lines that can be compared: a tag with its attributes in order, the beginning or
 * the end of a conditional comment, or text. What stands in conditional comments is read like the rest, since that is
 * what Outlook shows.
 */
const PIECE =
  /<!--\[if ([^\]]*)\]>(?:<!-->)?|<!--<!\[endif\]-->|<!\[endif\]-->|<!--[\s\S]*?-->|<\/?([a-z][\w:-]*)((?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*\/?>|[^<]+|</gi;

export function bodyOf(html) {
  const lines = [];
  for (const [all, condition, name, attributes] of html.matchAll(PIECE)) {
    if (condition !== undefined) begin(lines, condition.replace(/\s+/g, " ").trim());
    else if (/endif\]/.test(all)) lines.push("[endif]");
    else if (name === undefined) text(lines, all);
    else if (all.startsWith("</")) lines.push(`</${name.toLowerCase()}>`);
    else lines.push(tag(name.toLowerCase(), attributes));
  }
  return lines.slice(lines.findIndex((line) => line.startsWith("<body")) + 1);
}

/** One that begins where another of the same condition ends goes on with it. */
function begin(lines, condition) {
  const open = lines.findLast((line) => line.startsWith("[if "));
  if (lines.at(-1) === "[endif]" && open === `[if ${condition}]`) lines.pop();
  else lines.push(`[if ${condition}]`);
}

function text(lines, found) {
  const words = found.replace(/\s+/g, " ").trim();
  if (words !== "") lines.push(words);
}

/** What the two programs write otherwise, and no mail program goes by. */
const LEFT_OUT = [
  // No attribute of a cell; `valign` is.
  /^vertical-align=/,
  // The class for Outlook of an element that has no class.
  /^class=-outlook$/,
];

function tag(name, attributes) {
  const written = [...attributes.matchAll(/([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g)];
  const all = written
    .map(([, key, double, single]) => [key.toLowerCase(), double ?? single ?? ""])
    .map(([key, value]) => `${key}=${said(key, value)}`)
    .filter((one) => !one.endsWith("=") && !LEFT_OUT.some((left) => left.test(one)));
  return `<${name} ${all.sort().join(" ")}>`;
}

function said(key, value) {
  if (key === "class") return value.split(/\s+/).filter(Boolean).sort().join(" ");
  if (key !== "style") return value.replace(/\s+/g, " ").trim();
  // The last of two declarations of one property counts.
  const declared = new Map();
  for (const declaration of value.split(";")) {
    const at = declaration.indexOf(":");
    if (at < 0) continue;
    const value = declaration.slice(at + 1).trim();
    declared.set(declaration.slice(0, at).trim(), value.replace(/\s*,\s*/g, ","));
  }
  return [...declared]
    .map(([property, value]) => `${property}:${value}`)
    .sort()
    .join(";");
}
