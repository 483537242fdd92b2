/**
 * How many bytes of bodies this process holds at once.
 *
 * All shops share one process and its memory, so what senders may make it hold is bounded for all of
 * them together. A body takes its length from the budget before it is read, and gives it back when its
 * request is answered; what finds none left waits in line, unread, which costs nothing here.
 *
 * There is a line for each kind of sender, so that senders who know less of a secret cannot make those wait
 * who know more: anybody, holders of a public key, and a shop or its merchant. Theirs is for large
 * bodies only; small ones, as nearly all webhooks are, have one that large ones cannot fill. In each
 * line one shop may hold a share and no more, and large bodies of one shop come no faster than the thread
 * has time for them beside others.
 */
import { Line } from "./line.ts";

/** Who sends a body: anybody, the holder of a public write key, or one who knows a secret. */
export type Sender = "anybody" | "visitor" | "shop";

/** A body up to this length is small, in bytes. */
const SMALL = 64 * 1024;

const MEGABYTE = 1024 * 1024;
const lines = {
  anybody: new Line({ room: MEGABYTE, share: MEGABYTE, mostWaiting: 64 }),
  visitor: new Line({ room: MEGABYTE, share: MEGABYTE / 2, mostWaiting: 64 }),
  small: new Line({ room: 4 * MEGABYTE, share: MEGABYTE, mostWaiting: 2_000 }),
  large: new Line({
    room: 5 * MEGABYTE,
    share: 2 * MEGABYTE,
    mostWaiting: 64,
    pace: (8 * MEGABYTE) / 1_000,
  }),
};

/**
 * Takes room for a request's body, up to a number of bytes; false where none came in time. `party` is
 * whose it is: the shop, or whatever stands for one.
 */
export function takeRoom(
  request: Request,
  { sender, party }: { sender: Sender; party: string },
  size: number,
  milliseconds: number,
): Promise<boolean> {
  const line = sender === "shop" ? (size <= SMALL ? lines.small : lines.large) : lines[sender];
  return line.take(request, party, size, milliseconds);
}

/** Gives back what a request took, if anything: it is answered. */
export function giveRoom(request: Request): void {
  for (const line of Object.values(lines)) line.give(request);
}
