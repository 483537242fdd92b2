/**
 * Addresses' tokens and keys that say by themselves that they are ours.
 *
 * The last 8 of their 32 bytes are a keyed hash of the first 24, which are random. So what somebody made
 * up is refused without asking the directory, however much of it comes. This is no permission: whose
 * a token is, and whether it still holds, the directory says.
 */
import { Buffer } from "node:buffer";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** What it is for, and how it begins. */
const PREFIX = { token: "", write: "wk_", server: "sk_", api: "ak_" } as const;

export type Kind = keyof typeof PREFIX;

export const KINDS = Object.keys(PREFIX) as Kind[];

/** What each kind is recognized by: the keys of the hashes, in base64. */
export type TokenKeys = Record<Kind, string>;

const RANDOM = 24;
const CHECK = 8;

/** A new one. Nobody can guess it: 192 random bits. */
export function newOwn(keys: TokenKeys, kind: Kind): string {
  const random = randomBytes(RANDOM);
  const whole = Buffer.concat([random, checkOf(keys, kind, random)]);
  return PREFIX[kind] + whole.toString("base64url");
}

/** Whether one of ours looks like this. Earlier releases' do not. */
export function isOwn(keys: TokenKeys, kind: Kind, text: string): boolean {
  if (!text.startsWith(PREFIX[kind])) return false;
  const bytes = Buffer.from(text.slice(PREFIX[kind].length), "base64url");
  if (bytes.length !== RANDOM + CHECK) return false;
  return timingSafeEqual(bytes.subarray(RANDOM), checkOf(keys, kind, bytes.subarray(0, RANDOM)));
}

function checkOf(keys: TokenKeys, kind: Kind, random: Uint8Array): Buffer {
  const key = Buffer.from(keys[kind], "base64");
  return createHmac("sha256", key).update(random).digest().subarray(0, CHECK);
}
