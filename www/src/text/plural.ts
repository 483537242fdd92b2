/** Which form of a word goes with a number, by the language's own rules. */
import { LOCALE } from "./locale.ts";
import { count } from "./number.ts";

/** A word in each of the forms that the language has; English has `one` and `other`. */
export type Forms = { readonly other: string } & Readonly<
  Partial<Record<Intl.LDMLPluralRule, string>>
>;

const CARDINAL = new Intl.PluralRules(LOCALE);
const ORDINAL = new Intl.PluralRules(LOCALE, { type: "ordinal" });

/** The form that goes with a number: `is` or `are`. */
export const plural = (number: number, forms: Forms): string =>
  forms[CARDINAL.select(number)] ?? forms.other;

/** `1 message`, `3,214 messages`. */
export const counted = (number: number, forms: Forms): string =>
  `${count(number)} ${plural(number, forms)}`;

/** `1st`, `2nd`, `3rd`, `4th`. */
export const ordinal = (number: number): string =>
  `${count(number)}${ENDINGS[ORDINAL.select(number)] ?? ENDINGS.other}`;

const ENDINGS: Forms = { one: "st", two: "nd", few: "rd", other: "th" };
