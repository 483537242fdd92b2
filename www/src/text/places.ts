/** Countries, currencies and time zones to choose from, as the browser knows and names them. */
import { LOCALE } from "./locale.ts";

export interface Choice {
  value: string;
  text: string;
}

/** Regions with a code that are no country a shop can be in. */
const NO_COUNTRY = new Set(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"]);
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

const sorted = (choices: Choice[]): Choice[] =>
  choices.sort((a, b) => a.text.localeCompare(b.text, LOCALE));

export function countries(): Choice[] {
  const names = new Intl.DisplayNames(LOCALE, { type: "region", fallback: "none" });
  const found = LETTERS.flatMap((first) =>
    LETTERS.flatMap((second) => {
      const value = first + second;
      const text = names.of(value);
      // A code that was given up names the country that took its place.
      const current = new Intl.Locale(`und-${value}`).region === value;
      return text === undefined || NO_COUNTRY.has(value) || !current ? [] : [{ value, text }];
    }),
  );
  return sorted([...new Map(found.map((one) => [one.text, one])).values()]);
}

export function currencies(): Choice[] {
  const names = new Intl.DisplayNames(LOCALE, { type: "currency" });
  return sorted(
    Intl.supportedValuesOf("currency").map((value) => ({
      value,
      text: `${names.of(value) ?? value} (${value})`,
    })),
  );
}

export const zones = (): Choice[] =>
  ["UTC", ...Intl.supportedValuesOf("timeZone")].map((value) => ({
    value,
    text: value.replaceAll("_", " "),
  }));
