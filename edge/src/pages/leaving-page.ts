/** The pages of an unsubscribe link: the button, and after the click why, and the way back. */
import { type LeavingView, type Pressed, REASONS } from "../shop/leaving.ts";
import { html, NOTHING, page } from "./frame.ts";
import { words } from "./words.ts";

/** The button: a mail filter that opens the link changes nothing. */
export function leavingPage(
  { look, preferences, channel }: LeavingView,
  isElsewhere: boolean,
): Response {
  const text = words(look.language);
  const intro = channel === "sms" ? text.textsIntro : text.unsubscribeIntro;
  return page(
    look,
    text.unsubscribe,
    html`<p>${intro}</p><form method="post"><button>${text.unsubscribe}</button></form>
${isElsewhere ? NOTHING : preferencesLink(preferences, text.choose)}`,
  );
}

/**
 * After the click. At a store's own address (`isElsewhere`), what follows would lead away from it; of somebody who
 * isn't known anymore there is nothing more to ask.
 */
export function leftPage(
  { look, shown, preferences, canReturn, channel }: LeavingView,
  token: string,
  { isElsewhere = false, said = null as Pressed | null } = {},
): Response {
  const text = words(look.language);
  const reasons = REASONS.map(
    (reason) =>
      html`<button class="plain" name="answer" value="${reason}">${text.reasons[reason]}</button>`,
  );
  const hidden = html`<input type="hidden" name="shown" value="${shown}">`;
  const isTaken = said === "taken";
  const note =
    said === "taken"
      ? html`<p class="note" role="status">${text.thanks}</p>`
      : said === "unsure"
        ? html`<p class="note" role="status">${text.confirmAgain}</p>`
        : said === "refused"
          ? html`<p class="trouble" role="alert">${text.trouble.answer}</p>`
          : NOTHING;
  // Why somebody left is asked of email.
  const why =
    isTaken || channel !== "email"
      ? NOTHING
      : html`<form method="post" action="/u/${token}/why" class="choices"><fieldset><legend>${text.why}</legend>${hidden}${reasons}</fieldset></form>`;
  const back = canReturn
    ? html`<form method="post" action="/u/${token}/back"><p>${hidden}<button class="plain">${text.back}</button></p></form>`
    : NOTHING;
  return page(
    look,
    text.unsubscribed,
    html`<p>${channel === "sms" ? text.textsNote : text.unsubscribedNote}</p>${note}${isElsewhere || preferences === null ? NOTHING : html`${why}${back}${preferencesLink(preferences, text.choose)}`}`,
  );
}

/** After somebody took it back, or tried to. */
export function returnedPage({ look, preferences }: LeavingView, isBack: boolean): Response {
  const text = words(look.language);
  const title = isBack ? text.isBack : text.unsubscribed;
  const note = isBack ? text.isBackNote : text.cannotGoBack;
  return page(
    look,
    title,
    html`<p>${note}</p>${preferencesLink(preferences, isBack ? text.preferences : text.choose)}`,
  );
}

/** The same for a link that isn't ours: whoever posts learns nothing, and is refused nothing. */
export const strangersPage = (): Response =>
  page(
    { shop: "", language: "en", accent: null, home: null },
    words("en").unsubscribed,
    html`<p>${words("en").unsubscribedNote}</p>`,
  );

const preferencesLink = (token: string | null, said: string) =>
  token === null ? NOTHING : html`<p><a href="/p/${token}">${said}</a></p>`;
