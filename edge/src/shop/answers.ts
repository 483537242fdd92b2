/** Answers of customers to surveys of one question: each an event of theirs, counted for the merchant. */
import { nameOf } from "../ids.ts";
import type { Look } from "../pages/frame.ts";
import { isCertain, type Press, shownAt } from "../verify/human.ts";
import { pageToken, readPageToken } from "../verify/page-token.ts";
import {
  lookFor,
  type PageCustomer,
  pageConfig,
  pageCustomer,
  type Survey,
  tell,
} from "./page-customer.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";

const DAY = 24 * 3_600_000;

export interface SurveyView {
  look: Look;
  survey: Survey;
  shown: string;
}

/** The tokens of a customer's surveys, by the surveys' IDs. */
export function surveyTokens(stores: Stores, customer: string): Record<string, string> {
  const key = stores.vault.own.get("unsubscribe");
  const { surveys = [] } = pageConfig(stores);
  const tokenOf = (id: string) => pageToken(key, "s", [stores.settings.shop, customer, id]);
  return Object.fromEntries(surveys.map(({ id }) => [id, tokenOf(id)]));
}

/** The question; null for a link that isn't ours, or of a survey that is gone. */
export function surveyView(stores: Stores, token: string): SurveyView | null {
  const found = ofToken(stores, token);
  if (found === null) return null;
  const shown = shownAt(stores.vault.own.get("unsubscribe"), token, stores.clock.now());
  return { look: lookFor(stores, found.known.language), survey: found.survey, shown };
}

/** Takes an answer in: `unsure` where a mail filter may have given it, `unknown` for none of the answers. */
export function answerSurvey(
  stores: Stores,
  token: string,
  answer: string,
  press: Press,
): "taken" | "unsure" | "unknown" | null {
  const found = ofToken(stores, token);
  if (found === null) return null;
  if (!found.survey.answers.some(({ id }) => id === answer)) return "unknown";
  const key = stores.vault.own.get("unsubscribe");
  if (!isCertain(key, token, press, stores.clock.now())) return "unsure";
  noteAnswer(stores, found.known, { survey: found.survey.id, answer });
  return "taken";
}

/** Writes an answer down. The same one again on a day is the same answer. */
export function noteAnswer(
  stores: Stores,
  known: PageCustomer,
  { survey, answer }: { survey: string; answer: string },
): void {
  const day = Math.floor(stores.clock.now() / DAY);
  const fact = nameOf("survey", known.customer.id, survey, answer, String(day));
  stores.transaction(() => {
    if (!tell(stores, known, "survey", [{ type: "survey_answered", survey, answer }], fact)) return;
    const counts = answerCounts(stores);
    const of = { ...counts[survey] };
    of[answer] = (of[answer] ?? 0) + 1;
    writeMeta(stores.sql, COUNTS, JSON.stringify({ ...counts, [survey]: of }));
  });
}

const COUNTS = "answers";

/** How often each answer was given, by survey. */
export function answerCounts({ sql }: Pick<Stores, "sql">): Record<string, Record<string, number>> {
  const text = readMeta(sql, COUNTS);
  return typeof text === "string" ? JSON.parse(text) : {};
}

function ofToken(stores: Stores, token: string): { known: PageCustomer; survey: Survey } | null {
  const parts = readPageToken(stores.vault.own.get("unsubscribe"), "s", token);
  if (parts === null) return null;
  const [, customer = "", id = ""] = parts;
  const survey = pageConfig(stores).surveys?.find((one) => one.id === id);
  const known = survey === undefined ? null : pageCustomer(stores, customer);
  return survey === undefined || known === null ? null : { known, survey };
}
