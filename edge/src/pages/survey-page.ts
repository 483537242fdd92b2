/** The page of a survey: one question, and an answer is one press. */
import type { SurveyView } from "../shop/answers.ts";
import { html, type Markup, NOTHING, page } from "./frame.ts";
import { words } from "./words.ts";

/** `chosen` is the answer that the link of an email named: it stands first and is given by the same press. */
export function surveyPage(
  { look, survey, shown }: SurveyView,
  { chosen = "", note = null }: { chosen?: string; note?: "unsure" | "unknown" | null } = {},
): Response {
  const text = words(look.language);
  const first = survey.answers.filter(({ id }) => id === chosen);
  const rest = survey.answers.filter(({ id }) => id !== chosen);
  const button = ({ id, text: said }: { id: string; text: string }): Markup =>
    html`<button${id === chosen ? NOTHING : html` class="plain"`} name="answer" value="${id}">${said}</button>`;
  const above =
    note === null
      ? NOTHING
      : note === "unsure"
        ? html`<p class="note" role="status">${text.confirmAgain}</p>`
        : html`<p class="trouble" role="alert">${text.trouble.answer}</p>`;
  return page(
    look,
    survey.question,
    html`${above}<form method="post" class="choices"><input type="hidden" name="shown" value="${shown}">${[...first, ...rest].map(button)}</form>`,
    note === "unknown" ? 422 : 200,
  );
}

export function answeredPage({ look, survey }: SurveyView): Response {
  const text = words(look.language);
  return page(
    look,
    survey.question,
    html`<p class="note" role="status">${survey.thanks ?? text.thanks}</p>`,
  );
}
