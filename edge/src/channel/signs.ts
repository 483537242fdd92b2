/**
 * What speaks against a person having clicked or opened something.
 *
 * Filters of companies' mail, phones that preview a link and mail apps that load pictures look like people.
 * So a click counts as a person's only when nothing speaks against it; with one sign it is uncertain, and
 * is shown apart. A person who clicks later counts.
 */
import { isMachine } from "./reports/report.ts";

/** Whether somebody who clicks or opens is a person, as far as can be told. */
export type Certainty = "human" | "uncertain" | "machine";

export const SIGNS = ["agent", "prefetch", "data-center", "at-once", "burst"] as const;
export type Sign = (typeof SIGNS)[number];

/** Sooner than this after a message was handed over nobody has read it, in milliseconds. */
const AT_ONCE = 3_000;
/** So many links of one message within so long are a program's, in milliseconds. */
export const BURST = { links: 3, within: 2_000 } as const;

/** Networks of clouds, where filters run and few people are; by their numbers. */
const DATA_CENTERS: ReadonlySet<number> = new Set([
  8075, 8987, 14061, 14618, 15169, 16276, 16509, 20473, 24940, 31898, 36351, 37963, 45102, 63949,
  132203, 396982,
]);

/** What is known of a request that a link or a picture of ours caused. */
export interface Witness {
  agent: string;
  /** Whether it says that it only looks ahead. */
  isPrefetch: boolean;
  /** Whether it says what a browser says: a language, and what it fetches for. */
  isLikeBrowser: boolean;
  /** The number of the network it came from; null where that isn't known. */
  network: number | null;
}

/** What a request says by itself. */
export function witnessOf(request: Request): Witness {
  const said = (name: string) => request.headers.get(name)?.toLowerCase() ?? "";
  const purpose = ["sec-purpose", "purpose", "x-purpose", "x-moz"].map(said).join(" ");
  const { asn } = (request.cf ?? {}) as { asn?: number };
  return {
    agent: (request.headers.get("user-agent") ?? "").slice(0, 300),
    isPrefetch: /prefetch|preview|prerender/.test(purpose),
    isLikeBrowser: said("accept-language") !== "",
    network: asn ?? null,
  };
}

/** What speaks against a person in a request by itself. */
export function signsIn({ agent, isPrefetch, isLikeBrowser, network }: Witness): Sign[] {
  const signs: Sign[] = [];
  if (agent === "" || isMachine(agent)) signs.push("agent");
  if (isPrefetch) signs.push("prefetch");
  // A cloud's network alone may be a company's way out.
  const isInCloud = network !== null && DATA_CENTERS.has(network);
  if (isInCloud && !isLikeBrowser) signs.push("data-center");
  return signs;
}

/** What speaks against a person in how soon it came after the message was handed over. */
export function signsOfTime(handedOver: number | null, at: number): Sign[] {
  const after = handedOver === null ? null : at - handedOver;
  return after !== null && after >= 0 && after < AT_ONCE ? ["at-once"] : [];
}

/** A sign is a doubt; two, or a program that says what it is, are none. */
export function certaintyOf(signs: readonly Sign[]): Certainty {
  if (signs.length === 0) return "human";
  return signs.length > 1 || signs.includes("agent") ? "machine" : "uncertain";
}
