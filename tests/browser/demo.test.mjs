// The demo plays its day against the real Worker, and the page it names shows the same decisions.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, test } from "node:test";
import { ADMIN_KEY, freePort, root, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage } from "./page.mjs";

let browser;
let world;
let smtp;

before(async () => {
  smtp = `smtp://127.0.0.1:${await freePort()}`;
  [world, browser] = await Promise.all([startWorld({ smtp }), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

function demo(env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["scripts/demo.mjs"], {
      cwd: root,
      env: { ...process.env, EDGEWISE_ADMIN_KEY: ADMIN_KEY, SMTP_URL: smtp, ...env },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.on("close", (code) => resolve({ code, output }));
  });
}

test("everything that must happen happens, and every person's page agrees", async () => {
  const { code, output } = await demo({ EDGEWISE_URL: world.base });
  assert.equal(code, 0, output);
  assert.ok((output.match(/^ {2}✓ /gm) ?? []).length >= 12, output);
  assert.doesNotMatch(output, new RegExp(String.fromCharCode(27)), "no colours in a pipe");
  const [address] = output.match(/http:\S+#\/customers/);
  const { page, close } = await openPage(browser, address, { key: ADMIN_KEY });
  for (const name of ["Anna Berger", "Grace Mensah", "Farid Haddad"]) {
    await page.getByRole("link", { name }).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    const line = await page.getByText(/^This browser and the server agree on /).textContent();
    const [, agreed, of] = line.match(/(\d+) of (\d+)/);
    assert.ok(agreed === of && Number(of) >= 20, line);
    await page.getByRole("link", { name: "Customers" }).first().click();
  }
  await close();
});

test("without a server it says how to start one", async () => {
  const { code, output } = await demo({ EDGEWISE_URL: `http://127.0.0.1:${await freePort()}` });
  assert.equal(code, 1);
  assert.match(output, /npm start/);
});
