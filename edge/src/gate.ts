/**
 * How many webhooks of one shop are verified at once, before they are handed to its object.
 *
 * All shops share one thread. What comes together would be verified together, and everybody else's next
 * step would wait until all of it is done. So a shop has a few at work and the others in line, unread by
 * anybody; another shop's webhook waits for those few and not for all.
 */
import { SLOWEST_BODY } from "./body.ts";
import { Line } from "./line.ts";

const gate = new Line({ room: 64, share: 4, mostWaiting: 4_000 });

/** Waits for a shop's turn; false when too many wait, or it takes too long. */
export const enter = (request: Request, shop: string): Promise<boolean> =>
  gate.take(request, shop, 1, SLOWEST_BODY);

/** The request was handed over, or refused: another one may begin. Calling it again changes nothing. */
export const leave = (request: Request): void => gate.give(request);
