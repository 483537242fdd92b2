/** Telephone numbers as people, forms and attackers write them, and the one form behind which everything knows them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { e164 } from "../phone.js";

/** What is written, whose it is where it doesn't say, and the number. */
const NUMBERS = [
  ["030 123456", "DE", "+4930123456"],
  ["+49 (0)30 123456", null, "+4930123456"],
  ["0049 30 123 456", "DE", "+4930123456"],
  ["+49030123456", null, "+4930123456"],
  ["0151/12345678", "DE", "+4915112345678"],
  ["0151 - 123 45 678", "de", "+4915112345678"],
  ["(0151) 12345678", "DE", "+4915112345678"],
  ["+49.151.12345678", "US", "+4915112345678"],
  ["0664 1234567", "AT", "+436641234567"],
  ["079 123 45 67", "CH", "+41791234567"],
  ["06 12 34 56 78", "FR", "+33612345678"],
  ["+33 (0)6 12 34 56 78", null, "+33612345678"],
  ["612 34 56 78", "ES", "+34612345678"],
  ["347 123 4567", "IT", "+393471234567"],
  ["06-12345678", "NL", "+31612345678"],
  ["07700 900123", "GB", "+447700900123"],
  ["+44 (0) 7700 900123", null, "+447700900123"],
  ["(415) 555-0123", "US", "+14155550123"],
  ["1-415-555-0123", "US", "+14155550123"],
  ["415.555.0123", "CA", "+14155550123"],
  ["+1 415 555 0123", null, "+14155550123"],
  ["+15005550006", null, "+15005550006"],
  ["0412 345 678", "AU", "+61412345678"],
  ["090-1234-5678", "JP", "+819012345678"],
  ["０９０－１２３４－５６７８", "JP", "+819012345678"],
  ["٠٥٠ ١٢٣ ٤٥٦٧", "SA", "+966501234567"],
  ["98765 43210", "IN", "+919876543210"],
  ["(11) 96123-4567", "BR", "+5511961234567"],
  ["  +49 151 12345678\t", null, "+4915112345678"],
  ["\u202a+49 151 12345678\u202c", null, null],
  ["+4915112345678\n", null, "+4915112345678"],
];

const NONE = [
  "",
  " ",
  "+",
  "++49151",
  "abc",
  "555-555-SHIP",
  "12",
  "+49",
  "+4915",
  "+999123456789",
  "+1 415 555 0123 ext. 5",
  "+1 415 555 0123x99",
  "call me: +14155550123",
  "+14155550123 or +14155550124",
  "+14155550123,+14155550124",
  "tel:+14155550123;ext=1",
  "+1415555012345678901234",
  "anna@example.com",
  "<script>alert(1)</script>",
  "+4915112345678\r\nTo: +15005550001",
  "' OR 1=1 --",
  "{{ customer.phone }}",
  "null",
  "undefined",
  "NaN",
  "0",
  "1e20",
  "\u0000+4915112345678",
  "+".repeat(50),
  "9".repeat(61),
  "9".repeat(100_000),
  `+49${" ".repeat(100_000)}15112345678`,
  "💬📱",
  "\ud800",
];

test("numbers become E.164, with the country they don't say", () => {
  for (const [written, country, number] of NUMBERS) {
    assert.equal(e164(written, country), number, `${written} ${country}`);
    // What is E.164 stays what it is, whatever the shop's country.
    if (number !== null) {
      for (const other of [null, "US", "DE", "ZZ", ""]) assert.equal(e164(number, other), number);
    }
  }
});

test("what is no number is none, whatever the country, and costs no time", () => {
  const began = performance.now();
  for (const written of NONE) {
    for (const country of [null, "DE", "US", "zz", "__proto__", ""]) {
      assert.equal(e164(written, country), null, `${written.slice(0, 40)} ${country}`);
    }
  }
  assert.equal(e164(null), null);
  assert.equal(e164(undefined, "DE"), null);
  assert.ok(performance.now() - began < 500);
  console.log(`# ${NUMBERS.length} spellings, ${NONE.length * 6} texts that are no numbers`);
});

test("a number without its country needs the shop's", () => {
  assert.equal(e164("0151 12345678"), null);
  assert.equal(e164("0151 12345678", "ZZ"), null);
});
