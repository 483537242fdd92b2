/** Amounts: minor units in, what people read out, and back. */
import { LOCALE } from "./locale.ts";

const digits = (currency: string): number =>
  new Intl.NumberFormat(LOCALE, { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits ?? 2;

/** `€84.00`. */
export function money(minor: number, currency: string): string {
  const amount = minor / 10 ** digits(currency);
  return new Intl.NumberFormat(LOCALE, { style: "currency", currency }).format(amount);
}

/** `84.00`, as it is typed. */
export const decimal = (minor: number, currency: string): string =>
  (minor / 10 ** digits(currency)).toFixed(digits(currency));

/**
 * A typed amount as a configuration writes it: `$1,000`, `1.000,50 €` and `50,5` are `1000`, `1000.50`
 * and `50.5`. Null for what is no amount, or is below zero.
 */
export function amountFrom(text: string, currency: string): string | null {
  const bare = text
    .replace(/[\s'’]/gu, "")
    .replace(/^\p{L}{0,3}\p{Sc}?|\p{Sc}?\p{L}{0,3}$/gu, "")
    .replace(/[.,]$/, "");
  if (!/^\d[\d.,]*$/.test(bare) || bare.length > 15) return null;
  const at = Math.max(bare.lastIndexOf("."), bare.lastIndexOf(","));
  if (at < 0) return bare;
  const mark = bare.charAt(at);
  const [whole, fraction] = [bare.slice(0, at), bare.slice(at + 1)];
  const other = mark === "." ? "," : ".";
  // Three digits after a comma are thousands also where the currency has three decimals.
  const decimals = fraction.length <= digits(currency) && !(mark === "," && fraction.length === 3);
  if (decimals && grouped(whole, other)) return `${whole.replaceAll(other, "")}.${fraction}`;
  return grouped(bare, mark) ? bare.replaceAll(mark, "") : null;
}

/** Whether `mark` stands in a number only where thousands are set apart. */
const grouped = (text: string, mark: string): boolean =>
  text.split(mark).every((part, index, all) => {
    if (!/^\d+$/.test(part)) return false;
    return all.length === 1 || (index === 0 ? part.length <= 3 : part.length === 3);
  });

/** Minor units of a typed amount, or null when it is none. */
export function minor(text: string, currency: string): number | null {
  const amount = amountFrom(text, currency);
  return amount === null ? null : Math.round(Number(amount) * 10 ** digits(currency));
}
