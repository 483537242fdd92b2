/** Email through a provider's API: what it is handed, what its answers mean, and that nobody gets two. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { ACCESS_KEY, SETTINGS, startEmailApis } from "./email-apis.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { startWorld, until } from "./world.mjs";

const PROVIDERS = ["resend", "postmark", "ses", "brevo"];
const MINUTE = 60_000;
let apis;
let world;

before(async () => {
  apis = await startEmailApis();
  world = await startWorld({ smtp: "none://nowhere", localNetwork: apis.port });
});
after(async () => {
  await world?.stop();
  apis?.close();
});

/** A shop whose new customers get an email of each kind, through a provider. */
async function makeShop(settings, kinds = ["marketing", "transactional"]) {
  apis.fault = () => null;
  apis.verified = ["mira-ceramics.example"];
  apis.mails.length = 0;
  apis.asked.length = 0;
  const made = await world.shop();
  const shop = { ...made, email: `${made.api}/email-connection` };
  await setUp(shop, settings);
  const messages = Object.fromEntries(
    kinds.map((kind) => [
      kind,
      {
        // Of one kind the message says where replies go, of the other the shop does.
        ...(kind === "marketing" ? { reply_to: "club@mira-ceramics.example" } : {}),
        subject: `Größe, ${kind}`,
        html: "<p>Hi {{ customer.first_name }}</p>",
        text: "Hi",
      },
    ]),
  );
  const steps = kinds.map((kind) => ({ id: kind, type: "send", message: kind, kind }));
  const base = recovery({ messages, workflows: [onSignUp(steps)] });
  const sender = {
    name: "Käse & Co",
    email: "hello@mira-ceramics.example",
    reply_to: "help@mira-ceramics.example",
  };
  const config = { ...base, shop: { ...base.shop, sender } };
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  return shop;
}

async function setUp(shop, settings) {
  const { status, body } = await world.api("PUT", shop.email, settings);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

let people = 41_000;
async function signUp(shop) {
  people += 1;
  const now = new Date((await world.advance(shop, 1_000)).now).toISOString();
  const address = `buyer-${people}@people.example`;
  const given = {
    created_at: now,
    updated_at: now,
    email_marketing_consent: {
      state: "subscribed",
      opt_in_level: "single_opt_in",
      consent_updated_at: now,
    },
  };
  await world.deliver(shop, "customers/create", customer(people, address, given));
  return address;
}

const outbox = async (shop) => (await world.api("GET", `${shop.api}/outbox`)).body.outbox;
const itemOf = async (shop, step) => (await outbox(shop)).find((one) => one.step === step);
const reaches = (shop, step, state) =>
  until(
    async () => {
      const item = await itemOf(shop, step);
      return item?.state === state ? item : null;
    },
    { what: `“${step}” to be ${state}` },
  );
/** What each provider calls the parts of an email. */
const PARTS = {
  resend: ({
    from,
    reply_to: replies,
    to: [to],
    subject,
    html,
    text,
    headers,
    tags: [{ value: effect }],
  }) => {
    return { from, replies, to, subject, html, text, headers, effect };
  },
  postmark: ({
    From,
    ReplyTo: replies,
    To,
    Subject,
    HtmlBody,
    TextBody,
    Headers,
    Metadata: { effect },
  }) => {
    const headers = Object.fromEntries(Headers.map(({ Name, Value }) => [Name, Value]));
    const parts = { from: From, replies, to: To, subject: Subject, html: HtmlBody, text: TextBody };
    return { ...parts, headers, effect };
  },
  brevo: ({
    replyTo: { email: replies },
    sender,
    to: [{ email: to }],
    subject,
    htmlContent,
    textContent,
    headers,
    tags: [tag],
  }) => {
    const { idempotencyKey: _, ...rest } = headers;
    const parts = { to, subject, html: htmlContent, text: textContent, headers: rest };
    return { from: sender, replies, ...parts, effect: tag.replace("effect-", "") };
  },
};
const mimeIn = ({ Content }) => Buffer.from(Content.Raw.Data, "base64").toString();
/** All that an email says, and its subject. */
const textIn = ({ provider, body }) => {
  if (provider !== "ses") return JSON.stringify(body);
  const mime = mimeIn(body);
  const [, subject] = /^Subject: =\?UTF-8\?B\?(.+)\?=/m.exec(mime);
  return `${Buffer.from(subject, "base64")} ${mime}`;
};
const ENCODED = "=?UTF-8?B?S8Okc2UgJiBDbw==?= <hello@mira-ceramics.example>";

test("each provider is handed the whole email, with the sender's name and the way out", async () => {
  for (const provider of PROVIDERS) {
    const shop = await makeShop(SETTINGS[provider]);
    const set = (await world.api("GET", shop.email)).body;
    assert.deepEqual([set.source, set.provider, set.server], ["shop", provider, null], provider);
    const checked = (await world.api("POST", `${shop.email}/check`, {})).body;
    assert.deepEqual(checked, { works: true, trouble: null }, provider);
    assert.deepEqual(apis.mails, [], `${provider}: a check sends nothing`);
    const address = await signUp(shop);
    await reaches(shop, "marketing", "sent");
    const sent = await reaches(shop, "transactional", "sent");
    assert.equal(apis.mails.length, 2, provider);
    const [marketing, transactional] = ["marketing", "transactional"].map(
      (kind) => apis.mails.find((mail) => textIn(mail).includes(`Größe, ${kind}`)).body,
    );
    if (provider === "ses") {
      assert.equal(marketing.FromEmailAddress, "hello@mira-ceramics.example");
      assert.deepEqual(marketing.Destination, { ToAddresses: [address] });
      assert.equal(marketing.ConfigurationSetName, "marketing");
      assert.match(mimeIn(marketing), /^From: =\?UTF-8\?B\?S8Okc2UgJiBDbw==\?=\r\n <hello@mira/m);
      assert.match(mimeIn(marketing), /^Reply-To: <club@mira-ceramics.example>\r$/m);
      assert.match(mimeIn(transactional), /^Reply-To: <help@mira-ceramics.example>\r$/m);
      assert.match(mimeIn(marketing), /^List-Unsubscribe: <http[^\r\n]+>\r$/m);
      assert.match(mimeIn(marketing), /^List-Id: <marketing.mira-ceramics.example>\r$/m);
      assert.match(
        mimeIn(marketing),
        /^Feedback-ID: on-sign-up:[a-z2-7]{26}:marketing:edgewise\r$/m,
      );
      assert.doesNotMatch(mimeIn(transactional), /^List-Unsubscribe/m);
      assert.deepEqual(transactional.EmailTags, [{ Name: "effect", Value: sent.id }]);
      continue;
    }
    const parts = PARTS[provider](marketing);
    const from =
      provider === "brevo" ? { name: "Käse & Co", email: "hello@mira-ceramics.example" } : ENCODED;
    assert.deepEqual([parts.from, parts.to, parts.subject], [from, address, "Größe, marketing"]);
    assert.equal(parts.replies, "club@mira-ceramics.example", provider);
    assert.match(parts.html, /<p>Hi .+<\/p>/);
    assert.match(parts.html, /unsubscribe/i);
    assert.match(parts.text, /^Hi/);
    assert.match(parts.headers["List-Unsubscribe"], /^<http.+\/u\/.+>$/);
    assert.equal(parts.headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click");
    const plain = PARTS[provider](transactional);
    const feedback = (kind) => ({ "Feedback-ID": `on-sign-up:${shop.shop}:${kind}:edgewise` });
    assert.deepEqual([plain.headers, plain.effect], [feedback("transactional"), sent.id]);
    const { "List-Unsubscribe": _, "List-Unsubscribe-Post": __, ...list } = parts.headers;
    const listId = { "List-Id": "<marketing.mira-ceramics.example>" };
    assert.deepEqual(list, { ...listId, ...feedback("marketing") });
    assert.equal(plain.replies, "help@mira-ceramics.example", provider);
    if (provider === "postmark") {
      assert.deepEqual(
        [marketing.MessageStream, transactional.MessageStream],
        ["broadcast", "outbound"],
      );
    }
  }
});

test("a key is in no answer and no log, and is kept for the account that it was given for", async () => {
  for (const provider of PROVIDERS) {
    const shop = await makeShop(SETTINGS[provider]);
    const { key, ...without } = SETTINGS[provider];
    const paths = ["/email-connection", "/changes", "/operations", "", "/health", "/backup"];
    const answers = await Promise.all(paths.map((path) => world.api("GET", shop.api + path)));
    assert.ok(!JSON.stringify(answers).includes(key) && !world.log.includes(key), provider);
    await setUp(shop, without);
    assert.equal((await world.api("POST", `${shop.email}/check`, {})).body.works, true, provider);
    const other = provider === "brevo" ? { provider: "resend" } : { provider: "brevo" };
    const refused = await world.api("PUT", shop.email, other);
    assert.deepEqual([refused.status, refused.body.error.field], [422, "key"], provider);
  }
  const shop = await makeShop(SETTINGS.ses);
  const { key: _, ...without } = SETTINGS.ses;
  const another = { ...without, access_key_id: "AKIAI44QH8DHBEXAMPLE" };
  assert.equal((await world.api("PUT", shop.email, another)).body.error.field, "key");
});

test("settings that can't be are refused by name", async () => {
  const shop = await makeShop(SETTINGS.resend);
  for (const [settings, field] of [
    [{ provider: "mailgun", key: "k" }, "provider"],
    [{ provider: "resend", key: "re key" }, "key"],
    [{ provider: "resend", key: "re\r\nX-Other: 1" }, "key"],
    [{ provider: "resend", key: "ключ" }, "key"],
    [{ ...SETTINGS.postmark, stream: "a/b" }, "stream"],
    [{ ...SETTINGS.ses, region: "evil.example/#" }, "region"],
    [{ ...SETTINGS.ses, region: "eu-central-1.evil.example" }, "region"],
    [{ ...SETTINGS.ses, access_key_id: "" }, "access_key_id"],
    [{ ...SETTINGS.ses, configuration_set: "a b" }, "configuration_set"],
  ]) {
    const { status, body } = await world.api("PUT", shop.email, settings);
    assert.deepEqual([status, body.error?.field], [422, field], JSON.stringify(settings));
  }
  assert.deepEqual(apis.asked, []);
});

test("a check says what is wrong with the key, the account and the sender", async () => {
  const shop = await makeShop(SETTINGS.resend);
  const check = async (server) =>
    (await world.api("POST", `${shop.email}/check`, { server })).body.trouble?.code ?? null;
  for (const provider of PROVIDERS) {
    const wrong = { ...SETTINGS[provider], key: "wrong" };
    assert.equal(await check(wrong), "login-refused", provider);
    apis.fault = () => "away";
    assert.equal(await check(SETTINGS[provider]), "unreachable", provider);
    apis.fault = () => ({ status: 500, body: "<h1>Oops</h1>" });
    assert.equal(await check(SETTINGS[provider]), "server-refused", provider);
    apis.fault = () => null;
    if (provider === "postmark") continue;
    apis.verified = ["somebody-else.example"];
    assert.equal(await check(SETTINGS[provider]), "sender-refused", provider);
    apis.verified = ["mira-ceramics.example"];
  }
  assert.equal(await check({ ...SETTINGS.postmark, stream: "none" }), "message-refused");
  assert.equal(
    await check({ ...SETTINGS.ses, access_key_id: ACCESS_KEY.replace("7", "8") }),
    "login-refused",
  );
  apis.isSending = false;
  assert.equal(await check(SETTINGS.ses), "server-refused");
  apis.isSending = true;
  // A key that may only send isn't shown the domains.
  const message = "This API key is restricted to only send emails";
  apis.fault = () => ({ status: 401, body: { name: "restricted_api_key", message } });
  assert.equal(await check(SETTINGS.resend), null);
  apis.fault = () => null;
});

test("an answer that is lost makes no second email: repeated where the key is known, left where it isn't", async () => {
  for (const provider of PROVIDERS) {
    const shop = await makeShop(SETTINGS[provider]);
    // The first try of each; Amazon is also asked how fast it may go.
    const lost = new Set();
    apis.fault = (_, path, text) => {
      if (path.endsWith("/account")) return null;
      const said = textIn({ provider, body: JSON.parse(text) });
      const kind = said.includes("Größe, marketing") ? "marketing" : "transactional";
      const isFirst = !lost.has(kind);
      lost.add(kind);
      return isFirst ? "lost" : null;
    };
    await signUp(shop);
    await until(() => lost.size === 2, { what: `${provider} to lose two` });
    const knowsKeys = provider === "resend" || provider === "brevo";
    if (!knowsKeys) await reaches(shop, "marketing", "unknown");
    await world.advance(shop, MINUTE);
    await reaches(shop, "transactional", "sent");
    const of = (kind) => apis.mails.filter((mail) => textIn(mail).includes(kind)).length;
    if (knowsKeys) {
      assert.equal((await reaches(shop, "marketing", "sent")).attempt, 2, provider);
      assert.equal(apis.mails.length, 2, provider);
      assert.deepEqual([of("Größe, marketing"), of("Größe, transactional")], [1, 1]);
    } else {
      // Marketing at most once, what belongs to an order at least once.
      assert.equal(apis.mails.length, 3, provider);
      await world.advance(shop, 48 * HOUR);
      assert.equal((await itemOf(shop, "marketing")).state, "unknown", provider);
      assert.equal(apis.mails.length, 3, provider);
    }
  }
});

test("an email that may be out is never repeated once its key is forgotten, or to another provider", async () => {
  // Brevo knows a key for 15 minutes.
  const late = await makeShop(SETTINGS.brevo, ["marketing"]);
  let attempts = 0;
  apis.fault = (_, path) => {
    if (path !== "/v3/smtp/email") return null;
    attempts += 1;
    return attempts === 1 ? "lost" : "away";
  };
  await signUp(late);
  await until(() => attempts === 1);
  await world.advance(late, 2 * HOUR);
  assert.equal((await reaches(late, "marketing", "unknown")).reason, "no-answer");
  apis.fault = () => null;
  await world.advance(late, 48 * HOUR);
  assert.equal(apis.mails.length, 1);

  const moved = await makeShop(SETTINGS.resend, ["marketing"]);
  apis.fault = (provider) => (provider === "resend" ? "lost" : null);
  await signUp(moved);
  await until(async () => (await itemOf(moved, "marketing"))?.reason === "provider-connection");
  await setUp(moved, SETTINGS.postmark);
  await reaches(moved, "marketing", "unknown");
  await world.advance(moved, 48 * HOUR);
  assert.deepEqual(
    apis.mails.map(({ provider }) => provider),
    ["resend"],
  );
});

test("an email that was being handed over when the process ended is repeated under its key", async () => {
  const shop = await makeShop(SETTINGS.resend, ["marketing"]);
  let isHeld = true;
  let begun = false;
  apis.fault = () => {
    begun = true;
    return isHeld ? "lost" : null;
  };
  // Nothing is written after the hand-over.
  await signUp(shop);
  await until(() => begun);
  await world.kill();
  isHeld = false;
  await world.start();
  await world.advance(shop, 5 * MINUTE);
  await reaches(shop, "marketing", "sent");
  assert.equal(apis.mails.length, 1);
});

/** What a provider may answer, and what it comes to: the reason, and whether it is tried again. */
const ANSWERS = {
  resend: [
    [429, { name: "rate_limit_exceeded" }, "provider-busy", true],
    [429, { name: "daily_quota_exceeded" }, "provider-quota", true],
    [409, { name: "concurrent_idempotent_requests" }, "provider-busy", true],
    [422, { name: "validation_error" }, "provider-refused", false],
    [403, { name: "validation_error" }, "provider-sender-refused", true],
    [403, { name: "invalid_api_key" }, "provider-key-refused", true],
    [500, { name: "application_error" }, "provider-broke", true],
    [502, "<h1>Bad gateway</h1>", "provider-broke", true],
  ],
  postmark: [
    [401, { ErrorCode: 10 }, "provider-key-refused", true],
    [422, { ErrorCode: 300 }, "provider-refused", false],
    [422, { ErrorCode: 400 }, "provider-sender-refused", true],
    [422, { ErrorCode: 405 }, "provider-quota", true],
    [422, { ErrorCode: 406 }, "provider-suppressed", false],
    [422, { ErrorCode: 412 }, "provider-quota", true],
    [429, { ErrorCode: 429 }, "provider-busy", true],
    [503, "Service unavailable", "provider-broke", true],
  ],
  ses: [
    [400, "MessageRejected", "provider-refused", false],
    [400, "MailFromDomainNotVerifiedException", "provider-sender-refused", true],
    [400, "AccountSuspendedException", "provider-quota", true],
    [400, "SendingPausedException", "provider-quota", true],
    [400, "BadRequestException", "provider-refused", false],
    [429, "TooManyRequestsException", "provider-busy", true],
    [403, "AccessDeniedException", "provider-key-refused", true],
    [503, "ServiceUnavailable", "provider-broke", true],
  ],
  brevo: [
    [401, { code: "unauthorized" }, "provider-key-refused", true],
    [402, { code: "not_enough_credits" }, "provider-quota", true],
    [
      400,
      { code: "invalid_parameter", message: "email is not valid in to" },
      "provider-refused",
      false,
    ],
    [
      400,
      { code: "invalid_parameter", message: "Sender is invalid" },
      "provider-sender-refused",
      true,
    ],
    [429, { code: "too_many_requests" }, "provider-busy", true],
    [502, "", "provider-broke", true],
  ],
};

test("what a provider answers is tried again or not, by what it means", async () => {
  for (const provider of PROVIDERS) {
    const shop = await makeShop(SETTINGS[provider], ["marketing"]);
    for (const [status, body, reason, isTriedAgain] of ANSWERS[provider]) {
      apis.mails.length = 0;
      apis.fault = () =>
        provider === "ses"
          ? { status, body: { message: "No" }, headers: { "x-amzn-errortype": `${body}:` } }
          : { status, body };
      const what = `${provider} ${status} ${JSON.stringify(body)}`;
      const address = await signUp(shop);
      const item = await until(
        async () => {
          const found = (await outbox(shop)).find(({ person }) => person.email === address);
          return found?.reason === reason ? found : null;
        },
        { what },
      );
      assert.equal(item.state === "failed", !isTriedAgain, what);
      apis.fault = () => null;
      // A second try may have met the same: the third comes within five minutes.
      await world.advance(shop, 6 * MINUTE);
      assert.equal(apis.mails.length, isTriedAgain ? 1 : 0, what);
    }
    // Nobody's mailbox is closed for what a provider says of the sender or of its own list.
    const written = new Set((await outbox(shop)).map(({ customer: id }) => id));
    assert.equal(written.size, ANSWERS[provider].length, provider);
    for (const id of written) {
      const { standing } = (await world.api("GET", `${shop.api}/customers/${id}`)).body;
      assert.deepEqual(standing.suppressions, [], provider);
    }
    apis.mails.length = 0;
    await signUp(shop);
    await until(() => apis.mails.length > 0);
  }
});

test("an email that Resend has under its key in other words is out", async () => {
  const shop = await makeShop(SETTINGS.resend, ["marketing"]);
  const body = { name: "invalid_idempotent_request", message: "Used with another body" };
  apis.fault = () => ({ status: 409, body });
  await signUp(shop);
  assert.equal((await reaches(shop, "marketing", "sent")).attempt, 1);
});

test("a provider that asks for patience is left alone for that long", async () => {
  const shop = await makeShop(SETTINGS.resend, ["marketing"]);
  apis.fault = () => ({
    status: 429,
    body: { name: "rate_limit_exceeded" },
    headers: { "retry-after": "1800" },
  });
  await signUp(shop);
  await until(async () => (await itemOf(shop, "marketing"))?.reason === "provider-busy");
  const asked = apis.asked.length;
  apis.fault = () => null;
  await world.advance(shop, 25 * MINUTE);
  assert.equal(apis.asked.length, asked);
  await world.advance(shop, 10 * MINUTE);
  await reaches(shop, "marketing", "sent");
});

test("email that a key didn't open goes out as soon as there is another one", async () => {
  const shop = await makeShop({ ...SETTINGS.resend, key: "re_wrong" }, ["marketing"]);
  await signUp(shop);
  await until(async () => (await itemOf(shop, "marketing"))?.reason === "provider-key-refused");
  await setUp(shop, SETTINGS.resend);
  await reaches(shop, "marketing", "sent");
});

test("a test email goes through the provider and counts for it", async () => {
  const shop = await makeShop(SETTINGS.resend);
  for (const provider of PROVIDERS) {
    await setUp(shop, SETTINGS[provider]);
    assert.equal((await world.api("GET", shop.email)).body.tested_at, null, provider);
    const { body } = await world.api("POST", `${shop.email}/test-email`, { to: "me@kiln.example" });
    assert.deepEqual(body, { works: true, trouble: null }, provider);
    assert.notEqual((await world.api("GET", shop.email)).body.tested_at, null, provider);
    assert.equal(apis.mails.at(-1).provider, provider);
  }
});
