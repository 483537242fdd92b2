/**
 * Lifting at the email provider what the merchant lifted here: a provider with a list of its own goes on refusing
 * the address, and answers as if all were well (SES). Bounces only, never complaints.
 */
import { emailServiceOf, settingsOf } from "./email-connection.ts";
import { profileIn } from "./profile.ts";
import type { Stores } from "./stores.ts";

/** Gives what came of it in a sentence; null where there is nothing to say. */
export async function liftAtProvider(stores: Stores, id: string): Promise<string | null> {
  const customer = stores.customers.look(id);
  const lift = emailServiceOf(stores)?.provider.lift;
  if (customer === null || customer.unreadable || lift === undefined) return null;
  const { email } = profileIn(stores.engine, customer.state);
  if (email === null) return null;
  const provider = settingsOf(stores)?.provider;
  const name = provider === "ses" ? "Amazon SES" : "Postmark";
  switch (await lift(email)) {
    case "lifted":
      return `${name} took the address off its own list as well.`;
    case "stays":
      return `${name} keeps the address on its own list, so email to it still doesn’t go out.`;
    case "failed":
      return `${name} couldn’t be asked about its own list. If email still doesn’t go out, look there.`;
    default:
      return null;
  }
}
