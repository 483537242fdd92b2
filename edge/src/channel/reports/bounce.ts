/**
 * What a bounce speaks of, by the enhanced status code of the server that refused (RFC 3463), and by the
 * provider's own word where there is none.
 */
import type { BounceAbout, Happened } from "./report.ts";

const CODE = /(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])/;

/**
 * A bounce.
 *
 * @param said the refusing server's answer
 * @param otherwise what the provider's own word for it means
 * @param word that word
 */
export function bounce(said: string, otherwise: BounceAbout, word: string): Happened {
  const code = CODE.exec(said)?.[0];
  return { type: "bounced", about: bounceAbout(said, otherwise), why: code ?? word };
}

/** @param said the refusing server's answer @param otherwise the provider's own word */
function bounceAbout(said: string, otherwise: BounceAbout): BounceAbout {
  const code = CODE.exec(said);
  if (code === null) return otherwise;
  const [, kind, subject, detail] = code.map(Number) as [number, number, number, number];
  // Policy and reputation, whatever the first digit says.
  if (subject === 7) return "sender";
  if (kind !== 5) return "passing";
  if (subject !== 1) return subject === 2 && detail === 2 ? "passing" : otherwise;
  return SENDERS.includes(detail) ? "sender" : "address";
}

/** Of the codes about addresses those that are about the sender's. */
const SENDERS = [7, 8];
