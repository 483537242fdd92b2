/**
 * What `/openapi.json` is worth to somebody who has nothing else: a public linter finds nothing wrong with it,
 * and a client that a public generator makes of it compiles strictly and calls every operation.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { must } from "../../scripts/command.mjs";
import { customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { ADMIN_KEY, root, startWorld, until } from "./world.mjs";

const folder = join(root, "tests/blackbox/client");
const generated = join(folder, "generated");
const document = join(generated, "openapi.json");

let world;
let mail;

/**
 * What one of the folder's tools prints. This process goes on meanwhile: while it stood still, the Worker closed
 * connections that the next request would then have been sent on. @throws when it fails, with what it printed
 */
async function tool(script, args) {
  const program = [join(folder, "node_modules", script), ...args];
  const { stdout } = await promisify(execFile)(process.execPath, program, {
    cwd: folder,
    maxBuffer: 16 * 1024 * 1024,
    timeout: 120_000,
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  });
  return stdout;
}

before(async () => {
  if (!existsSync(join(folder, "node_modules/openapi-fetch"))) {
    await must("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, seconds: 600 });
  }
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
  mkdirSync(generated, { recursive: true });
  writeFileSync(document, await (await world.fetch("/openapi.json")).text());
});
after(async () => {
  await world.stop();
  await mail.close();
});

test("a linter finds no error and nothing to warn of", async () => {
  const said = await tool("@redocly/cli/bin/cli.js", [
    "lint",
    document,
    "--format=json",
    "--max-problems=1000",
  ]);
  const { totals } = JSON.parse(said.slice(said.indexOf("{")));
  assert.deepEqual([totals.errors, totals.warnings], [0, 0], said);
});

test("a generated client compiles strictly, and calls every operation", async () => {
  await tool("openapi-typescript/bin/cli.js", [document, "-o", join(generated, "api.d.ts")]);
  await tool("typescript/bin/tsc", ["-p", folder]);
  const outfile = join(generated, "calls.mjs");
  const entry = join(folder, "calls.ts");
  await build({ entryPoints: [entry], outfile, bundle: true, format: "esm" });
  const { callAll } = await import(pathToFileURL(outfile));

  const shop = await world.shop();
  const hello = { id: "hello", type: "send", message: "hello" };
  const everybody = { type: "consent", channel: "email", is: "subscribed" };
  const saved = await world.api(
    "PUT",
    `${shop.api}/config`,
    recovery({
      messages: { hello: { subject: "Hello", text: "Hi" } },
      segments: [{ id: "everybody", name: "Everybody", condition: everybody }],
      workflows: [onSignUp([hello])],
    }),
  );
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const now = new Date().toISOString();
  const mira = customer(1, "mira@example.com", { created_at: now, updated_at: now });
  await world.deliver(shop, "customers/create", mira);
  await until(() => mail.mails.length > 0, { what: "the first email" });

  const answers = await callAll({
    base: world.base,
    adminKey: ADMIN_KEY,
    shop: shop.shop,
    segment: "everybody",
    workflow: "on-sign-up",
  });
  const described = JSON.parse(await (await world.fetch("/openapi.json")).text());
  const ids = Object.values(described.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  assert.deepEqual(Object.keys(answers).sort(), ids.sort());
  const refused = Object.entries(answers).filter(([, { status }]) => status >= 400);
  assert.deepEqual(
    Object.fromEntries(refused.map(([id, { status }]) => [id, status])),
    REFUSED,
    JSON.stringify(refused),
  );
});

/** What nobody can do with made-up tokens, signatures and names. */
const REFUSED = {
  resolveMessage: 404,
  retryDeadLetter: 404,
  answerPrivacyRequest: 404,
  answerQuestion: 404,
  changeTask: 404,
  receiveShopifyWebhook: 404,
  receiveWooCommerceWebhook: 404,
  receiveComplianceWebhook: 401,
  createReportAddress: 409,
  receiveEmailReports: 404,
  receiveText: 404,
  followShortLink: 404,
  createConnectionCode: 409,
  disconnect: 404,
  openApp: 403,
  beginImport: 409,
  pauseImport: 409,
  resumeImport: 409,
  cancelImport: 409,
  connectWooCommerce: 403,
  inviteAgain: 404,
  changePerson: 404,
  removePerson: 404,
  changePassword: 403,
  listMySessions: 403,
  endMySessions: 403,
  endMySession: 403,
  signIn: 401,
  openLink: 410,
  useLink: 410,
  followLink: 404,
  visitFromWordPress: 403,
  sendEvents: 401,
  viewEmail: 404,
  removeImage: 404,
  showImage: 404,
  getUnsubscribePage: 404,
  sayWhyUnsubscribed: 404,
  comeBack: 404,
  getPreferences: 404,
  savePreferences: 404,
  getOptIn: 404,
  confirmOptIn: 404,
  getSurvey: 404,
  answerSurvey: 404,
  getForm: 404,
  sendForm: 404,
  getFormMarkup: 404,
  getUnsubscribePageInStore: 401,
  unsubscribeInStore: 401,
};
