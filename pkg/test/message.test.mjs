// Rendering of messages: what a template may do, and what data may not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkMessage, MessageError, renderMessage } from "../message.js";

const OPTIONS = {
  formatDate: (zone, milliseconds, pattern) => `${milliseconds} in ${zone} as ${pattern}`,
  formatMoney: (minor, currency) => `${currency} ${minor / 100}`,
  zone: "Europe/Berlin",
  currency: "EUR",
  channel: "email",
  now: 1_000,
};
const html = (source, variables = {}) =>
  renderMessage({ html: `<html>${source}` }, variables, OPTIONS).html.slice(6);

test("a missing value prints nothing, and a default stands in for it", () => {
  const source = "Hi {{ customer.first_name | default: 'there' }}{{ customer.nothing }}";
  assert.equal(html(source), "Hi there");
  assert.equal(html(source, { customer: { first_name: "Anna" } }), "Hi Anna");
});

test("what a customer typed is text in HTML, and itself in plain text", () => {
  const message = { subject: "For {{ n }}", html: "<html>{{ n }}", text: "{{ n }}" };
  const rendered = renderMessage(message, { n: "<b onload=x>&\r\nBcc: a@b" }, OPTIONS);
  assert.equal(rendered.html, "<html>&lt;b onload=x&gt;&amp;\r\nBcc: a@b");
  assert.equal(rendered.text, "<b onload=x>&\r\nBcc: a@b");
  assert.equal(rendered.subject, "For <b onload=x>& Bcc: a@b", "a subject is one line");
});

test("links keep only the schemes a mail may have", () => {
  for (const address of [
    "javascript:alert(1)",
    "JaVaScRiPt:x",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example",
  ]) {
    assert.equal(html('<a href="{{ u }}">', { u: address }), '<a href="#">', address);
  }
  for (const address of ["https://shop.example/a?b=c", "mailto:a@b.example", "tel:+49", "#top"]) {
    assert.match(
      html('<a href="{{ u }}">', { u: address }),
      /href="(https|mailto|tel|#top)/,
      address,
    );
  }
});

test("money and dates are printed by the engine, in the currency and zone passed in", () => {
  assert.equal(html("{{ p | money }}", { p: { minor: 1250, currency: "USD" } }), "USD 12.5");
  assert.equal(html("{{ 1250 | money }}"), "EUR 12.5");
  assert.equal(html("{{ t | date: '%Y' }}", { t: 5 }), "5 in Europe/Berlin as %Y");
  assert.equal(
    html("{{ 'now' | date: '%Y' }}"),
    "1000 in Europe/Berlin as %Y",
    "never the host's clock",
  );
  assert.equal(html("{{ nothing | date: '%Y' }}{{ nothing | money }}"), "");
});

test("a template reads no files, reaches no prototype and does not run away", () => {
  assert.throws(() => html("{% include 'a' %}"), MessageError);
  assert.equal(
    html("{{ customer.constructor.name }}{{ customer.__proto__ }}", { customer: {} }),
    "",
  );
  assert.throws(() => html("{% for i in (1..100000000) %}x{% endfor %}"), MessageError);
  assert.throws(
    () => html("{% for i in (1..2000) %}{% for j in (1..2000) %}xxxxxxxx{% endfor %}{% endfor %}"),
    MessageError,
  );
  assert.throws(() => html("{{ 'x' | no_such_filter }}"), MessageError);
});

test("broken Liquid is found before anything is sent", () => {
  const findings = checkMessage({ subject: "{{ a", html: "{% if %}", text: "fine" });
  assert.deepEqual(
    findings.map((finding) => finding.part),
    ["subject", "html"],
  );
});

test("HTML without a document gets a frame, and a text part", () => {
  const message = {
    subject: "Hi",
    preheader: "Soon",
    html: '<p>One</p><p><a href="https://s.example">Two</a></p>',
  };
  const rendered = renderMessage(message, {}, OPTIONS);
  assert.match(rendered.html, /^<!doctype html>[\s\S]*Soon[\s\S]*<p>One<\/p>/);
  assert.equal(rendered.text, "One\n\nTwo (https://s.example)");
});
