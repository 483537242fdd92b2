// Two hundred hostile texts in every field that a webhook can bring: no page runs any of them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, customer, order } from "../blackbox/bodies.mjs";
import { HOUR, onSignUp, recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { promise } from "../promises/record.mjs";
import { openBrowser, openPage } from "./page.mjs";

const shown = promise(26, "payloads");

let browser;
let world;

before(async () => {
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const RUN = "top.hurt=1";

/** What has broken pages before, each trying to set `hurt` on the page. */
const SEEDS = [
  `<script>${RUN}</script>`,
  `<ScRiPt>${RUN}</sCrIpT>`,
  `</script><script>${RUN}</script>`,
  `<img src=x onerror=${RUN}>`,
  `<img src=x onerror="${RUN}">`,
  `<img/src=x/onerror=${RUN}>`,
  `<svg onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=${RUN}>`,
  `<body onload=${RUN}>`,
  `<iframe srcdoc="<script>${RUN}</script>"></iframe>`,
  `<iframe src="javascript:${RUN}"></iframe>`,
  `<object data="javascript:${RUN}"></object>`,
  `<embed src="javascript:${RUN}">`,
  `<a href="javascript:${RUN}">click</a>`,
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `vbscript:${RUN}`,
  `<details open ontoggle=${RUN}>`,
  `<video><source onerror=${RUN}></video>`,
  `<audio src=x onerror=${RUN}>`,
  `<input autofocus onfocus=${RUN}>`,
  `<select autofocus onfocus=${RUN}>`,
  `<textarea autofocus onfocus=${RUN}></textarea>`,
  `<marquee onstart=${RUN}>`,
  `<style>@import "https://evil.example/x.css";</style>`,
  `<link rel=stylesheet href=https://evil.example/x.css>`,
  `<meta http-equiv=refresh content="0;url=https://evil.example">`,
  `<base href=https://evil.example/>`,
  `<form action=https://evil.example><button>x</button></form>`,
  `<template><script>${RUN}</script></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `"><script>${RUN}</script>`,
  `'><script>${RUN}</script>`,
  `" onmouseover="${RUN}" x="`,
  `' onfocus='${RUN}' autofocus='`,
  `\${${RUN}}`,
  `{{constructor.constructor('${RUN}')()}}`,
  `{% raw %}{{ ${RUN} }}{% endraw %}`,
  `{{ customer | raw }}<script>${RUN}</script>`,
  `<%= ${RUN} %>`,
  `#{${RUN}}`,
  `\u202e<script>${RUN}</script>\u202c`,
  `\u2066\u2067مرحبا<img src=x onerror=${RUN}>`,
  `\u0000<script>${RUN}</script>`,
  `\ud800<img src=x onerror=${RUN}>`,
  `<img src=x onerror=${RUN}>${"a".repeat(2_000)}`,
  `__proto__`,
];

/** Each as it is, encoded once, in a comment that ends, and behind a name. */
const PAYLOADS = SEEDS.flatMap((seed) => [
  seed,
  seed.replace(/[<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`),
  `--><!--x-->${seed}`,
  `Mira ${seed}`,
]);
const payload = (index) => PAYLOADS[index % PAYLOADS.length] ?? "";

/** Fills every free field of one customer's webhooks, each with another payload. */
async function deliver(shop, index) {
  let used = index;
  const next = () => {
    used += 1;
    return payload(used);
  };
  const at = new Date((await world.advance(shop, 0)).now).toISOString();
  const [id, email] = [89_000 + index, `x${index}@people.example`];
  const address = {
    first_name: next(),
    company: next(),
    address1: next(),
    city: next(),
    country: next(),
  };
  const consent = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: at };
  const who = { id, email, first_name: payload(index), last_name: next() };
  const items = [
    {
      id,
      product_id: next(),
      variant_id: next(),
      title: next(),
      variant_title: next(),
      sku: next(),
      vendor: next(),
      quantity: 1,
      price: "9.00",
    },
  ];
  const times = { created_at: at, updated_at: at };
  await world.deliver(
    shop,
    "customers/create",
    customer(id, email, {
      ...times,
      ...who,
      email,
      email_marketing_consent: consent,
      tags: `${next()}, ${next()}`,
      note: next(),
      default_address: address,
      addresses: [address],
    }),
  );
  await world.deliver(
    shop,
    "checkouts/create",
    checkout(`x${index}`, email, {
      ...times,
      customer: who,
      line_items: items,
      abandoned_checkout_url: next(),
      note: next(),
    }),
  );
  if (index % 2 === 0)
    await world.deliver(
      shop,
      "orders/create",
      order(93_000 + index, email, {
        ...times,
        processed_at: at,
        name: next(),
        note: next(),
        customer: who,
        line_items: items,
        tags: next(),
      }),
    );
}

test(`${PAYLOADS.length} hostile texts in every field run nothing on any page`, async () => {
  assert.ok(PAYLOADS.length >= 200);
  const shop = await world.shop();
  const greet = onSignUp([
    { id: "hello", type: "send", message: "cart-hour-1" },
    { id: "tag", type: "add_tag", tag: "greeted" },
  ]);
  const segments = [
    {
      id: "all",
      name: payload(3).slice(0, 100),
      condition: { type: "consent", channel: "email", is: "subscribed" },
    },
  ];
  const [cart] = recovery().workflows;
  const saved = await world.api(
    "PUT",
    `${shop.api}/config`,
    recovery({ workflows: [{ ...cart, name: payload(0) }, greet], segments }),
  );
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  for (let index = 0; index < PAYLOADS.length; index += 4) await deliver(shop, index);
  await world.advance(shop, HOUR + 1_000);
  const { body } = await world.api("GET", `${shop.api}/customers?limit=200`);
  assert.equal(body.total, PAYLOADS.length / 4);

  const app = `${world.base}/app/?shop=${shop.shop}`;
  const { page, complaints, close } = await openPage(browser, `${app}#/home`, { key: ADMIN_KEY });
  const elsewhere = [];
  const dialogs = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(world.base) && !/^(data|blob|about):/.test(request.url()))
      elsewhere.push(request.url());
  });
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    dialog.dismiss();
  });
  const unhurt = async (where) => {
    assert.equal(await page.evaluate(() => window.hurt), undefined, where);
    assert.deepEqual([complaints, elsewhere, dialogs], [[], [], []], where);
  };
  const go = async (to) => {
    await page.goto(`${app}#/${to}`);
    await page.locator("h1").waitFor();
    await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
  };
  for (const to of [
    "home",
    "workflows",
    "segments",
    "segments/all",
    "customers",
    "messages",
    "settings",
    "backtest",
  ]) {
    await go(to);
    await unhurt(to);
  }
  await go("messages");
  for (const index of [0, 1, 2, 3, 4, 5]) {
    await page
      .getByRole("button", { name: /^Show / })
      .nth(index)
      .click();
    await unhurt(`message ${index}`);
  }
  // Every fourth of them with the whole story, and as somebody a workflow is tried on.
  for (const [index, { customer: id }] of body.customers.entries()) {
    if (index % 4 !== 0) continue;
    await go(`customers/${id}`);
    await page.locator("main section").first().waitFor();
    await unhurt(`customer ${index}`);
  }
  for (const { customer: id } of body.customers.slice(0, 3)) {
    await go(`workflows/${cart.id}?customer=${id}`);
    await page.locator("[data-part=summary]").waitFor();
    await page
      .getByRole("button", { name: "Show message" })
      .first()
      .click({ timeout: 2_000 })
      .catch(() => {});
    await unhurt("dry run");
  }
  await close();
  shown(PAYLOADS.length, "0 ran, 0 reports of the content security policy, 0 requests elsewhere");
});
