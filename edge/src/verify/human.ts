/**
 * Whether a button was pressed in the manner of a person. Mail scanners open every link of an email, and
 * some submit the forms they find there, so a press that looks like theirs confirms nothing. It uses
 * nothing up either: whoever presses again is heard.
 *
 * The page carries the signed moment at which it was made. A press that comes sooner than anybody reads, or
 * without that moment, or from a program, is uncertain. From a data center it has to come later: filters live
 * there, and so do people behind a VPN.
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { isProgram, witnessOf } from "./witness.ts";

/** What a press shows of whoever pressed. */
export interface Press {
  /** The moment that the page carried, as it came back. */
  shown: string;
  /** Whether it came from a person's device as far as the request says, from a data center, or from a program. */
  from: "device" | "data-center" | "program";
}

/** Nobody reads and presses within this time, in milliseconds. */
const SOONEST = 2_000;
/** Nor does a filter in a data center wait for so long, in milliseconds. */
const SOONEST_HOSTED = 30_000;
/** A page that is older than this is loaded anew, in milliseconds. */
const LATEST = 7 * 24 * 3_600_000;

/** The moment at which a page is made, for its form. */
export function shownAt(key: Buffer, token: string, now: number): string {
  const at = now.toString(36);
  return `${at}.${sign(key, token, at)}`;
}

/** Whether a press can be taken as a person's. */
export function isCertain(key: Buffer, token: string, press: Press, now: number): boolean {
  if (press.from === "program") return false;
  const [at = "", given = ""] = press.shown.split(".");
  const right = Buffer.from(sign(key, token, at));
  const signed = Buffer.from(given);
  if (signed.length !== right.length || !timingSafeEqual(signed, right)) return false;
  const age = now - Number.parseInt(at, 36);
  const soonest = press.from === "device" ? SOONEST : SOONEST_HOSTED;
  return age >= soonest && age <= LATEST;
}

/** Where a request comes from, as far as it says. */
export function originOf(request: Request): Press["from"] {
  const { agent, isPrefetch, isHosted } = witnessOf(request);
  if (agent === "" || isPrefetch || isProgram(agent)) return "program";
  return isHosted ? "data-center" : "device";
}

function sign(key: Buffer, token: string, at: string): string {
  const mac = createHmac("sha256", key).update(`shown:${token}:${at}`).digest();
  return mac.subarray(0, 12).toString("base64url");
}
