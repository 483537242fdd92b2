/** What we answer to whoever replies to a text, in one segment: that it was heard, or who writes. */
import type { Asked } from "./reply-words.ts";

type Answers = Record<Asked["what"], (shop: string, contact: string) => string>;

const ANSWERS: Readonly<Record<string, Answers>> = {
  en: {
    stop: (shop) => `${shop}: You won't get any more texts from us. Reply START to get them again.`,
    start: (shop) => `${shop}: You'll get texts from us again. Reply STOP to opt out.`,
    help: (shop, contact) => `${shop}: For help, contact ${contact}. Reply STOP to opt out.`,
  },
  de: {
    stop: (shop) => `${shop}: Sie erhalten keine SMS mehr von uns. Mit START wieder anmelden.`,
    start: (shop) => `${shop}: Sie erhalten wieder SMS von uns. Mit STOP abmelden.`,
    help: (shop, contact) => `${shop}: Hilfe unter ${contact}. Mit STOP abmelden.`,
  },
};

/** The answer; `contact` is where the shop is reached. */
export function replyTo(
  what: Asked["what"],
  { shop, contact, language }: { shop: string; contact: string; language: string },
): string {
  const tag = language.split(/[-_]/)[0] ?? "";
  const answers = Object.hasOwn(ANSWERS, tag) ? ANSWERS[tag] : ANSWERS.en;
  return (answers as Answers)[what](shop, contact);
}

/** A reply as Twilio takes it (TwiML); an empty one says nothing. */
export function twiml(reply: string | null): string {
  const text = (reply ?? "").replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
  const message = reply === null ? "" : `<Message>${text}</Message>`;
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${message}</Response>`;
}
