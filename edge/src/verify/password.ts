/**
 * Passwords: which are too easy, and what is stored of the others.
 *
 * They are hashed with scrypt, which takes memory as well as time, so that hardware made for guessing gains
 * little. Parameters: N = 2^14, r = 8, that is 16 MiB, which an isolate of 128 MB can spare for one guess at a time;
 * and five passes, each over the result of the one before, which together cost what OWASP asks for at this
 * size (p = 5). They are passes of our own because workerd's scrypt holds up the thread that all shops share: between
 * two passes everybody else has a turn. PBKDF2, which WebCrypto offers, is capped at 100,000 rounds there and needs
 * no memory.
 */
import { Buffer } from "node:buffer";
import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";

const COST = { N: 2 ** 14, r: 8, p: 1, maxmem: 32 * 1024 * 1024 };
const PASSES = 5;
const LENGTH = 32;
const SALT = 16;

export const SHORTEST = 12;
/** Longer ones would only be work. */
export const LONGEST = 256;

/** A password as it is stored: what it was hashed with, and the hash, in base64. */
export interface Hashed {
  salt: string;
  hash: string;
}

export const newSalt = (): string => randomBytes(SALT).toString("base64");

/** What is stored of a password, or compared with what is. The same characters typed another way are the same. */
export async function hashOf(password: string, salt: string): Promise<string> {
  let key = Buffer.from(password.normalize("NFKC"));
  for (let pass = 0; pass < PASSES; pass += 1) {
    const salted = Buffer.concat([Buffer.from(salt, "base64"), Buffer.of(pass)]);
    key = scryptSync(key, salted, LENGTH, COST);
    await scheduler.wait(0);
  }
  return key.toString("base64");
}

/** Compares two hashes in the same time, however alike they are. */
export const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one, "base64"), Buffer.from(other, "base64")];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** Runs of a keyboard and of the alphabet, which are long and no secret. */
const RUNS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertzuiopasdfghjklyxcvbnm",
  "azertyuiopqsdfghjklmwxcvbn",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
];
/** What is left of the usual long ones without digits and punctuation. */
const USUAL = new Set([
  "password",
  "passwordpassword",
  "mypassword",
  "changeme",
  "changemeplease",
  "letmein",
  "iloveyou",
  "welcome",
  "welcometoedgewise",
  "administrator",
  "admin",
  "adminadmin",
  "edgewise",
  "edgewiseadmin",
  "correcthorsebatterystaple",
  "qwerty",
  "football",
  "princess",
  "sunshine",
  "secret",
  "trustno",
  "superman",
  "woocommerce",
  "wordpress",
  "shopify",
]);

/** What is wrong with a password, beginning with “must”; null where nothing is. `own`: their name, address, shop. */
export function weakness(password: string, own: readonly string[]): string | null {
  const typed = [...password.normalize("NFKC")];
  if (typed.length < SHORTEST) return `must have at least ${SHORTEST} characters`;
  if (typed.length > LONGEST) return `must have at most ${LONGEST} characters`;
  const plain = typed.join("").toLowerCase();
  if (isRepeated(plain) || isRun(plain) || new Set(plain).size < 5) {
    return "must not be one piece repeated, or a run of keys. A few words you can remember work well";
  }
  const letters = plain.replace(/[^\p{L}]/gu, "");
  const guessed = own.map((part) => part.toLowerCase().replace(/[^\p{L}]/gu, ""));
  if (USUAL.has(letters) || guessed.some((part) => part.length > 3 && letters === part)) {
    return "must not be one that is tried first, such as a usual word or your own name with a few digits";
  }
  return null;
}

/** Whether one short piece makes up all of it. */
function isRepeated(text: string): boolean {
  for (let size = 1; size <= 4; size += 1) {
    if (
      text ===
      text
        .slice(0, size)
        .repeat(Math.ceil(text.length / size))
        .slice(0, text.length)
    ) {
      return true;
    }
  }
  return false;
}

/** Whether it is a run of keys, forward or backward. */
const isRun = (text: string): boolean =>
  RUNS.some((run) => run.includes(text) || [...run].reverse().join("").includes(text));
