/** What comes back of emails: whom it suppresses and for how long, what links count, and a domain that fails as a whole. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer, order } from "./bodies.mjs";
import { startEmailApis } from "./email-apis.mjs";
import { BODIES, PROVIDERS, reporting } from "./email-report-bodies.mjs";
import { onSignUp } from "./recovery-config.mjs";
import { startWorld, until } from "./world.mjs";

const BROWSER = {
  "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15",
  "accept-language": "de",
};
const LINKS = ["a", "b?x=1&y=2", "d/ş#size"];
const MESSAGES = {
  hello: {
    subject: "Hello",
    html: `${LINKS.map(
      (link) => `<a href="https://mira-ceramics.example/${link.replaceAll("&", "&amp;")}">x</a>`,
    ).join(" ")} <a href="{{ view_url }}">View</a>`,
  },
};
let apis;
let world;
let its;

before(async () => {
  apis = await startEmailApis();
  world = await startWorld({ smtp: "none://nowhere", localNetwork: apis.port });
  its = reporting(world);
});
after(async () => {
  await world?.stop();
  apis?.close();
});

const itemOf = async (shop, { effect }) =>
  (await world.api("GET", `${shop.api}/outbox`)).body.outbox.find(({ id }) => id === effect);
const mailTo = (email) => apis.mails.findLast(({ body }) => body.To === email)?.body;
const mailsTo = (email) => apis.mails.filter(({ body }) => body.To === email).length;
const follow = (url, { method = "GET", headers = BROWSER } = {}) =>
  world.fetch(new URL(url).pathname, { method, headers, redirect: "manual" });
const command = (shop, { id }, body) =>
  world.api("POST", `${shop.api}/customers/${id}/commands`, body);

test("a link counts a person's click and leads where the message says, and nowhere else", async () => {
  const shop = await its.makeShop("postmark", { messages: MESSAGES });
  const to = await its.written(shop);
  const { HtmlBody, TextBody } = mailTo(to.email);
  const urls = [...HtmlBody.matchAll(/href="([^"]*\/c\/[^"]*)"/g)].map(([, url]) => url);
  assert.equal(urls.length, 3);
  for (const url of urls) assert.ok(TextBody.includes(url), "the text's links are the same");
  assert.match(HtmlBody, /href="[^"]*\/u\/[^"]*"/, "the way out is led nowhere");
  assert.ok(!HtmlBody.includes("/o/"), "opens aren't counted unless the merchant says so");
  const utm = `utm_source=edgewise&utm_medium=email&utm_campaign=on-sign-up&utm_content=hello&utm_id=${to.effect}`;
  const targets = [`a?${utm}`, `b?x=1&y=2&${utm}`, `d/%C5%9F?${utm}#size`];

  await world.advance(shop, 60_000);
  for (const [index, url] of urls.entries()) {
    // What previews a link asks so, and isn't counted.
    const answer = await follow(url, { method: "HEAD" });
    assert.equal(answer.status, 302);
    assert.equal(answer.headers.get("location"), `https://mira-ceramics.example/${targets[index]}`);
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.equal(answer.headers.get("set-cookie"), null);
  }
  const counted = async () => {
    await world.advance(shop, 10_000);
    const { clicks } = (await itemOf(shop, to)).came_back ?? {};
    return clicks === undefined ? [0, 0, 0] : [clicks.human, clicks.uncertain, clicks.machine];
  };
  assert.deepEqual(await counted(), [0, 0, 0]);
  // All links at once are a program's, although each looks like a person's.
  for (const url of urls) await follow(url);
  assert.deepEqual(await counted(), [0, 3, 0]);
  await follow(urls[0], { headers: { ...BROWSER, "user-agent": "Barracuda Sentinel (EE)" } });
  await follow(urls[0], { headers: { ...BROWSER, "sec-purpose": "prefetch;prerender" } });
  assert.deepEqual(await counted(), [0, 4, 1]);
  const scanned = (await its.storyOf(shop, to)).filter(({ type }) => type !== "message_scanned");
  assert.deepEqual(scanned, [], "none of it is the customer's");
  // The person, later, who clicks twice.
  await follow(urls[1]);
  await follow(urls[1]);
  assert.deepEqual(await counted(), [1, 4, 1]);
  const clicked = (await its.storyOf(shop, to)).filter(({ type }) => type === "message_clicked");
  const link = `https://mira-ceramics.example/${targets[1]}`;
  assert.deepEqual(
    clicked.map(({ news }) => news),
    [{ channel: "email", message: "hello", link }],
  );
  const { messages } = (await world.api("GET", `${shop.api}/operations`)).body;
  const { clicked: clicks, uncertain, scanned: machine } = messages[0];
  assert.deepEqual([clicks, uncertain, machine], [1, 4, 1], "shown apart");
  // The provider counts the same click at our link: once is enough.
  const reported = { ...BODIES.postmark.clicked(to, BROWSER["user-agent"]), OriginalLink: urls[2] };
  await its.post(shop, "postmark", reported);
  assert.deepEqual(await counted(), [1, 4, 1]);

  // Whoever looks at it in the admin follows the merchant's own links.
  const { content } = await itemOf(shop, to);
  assert.ok(!/\/[co]\/[\w-]{56}/.test(content.html + content.text));
  assert.ok(content.text.includes(`https://mira-ceramics.example/${targets[0]}`));
  // A test's links are the merchant's own as well.
  await command(shop, to, { type: "test", workflow: "on-sign-up", batch: "look" });
  await until(async () => mailsTo(to.email) === 2);
  assert.ok(!mailTo(to.email).HtmlBody.includes("/c/"));

  // A browser shows the very email, in which nothing runs and whose links count.
  const view = /href="([^"]*\/v\/[\w-]{56})"/.exec(HtmlBody)[1];
  const browsed = await follow(view);
  assert.equal(await browsed.text(), HtmlBody);
  const policy = browsed.headers.get("content-security-policy");
  assert.match(policy, /^sandbox allow-popups[^;]*; default-src 'none'/);
  assert.doesNotMatch(policy, /allow-scripts|allow-same-origin|allow-forms|script-src/);
  assert.equal(browsed.headers.get("cache-control"), "no-store");
  assert.equal(browsed.headers.get("x-robots-tag"), "noindex");
  // A link that leads on from an email doesn't show it.
  assert.equal((await follow(view.replace(/[\w-]+$/, urls[0].split("/c/")[1]))).status, 404);

  // Nothing that somebody made up leads anywhere else; nobody's leads nowhere.
  const token = urls[0].split("/c/")[1];
  const other = await its.makeShop("brevo");
  const made = (text) => `${urls[0].split("/c/")[0]}/c/${text}`;
  for (const forged of [
    token.replace(/.$/, token.endsWith("A") ? "B" : "A"),
    token.slice(0, 30) + "A".repeat(26),
  ]) {
    const answer = await follow(made(forged));
    assert.deepEqual(
      [answer.status, answer.headers.get("location")],
      [302, "https://mira-ceramics.example"],
    );
  }
  for (const odd of ["x", "A".repeat(56), `${token}A`, "https:%2f%2fevil.example"]) {
    assert.equal((await follow(made(odd))).status, 404, odd);
  }
  assert.notEqual(other.api, shop.api);
  // Where the message is gone, the link leads to the shop.
  await world.api("DELETE", `${shop.api}/customers/${to.id}`);
  const unseen = await follow(view);
  assert.equal(unseen.status, 404);
  assert.match(await unseen.text(), /This email is no longer here/);
  const gone = await follow(urls[0]);
  assert.deepEqual(
    [gone.status, gone.headers.get("location")],
    [302, "https://mira-ceramics.example"],
  );
});

test("the merchant's switches: no links of ours, and a picture that counts opens", async () => {
  const shop = await its.makeShop("postmark", { messages: MESSAGES });
  const config = (await world.api("GET", `${shop.api}/config`)).body.config;
  const tracking = { clicks: false, opens: true, utm: false };
  const changed = { ...config, shop: { ...config.shop, tracking } };
  const saved = await world.api("PUT", `${shop.api}/config`, changed);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const to = await its.written(shop);
  const { HtmlBody } = mailTo(to.email);
  assert.ok(
    HtmlBody.includes('href="https://mira-ceramics.example/a"') && !HtmlBody.includes("/c/"),
  );
  const picture = /src="([^"]*\/o\/[\w-]{56})"/.exec(HtmlBody)[1];
  await world.advance(shop, 60_000);
  for (const method of ["HEAD", "GET"]) {
    const answer = await follow(picture, { method });
    assert.deepEqual(
      [answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")],
      [200, "image/gif", "no-store"],
    );
  }
  assert.equal((await follow(picture.slice(0, -3))).status, 200, "a broken picture would be seen");
  await world.advance(shop, 10_000);
  assert.deepEqual((await itemOf(shop, to)).came_back.opens, {
    human: 1,
    uncertain: 0,
    machine: 0,
  });
  assert.deepEqual(
    (await its.storyOf(shop, to)).map(({ type }) => type),
    ["message_opened"],
  );
});

test("an address stays suppressed for whoever has it, as long as what came back from it holds", async () => {
  const shop = await its.makeShop("postmark");
  const told = async (what) => {
    const to = await its.written(shop);
    assert.equal((await its.post(shop, "postmark", BODIES.postmark[what](to))).body.taken, 1);
    return to;
  };
  // Whoever complained was erased and comes back: nothing is sent, and nobody can lift it.
  const complained = await told("complained");
  assert.deepEqual(await its.standingOf(shop, complained), ["email: complained"]);
  await world.api("DELETE", `${shop.api}/customers/${complained.id}`);
  const back = await its.signsUp(shop, complained.email.toUpperCase());
  assert.notEqual(back.id, complained.id);
  assert.deepEqual(await its.standingOf(shop, back), ["email: complained"]);
  const refused = await command(shop, back, { type: "unsuppress" });
  assert.equal(refused.body.error?.code, "complaint-stays", JSON.stringify(refused.body));
  await world.advance(shop, 60_000);
  assert.equal(mailsTo(complained.email), 1);

  // A bounce of an address is lifted by the merchant, for whoever has it.
  const bounced = await told("hard");
  assert.deepEqual(await its.standingOf(shop, bounced), ["email: address-bounced"]);
  assert.equal((await itemOf(shop, bounced)).came_back.why, "5.1.1");
  const lifted = await command(shop, bounced, { type: "unsuppress" });
  assert.equal(lifted.status, 200);
  const elsewhere = "Postmark took the address off its own list as well.";
  assert.equal(lifted.body.sentences.at(-1), elsewhere);
  assert.deepEqual(await its.standingOf(shop, bounced), []);
  await world.api("DELETE", `${shop.api}/customers/${bounced.id}`);
  await its.written(shop, bounced.email);

  // And by an order with it, also of somebody who is new.
  const dead = await told("hard");
  await world.api("DELETE", `${shop.api}/customers/${dead.id}`);
  const now = new Date((await world.advance(shop, 60_000)).now).toISOString();
  const about = { created_at: now, updated_at: now, processed_at: now };
  await world.deliver(shop, "orders/create", order(88_001, dead.email, about));
  const orderer = await until(() => world.customer(shop, dead.email));
  assert.deepEqual(await its.standingOf(shop, { id: orderer.customer }), []);

  // An opt-out outlives its customer; what was agreed to before it doesn't come back, a later word does.
  const left = await its.written(shop);
  const way = /List-Unsubscribe[^<]*<([^>]+)>/.exec(JSON.stringify(mailTo(left.email)))[1];
  await world.fetch(new URL(way).pathname, { method: "POST" });
  const before = new Date((await world.advance(shop, 1_000)).now).toISOString();
  await world.api("DELETE", `${shop.api}/customers/${left.id}`);
  await world.advance(shop, 60_000);
  const consent = {
    state: "subscribed",
    opt_in_level: "single_opt_in",
    consent_updated_at: before,
  };
  const stale = customer(99_001, left.email, {
    ...{ created_at: before, updated_at: before, email_marketing_consent: consent },
  });
  await world.deliver(shop, "customers/create", stale);
  const again = await until(() => world.customer(shop, left.email));
  const consentOf = async () => {
    const { standing } = (await world.api("GET", `${shop.api}/customers/${again.customer}`)).body;
    return standing.consents.find(({ channel }) => channel === "email").consent;
  };
  assert.equal(await consentOf(), "unsubscribed");
  const later = new Date((await world.advance(shop, 60_000)).now).toISOString();
  const anew = { ...consent, consent_updated_at: later };
  await world.deliver(shop, "customers/update", {
    ...stale,
    updated_at: later,
    email_marketing_consent: anew,
  });
  assert.equal(await consentOf(), "subscribed");

  // Stopped by hand, erased, and back.
  const stopped = await its.written(shop);
  await command(shop, stopped, { type: "suppress" });
  await world.api("DELETE", `${shop.api}/customers/${stopped.id}`);
  const same = await its.signsUp(shop, stopped.email);
  assert.equal((await its.standingOf(shop, same))[0], "email: suppressed");
});

test("a message's state only climbs, and every order of reports ends in the same", async () => {
  const shop = await its.makeShop("postmark");
  const { postmark } = BODIES;
  const reports = ["delivered", "soft", "hard", "complained", "sender"];
  const orders = [
    [0, 1, 2, 3, 4],
    [4, 3, 2, 1, 0],
    [3, 0, 2, 4, 1],
    [2, 3, 1, 0, 4],
    [1, 4, 0, 3, 2],
  ];
  for (const some of [reports, reports.filter((one) => one !== "complained")]) {
    const ends = new Set();
    for (const places of orders) {
      const to = await its.written(shop);
      for (const place of places.filter((one) => one < some.length)) {
        await its.post(shop, "postmark", postmark[some[place]](to));
      }
      // Again, with nothing to say for itself.
      await its.post(shop, "postmark", { ...postmark.hard(to), Details: "", Type: "HardBounce" });
      const { state, why } = (await itemOf(shop, to)).came_back;
      ends.add(JSON.stringify([state, why]));
    }
    const wanted = some === reports ? ["complained", null] : ["bounced", "5.1.1"];
    assert.deepEqual([...ends], [JSON.stringify(wanted)]);
  }
});

test("a provider's own list is shown as that, and a report that is faster than the answer counts", async () => {
  for (const provider of PROVIDERS.filter((one) => one !== "postmark")) {
    const shop = await its.makeShop(provider);
    const to = await its.written(shop);
    const taken = await its.post(shop, provider, BODIES[provider].suppressed(to));
    assert.equal(taken.body.taken, 1, provider);
    const { came_back: cameBack } = await itemOf(shop, to);
    assert.equal(cameBack.state, "refused", provider);
    assert.ok(cameBack.why.length > 3, provider);
    assert.deepEqual(await its.storyOf(shop, to), [], `${provider}: nothing bounced`);
    assert.equal(await its.isSuppressed(shop, to), false, provider);
  }
  // The report is here before the provider's answer, which never comes.
  const shop = await its.makeShop("postmark");
  let early = null;
  apis.fault = (_, path) => {
    if (path !== "/email" || early !== null) return null;
    early = (async () => {
      const item = await until(async () => {
        const { outbox } = (await world.api("GET", `${shop.api}/outbox`)).body;
        return outbox.find(({ state }) => state === "leased");
      });
      const to = { effect: item.id, email: item.content.to };
      return its.post(shop, "postmark", BODIES.postmark.delivered(to));
    })();
    return early.then(() => "lost");
  };
  const to = await its.signsUp(shop, "early@people.example");
  const item = await until(async () => {
    const { outbox } = (await world.api("GET", `${shop.api}/outbox`)).body;
    return outbox.find(({ state }) => state === "sent" || state === "unknown");
  });
  apis.fault = () => null;
  assert.equal((await early).body.taken, 1);
  assert.deepEqual([item.state, item.reason], ["sent", null]);
  assert.equal(mailsTo(to.email), 1);
});

test("many good addresses of one domain that bounce at once pause the domain, and nobody is suppressed", async () => {
  const shop = await its.makeShop("postmark");
  const at = (name) => `${name}-${Math.random().toString(36).slice(2, 8)}@large.example`;
  const good = [];
  for (let number = 0; number < 10; number += 1) {
    const to = await its.written(shop, at(`good${number}`));
    await its.post(shop, "postmark", BODIES.postmark.delivered(to));
    good.push(to);
  }
  const unknown = await its.written(shop, at("never"));
  await world.advance(shop, 24 * 3_600_000);
  for (const to of [...good.slice(0, 9), unknown]) {
    await its.post(shop, "postmark", BODIES.postmark.hard(to));
  }
  assert.deepEqual(await its.standingOf(shop, unknown), ["email: address-bounced"], "no grace");
  for (const to of good) assert.deepEqual(await its.standingOf(shop, to), []);
  await its.post(shop, "postmark", BODIES.postmark.hard(good[9]));
  const alert = async () => {
    const { alerts } = (await world.api("GET", `${shop.api}/operations`)).body;
    return alerts.find(({ code }) => code === "domain-paused");
  };
  assert.match((await alert()).message, /^Nothing is sent to large\.example for now: 10 addresses/);
  // What is due waits, also longer than bounces are held.
  const waiting = await its.signsUp(shop, at("waits"));
  await world.advance(shop, 3_600_000);
  const held = (await world.api("GET", `${shop.api}/outbox`)).body.outbox.find(
    ({ customer: id }) => id === waiting.id,
  );
  assert.deepEqual([held.state, held.reason], ["new", "domain-paused"]);
  const elsewhere = await its.written(shop);
  assert.equal(mailsTo(elsewhere.email), 1);
  const resume = (domain) => world.api("POST", `${shop.api}/sending/domains`, { domain });
  assert.equal((await resume("other.example")).status, 200);
  assert.ok(await alert(), "another domain was not paused");
  assert.equal((await resume("large.example")).status, 200);
  await until(() => mailsTo(waiting.email) === 1);
  assert.equal(await alert(), undefined);
  for (const to of good) assert.deepEqual(await its.standingOf(shop, to), []);
  // One that bounces alone counts, a little later.
  await its.post(shop, "postmark", BODIES.postmark.delivered(elsewhere));
  await its.post(shop, "postmark", BODIES.postmark.hard(elsewhere));
  assert.deepEqual(await its.standingOf(shop, elsewhere), []);
  await world.advance(shop, 11 * 60_000);
  assert.deepEqual(await its.standingOf(shop, elsewhere), ["email: address-bounced"]);
});

/** What a field of a report may hold that nobody meant. */
const HOSTILE = {
  nothing: null,
  "a number": 1e308,
  "a fraction": 1_700_000_000_000.5,
  "a negative number": -8.64e15,
  "a list": ["x", { y: 1 }],
  "an object": { __proto__: null, constructor: 1, toString: "x" },
  markup: "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "a template": "{{ 7 * 7 }}{% raw %}<%= 7 %>",
  "a query": "' OR 1=1; DROP TABLE outbox; --",
  "a header": "a\r\nBcc: all@evil.example\r\n\r\n.",
  "half a character": "\ud800x\udc00",
  "a zero": "\u0000\u202e\ufeff",
  "a path": "../../etc/passwd\\..%2f",
  "much text": "x".repeat(60_000),
  "another address": "javascript:alert(document.cookie)",
};
/** Where each provider's reports may hold it: paths into the report of each kind. */
const PLACES = {
  postmark: [
    [
      "hard",
      ["RecordType"],
      ["Type"],
      ["Metadata"],
      ["Metadata", "effect"],
      ["Email"],
      ["Details"],
      ["BouncedAt"],
    ],
    ["clicked", ["UserAgent"], ["OriginalLink"], ["ReceivedAt"]],
  ],
  brevo: [
    [
      "clicked",
      ["event"],
      ["email"],
      ["tags"],
      ["tags", 0],
      ["tag"],
      ["link"],
      ["ts_epoch"],
      ["ts_event"],
      ["date"],
    ],
    ["soft", ["reason"]],
  ],
  resend: [
    [
      "hard",
      ["type"],
      ["created_at"],
      ["data"],
      ["data", "to"],
      ["data", "tags"],
      ["data", "tags", "effect"],
      ["data", "bounce"],
    ],
    ["clicked", ["data", "click"]],
  ],
  ses: [
    [
      "hard",
      ["eventType"],
      ["mail"],
      ["mail", "tags"],
      ["mail", "tags", "effect"],
      ["mail", "destination"],
      ["bounce"],
      ["bounce", "bouncedRecipients"],
      ["bounce", "timestamp"],
    ],
  ],
};

/** A copy of a report with something else at a place. */
function changed(report, [name, ...rest], value) {
  const copy = Array.isArray(report) ? [...report] : { ...report };
  copy[name] = rest.length === 0 ? value : changed(copy[name] ?? {}, rest, value);
  return copy;
}

test("hostile reports: each is answered with what became of it, and nothing is lost or run", async () => {
  const WHY = ["nothing-reported", "not-ours", "known", "counted-by-link"];
  const rows = new Set();
  const became = { taken: 0 };
  let turn = 0;
  for (const [provider, kinds] of Object.entries(PLACES)) {
    const shop = await its.makeShop(provider);
    const to = await its.written(shop);
    const other = await its.written(shop);
    for (const [kind, ...places] of kinds) {
      for (const place of places) {
        turn += 1;
        // Each place gets every second value, the next one the others.
        const values = Object.entries(HOSTILE).filter((_, index) => index % 2 === turn % 2);
        for (const [name, value] of values) {
          const row = `${provider} ${kind} ${place.join(".")}: ${name}`;
          const report = changed(BODIES[provider][kind](to), place, value);
          rows.add(
            JSON.stringify([
              provider,
              { ...report, created_at: 0, BouncedAt: 0, ts_epoch: 0 },
              place,
              name,
            ]),
          );
          const { status, body } = await its.post(shop, provider, report);
          assert.equal(status, 200, `${row}: ${JSON.stringify(body)}`);
          const why = Object.keys(body.ignored);
          assert.deepEqual(Object.keys(body), ["taken", "ignored"], row);
          assert.ok(
            why.every((one) => WHY.includes(one)),
            `${row}: ${why}`,
          );
          const said = body.taken + Object.values(body.ignored).reduce((sum, n) => sum + n, 0);
          // A list of recipients that is none holds no report.
          assert.ok(
            said > 0 || place.includes("bouncedRecipients"),
            `${row}: ${JSON.stringify(body)}`,
          );
          became.taken += body.taken;
          for (const one of why) became[one] = (became[one] ?? 0) + 1;
        }
      }
    }
    // Somebody else was never touched, and what is true is still taken.
    assert.deepEqual(await its.storyOf(shop, other), [], provider);
    assert.equal((await its.post(shop, provider, BODIES[provider].complained(to))).body.taken, 1);
    assert.equal((await itemOf(shop, to)).came_back.state, "complained");
    const { dead_letters: dead } = (await world.api("GET", `${shop.api}/operations`)).body;
    assert.equal(dead, 0, provider);
    const { why } = (await itemOf(shop, to)).came_back;
    assert.ok(why === null || /^[\w.-]{1,60}$/.test(why), String(why));
  }
  console.log(`${rows.size} hostile reports: ${JSON.stringify(became)}`);
  assert.ok(rows.size >= 200, String(rows.size));
  assert.ok(became.taken > 0 && became["not-ours"] > 0 && became["nothing-reported"] > 0);
});

test("clicks start and steer workflows only where people made them", async () => {
  const tag = (name) => ({ id: name, type: "add_tag", tag: name });
  const reacts = {
    id: "reacts",
    name: "Reacts",
    status: "live",
    trigger: { type: "performed", event: "message_clicked" },
    steps: [tag("clicked")],
  };
  const shop = await its.makeShop("postmark", {
    messages: MESSAGES,
    workflows: [onSignUp([{ id: "hello", type: "send", message: "hello" }]), reacts],
  });
  const to = await its.written(shop);
  const [url] = /https?:[^"]*\/c\/[\w-]{56}/.exec(mailTo(to.email).HtmlBody);
  const tags = async () => {
    await world.advance(shop, 10_000);
    const { state } = (await world.api("GET", `${shop.api}/customers/${to.id}`)).body;
    return JSON.stringify(state.customer.tags ?? null);
  };
  // Within seconds of being sent, from a program that looks like a browser.
  await follow(url);
  assert.ok(!(await tags()).includes("clicked"));
  await follow(url);
  assert.ok((await tags()).includes("clicked"));
});
