// A condition's sentence by the fields that open when a part of it is chosen.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { transformWithOxc } from "vite";

const file = new URL("../src/condition/sentence.ts", import.meta.url);
const { code } = await transformWithOxc(readFileSync(file, "utf8"), file.pathname);
const { byField } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

test("parts within one field are one part, with the words between them", () => {
  const parts = [
    { text: "has done “" },
    { text: "order placed", field: "event" },
    { text: "” where " },
    { text: "total", field: "where[0].property" },
    { text: " " },
    { text: "is more than", field: "where[0].is" },
    { text: " and " },
    { text: "city", field: "where[1].property" },
    { text: " in the last 3 months", field: "window" },
    { text: "." },
  ];
  assert.deepEqual(byField(parts), [
    { text: "has done ", field: null },
    { text: "“order placed”", field: "event" },
    { text: " where ", field: null },
    { text: "total is more than and city", field: "where" },
    { text: " in the last 3 months", field: "window" },
    { text: ".", field: null },
  ]);
});

test("what is quoted at the end of a sentence keeps its quotation marks", () => {
  const parts = [
    { text: "has", field: "has" },
    { text: " the tag “" },
    { text: "vip", field: "tag" },
    { text: "”" },
  ];
  assert.deepEqual(byField(parts), [
    { text: "has", field: "has" },
    { text: " the tag ", field: null },
    { text: "“vip”", field: "tag" },
  ]);
});
