/**
 * Reading a request's body: whole, within limits, as bytes.
 *
 * The platform neither caps bodies nor cuts a slow one, so both are counted here while reading.
 */
import { Problem } from "./problem.ts";
import { jsonOf, textOf } from "./text.ts";

/** The largest body of any route, in bytes. */
export const LARGEST_BODY = 2 * 1024 * 1024;
/** How long a sender may take for a body, in milliseconds. */
export const SLOWEST_BODY = 10_000;

/**
 * Reads a body.
 *
 * A length told in chunks is refused once the body is read: workerd lets `Transfer-Encoding` win over
 * a `Content-Length` beside it and does not show the latter, so the two cannot be told apart here,
 * and neither platform sends chunks.
 *
 * @throws Problem 413 when it is too large, 408 when it does not come in time, 411 without a length,
 *   400 when it ends too early
 */
export async function readBody(request: Request, largest = LARGEST_BODY): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > largest) throw tooLarge(largest);
  if (request.body === null) return new Uint8Array();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow()), SLOWEST_BODY);
  });
  try {
    return await Promise.race([whole(request, declared !== null, largest), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A declared length was checked and is kept to by the platform; without one we count ourselves. */
async function whole(request: Request, isDeclared: boolean, largest: number): Promise<Uint8Array> {
  if (isDeclared) {
    try {
      return new Uint8Array(await request.arrayBuffer());
    } catch {
      // The sender hung up in the middle: nothing of ours failed.
      throw cutShort();
    }
  }
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  try {
    const body = await readAll(reader, largest);
    if (request.headers.has("transfer-encoding")) throw withoutLength();
    return body;
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  }
}

/** Reads a body as JSON. @throws Problem 400 when it is not JSON in UTF-8 */
export async function readJson(request: Request, largest = LARGEST_BODY): Promise<unknown> {
  return jsonOf(textOf(await readBody(request, largest)));
}

/** Reads a body as the text of a JSON document that is judged elsewhere. @throws Problem 400 */
export async function readJsonText(request: Request, largest = LARGEST_BODY): Promise<string> {
  return textOf(await readBody(request, largest));
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  largest: number,
): Promise<Uint8Array> {
  const first = await reader.read();
  if (first.done) return new Uint8Array();
  const chunks: Uint8Array[] = [first.value];
  let size = first.value.length;
  for (;;) {
    if (size > largest) throw tooLarge(largest);
    const next = await reader.read();
    if (next.done) break;
    chunks.push(next.value);
    size += next.value.length;
  }
  if (chunks.length === 1) return first.value;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

const withoutLength = () =>
  new Problem(411, "length-required", "Send Content-Length, and no Transfer-Encoding.", {
    connection: "close",
  });
const tooLarge = (largest: number) =>
  new Problem(413, "too-large", `The body may have at most ${largest} bytes.`, {
    connection: "close",
  });
const cutShort = () =>
  new Problem(400, "cut-short", "The body ended before its declared length.", {
    connection: "close",
  });
const tooSlow = () =>
  new Problem(408, "too-slow", `The body must arrive within ${SLOWEST_BODY / 1000} seconds.`, {
    connection: "close",
  });
