/** Amounts: minor units in, what people read out, and back. */

const digits = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits ?? 2;

/** `€84.00`. */
export function money(minor: number, currency: string): string {
  const amount = minor / 10 ** digits(currency);
  return new Intl.NumberFormat("en", { style: "currency", currency }).format(amount);
}

/** `84.00`, as it is typed. */
export const decimal = (minor: number, currency: string): string =>
  (minor / 10 ** digits(currency)).toFixed(digits(currency));

/** Minor units of a typed amount, or null when it is none. */
export function minor(text: string, currency: string): number | null {
  if (!/^\d{1,9}([.,]\d{1,3})?$/.test(text.trim())) return null;
  return Math.round(Number(text.trim().replace(",", ".")) * 10 ** digits(currency));
}
