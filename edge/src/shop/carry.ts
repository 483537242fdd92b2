/**
 * How a request gets from the Worker to its shop's object.
 *
 * Small bodies go as an argument. A large one goes as the body of a request, because an argument is
 * copied into a buffer of its own at the other side, and those pile up (`body-buffers.ts`).
 */
import { giveBuffer, readInto } from "../body-buffers.ts";
import type { Incoming, Outcome } from "./incoming.ts";

/** From this length on a body goes as a stream, in bytes. */
const LARGE = 64 * 1024;

/** Hands a verified request over. Null when too much is waiting. */
export async function carry(
  shop: { deliver(incoming: Incoming): Promise<Outcome | null> } & Pick<Fetcher, "fetch">,
  incoming: Incoming,
): Promise<Outcome | null> {
  const { body, ...rest } = incoming;
  if (body.length <= LARGE) return shop.deliver(incoming);
  const about = encodeURIComponent(JSON.stringify({ ...rest, size: body.length }));
  const headers = { "x-incoming": about };
  const answer = await shop.fetch("https://shop/deliver", { method: "POST", headers, body });
  return answer.json();
}

/** The other side of it. */
export async function receive(
  request: Request,
  deliver: (incoming: Incoming) => Promise<Outcome | null>,
): Promise<Response> {
  const about = JSON.parse(decodeURIComponent(request.headers.get("x-incoming") ?? ""));
  const { size, ...rest } = about as Omit<Incoming, "body"> & { size: number };
  try {
    const body = await readInto(request, size);
    return Response.json(await deliver({ ...rest, body }));
  } finally {
    giveBuffer(request);
  }
}
