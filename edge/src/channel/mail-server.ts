/**
 * The mail server that a shop's email is handed to: its own, or the one this process was given.
 *
 * A shop's own is named by the merchant, so it is a public host. The network is public-only as well, which
 * is what holds when a public name leads to a private address.
 */
import type { Security } from "../contract/email.ts";
import type { Env } from "../env.ts";
import { isLoopback } from "../loopback.ts";

export interface MailServer {
  host: string;
  port: number;
  security: Security;
  /** Empty for a server that asks for no login. */
  user: string;
  password: string;
}

/** The server of all shops that have none of their own, read from `SMTP_URL`; null where there is none. */
export function processServer({ SMTP_URL: text }: Env): MailServer | null {
  try {
    const url = new URL(text ?? "");
    const isSecure = url.protocol === "smtps:";
    if (!isSecure && url.protocol !== "smtp:") return null;
    return {
      host: url.hostname,
      port: Number(url.port) || (isSecure ? 465 : 587),
      security: isSecure ? "tls" : isLoopback(url.hostname) ? "none" : "starttls",
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    };
  } catch {
    return null;
  }
}

/** Two labels at least, the last one no number: a name, not an address. */
const NAME =
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Top-level names that lead to nobody or to a network's own machines (RFC 6761, RFC 6762, RFC 8375). */
const NOT_PUBLIC =
  /\.(?:localhost|local|localdomain|internal|intranet|lan|home|corp|arpa|invalid)$/;

/** Whether a host is a name that anybody's mail server may have. */
export const isPublicName = (host: string): boolean => NAME.test(host) && !NOT_PUBLIC.test(host);
