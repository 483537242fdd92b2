/** A shop's form on a page of its own, and the same form as markup that a shop puts into its own pages. */
import type { FormView, SentTrouble } from "../shop/sign-up.ts";
import { html, type Look, type Markup, NOTHING, page } from "./frame.ts";
import { words } from "./words.ts";

/** What a form is filled in with: what was sent before, or what the link says of the product. */
export interface Filled {
  email?: string;
  firstName?: string;
  birthday?: string;
  product?: string;
  variant?: string;
  title?: string;
}

export function formPage(
  view: FormView,
  mark: string,
  filled: Filled,
  trouble: SentTrouble | null = null,
): Response {
  const { look, form } = view;
  const text = words(look.language);
  const above =
    trouble === null ? NOTHING : html`<p class="trouble" role="alert">${text.trouble[trouble]}</p>`;
  const about = filled.title ? html`<p><strong>${filled.title}</strong></p>` : NOTHING;
  const intro = form.intro === undefined ? NOTHING : html`<p>${form.intro}</p>`;
  const content = html`${intro}${about}${above}<form method="post">${fieldsOf(view, mark, filled)}</form>`;
  return page(look, form.title, content, trouble === null ? 200 : 422);
}

/** The form for a shop's own pages: it works without scripts, and better with one. */
export function formMarkup(
  view: FormView,
  { base, code, mark }: { base: string; code: string; mark: string },
  filled: Filled,
): string {
  const fields = fieldsOf(view, mark, filled);
  const { text } =
    html`<form class="edgewise-form" action="${base}/f/${code}" method="post" data-edgewise-form>${fields}</form>
<script src="${base}/embed/form.js" async></script>
`;
  return text;
}

/** What is in the form, also where a shop's own page has it. */
export function fieldsOf({ look, form }: FormView, mark: string, filled: Filled): Markup {
  const text = words(look.language);
  const asks = (field: "first_name" | "birthday") => form.asks?.includes(field) === true;
  const isStock = form.type === "back_in_stock";
  const optional = html` (${text.optional})`;
  const button = form.button ?? (isStock ? text.tellMe : text.signUp);
  return html`<label class="field"><span>${text.email}</span><input type="email" name="email" required maxlength="254" autocomplete="email" value="${filled.email ?? ""}"></label>
${asks("first_name") ? html`<label class="field"><span>${text.firstName}${optional}</span><input name="first_name" maxlength="100" autocomplete="given-name" value="${filled.firstName ?? ""}"></label>` : NOTHING}
${asks("birthday") ? html`<label class="field"><span>${text.birthday}${optional}</span><input type="date" name="birthday" min="1900-01-01" autocomplete="bday" value="${filled.birthday ?? ""}" placeholder="1990-05-17"></label>` : NOTHING}
${isStock ? html`<input type="hidden" name="product" value="${filled.product ?? ""}"><input type="hidden" name="variant" value="${filled.variant ?? ""}"><input type="hidden" name="title" value="${filled.title ?? ""}">` : NOTHING}
<input type="hidden" name="agreed" value="${mark}"><p><small>${form.agrees_to}</small></p><p><button>${button}</button></p>`;
}

export function sentPage({ look, form, confirms }: FormView): Response {
  const { title, note } = sentWords({ look, form, confirms });
  return page(look, title, html`<p>${note}</p>`);
}

/** What is said after a form was sent: the same to everybody. */
export function sentWords({ look, form, confirms }: FormView): { title: string; note: string } {
  const text = words(look.language);
  if (form.type === "back_in_stock") return { title: text.asked, note: text.askedNote };
  if (confirms) return { title: text.inbox, note: text.inboxNote };
  return { title: text.signedUp, note: text.signedUpNote };
}

export const troubleWords = (look: Look, trouble: SentTrouble): string =>
  words(look.language).trouble[trouble];

/** Instead of a page that isn't there. */
export function missingPage(tag: string | null): Response {
  const language = tag?.toLowerCase().startsWith("de") ? "de" : "en";
  const text = words(language);
  const look = { shop: "", language, accent: null, home: null } as const;
  return page(look, text.noPage, html`<p>${text.noPageNote}</p>`, 404);
}
