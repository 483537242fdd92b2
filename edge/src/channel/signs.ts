/**
 * What speaks against a person having clicked or opened something.
 *
 * Filters of companies' mail, phones that preview a link and mail apps that load pictures look like people.
 * So a click counts as a person's only when nothing speaks against it; with one sign it is uncertain, and
 * is shown apart. A person who clicks later counts.
 */
import { isProgram, type Witness } from "../verify/witness.ts";

/** Whether somebody who clicks or opens is a person, as far as can be told. */
export type Certainty = "human" | "uncertain" | "machine";

export const SIGNS = ["agent", "prefetch", "data-center", "at-once", "burst"] as const;
export type Sign = (typeof SIGNS)[number];

/** Sooner than this after a message was handed over nobody has read it, in milliseconds. */
const AT_ONCE = 3_000;
/** So many links of one message within so long are a program's, in milliseconds. */
export const BURST = { links: 3, within: 2_000 } as const;

/** What speaks against a person in a request by itself. */
export function signsIn({ agent, isPrefetch, isLikeBrowser, isHosted }: Witness): Sign[] {
  const signs: Sign[] = [];
  if (agent === "" || isProgram(agent)) signs.push("agent");
  if (isPrefetch) signs.push("prefetch");
  // A cloud's network alone may be a company's way out.
  if (isHosted && !isLikeBrowser) signs.push("data-center");
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
