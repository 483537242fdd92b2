/** Amounts and shares of a report, as they are shown beside each other. */
import { words } from "../strings/earnings.ts";
import { money } from "../text/money.ts";
import { percent } from "../text/number.ts";
import type { Earned, Report } from "./server.ts";

/** What somebody brought in, on average; a dash where there is nobody. */
export const perRecipient = ({ net, recipients }: Earned, currency: string): string =>
  recipients === 0 ? "–" : money(Math.round(net / recipients), currency);

/** The share of recipients who ordered. */
export const conversion = ({ converted, recipients }: Earned): string =>
  percent(converted, recipients);

/** What was earned in currencies that aren't the shop's: never added, and never left out. */
export function elsewhere({ elsewhere: sums }: Earned): string | null {
  if (sums.length === 0) return null;
  return words.elsewhere(sums.map(({ net, currency }) => money(net, currency)).join(", "));
}

/** What messages earned, in a sentence: `$1,234.00 from 12 orders`. */
export function headline(
  { total, currency }: Pick<Report, "total" | "currency">,
  days: number,
): string {
  if (total.messages === 0 && total.orders === 0) return words.nothingSent(days);
  if (total.converted === 0) return words.nothingEarned(days);
  return words.earned(money(total.net, currency), total.orders);
}
