/**
 * What Vonage posts: https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks
 *
 * A token in the header, signed with the account's signature secret, holds the hash of the body.
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { sha256 } from "../../ids.ts";
import { jsonIn, momentIn, objectIn, textIn } from "../reports/report.ts";
import type { Became, PostedText, ReadText } from "./posted.ts";

/** How far its clock may be from ours, in seconds. */
const TOLERANCE = 5 * 60;

export function readVonage(
  posted: PostedText,
  { application, secret }: { application: string; secret: string },
): ReadText {
  if (!isSigned(posted, application, secret)) return { type: "refused" };
  const about = objectIn(jsonIn(posted));
  const at = momentIn(about.timestamp);
  if (typeof about.status === "string") {
    const error = objectIn(about.error);
    const title = typeof error.title === "number" ? String(error.title) : textIn(error.title);
    const became = becameIn(about.status, codeIn(error.type) ?? title);
    if (became === null) return { type: "nothing" };
    return { type: "report", report: { effect: textIn(about.client_ref) || null, at, became } };
  }
  const [id, from] = [textIn(about.message_uuid), textIn(about.from)];
  if (about.message_type !== "text" || id === "") return { type: "nothing" };
  const text = textIn(about.text);
  const received = { id, from, text, at, answered: null, answersWords: false };
  return { type: "received", received };
}

function isSigned(
  { body, headers, now }: PostedText,
  application: string,
  secret: string,
): boolean {
  const [, token = ""] =
    /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(headers.authorization ?? "") ?? [];
  const [head = "", claims = "", signature = ""] = token.split(".");
  if (secret === "" || objectOf(head).alg !== "HS256") return false;
  const right = createHmac("sha256", secret).update(`${head}.${claims}`).digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
  const { payload_hash: hash, iat, application_id: of } = objectOf(claims);
  const isRecent = typeof iat === "number" && Math.abs(now / 1000 - iat) <= TOLERANCE;
  const isOurs = of === undefined || textIn(of).toLowerCase() === application.toLowerCase();
  return isRecent && isOurs && textIn(hash).toLowerCase() === sha256(body);
}

const objectOf = (part: string): Record<string, unknown> =>
  objectIn(jsonIn({ body: Buffer.from(part, "base64url") }));

/** The number at the end of an error's address. */
const codeIn = (type: unknown): string | null => /#(\d{3,5})$/.exec(textIn(type))?.[1] ?? null;

function becameIn(status: string, code: string): Became | null {
  if (status === "delivered" || status === "read") return { type: "delivered" };
  if (status !== "rejected" && status !== "undeliverable") return null;
  return { type: "undelivered", about: ABOUT[code] ?? "passing", why: code || status };
}

/** What a code speaks of; of the others nobody knows. https://developer.vonage.com/en/api-errors/messages */
const ABOUT: Readonly<Record<string, "number" | "sender">> = {
  // Not a number, or one that isn't in use.
  1120: "number",
  1210: "sender",
  1230: "number",
  1260: "sender",
  1270: "sender",
  1330: "sender",
  1340: "sender",
  1360: "sender",
};
