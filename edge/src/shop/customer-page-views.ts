/** Forms and surveys as the merchant sees them. */
import type { Forms, Surveys } from "../contract/customer-pages.ts";
import { publicUrl } from "../env.ts";
import { markOf } from "../ids.ts";
import { formMarkup } from "../pages/form-page.ts";
import { answerCounts } from "./answers.ts";
import { REASONS, WHY } from "./leaving.ts";
import { pageConfig } from "./page-customer.ts";
import { formView } from "./sign-up.ts";
import type { Stores } from "./stores.ts";

/** The forms, each as it can be put into a page. */
export function formList(stores: Stores): Forms {
  const { env, settings } = stores;
  const base = publicUrl(env, settings.publicUrl);
  const forms = (pageConfig(stores).forms ?? []).flatMap(({ id, type = "sign_up", title }) => {
    const view = formView(stores, id);
    if (view === null) return [];
    const code = `${settings.shop}.${id}`;
    const markup = formMarkup(view, { base, code, mark: markOf(view.form.agrees_to) }, {});
    return [{ id, type, title, url: `${base}/f/${code}`, code, markup }];
  });
  return { forms };
}

/** The surveys with how often each answer was given; those that are gone aren't listed. */
export function surveyList(stores: Stores): Surveys {
  const counts = answerCounts(stores);
  const asked = (pageConfig(stores).surveys ?? []).map(({ id, question, answers }) => ({
    id,
    question,
    answers: answers.map((answer) => ({ ...answer, count: counts[id]?.[answer.id] ?? 0 })),
  }));
  const why = REASONS.map((id) => ({ id, text: null, count: counts[WHY]?.[id] ?? 0 }));
  return { surveys: [...asked, { id: WHY, question: null, answers: why }] };
}
