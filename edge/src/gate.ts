/**
 * How many requests of one shop are worked on at once.
 *
 * All shops share one thread. What comes together would be worked on together, and everybody else's next
 * step would wait until all of it is done. So a shop has a few at work and the others in line, unread by
 * anybody; another shop's request waits for those few and not for all.
 *
 * Webhooks wait until they are verified and handed to the shop's object, which has turns of its own
 * (`turns.ts`). Links of messages wait until they are followed; many may, because they are written down
 * together. Calls of the API wait until they are answered, and when a shop has too many of them the rest is
 * turned away: a call can be made again.
 */
import { SLOWEST_BODY } from "./body.ts";
import { Line } from "./line.ts";

const gates = {
  webhook: new Line({ room: 64, share: 4, mostWaiting: 4_000 }),
  link: new Line({ room: 64, share: 32, mostWaiting: 4_000 }),
  call: new Line({ room: 64, share: 8, mostWaiting: 256 }),
};

/** Waits for a shop's turn; false when too many wait, or it takes too long. */
export const enter = (what: keyof typeof gates, request: Request, shop: string): Promise<boolean> =>
  gates[what].take(request, shop, 1, SLOWEST_BODY);

/** The request was handed over, or answered: another one may begin. Calling it again changes nothing. */
export function leave(request: Request): void {
  for (const gate of Object.values(gates)) gate.give(request);
}
