/**
 * What a merchant should see before a message goes out and a mail program would not forgive: pictures
 * without words, colors nobody can read, texts nobody finished, messages that are cut off.
 *
 * All of these are warnings: the message can be sent as it is.
 */
import { readHtml } from "./html.js";
import { messagePlace, textsOf } from "./texts.js";

/** Gmail shows no more of a message than this, in bytes. */
export const CLIPPED_AT = 102_000;

/** Gmail removes a style element that is longer, in characters. */
const LONGEST_STYLE = 16_384;

/** The least contrast of text that WCAG 2 calls readable (AA), and of large or bold text. */
const LEAST_CONTRAST = { text: 4.5, large: 3 };

/** Formats that Outlook on Windows doesn't show. */
const UNSHOWN = /\.(webp|avif|svg)(\?|#|$)/i;

/** What writers leave behind when they mean to come back, and the image that a new block begins with. */
const UNFINISHED =
  /https:\/\/shop\.example\/picture\.jpg|lorem ipsum|\bTODO\b|\bTBD\b|\bXXX+\b|\[(?:your|insert|name|link|date)\b[^\]]*\]/i;

const warning = (code, path, message, help) => ({
  code,
  severity: "warning",
  path,
  message,
  help,
});

/**
 * What is found in a message as it was written.
 *
 * @param {string} id the message's name
 * @param {import("../message.d.ts").MessageSource} message
 * @returns {import("../index.d.ts").Diagnostic[]}
 */
export function writtenFindings(id, message) {
  const found = textsOf(id, message).flatMap(({ path, source }) => {
    const left = source.match(UNFINISHED);
    if (left === null) return [];
    const said = `This text still has a placeholder: “${left[0]}”.`;
    return [warning("unfinished-text", path, said, "Replace it with what you want to say.")];
  });
  const place = messagePlace(id);
  for (const { path, block } of blocksIn(`${place}.design`, message?.design)) {
    found.push(...picturesOf(path, block));
  }
  return found;
}

function picturesOf(path, block) {
  const found = [];
  const isDescribed = String(block.alt ?? "").trim() !== "" || block.decoration === true;
  if (block.type === "image" && !isDescribed) {
    const help = "Describe it for readers who don’t see it, or mark it as decoration.";
    found.push(warning("missing-alt", path, "This image has no description.", help));
  }
  if (typeof block.src === "string" && UNSHOWN.test(block.src)) {
    const said = "Outlook on Windows doesn’t show images of this format.";
    found.push(warning("unshown-image", `${path}.src`, said, "Use a JPEG, PNG, or GIF."));
  }
  return found;
}

/** All blocks of a design, each with its path. */
function* blocksIn(path, value) {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const there = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`;
    if (key === "if") continue;
    if (typeof inner?.type === "string") yield { path: there, block: inner };
    yield* blocksIn(there, inner);
  }
}

/**
 * What is found in a message as somebody would get it.
 *
 * @param {string} path the message's
 * @param {{html: string}} rendered
 * @returns {import("../index.d.ts").Diagnostic[]}
 */
export function renderedFindings(path, { html }) {
  const found = [];
  const bytes = new TextEncoder().encode(html).length;
  if (bytes > CLIPPED_AT) {
    const said = `This email has ${Math.ceil(bytes / 1000)} kB; Gmail cuts off what comes after ${CLIPPED_AT / 1000} kB.`;
    found.push(warning("clipped-email", path, said, "Shorten it, or remove blocks."));
  }
  let [images, longest] = [0, 0];
  readHtml(html, {
    open({ name, attributes }) {
      if (name === "img" && !attributes.some((one) => one.name === "alt")) images += 1;
    },
  });
  for (const [, style] of html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/gi)) {
    longest = Math.max(longest, style.length);
  }
  if (images > 0) {
    const said = `${images === 1 ? "An image has" : `${images} images have`} no description.`;
    const help = "Add “alt” to each image, empty if it’s decoration.";
    found.push(warning("missing-alt", path, said, help));
  }
  if (longest > LONGEST_STYLE) {
    const said = `Its styles have ${longest} characters; Gmail ignores all of them from ${LONGEST_STYLE} on.`;
    found.push(
      warning("long-styles", path, said, "Shorten the styles, or write them at the elements."),
    );
  }
  return found;
}

/**
 * Colors of a theme that can't be told apart.
 *
 * @param {Record<string, any> | undefined} theme as the configuration has it
 * @returns {import("../index.d.ts").Diagnostic[]}
 */
export function themeFindings(theme) {
  return ["colors", "dark"].flatMap((variant) => {
    const colors = theme?.[variant];
    if (colors === undefined) return [];
    return PAIRS.flatMap(({ over, under, least, what }) => {
      if (colors[over] === undefined || colors[under] === undefined) return [];
      const ratio = contrast(colors[over], colors[under]);
      if (ratio >= least) return [];
      const said = `${what} is hard to read: its contrast is ${ratio.toFixed(1)}, and ${least} is the least.`;
      const help = "Choose a darker or a lighter color.";
      return [warning("low-contrast", `theme.${variant}.${over}`, said, help)];
    });
  });
}

const PAIRS = [
  { over: "text", under: "surface", least: LEAST_CONTRAST.text, what: "Text" },
  { over: "muted", under: "surface", least: LEAST_CONTRAST.text, what: "Small print" },
  { over: "accent", under: "surface", least: LEAST_CONTRAST.large, what: "The color of links" },
  { over: "on_accent", under: "accent", least: LEAST_CONTRAST.large, what: "The text of buttons" },
];

/** The contrast of two colors such as `#0f766e`, from 1 to 21 (WCAG 2.2, “contrast ratio”). */
export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
