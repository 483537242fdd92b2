/** An image at its address, for whoever opens an email. */
import { lookup } from "../directory/lookup.ts";
import { enter } from "../gate.ts";
import { ENDINGS } from "../image-file.ts";
import { busy, notFound } from "../problem.ts";
import { shopStub } from "../stubs.ts";
import type { Call } from "./call.ts";

interface Shown {
  type: string;
  bytes: ArrayBuffer;
}

/** Images that were asked for last: those of an email that just went out are asked for by all its readers. */
const recent = new Map<string, Shown>();
/** How much of them is held, in bytes. */
const MOST_HELD = 16 * 1024 * 1024;
let held = 0;

/** Its address is that of its bytes, so whoever has it needs never ask again. */
export async function showImage(call: Call): Promise<Response> {
  const { env, trail } = call;
  const shop = call.part("shop");
  const [, id, ending] = /^([a-z2-7]{26})\.(jpg|png|gif)$/.exec(call.part("image")) ?? [];
  if (id === undefined || (await lookup(env, "byShop", shop)) === null) throw notFound("image");
  trail.shop = shop;
  const key = keyOf(shop, id);
  const image = recent.get(key) ?? (await asked(call, shop, id));
  if (image === null || ENDINGS[image.type as keyof typeof ENDINGS] !== ending) {
    throw notFound("image");
  }
  hold(key, image);
  return new Response(image.bytes, {
    headers: {
      "content-type": image.type,
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": "default-src 'none'; sandbox",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex",
    },
  });
}

/** The image was removed. Other copies of this Worker may show it a little longer, and so do mail programs. */
export function forgetImage(shop: string, id: string): void {
  const key = keyOf(shop, id);
  held -= recent.get(key)?.bytes.byteLength ?? 0;
  recent.delete(key);
}

async function asked({ env, request }: Call, shop: string, id: string): Promise<Shown | null> {
  if (!(await enter("link", request, shop))) throw busy();
  return await shopStub(env, shop).images.content(id);
}

function hold(key: string, image: Shown): void {
  if (recent.delete(key)) held -= image.bytes.byteLength;
  recent.set(key, image);
  held += image.bytes.byteLength;
  for (const [oldest, { bytes }] of recent) {
    if (held <= MOST_HELD) return;
    recent.delete(oldest);
    held -= bytes.byteLength;
  }
}

const keyOf = (shop: string, id: string): string => `${shop}/${id}`;
