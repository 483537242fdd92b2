/**
 * Addresses' tokens and keys that say by themselves that they are ours.
 *
 * Their last 8 bytes are a keyed hash of those before, which are random. So what somebody made up is
 * refused without asking the directory, however much of it comes. This is no permission: whose
 * a token is, and whether it still holds, the directory says.
 */
import { Buffer } from "node:buffer";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** What it is for, and how it begins. */
const PREFIX = {
  token: "",
  write: "wk_",
  server: "sk_",
  api: "ak_",
  session: "se_",
  link: "li_",
} as const;

export type Kind = keyof typeof PREFIX;

export const KINDS = Object.keys(PREFIX) as Kind[];

/** What each kind is recognized by: the keys of the hashes, in base64. */
export type TokenKeys = Record<Kind, string>;

/** Random bytes of each: 192 bits, and 256 for what lets a person in. */
const RANDOM: Record<Kind, number> = {
  token: 24,
  write: 24,
  server: 24,
  api: 24,
  session: 32,
  link: 32,
};
const CHECK = 8;

/** A new one, which nobody can guess. */
export function newOwn(keys: TokenKeys, kind: Kind): string {
  const random = randomBytes(RANDOM[kind]);
  const whole = Buffer.concat([random, checkOf(keys, kind, random)]);
  return PREFIX[kind] + whole.toString("base64url");
}

/** Whether one of ours looks like this. Earlier releases' do not. */
export function isOwn(keys: TokenKeys, kind: Kind, text: string): boolean {
  if (!text.startsWith(PREFIX[kind])) return false;
  const bytes = Buffer.from(text.slice(PREFIX[kind].length), "base64url");
  const random = bytes.subarray(0, RANDOM[kind]);
  if (bytes.length !== random.length + CHECK) return false;
  return timingSafeEqual(bytes.subarray(random.length), checkOf(keys, kind, random));
}

function checkOf(keys: TokenKeys, kind: Kind, random: Uint8Array): Buffer {
  const key = Buffer.from(keys[kind], "base64");
  return createHmac("sha256", key).update(random).digest().subarray(0, CHECK);
}
