/** Bytes from outside as text and as JSON, exactly: nothing is repaired on the way. */
import { Problem } from "./problem.ts";

/** Bytes as text. @throws Problem 400 when they are not UTF-8 */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new Problem(400, "not-utf-8", "The body must be text in UTF-8.");
  }
}

/**
 * Text as JSON.
 *
 * @throws Problem 400 when it is not JSON, or when a string in it holds half a character (a lone
 *   surrogate, such as `\ud800`): such a string cannot be stored, sent or put into an address
 */
export function jsonOf(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem(400, "not-json", "The body must be JSON in UTF-8.");
  }
  refuseHalves(text);
  return value;
}

/** Refuses JSON with a lone surrogate in any string or name. */
function refuseHalves(text: string): void {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return;
  // Pairs and escaped backslashes are taken out; what is left of surrogates stands alone.
  const rest = text.replace(/\\\\|\\u[dD][89abAB]..\\u[dD][c-fC-F]../g, "");
  if (/\\u[dD][89a-fA-F]/.test(rest)) {
    const message = "A text in the body holds half a character (a lone surrogate such as \\ud800).";
    throw new Problem(400, "half-character", message);
  }
}
