/**
 * Reading a request's body: whole, within limits, as bytes.
 *
 * The platform neither caps bodies nor cuts a slow one, so both are counted here while reading.
 */
import { type Sender, takeRoom } from "./body-budget.ts";
import { readInto } from "./body-buffers.ts";
import { busy, Problem } from "./problem.ts";
import { jsonOf, textOf } from "./text.ts";

/** The largest body of any route, in bytes. */
export const LARGEST_BODY = 2 * 1024 * 1024;
/** How long a sender may take for a body, in milliseconds. */
export const SLOWEST_BODY = 10_000;

/**
 * Reads a body.
 *
 * A chunked body's length is refused once the body is read: workerd lets `Transfer-Encoding` win over
 * a `Content-Length` beside it and does not show the latter, so the two look the same here,
 * and neither platform sends chunks.
 *
 * The whole process holds a limited number of body bytes at once (`body-budget.ts`); what is over that
 * waits its turn.
 *
 * @throws Problem 503 when it found no room in time, 413 when it is too large, 408 when it does not come in time, 411 without a length,
 *   400 when it ends too early
 */
export async function readBody(
  request: Request,
  largest = LARGEST_BODY,
  { sender = "shop", party = partyOf(request) }: { sender?: Sender; party?: string } = {},
): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > largest) throw tooLarge(largest);
  if (request.body === null) return new Uint8Array();
  // Without a length it may turn out to be as large as may be.
  const size = declared === null ? largest : Number(declared);
  if (!(await takeRoom(request, { sender, party }, size, SLOWEST_BODY))) throw busy();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow()), SLOWEST_BODY);
  });
  try {
    return await Promise.race([whole(request, declared !== null, size), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The shop that a request's address names, by its id or by a token; or what else stands there. */
const partyOf = (request: Request): string => new URL(request.url).pathname.split("/", 4).join("/");

/** A declared length was checked and is kept to by the platform; without one we count ourselves. */
async function whole(request: Request, isDeclared: boolean, size: number): Promise<Uint8Array> {
  const most = isDeclared ? size : size + 1;
  let body: Uint8Array;
  try {
    body = await readInto(request, most);
  } catch {
    // The sender hung up in the middle: nothing of ours failed.
    throw cutShort();
  }
  if (isDeclared && body.length < size) throw cutShort();
  if (body.length > size) throw tooLarge(size);
  if (!isDeclared && request.headers.has("transfer-encoding")) throw withoutLength();
  return body;
}

/** Reads a body as JSON. @throws Problem 400 when it is not JSON in UTF-8 */
export async function readJson(request: Request, largest = LARGEST_BODY): Promise<unknown> {
  return jsonOf(textOf(await readBody(request, largest)));
}

/** Reads a body as the text of a JSON document that is judged elsewhere. @throws Problem 400 */
export async function readJsonText(request: Request, largest = LARGEST_BODY): Promise<string> {
  return textOf(await readBody(request, largest));
}

const withoutLength = () =>
  new Problem(
    411,
    "length-required",
    "Send a Content-Length header and no Transfer-Encoding header.",
    {
      connection: "close",
    },
  );
const tooLarge = (largest: number) =>
  new Problem(413, "too-large", `The body is too large. Send at most ${largest} bytes.`, {
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
