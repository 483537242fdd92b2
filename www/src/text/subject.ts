/** A subject as the merchant knows it: what is filled in for each customer is only hinted at. */
import { isolated } from "./isolated.ts";

/** A text with what is filled in for each customer only hinted at. */
export const hinted = (text: string): string => text.replace(/\{\{.*?\}\}/g, "…");

/** `Still thinking it over, …?` for `Still thinking it over, {{ customer.first_name }}?`. */
export const subjectText = (subject: string): string => isolated(hinted(subject).slice(0, 120));
