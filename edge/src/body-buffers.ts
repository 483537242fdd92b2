/**
 * Buffers that large bodies are read into, used again and again.
 *
 * A fresh buffer for each would be garbage after its request, and garbage of this size is left lying
 * until tens of megabytes of it have piled up: fifty bodies at once would cost what fifty hold, however
 * few are read at a time.
 */

/** What buffers hold, in bytes: a little more than the limits of our routes, so that more is noticed. */
const SIZES = [256 * 1024 + 1, 512 * 1024, 2 * 1024 * 1024 + 1] as const;
/** Up to this length a body has a buffer of its own, of its own length, in bytes. */
const SMALL = 64 * 1024;
/** So much is read at once, in bytes. */
const PIECE = 512 * 1024;
/** How many of one size are kept. */
const KEPT = 4;

const spare = new Map<number, ArrayBuffer[]>(SIZES.map((size) => [size, []]));
/** The buffers that requests' bodies stand in, until they are answered. */
const lent = new WeakMap<Request, ArrayBuffer>();

/**
 * Reads a body of at most `most` bytes, and no more than those. Its bytes are good until
 * `giveBuffer`.
 */
export async function readInto(request: Request, most: number): Promise<Uint8Array> {
  const size = most <= SMALL ? most : (SIZES.find((one) => one >= most) ?? most);
  let buffer = spare.get(size)?.pop() ?? new ArrayBuffer(size);
  const reader = (request.body as ReadableStream).getReader({ mode: "byob" });
  let read = 0;
  // The platform keeps a buffer of its own as long as what is asked for at once.
  while (read < most) {
    const wanted = Math.min(PIECE, most - read);
    const { value } = await reader.readAtLeast(wanted, new Uint8Array(buffer, read, wanted));
    if (value === undefined) break;
    buffer = value.buffer as ArrayBuffer;
    read += value.length;
    if (value.length < wanted) break;
  }
  reader.releaseLock();
  lent.set(request, buffer);
  return new Uint8Array(buffer, 0, read);
}

/** Takes a request's buffer back: nobody looks at its body anymore. */
export function giveBuffer(request: Request): void {
  const buffer = lent.get(request);
  if (buffer === undefined) return;
  lent.delete(request);
  const others = spare.get(buffer.byteLength);
  if (others !== undefined && others.length < KEPT) others.push(buffer);
}
