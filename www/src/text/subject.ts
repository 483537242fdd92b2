/** A subject as the merchant knows it: what is filled in for each customer is only hinted at. */
import { isolated } from "./isolated.ts";

/** `Still thinking it over, …?` for `Still thinking it over, {{ customer.first_name }}?`. */
export const subjectText = (subject: string): string =>
  isolated(subject.replace(/\{\{.*?\}\}/g, "…").slice(0, 120));
