/** What the Workers of this run printed, over all black-box tests: nothing personal and no secret. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ADMIN_KEY, APP, root } from "../blackbox/world.mjs";
import { about, promise } from "../promises/record.mjs";

const shown = promise(29, "logs");
const folder = join(root, "test-results/logs");

/** What a log must not hold: shapes of what names a person, and of what opens something. */
const FORBIDDEN = {
  "an email address": /[\w.+-]+@[\w-]+\.[a-z]+/i,
  "an address in its encoded form": /%40[\w-]+\.[a-z]+/i,
  "a telephone number": /\+\d{8,}/,
  "a name of the tests' people": /Okafor|Quillfeather|Zebulon/,
  "a webhook address": /\/webhooks\/(?:shopify|woocommerce)\/[\w-]{20,}/,
  "an unsubscribe address": /\/u\/[\w-]{20,}/,
  "a write key": /\b[ws]k_\w{16,}/,
  "an outgoing secret": /whsec_/,
  "a bearer": /bearer\s+\S{8,}/i,
  "a secret of the tests": new RegExp([ADMIN_KEY, APP.secret, "secret-(?:of|number)-"].join("|")),
};

test("no log of the whole run holds anything personal or a secret", () => {
  assert.ok(existsSync(folder), `run the tests in tests/blackbox first: they leave ${folder}`);
  const names = readdirSync(folder);
  let lines = 0;
  const found = [];
  for (const name of names) {
    const text = readFileSync(join(folder, name), "utf8");
    lines += text.split("\n").length - 1;
    for (const [what, shape] of Object.entries(FORBIDDEN)) {
      const hit = text.match(shape);
      if (hit) found.push(`${name}: ${what}: ${hit[0].slice(0, 80)}`);
    }
  }
  assert.deepEqual(found, []);
  assert.ok(lines > 0, "nothing was printed, so nothing was looked at");
  shown(names.length, `${about(lines)} lines, 0 hits`);
});
