/** What rows files of consents come to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readConsents } from "../consents.js";

const shop = { timeZone: "Europe/Berlin", now: Date.UTC(2026, 10, 28, 12) };
const rows = (text) => readConsents(text, shop).rows.map(({ row }) => row);

test("a table of one's own, whoever left first", () => {
  const text = `Email,Channel,Consent,At,Text,Resubscribed
ann@shop.example,email,subscribed,2026-01-05 10:00:00,I want news,yes
bob@shop.example,,unsubscribed,2026-02-01,,
cy@shop.example,email,never subscribed,,,
,sms,subscribed,,,
`;
  const read = readConsents(text, shop);
  assert.equal(read.form, "own");
  assert.deepEqual(rows(text), [
    {
      email: "bob@shop.example",
      channel: "email",
      consent: "unsubscribed",
      at: "2026-02-01T22:59:59.999Z",
      origin: "import",
    },
    {
      email: "ann@shop.example",
      channel: "email",
      consent: "subscribed",
      at: "2026-01-05T09:00:00.000Z",
      origin: "import",
      text: "I want news",
      resubscribed: true,
    },
  ]);
});

test("lines of JSON, a list, an object", () => {
  const row = { email: "a@b.example", channel: "email", consent: "subscribed" };
  const left = { email: "c@d.example", channel: "email", consent: "unsubscribed" };
  assert.deepEqual(rows(JSON.stringify(row)), [row]);
  assert.deepEqual(rows(JSON.stringify([row, left])), [left, row]);
  const lines = readConsents(`${JSON.stringify(row)}\n\n{broken\n${JSON.stringify(left)}\n`, shop);
  assert.deepEqual(
    lines.rows.map(({ row: told, line }) => [line, told]),
    [
      [4, left],
      [1, row],
    ],
  );
  assert.deepEqual(
    lines.problems.map(({ line }) => line),
    [3],
  );
});

test("Klaviyo: suppressed people do not count as subscribed", () => {
  const text = `Email,Klaviyo ID,First Name,Phone Number,Email Marketing Consent,Email Marketing Consent Timestamp,SMS Marketing Consent,SMS Marketing Consent Timestamp,Email Suppressions
a@b.example,1,Ann,+491701234567,SUBSCRIBED,2025-03-01 08:00:00,SUBSCRIBED,2025-03-02 08:00:00,[]
b@b.example,2,Bob,,SUBSCRIBED,2025-03-01 08:00:00,NEVER_SUBSCRIBED,,"['HARD_BOUNCE']"
c@b.example,3,Cy,,UNSUBSCRIBED,2025-04-01 08:00:00,,,
d@b.example,4,Di,,NEVER_SUBSCRIBED,,,,
e@b.example,5,Ed,,SUBSCRIBED,,,,"['USER_SUPPRESSED']"
`;
  assert.deepEqual(
    rows(text).map(({ email, channel, consent, at }) => [email, channel, consent, at]),
    [
      ["b@b.example", "email", "bounced", undefined],
      ["c@b.example", "email", "unsubscribed", "2025-04-01T08:00:00.000Z"],
      ["e@b.example", "email", "unsubscribed", undefined],
      ["a@b.example", "email", "subscribed", "2025-03-01T08:00:00.000Z"],
      ["a@b.example", "sms", "subscribed", "2025-03-02T08:00:00.000Z"],
    ],
  );
});

test("Mailchimp: three files, each by its columns", () => {
  const common =
    "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LEID,EUID";
  const subscribed = `${common}\na@b.example,Ann,A,2,,,2024-05-01 10:00:00,192.0.2.1,1,x\nn@b.example,Non,N,2,,,,,2,y\n`;
  assert.deepEqual(rows(subscribed), [
    {
      email: "a@b.example",
      first_name: "Ann",
      last_name: "A",
      channel: "email",
      consent: "subscribed",
      at: "2024-05-01T10:00:00.000Z",
      origin: "mailchimp",
    },
  ]);
  const left = `${common},UNSUB_TIME,UNSUB_REASON\nb@b.example,Bob,B,2,2024-01-01 10:00:00,,,,3,z,2024-06-01 10:00:00,NORMAL\n`;
  assert.deepEqual(
    rows(left).map(({ consent, at }) => [consent, at]),
    [["unsubscribed", "2024-06-01T10:00:00.000Z"]],
  );
  const cleaned = `${common},CLEAN_TIME\nc@b.example,Cy,C,2,2024-01-01 10:00:00,,,,4,w,2024-06-02 10:00:00\n`;
  assert.deepEqual(
    rows(cleaned).map(({ consent }) => consent),
    ["bounced"],
  );
});

test("Omnisend: by status, or by the later of the two dates", () => {
  const status = `Email,Phone,Email status,Email opt-in date,Email opt-out date,SMS status,SMS opt-in date
a@b.example,+491701234567,subscribed,2025-01-01,,subscribed,2025-01-02
b@b.example,,unsubscribed,2025-01-01,2025-06-01T10:00Z,nonSubscribed,
c@b.example,,nonSubscribed,,,,
`;
  assert.deepEqual(
    rows(status).map(({ email, channel, consent }) => [email, channel, consent]),
    [
      ["b@b.example", "email", "unsubscribed"],
      ["a@b.example", "email", "subscribed"],
      ["a@b.example", "sms", "subscribed"],
    ],
  );
  const dates = `Email,Email opt-in date,Email opt-out date\na@b.example,2025-02-01,2025-01-01\nb@b.example,2025-02-01,2025-02-01\n`;
  assert.deepEqual(
    rows(dates).map(({ email, consent }) => [email, consent]),
    [
      ["b@b.example", "unsubscribed"],
      ["a@b.example", "subscribed"],
    ],
  );
});

test("MailPoet: the global status; one list left is no word about the shop", () => {
  const text = `Email,First name,List,List status,Global status,Confirmed at
a@b.example,Ann,News,subscribed,subscribed,2025-01-01 10:00:00
b@b.example,Bob,News,unsubscribed,subscribed,2025-01-01 10:00:00
c@b.example,Cy,News,subscribed,bounced,
d@b.example,Di,News,subscribed,unconfirmed,
e@b.example,Ed,News,unsubscribed,unsubscribed,
`;
  assert.deepEqual(
    rows(text).map(({ email, consent }) => [email, consent]),
    [
      ["c@b.example", "bounced"],
      ["e@b.example", "unsubscribed"],
      ["a@b.example", "subscribed"],
      ["d@b.example", "pending"],
    ],
  );
});

test("what is not known is said, and a time that is none", () => {
  assert.equal(readConsents("a,b\n1,2\n", shop).form, null);
  const read = readConsents("Email,Consent,At\na@b.example,subscribed,soon\n", shop);
  assert.deepEqual([read.rows.length, read.problems.length], [0, 1]);
});
