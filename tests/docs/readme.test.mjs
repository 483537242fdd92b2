/** The README's workflow decides what the README says it decides. `EDGEWISE_UPDATE=1` writes it anew. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { openEngine } from "../../pkg/entry/node.js";

const root = join(import.meta.dirname, "../..");
const file = join(root, "README.md");
const ZONE = "Europe/Berlin";
/** Between the workflow and what it decides. */
const EXAMPLE = /```json\n(\{\n {2}"id"[^`]+)```([^`]+)```\n([^`]*)```/;

test("the workflow decides what the text below it says", () => {
  const text = readFileSync(file, "utf8");
  const [, workflow, story, said] = text.match(EXAMPLE);
  assert.match(story, /checkout at 18:20 .* orders at 09:05 the next morning/);
  const decided = decisions(JSON.parse(workflow));
  if (process.env.EDGEWISE_UPDATE === "1") {
    writeFileSync(
      file,
      text.replace(`\`\`\`\n${said}\`\`\``, () => `\`\`\`\n${decided}\`\`\``),
    );
  } else {
    assert.equal(said, decided);
  }
});

test("every link between documents leads to a file", () => {
  const documents = [
    "README.md",
    "BENCHMARKS.md",
    "ARCHITECTURE.md",
    "DESIGN.md",
    "pkg/README.md",
    "pkg/API.md",
  ];
  for (const name of readdirSync(join(root, "docs"))) {
    if (name.endsWith(".md")) documents.push(`docs/${name}`);
  }
  let links = 0;
  for (const document of documents) {
    const text = readFileSync(join(root, document), "utf8");
    for (const [, address] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      if (/^https?:/.test(address)) continue;
      links += 1;
      assert.ok(existsSync(join(root, dirname(document), address)), `${document}: ${address}`);
    }
  }
  assert.ok(links > 20, `${links} links`);
});

/** What the engine says when Anna leaves a cart at 18:20 and orders at 09:05, a line for each decision. */
function decisions(workflow) {
  const message = { channel: "email", subject: "Your cart", html: "<p>Hello</p>" };
  const config = {
    format: 1,
    shop: {
      id: "shop",
      name: "Shop",
      currency: "EUR",
      time_zone: ZONE,
      sender: { name: "Shop", email: "hello@shop.example" },
    },
    messages: { "still-thinking": message, "last-chance": message },
    workflows: [workflow],
  };
  const engine = openEngine();
  const { plan, diagnostics } = engine.load(JSON.stringify(config));
  assert.notEqual(plan, null, JSON.stringify(diagnostics));
  const evening = Date.UTC(2026, 2, 2, 17, 20);
  const morning = Date.UTC(2026, 2, 3, 8, 5);
  const inputs = [
    happened(evening - 60_000, {
      type: "customer_created",
      profile: { email: "anna@people.example", first_name: "Anna" },
    }),
    happened(evening - 60_000, {
      type: "consent_changed",
      change: { channel: "email", consent: "subscribed", origin: "signup" },
    }),
    happened(evening, {
      type: "checkout_started",
      cart: { checkout_token: "c1", items: [{ product_id: "1", title: "Mug", quantity: 1 }] },
    }),
    happened(morning, {
      type: "order_placed",
      order: {
        order_id: "shopify:1",
        placed_at: morning,
        checkout_token: "c1",
        total: { minor: 4_990, currency: "EUR" },
      },
    }),
  ];
  const play = { from: evening - 60_000, until: morning + 7 * 86_400_000 };
  const { moments } = engine.simulate(plan, { state: null, customer: "anna", inputs, play });
  return moments
    .filter(({ now }) => now >= evening)
    .flatMap(({ trace, now }) =>
      engine.sentences(plan, trace, ZONE).map((sentence) => {
        const clock = engine.formatDate(ZONE, now, "%H:%M");
        return `${clock}  ${sentence}\n`;
      }),
    )
    .join("");
}

function happened(at, kind) {
  const event = {
    fact_key: `${kind.type}-${at}`,
    occurred_at: at,
    received_at: at,
    source: "shopify",
    kind,
  };
  return { at, input: { type: "events", customer: "anna", events: [event] } };
}
