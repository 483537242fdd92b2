/** The email that shows a merchant that their shop's email works. */
import { type Letter, letterFrom } from "./letter.ts";

/** `id` names it among others. */
export function testEmail(
  from: { name: string; email: string },
  to: string,
  { id, now }: { id: string; now: number },
): Letter {
  const text = `It works: ${from.name || from.email} can send email with Edgewise.\n\nYou asked for this test in your shop’s settings. Nobody else got it.\n`;
  const mail = { id, date: now, from, to, subject: "Test email from Edgewise", text };
  return letterFrom({ ...mail, html: "", headers: {} });
}
