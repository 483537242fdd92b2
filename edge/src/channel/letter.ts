/** An email on its way: what every provider is handed, the same at every attempt. */
import { type Mail, mimeOf } from "./mime.ts";

/** Its `id` names it among all, and is the key under which a provider knows it again. */
export interface Letter extends Omit<Mail, "date"> {
  /** The whole message as bytes, for what takes it so. */
  mime: string;
}

export const letterFrom = (mail: Mail): Letter => ({ ...mail, mime: mimeOf(mail) });
