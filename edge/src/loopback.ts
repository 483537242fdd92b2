/** What is on this machine, and the way there. */
import { type Env, isDevelopment } from "./env.ts";

/** Whether a host is this machine. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || /^127(?:\.\d{1,3}){3}$/.test(host) || host === "[::1]";

/** The way to sites on this machine, in development; undefined otherwise. */
export const loopback = (env: Env): Fetcher | undefined =>
  isDevelopment(env) ? env.LOOPBACK : undefined;
