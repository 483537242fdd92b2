// Our emails as bytes beside those that nodemailer makes of the same, both read by mailparser: whatever stands in names,
// subjects and bodies, a reader sees the same, and no header is there that neither wrote.
//
// Run by `npm run test:long`, which installs both.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { build } from "esbuild";
import { simpleParser } from "mailparser";
import MailComposer from "nodemailer/lib/mail-composer/index.js";

const LANGUAGES = [
  "Jörg Müller & Söhne",
  "Île-de-France, été",
  "Łódź i Żółć",
  "Привет, мир",
  "Καλημέρα κόσμε",
  "שלום עולם",
  "مرحبا بالعالم",
  "こんにちは世界、お買い物かごをお忘れです",
  "你好，世界",
  "안녕하세요 여러분",
  "สวัสดีชาวโลก",
  "नमस्ते दुनिया",
  "Xin chào thế giới",
  "İstanbul’da ığdır",
  "👩‍👩‍👧‍👦 Family 🇩🇪",
  "e\u0301 and é",
];
const HOSTILE = [
  "",
  "Kiln",
  'Kiln "the shop"',
  "back\\slash",
  "O'Brien, Ltd.",
  "Kiln <evil@evil.example>",
  "evil@evil.example, Kiln",
  "(a comment)",
  "group: a@b.example;",
  "=?UTF-8?B?QmNjOiB4?=",
  "=?utf-8?q?=0d=0aBcc:x@evil.example?=",
  "= ?not encoded? =",
  "_under_scores_=20",
  "a".repeat(200),
  "a b ".repeat(60).trim(),
  "ü".repeat(120),
  "😀".repeat(40),
  `${"x".repeat(44)}ü${"y".repeat(44)}`,
  "100 % & <b>more</b>",
  "two  spaces   and more",
  "Re: Fwd: [list] x",
  "tel:+49 30 1234; a=b",
  "‮reversed",
  "zero\u200bwidth\u2060and\ufeffmark",
  "\ud800 alone",
];
/** What would begin another line, or is no character. Our bytes have a space there or nothing. */
const CONTROL = [
  "a\r\nBcc: x@evil.example",
  "a\nb",
  "a\rb",
  "a\0b",
  "\r\n\r\nbody",
  "a\u0085b\u001bc",
  "tab\there",
];
const BODIES = [
  ...LANGUAGES,
  "",
  ".",
  "..\r\n.\r\n..",
  "From here\nFrom there",
  "one\ntwo\r\nthree\rfour",
  "x".repeat(2_000),
  "--edgewise-e1\r\nContent-Type: text/html\r\n\r\n<b>",
  "--edgewise-e1--",
  "trailing spaces   \nand tabs\t\t\n\n\n",
  "=3D =\n soft",
  "\ud83d alone",
  "a\0b",
];

let mimeOf;
before(async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL("../../edge/src/channel/mime.ts", import.meta.url).pathname],
    bundle: true,
    format: "esm",
    write: false,
    external: ["node:*"],
  });
  const source = Buffer.from(outputFiles[0].text).toString("base64");
  ({ mimeOf } = await import(`data:text/javascript;base64,${source}`));
});

const mailOf = (about) => ({
  id: "e1",
  date: Date.UTC(2026, 10, 28, 9, 30),
  from: { name: "Kiln", email: "hello@kiln.example" },
  replyTo: "help@kiln.example",
  to: "anna@people.example",
  subject: "Hello",
  text: "Hello",
  html: "<p>Hello</p>",
  headers: { "List-Unsubscribe": "<https://kiln.example/u/1>", "Feedback-ID": "a:b:c:kiln" },
  ...about,
});

const looksEncoded = (text) => text.startsWith("=?");
const lined = (text) => text.replace(/\r\n|\r/g, "\n");

const theirsOf = (mail) =>
  new MailComposer({
    from: { name: mail.from.name, address: mail.from.email },
    replyTo: mail.replyTo,
    to: mail.to,
    subject: mail.subject,
    date: new Date(mail.date),
    messageId: `<${mail.id}@kiln.example>`,
    // It leaves a carriage return alone as it is; a line of ours ends as every line does.
    text: lined(mail.text),
    ...(mail.html === "" ? {} : { html: lined(mail.html) }),
    headers: mail.headers,
  })
    .compile()
    .build();

const HEADERS = [
  ...["from", "reply-to", "to", "subject", "date", "message-id", "list-unsubscribe"],
  ...["feedback-id", "mime-version", "content-type"],
];

/** What a reader sees. */
async function read(bytes) {
  const mail = await simpleParser(bytes, { skipTextToHtml: true, skipHtmlToText: true });
  const mailboxes = (field) => field?.value.map(({ name, address }) => [name, address]);
  return {
    from: mailboxes(mail.from),
    replyTo: mailboxes(mail.replyTo),
    to: mailboxes(mail.to),
    subject: mail.subject ?? "",
    date: mail.date.getTime(),
    messageId: mail.messageId,
    text: (mail.text ?? "").trimEnd(),
    html: (mail.html || "").trimEnd(),
    unsubscribe: mail.headers.get("list"),
    feedback: mail.headers.get("feedback-id"),
    attachments: mail.attachments.length,
    names: mail.headerLines.map(({ key }) => key).sort(),
  };
}

/** Plain ASCII in lines that every server takes, each ended by CR LF. */
function assertSound(mime, what) {
  assert.match(mime, /^[\x20-\x7e\r\n]*$/, what);
  assert.doesNotMatch(mime, /(?<!\r)\n|\r(?!\n)/, what);
  const lines = mime.split("\r\n");
  assert.ok(
    lines.every((line) => line.length <= 998 && !line.startsWith(".")),
    what,
  );
}

test("readers see the same in our emails as in nodemailer's", async () => {
  const words = [...LANGUAGES, ...HOSTILE];
  const mails = [
    ...words.map((name) => mailOf({ from: { name, email: "hello@kiln.example" } })),
    ...words.map((subject) => mailOf({ subject })),
    ...BODIES.map((text) => mailOf({ text })),
    ...BODIES.map((text) => mailOf({ text, html: "" })),
    ...BODIES.map((html) => mailOf({ html: `<p>${html}</p>` })),
    ...words.map((word, place) =>
      mailOf({
        from: { name: word, email: "hello@kiln.example" },
        subject: words[(place * 7 + 3) % words.length],
        text: BODIES[place % BODIES.length],
        html: `<p>${BODIES[(place * 5 + 1) % BODIES.length]}</p>`,
      }),
    ),
  ];
  for (const mail of mails) {
    const what = JSON.stringify(mail);
    const mime = mimeOf(mail);
    assertSound(mime, what);
    const [ours, theirs] = await Promise.all([read(mime), theirsOf(mail).then(read)]);
    // It hands on what looks encoded as if it were, so that readers see something else.
    const subject = looksEncoded(mail.subject) ? ours.subject : theirs.subject;
    const from = looksEncoded(mail.from.name) ? ours.from : theirs.from;
    assert.deepEqual({ ...ours, names: null }, { ...theirs, subject, from, names: null }, what);
    assert.equal(ours.subject, mail.subject.toWellFormed(), what);
    assert.equal(ours.from[0][0], mail.from.name.toWellFormed(), what);
    assert.equal(ours.text, lined(mail.text).toWellFormed().trimEnd(), what);
    assert.deepEqual(ours.names, [...HEADERS].sort(), what);
    assert.equal(mimeOf(mail), mime);
  }
  console.log(`${mails.length} emails read alike`);
  assert.ok(mails.length >= 200);
});

test("no control character begins a header or a part", async () => {
  for (const word of CONTROL) {
    for (const place of ["name", "subject", "header", "replyTo", "to"]) {
      const mail = mailOf({
        ...(place === "name" ? { from: { name: word, email: "hello@kiln.example" } } : {}),
        ...(place === "subject" ? { subject: word } : {}),
        ...(place === "header"
          ? { headers: { "List-Unsubscribe": word, "Feedback-ID": "x" } }
          : {}),
        ...(place === "replyTo" ? { replyTo: `${word}@kiln.example` } : {}),
        ...(place === "to" ? { to: `${word}@kiln.example` } : {}),
      });
      const mime = mimeOf(mail);
      assertSound(mime.replaceAll("\t", ""), `${place}: ${JSON.stringify(word)}`);
      const { names, text, html, attachments } = await read(mime);
      assert.deepEqual(
        [names, text, html, attachments],
        [[...HEADERS].sort(), "Hello", "<p>Hello</p>", 0],
      );
    }
  }
});
