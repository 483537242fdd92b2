/**
 * What an image file is, by its first bytes: its format and its size in pixels. Only these three are taken, since all
 * mail programs show them. Nothing is decoded, so that a file costs no more than its bytes, whatever it says.
 *
 * A library for this reads dozens of formats, each one more thing that strangers' bytes can be taken for.
 */
export const IMAGE_TYPES = ["image/jpeg", "image/png", "image/gif"] as const;

export interface ImageFile {
  type: (typeof IMAGE_TYPES)[number];
  width: number;
  height: number;
}

/** The ending of a file's name. */
export const ENDINGS = { "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif" } as const;

/** Null for anything else, and for a file that ends before it says its size. */
export function readImage(bytes: Uint8Array): ImageFile | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = ofPng(bytes, view) ?? ofGif(bytes, view) ?? ofJpeg(view);
  return found === null || found.width === 0 || found.height === 0 ? null : found;
}

const PNG = "\x89PNG\r\n\x1a\n";

/** PNG (RFC 2083): its first chunk is its header. */
function ofPng(bytes: Uint8Array, view: DataView): ImageFile | null {
  if (bytes.length < 24 || asciiAt(bytes, 0, 8) !== PNG) return null;
  if (asciiAt(bytes, 12, 4) !== "IHDR") return null;
  return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

/** GIF87a and GIF89a: the screen that its frames are drawn on. */
function ofGif(bytes: Uint8Array, view: DataView): ImageFile | null {
  if (bytes.length < 10 || !/^GIF8[79]a$/.test(asciiAt(bytes, 0, 6))) return null;
  return { type: "image/gif", width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** JPEG (ITU T.81): segments, of which the one that begins a frame says its size. */
function ofJpeg(view: DataView): ImageFile | null {
  const end = view.byteLength;
  if (end < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 < end) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // Frames are C0 to CF, except for tables (C4, CC) and an extension (C8).
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { type: "image/jpeg", width, height };
    }
    // The picture itself began, or a segment says that it is shorter than its length.
    const length = view.getUint16(at + 2);
    if (marker === 0xda || marker === 0xd9 || length < 2) return null;
    at += 2 + length;
  }
  return null;
}

const asciiAt = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));
