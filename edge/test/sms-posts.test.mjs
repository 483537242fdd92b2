/** What providers of text messages post: who may, and what it means. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { posting, RECEIVED, STATUS } from "../../tests/blackbox/sms-apis.mjs";
import { workerModule } from "../../tests/blackbox/worker-module.mjs";

const { readTwilio } = await workerModule("channel/sms/twilio-posts.ts");
const { readVonage } = await workerModule("channel/sms/vonage-posts.ts");
const { readGateway } = await workerModule("channel/sms/gateway-posts.ts");
const { replyTo, twiml } = await workerModule("channel/sms/replies.ts");

const URL_OF = "https://edgewise.example/webhooks/sms/twilio/aaaa?effect=bcd";
const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

/** A request as the reader gets it. */
function posted(provider, content, options) {
  const [url, { headers, body }] = posting(provider, URL_OF, content, {
    secret: SECRET,
    ...options,
  });
  return { url, headers, body: Buffer.from(body), now: Date.now() };
}

const READ = {
  twilio: (request) => readTwilio(request, "b7f3a1c05d9e4f6a8c2b1d0e9f8a7b6c"),
  vonage: (request) =>
    readVonage(request, {
      application: "1FC2A3D8-0000-4000-8000-0123456789AB",
      secret: "a-signature-secret-of-tests-1234",
    }),
  webhook: (request) => readGateway(request, SECRET),
};
const PROVIDERS = Object.keys(READ);
const TEXT = { id: "bcd", to: "+4915112345678" };

test("Twilio’s signature is the documented one, for an address with its port or without", () => {
  // From Twilio's own documentation.
  const example = {
    url: "https://mycompany.com/myapp.php?foo=1&bar=2",
    body: Buffer.from(
      new URLSearchParams({
        CallSid: "CA1234567890ABCDE",
        Caller: "+14158675309",
        Digits: "1234",
        From: "+14158675309",
        To: "+18005551212",
      }).toString(),
    ),
    headers: { "x-twilio-signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
    now: 0,
  };
  assert.equal(readTwilio(example, "12345").type, "nothing");
  assert.equal(readTwilio(example, "12346").type, "refused");
  const request = posted("twilio", RECEIVED.twilio("+491511", "x"));
  const signed = `https://edgewise.example:443/webhooks/sms/twilio/aaaa?effect=bcd`;
  const fields = [...new URLSearchParams(request.body.toString())].sort();
  const text = signed + fields.map(([name, value]) => name + value).join("");
  const signature = createHmac("sha1", "b7f3a1c05d9e4f6a8c2b1d0e9f8a7b6c")
    .update(text)
    .digest("base64");
  const withPort = { ...request, headers: { "x-twilio-signature": signature } };
  assert.equal(READ.twilio(withPort).type, "received");
});

test("what isn't the provider's is refused, whatever was changed", () => {
  for (const provider of PROVIDERS) {
    const request = posted(provider, RECEIVED[provider]("+4915112345678", "STOP"));
    assert.equal(READ[provider](request).type, "received", provider);
    const changed = [
      { ...request, headers: {} },
      { ...request, body: Buffer.concat([request.body, Buffer.from(" ")]) },
      { ...request, body: Buffer.from("") },
      ...Object.keys(request.headers)
        .filter((name) => name !== "content-type")
        .flatMap((name) => {
          const { [name]: value, ...others } = request.headers;
          const half = value.slice(0, Math.floor(value.length / 2));
          return [
            others,
            ...[half, `x${value}`, "", "x".repeat(5_000), "\u0000"].map((text) => ({
              ...others,
              [name]: text,
            })),
          ];
        })
        .map((headers) => ({ ...request, headers })),
    ];
    if (provider === "twilio") changed.push({ ...request, url: request.url.replace("bcd", "bce") });
    if (provider !== "twilio") changed.push({ ...request, now: request.now + 3_600_000 });
    for (const one of changed) {
      assert.equal(
        READ[provider](one).type,
        "refused",
        `${provider} ${JSON.stringify(one.headers).slice(0, 80)}`,
      );
    }
  }
});

test("no algorithm but ours signs a token, and no other application’s counts", () => {
  const request = posted("vonage", RECEIVED.vonage("+4915112345678", "STOP"));
  const [, claims, signature] = request.headers.authorization.split(".");
  for (const head of [{ alg: "none" }, { alg: "RS256" }, {}, null, [], "HS256"]) {
    const part = Buffer.from(JSON.stringify(head)).toString("base64url");
    for (const end of [signature, ""]) {
      const headers = { authorization: `Bearer ${part}.${claims}.${end}` };
      assert.equal(READ.vonage({ ...request, headers }).type, "refused");
    }
  }
  const other = { application: "0".repeat(36), secret: "a-signature-secret-of-tests-1234" };
  assert.equal(readVonage(request, other).type, "refused");
  assert.equal(readVonage(request, { ...other, secret: "" }).type, "refused");
});

test("each provider's words for what became of a text are ours", () => {
  for (const provider of PROVIDERS) {
    const of = (name) => READ[provider](posted(provider, STATUS[provider][name](TEXT)));
    assert.equal(of("sending").type, "nothing", provider);
    assert.deepEqual(of("delivered").report.became, { type: "delivered" });
    for (const [name, about] of [
      ["dead", "number"],
      ["passing", "passing"],
      ["sender", "sender"],
    ]) {
      const { report } = of(name);
      assert.deepEqual(
        [report.effect, report.became.type, report.became.about],
        ["bcd", "undelivered", about],
        `${provider} ${name}`,
      );
    }
  }
  const refused = READ.twilio(posted("twilio", { MessageStatus: "failed", ErrorCode: "21610" }));
  assert.deepEqual(refused.report.became, { type: "refused", why: "21610" });
});

test("no body, however made, is taken for more than it is", () => {
  const values = [
    null,
    0,
    -1,
    1e308,
    true,
    "",
    "x",
    "\u0000",
    "\ud800",
    [],
    [1],
    {},
    { a: 1 },
    "__proto__",
  ];
  let count = 0;
  for (const provider of ["vonage", "webhook"]) {
    for (const member of [
      "status",
      "type",
      "text",
      "from",
      "id",
      "message_uuid",
      "error",
      "timestamp",
      "about",
      "at",
      "code",
    ]) {
      for (const value of values) {
        const base =
          provider === "vonage" ? RECEIVED.vonage("+49151", "x") : RECEIVED.webhook("+49151", "x");
        const read = READ[provider](posted(provider, { ...base, [member]: value }));
        assert.ok(["nothing", "received", "report"].includes(read.type));
        if (read.type === "received") assert.equal(typeof read.received.text, "string");
        count += 1;
      }
    }
    for (const body of ["", "null", "[]", "1", "{", '"x"']) {
      const request = posted(provider, {});
      assert.equal(READ[provider]({ ...request, body: Buffer.from(body) }).type, "refused");
    }
  }
  console.log(`# ${count} bodies`);
  assert.ok(count >= 200, String(count));
});

test("an answer is one text, and its markup only ours", () => {
  for (const shop of ["</Message><Message>", "a & b", "\"'<!--", "]]>", "x".repeat(200)]) {
    const xml = twiml(
      replyTo("help", { shop, contact: "help@shop.example", language: "constructor" }),
    );
    assert.equal(xml.match(/<Message>/g).length, 1);
    const inside = /<Message>(.*)<\/Message>/s.exec(xml)[1];
    assert.doesNotMatch(inside.replace(/&#\d+;/g, ""), /[<>&"']/);
  }
  assert.equal(twiml(null), '<?xml version="1.0" encoding="UTF-8"?><Response></Response>');
  assert.match(replyTo("stop", { shop: "M", contact: "", language: "de-AT" }), /START/);
});
