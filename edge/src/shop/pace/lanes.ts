/**
 * Whose mailboxes an address is one of: mailbox providers count what comes from a sender over all their
 * domains together.
 */

/** The large ones by their domains; those that end in a dot have one for each country. */
const PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  gmail: ["gmail.com", "googlemail.com"],
  microsoft: ["outlook.", "hotmail.", "live.", "msn.com", "passport.com", "windowslive.com"],
  yahoo: ["yahoo.", "ymail.com", "rocketmail.com", "myyahoo.com", "aol.", "aim.com"],
  apple: ["icloud.com", "me.com", "mac.com"],
};

/** What such a domain ends in: com, de, co.uk. */
const COUNTRY = /^(?:[a-z]{2,3}|com?\.[a-z]{2})$/;

/** All other domains, while none of them asks for less. */
export const REST = "rest";

export const domainOf = (address: string): string =>
  address
    .slice(address.lastIndexOf("@") + 1)
    .trim()
    .toLowerCase();

/** Which of the large providers an address is at, or null. */
export function mailboxProvider(address: string): string | null {
  const domain = domainOf(address);
  const isAt = (one: string) =>
    one.endsWith(".")
      ? domain.startsWith(one) && COUNTRY.test(domain.slice(one.length))
      : domain === one;
  return Object.entries(PROVIDERS).find(([, domains]) => domains.some(isAt))?.[0] ?? null;
}
