/** What a file is by its first bytes: each format, cut short at every place, and what only looks like one. */
import assert from "node:assert/strict";
import { test } from "node:test";

const { readImage } = await import("../src/image-file.ts").catch(async () => {
  const { build } = await import("esbuild");
  const entry = new URL("../src/image-file.ts", import.meta.url).pathname;
  const { outputFiles } = await build({ entryPoints: [entry], write: false, format: "esm" });
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`
  );
});

const png = (width, height) => {
  const bytes = Buffer.alloc(40);
  bytes.write("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1");
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};
const gif = (width, height, version = "89a") => {
  const bytes = Buffer.alloc(20);
  bytes.write(`GIF${version}`);
  bytes.writeUInt16LE(width, 6);
  bytes.writeUInt16LE(height, 8);
  return bytes;
};
const segment = (marker, body) => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length + 2);
  return Buffer.concat([Buffer.from([0xff, marker]), length, body]);
};
const frame = (width, height) => {
  const body = Buffer.from([8, 0, 0, 0, 0, 3, 1, 17, 0]);
  body.writeUInt16BE(height, 1);
  body.writeUInt16BE(width, 3);
  return body;
};
/** As cameras write them: EXIF, tables, the frame, the picture. */
const jpeg = (width, height, { marker = 0xc0, before = [] } = {}) =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe1, Buffer.alloc(300, 0x41)),
    segment(0xc4, Buffer.alloc(20)),
    ...before,
    segment(marker, frame(width, height)),
    segment(0xda, Buffer.alloc(10)),
  ]);

test("each format says what it is and how large", () => {
  for (const [bytes, wanted] of [
    [png(640, 480), ["image/png", 640, 480]],
    [png(4_000_000_000, 1), ["image/png", 4_000_000_000, 1]],
    [gif(640, 480), ["image/gif", 640, 480]],
    [gif(1, 2, "87a"), ["image/gif", 1, 2]],
    [jpeg(640, 480), ["image/jpeg", 640, 480]],
    // Progressive; and with bytes that fill up before a marker.
    [jpeg(1600, 900, { marker: 0xc2 }), ["image/jpeg", 1600, 900]],
    [jpeg(7, 8, { before: [Buffer.from([0xff, 0xff, 0xff])] }), ["image/jpeg", 7, 8]],
    // A part of a larger buffer.
    [Buffer.concat([Buffer.alloc(7), png(3, 4)]).subarray(7), ["image/png", 3, 4]],
  ]) {
    const { type, width, height } = readImage(bytes);
    assert.deepEqual([type, width, height], wanted);
  }
});

test("whatever is cut short, empty or something else is no image, and nothing is read beyond its end", () => {
  let tried = 0;
  for (const [whole, needed] of [
    [png(640, 480), 24],
    [gif(640, 480), 10],
    [jpeg(640, 480), jpeg(640, 480).length - 24],
  ]) {
    for (let end = 0; end < needed; end += 1) {
      assert.equal(readImage(whole.subarray(0, end)), null, `${needed}: ${end}`);
      tried += 1;
    }
  }
  for (const odd of [
    "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "<!doctype html><script>alert(1)</script>",
    "GIF90a\x01\0\x01\0....",
    "RIFF\x10\0\0\0WEBPVP8 ",
    "%PDF-1.7",
    "BM\x10\0\0\0",
    "\x89PNG\r\n\x1a\n\0\0\0\rIDAT\0\0\0\x01\0\0\0\x01",
    "\xff\xd8\xff\xd9",
    "\xff\xd8\xff\xe0\0\0\xff\xc0\0\x11\x08\0\x01\0\x01",
    "\xff\xd8no marker here",
  ]) {
    assert.equal(readImage(Buffer.from(odd, "latin1")), null, odd);
    tried += 1;
  }
  assert.equal(readImage(png(0, 5)), null);
  assert.equal(readImage(jpeg(5, 0)), null);
  // A picture that began without a frame, and a segment that says it is longer than the file.
  const began = Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xda, Buffer.alloc(40))]);
  assert.equal(readImage(began), null);
  assert.equal(readImage(Buffer.from("\xff\xd8\xff\xe0\xff\xffabcdefgh", "latin1")), null);
  assert.ok(tried > 300);
});
