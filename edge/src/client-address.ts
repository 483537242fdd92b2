/** Where a request comes from, as far as somebody who can be believed says so. */
import type { Env } from "./env.ts";

/** The sender's address, where a trusted proxy passes it. */
export function addressOf(env: Env, request: Request): string | null {
  const header = env.EDGEWISE_CLIENT_ADDRESS_HEADER ?? "";
  const forwarded = header === "" ? null : request.headers.get(header);
  // A proxy puts what it saw itself last.
  return forwarded?.split(",").at(-1)?.trim().slice(0, 64) || null;
}

/** What proxies add; a request without any of these came straight from this machine. */
const FORWARDING = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/** Whether a proxy says that it handed this request on. */
export const isForwarded = (request: Request): boolean =>
  FORWARDING.some((header) => request.headers.has(header));
