/**
 * What providers may answer, or whoever answers in their place: each answer comes to one of the outbox's outcomes, with
 * words for the merchant, and none of them is thrown or believed.
 */
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(import.meta.dirname, "..", "provider-answers-"));
const fetched = globalThis.fetch;
let channel;
/** What answers. */
let answer = () => new Response();
before(async () => {
  const entry = join(folder, "entry.mjs");
  const outfile = join(folder, "providers.mjs");
  const files = ["resend", "postmark", "ses", "brevo", "sms/providers"];
  writeFileSync(
    entry,
    files.map((file) => `export * from "../src/channel/${file}.ts";`).join("\n"),
  );
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
  });
  globalThis.fetch = async () => answer();
  channel = await import(pathToFileURL(outfile));
});
after(() => {
  globalThis.fetch = fetched;
  rmSync(folder, { recursive: true, force: true });
});

const FROM = "hello@kiln.example";
const LETTER = {
  ...{ id: "a".repeat(26), to: "mira@people.example", subject: "S", text: "T", html: "<p>T</p>" },
  ...{ mime: "From: x\r\n\r\nT", from: { name: "Kiln", email: FROM }, headers: {} },
};
const TEXT = { id: "a".repeat(26), to: "+4915112345678", text: "Hi", validUntil: null };

const MEMBERS = [
  ..."name message Message code ErrorCode __type type error title status data domains records".split(
    " ",
  ),
  ..."dns_records SendQuota DkimAttributes MailFromAttributes incoming_phone_numbers".split(" "),
];
const VALUES = [
  "null",
  "{}",
  "[]",
  "[null]",
  "[[]]",
  '[{"name":null,"domain_name":7}]',
  '{"a":{"type":"TXT","host_name":7,"value":{}}}',
  '{"MaxSendRate":1e999,"Tokens":[null,"../x"],"MailFromDomain":"<b>"}',
  "-1",
  "1e308",
  "true",
  '"__proto__"',
  '"constructor"',
  '"a\\r\\nBcc: x@evil.example\\u0000\\u001b[31m"',
  '"<script>alert(1)</script>"',
];
const BODIES = [
  "",
  "null",
  "[]",
  "7",
  "<!doctype html><h1>Bad gateway</h1>",
  "{",
  "\ufeff{}",
  `{"__proto__":{"status":200,"name":"x"}}`,
  "[".repeat(5_000),
  `{"message":"${"x".repeat(300_000)}"}`,
  ...MEMBERS.flatMap((name) => VALUES.map((value) => `{"${name}":${value}}`)),
];
const STATUSES = [200, 202, 301, 400, 401, 402, 403, 404, 409, 422, 429, 500, 503, 599];
const HEADERS = [
  {},
  { "retry-after": "-5", "ratelimit-limit": "-1", "x-amzn-errortype": "constructor" },
  { "retry-after": "99999999999999999999", "ratelimit-limit": "1e9", "x-amzn-errortype": "#:" },
  { "retry-after": "soon", "x-sib-ratelimit-reset": "NaN", "x-amzn-errortype": "x".repeat(9_000) },
];

const DAY = 86_400_000;

function judge({ outcome, trouble, perSecond }, what) {
  assert.ok(["sent", "retry", "failed", "unknown"].includes(outcome.type), what);
  if (outcome.type !== "sent") assert.match(outcome.reason, /^(?:sms-)?provider-[a-z-]+$/, what);
  if (outcome.after !== undefined) assert.ok(outcome.after > 0 && outcome.after <= DAY, what);
  if (perSecond !== undefined) assert.ok(perSecond > 0 && perSecond < 10_000, what);
  if (trouble === null) {
    assert.equal(outcome.type, "sent", what);
    return;
  }
  assert.ok(
    trouble.message.length > 10 && trouble.help.length > 5 && /^[a-z-]+$/.test(trouble.code),
  );
  assert.ok((trouble.said ?? "").length <= 300 && !/\p{Cc}/u.test(trouble.said ?? ""), what);
}

function judgeNeeds({ dkim, bounces, include, shownAt }, what) {
  for (const { type, name, value } of [...(dkim ?? []), ...(bounces?.records ?? [])]) {
    assert.ok(["TXT", "CNAME", "MX"].includes(type) && typeof name === "string", what);
    assert.ok(value === null || (typeof value === "string" && value.length <= 4_096), what);
  }
  assert.ok((dkim ?? []).length <= 50 && typeof shownAt === "string", what);
  assert.ok(include === null || /^[a-z.-]+$/.test(include), what);
}

/** Each provider with each answer, which are told apart by status, body and headers. */
async function tried(providers, judgeOne) {
  let answers = 0;
  for (const provider of providers) {
    for (const [place, body] of BODIES.entries()) {
      // Each body where it's asked for, and as a refusal: each kind of that with many bodies.
      for (const [turn, status] of [200, STATUSES[place % STATUSES.length]].entries()) {
        const headers = HEADERS[(place + turn) % HEADERS.length];
        answer = () => new Response(body, { status, headers });
        const what = `${status} ${body.slice(0, 90)} ${JSON.stringify(headers).slice(0, 60)}`;
        // What is too long to be an answer is none.
        const isTaken = status >= 200 && status < 300 && body.length < 256 * 1024;
        await judgeOne(provider, isTaken, what);
        answers += 1;
      }
    }
  }
  return answers;
}

test("an email provider's answers, whatever they are", async () => {
  const key = "k";
  const providers = [
    channel.resend({ key }),
    channel.postmark({ key, stream: "broadcast" }),
    channel.ses({ access_key_id: "a", key, region: "eu-central-1", configuration_set: "" }),
    channel.brevo({ key }),
  ];
  const answers = await tried(providers, async (provider, isTaken, what) => {
    const sent = await provider.send(LETTER);
    judge(sent, what);
    if (isTaken) assert.equal(sent.outcome.type, "sent", what);
    judge(await provider.check(FROM), what);
    judge(await provider.check(null), what);
    judgeNeeds(await provider.needs("kiln.example", "s1"), what);
    const rate = (await provider.rate?.()) ?? null;
    assert.ok(rate === null || (rate > 0 && Number.isFinite(rate)), what);
    const lifted = (await provider.lift?.("mira@people.example")) ?? "failed";
    assert.ok(["lifted", "not-there", "stays", "failed"].includes(lifted), what);
  });
  console.log(`${answers} answers of email providers`);
  assert.ok(answers > 2_000);
});

test("a text message provider's answers, whatever they are", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  const common = { segment_price: null, sender: "+15005550006" };
  const providers = [
    { ...common, provider: "twilio", account_sid: `AC${"0".repeat(32)}`, key: "k" },
    { ...common, provider: "vonage", application_id: "a", key: pem, signing_secret: "s" },
    { ...common, provider: "webhook", url: "https://gateway.example/texts" },
  ].map((settings) =>
    channel.smsProviderOf(settings, "https://edge.example/webhooks/sms", Buffer.alloc(32, 1)),
  );
  const answers = await tried(providers, async (provider, isTaken, what) => {
    const sent = await provider.send(TEXT, 0);
    judge(sent, what);
    if (isTaken) assert.equal(sent.outcome.type, "sent", what);
    judge(await provider.check(), what);
  });
  console.log(`${answers} answers of text message providers`);
  assert.ok(answers > 1_500);
});
