/** What languages are called. */
import { LOCALE } from "./locale.ts";

const names = new Intl.DisplayNames(LOCALE, { type: "language" });

/** The name of a language by its code; the code where it has none. */
export const languageName = (code: string): string => names.of(code) ?? code;
