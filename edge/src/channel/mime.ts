/**
 * An email as bytes: the same message always gives the same bytes.
 *
 * Header values are built from data that strangers wrote (names, subjects), so a header can only be
 * made by `header`, which leaves no way to begin another line. Bodies are base64, so that no line of
 * theirs is ever too long or begins with a dot.
 */
import { Buffer } from "node:buffer";

export interface Mail {
  /** The effect's id: it names the message and the boundary. */
  id: string;
  /** Milliseconds since 1970 UTC. */
  date: number;
  from: { name: string; email: string };
  /** Where replies go; to the sender when left out. */
  replyTo?: string | undefined;
  to: string;
  subject: string;
  text: string;
  /** Empty for a message that is only text. */
  html: string;
  /** Further headers by name: plain ASCII, each on one line. */
  headers: Readonly<Record<string, string>>;
}

/** The whole message, lines ended by CR LF. */
export function mimeOf(mail: Mail): string {
  const boundary = `edgewise-${mail.id}`;
  const domain = mail.from.email.split("@")[1] ?? "localhost";
  const lines = [
    header("From", ...mailboxWords(mail.from)),
    ...(mail.replyTo === undefined ? [] : [header("Reply-To", `<${mail.replyTo}>`)]),
    header("To", `<${mail.to}>`),
    header("Subject", ...words(mail.subject)),
    header("Date", new Date(mail.date).toUTCString().replace("GMT", "+0000")),
    header("Message-ID", `<${mail.id}@${domain}>`),
    ...Object.entries(mail.headers).map(([name, value]) => header(name, value)),
    "MIME-Version: 1.0",
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    "",
    ...part(boundary, "text/plain", mail.text),
    // An empty part would be what mail programs show of a message that is only text.
    ...(mail.html === "" ? [] : part(boundary, "text/html", mail.html)),
    `--${boundary}--`,
    "",
  ];
  return lines.join("\r\n");
}

/** An address with the name before it, on one line of ASCII: `"Kiln" <hello@kiln.example>`. */
export const mailbox = (from: Mail["from"]): string => mailboxWords(from).join(" ");

const mailboxWords = ({ name, email }: Mail["from"]): string[] => [...phrase(name), `<${email}>`];

function part(boundary: string, type: string, content: string): string[] {
  const body = Buffer.from(content.replace(/\r\n|\r|\n/g, "\r\n")).toString("base64");
  return [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    "Content-Transfer-Encoding: base64",
    "",
    ...(body.match(/.{1,76}/g) ?? [""]),
  ];
}

/** One header, a word a line; control characters are dropped, line ends among them. */
function header(name: string, ...words: string[]): string {
  return `${name}: ${words.map((word) => word.replace(/\p{Cc}/gu, "")).join("\r\n ")}`;
}

/** A display name before an address: quoted when plain, encoded when not, nothing when empty. */
function phrase(name: string): string[] {
  const clean = name.replace(/\p{Cc}+/gu, " ").trim();
  if (clean === "") return [];
  return isPlain(clean) ? [`"${clean.replace(/["\\]/g, "\\$&")}"`] : encoded(clean);
}

function words(text: string): string[] {
  const clean = text.replace(/\p{Cc}+/gu, " ").trim();
  return isPlain(clean) && clean.length <= 70 ? [clean] : encoded(clean);
}

/** Whether it may stand as it is: ASCII that nobody takes for encoded, which many do in quotes too. */
const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text) && !text.includes("=?");

/** RFC 2047 words of at most 75 characters each, cut between characters. */
function encoded(text: string): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const character of text) {
    if (Buffer.byteLength(piece + character) > 45) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  pieces.push(piece);
  return pieces.map((words) => `=?UTF-8?B?${Buffer.from(words).toString("base64")}?=`);
}
