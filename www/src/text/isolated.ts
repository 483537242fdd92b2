/** A name or a subject that is written from right to left, kept together inside an English sentence. */

/** Hebrew, Arabic and their neighbours, and their presentation forms. */
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/** The text, marked as a piece with a direction of its own (first strong isolate) where it has one. */
export const isolated = (text: string): string =>
  FROM_RIGHT.test(text) ? `\u2068${text}\u2069` : text;
