/**
 * A telephone number in E.164, `+` and digits; null where it isn't one that a text message could be sent to.
 *
 * @param country whose it is where it doesn't say: an ISO 3166 code in any case
 */
export function e164(written: string, country?: string | null): string | null;

/** The country whose number one in E.164 is: an ISO 3166 code in upper case; null where it doesn't say. */
export function countryOf(number: string): string | null;
