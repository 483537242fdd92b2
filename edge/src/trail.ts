/**
 * What is known of a request besides its answer, gathered on its way: for its line in the log, and for
 * what is written down of a change.
 */
import { randomName } from "./ids.ts";
import { type Field, isTraceId } from "./log.ts";

export interface Trail {
  /** Returned in `X-Request-Id`, and in every line about this request. */
  requestId: string;
  /** The pattern of the route that was asked for; null while none was found. */
  route: string | null;
  /** Which shop the request turned out to be about. */
  shop: string | null;
  /** The id of what was changed, where the path does not name it. */
  target: string | null;
  /** What a change did, in numbers and names of ours. */
  detail: Record<string, Field>;
  /**
   * Says that what a change came to is known only once its answer was read to the end; what this gives is
   * to be called then. An answer that nobody reads to the end has no known outcome.
   */
  defer(): () => Promise<void>;
}

/** The beginning of a request's trail. An id that came along is kept where it cannot say anything else. */
export function trailOf(request: Request): Trail {
  const given = request.headers.get("x-request-id")?.toLowerCase() ?? "";
  const requestId = isTraceId(given) ? given : randomName();
  const defer = () => async () => {};
  return { requestId, route: null, shop: null, target: null, detail: {}, defer };
}
