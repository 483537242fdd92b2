/**
 * Whether a message is Amazon SNS's: signed with the key of a certificate that Amazon publishes.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
import { createVerify, X509Certificate } from "node:crypto";
import { textOf } from "../platform/bounded-text.ts";

/** A message as it is posted. */
export type SnsMessage = Partial<
  Record<
    | "Type"
    | "MessageId"
    | "TopicArn"
    | "Subject"
    | "Message"
    | "Timestamp"
    | "Token"
    | "SubscribeURL"
    | "SignatureVersion"
    | "Signature"
    | "SigningCertURL",
    string
  >
>;

/** Hosts of Amazon's alone. */
const HOST = /^https:\/\/sns\.[a-z0-9-]{5,30}\.amazonaws\.com(?:\.cn)?\//;
const LARGEST = 64 * 1024;
const TIME_LIMIT = 10_000;
const MOST_KEPT = 20;

/** Certificates by their address: Amazon publishes each once. */
const certificates = new Map<string, string>();

export async function isOfSns(message: SnsMessage): Promise<boolean> {
  const { Signature: signature, SignatureVersion: version, SigningCertURL: url = "" } = message;
  if (typeof signature !== "string" || !HOST.test(url)) return false;
  const certificate = await certificateAt(url);
  if (certificate === null) return false;
  try {
    const { publicKey } = new X509Certificate(certificate);
    const verify = createVerify(version === "2" ? "RSA-SHA256" : "RSA-SHA1");
    return verify.update(signedText(message)).verify(publicKey, signature, "base64");
  } catch {
    return false;
  }
}

/** Whether an address is one of SNS's own, such as to confirm a subscription. */
export const isAtSns = (url: string): boolean => HOST.test(url);

/** What is signed: these members in this order, each on two lines. */
function signedText(message: SnsMessage): string {
  const isNotice = message.Type === "Notification";
  const names = isNotice
    ? (["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] as const)
    : (["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"] as const);
  return names
    .filter((name) => typeof message[name] === "string")
    .map((name) => `${name}\n${message[name]}\n`)
    .join("");
}

async function certificateAt(url: string): Promise<string | null> {
  const known = certificates.get(url);
  if (known !== undefined) return known;
  try {
    const signal = AbortSignal.timeout(TIME_LIMIT);
    const response = await fetch(url, { redirect: "manual", signal });
    if (response.status !== 200) return null;
    const text = await textOf(response, LARGEST);
    if (certificates.size >= MOST_KEPT) certificates.clear();
    certificates.set(url, text);
    return text;
  } catch {
    return null;
  }
}
