/**
 * Every email of the templates in Chromium, as wide as on a desk and on a phone, in a light mail program
 * and a dark one: none is wider than what it’s read in. A picture of each is left in
 * `test-results/screens/emails`, to be looked at.
 */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openEngine } from "edgewise";
import { renderEmail } from "edgewise/message.js";
import { configFrom } from "edgewise/templates.js";
import { isTransactional, known, SHOP, shipped } from "../../pkg/test/shipped.mjs";
import { openBrowser, SCREENS } from "./page.mjs";

const FOLDER = join(SCREENS, "emails");
const DARK = {
  background: "#14110e",
  surface: "#1f1a16",
  text: "#f5efe8",
  muted: "#b6a898",
  line: "#3a322b",
  accent: "#f59e6c",
  on_accent: "#1f1a16",
};

/** What an email is shown in, side by side in one picture; each of the four in the long run. */
const FRAMES = process.env.EDGEWISE_LONG
  ? [
      { width: 640, scheme: "light" },
      { width: 640, scheme: "dark" },
      { width: 390, scheme: "light" },
      { width: 390, scheme: "dark" },
    ]
  : [
      { width: 640, scheme: "light" },
      { width: 390, scheme: "dark" },
    ];
const GAP = 20;
/** What is around an email, in either. */
const BACKGROUND = { light: "rgb(246, 245, 242)", dark: "rgb(20, 17, 14)" };

const engine = openEngine();
let browser;
before(async () => {
  browser = await openBrowser();
  mkdirSync(FOLDER, { recursive: true });
});
after(() => browser?.close());

for (const language of ["en", "de"]) {
  test(`every email fits a desk and a phone, light and dark, and leaves its picture (${language})`, async () => {
    const page = await pageOf(FRAMES);
    for (const { name, html } of emails(language)) {
      const shown = await page.evaluate(show, html);
      for (const [at, { wide, words, background }] of shown.entries()) {
        const { width, scheme } = FRAMES[at];
        const what = `${name} in ${width} pixels, ${scheme},`;
        assert.ok(wide <= width, `${what} is ${wide} wide`);
        assert.ok(words.includes(SHOP.name) && words.length > 100, `${what} says “${words}”`);
        assert.equal(background, BACKGROUND[scheme], `${what} has another background`);
      }
      const { width } = page.viewportSize();
      const height = Math.max(...shown.map(({ high }) => high)) + 2 * GAP;
      const path = join(FOLDER, `${name}-${language}.jpg`);
      const clip = { x: 0, y: 0, width, height };
      await page.screenshot({ path, type: "jpeg", quality: 85, clip });
    }
    await page.close();
  });
}

async function pageOf(frames) {
  const width = frames.reduce((sum, frame) => sum + frame.width + GAP, GAP);
  // With no scheme of the page’s own, each frame is as its element says.
  const page = await browser.newPage({ viewport: { width, height: 1_400 }, colorScheme: null });
  const elements = frames.map(
    (frame) =>
      `<iframe width="${frame.width}" style="border:0;color-scheme:${frame.scheme}"></iframe>`,
  );
  await page.setContent(
    `<body style="display:flex;gap:${GAP}px;margin:${GAP}px;background:#888;align-items:start">${elements.join("")}`,
  );
  return page;
}

/** In the page: shows an email in all frames, as high as it is, and tells what there is to see. */
async function show(html) {
  const frames = [...document.querySelectorAll("iframe")];
  const loaded = frames.map((frame) => {
    const done = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
    frame.height = "0";
    frame.srcdoc = html;
    return done;
  });
  await Promise.all(loaded);
  return frames.map((frame) => {
    const { documentElement, body, defaultView } = frame.contentDocument;
    frame.height = documentElement.scrollHeight;
    return {
      wide: documentElement.scrollWidth,
      high: documentElement.scrollHeight,
      words: body.innerText,
      background: defaultView.getComputedStyle(body.querySelector(".e-b")).backgroundColor,
    };
  });
}

function* emails(language) {
  const templates = shipped();
  const config = { ...configFrom(SHOP, templates, "live"), theme: { dark: DARK } };
  for (const template of templates) {
    for (const [name, { channel }] of Object.entries(template.messages)) {
      if (channel === "sms") continue;
      const { html } = renderEmail(
        {
          message: name,
          channel,
          kind: isTransactional(template, name) ? "transactional" : "marketing",
          zone: SHOP.time_zone,
          variables: known(language),
        },
        { engine, config, now: 0, unsubscribeUrl: "https://mira.example/u/1" },
      );
      yield { name, html: withPictures(html) };
    }
  }
}

/** Pictures of the wares, because nothing is fetched. */
const WARES = {
  bowl: '<path d="M30 90h140c0 50-30 75-70 75S30 140 30 90z" fill="#5b7f95"/>',
  mug: '<path d="M55 50h75v105H55z" fill="#b5654a"/><path d="M130 75q40 27 0 55" fill="none" stroke="#b5654a" stroke-width="12"/>',
  plate:
    '<circle cx="100" cy="100" r="70" fill="#fff"/><circle cx="100" cy="100" r="52" fill="#d9c9a8"/>',
};

const withPictures = (html) =>
  html.replace(/https:\/\/mira\.example\/(bowl|mug|plate)\.jpg/g, (_, ware) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="#ece4d6"/>${WARES[ware]}</svg>`;
    return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  });
